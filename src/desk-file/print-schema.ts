import { deskFileJsonSchema } from './json-schema.ts'

// node src/desk-file/print-schema.ts > examples/desk.schema.json && npx oxfmt examples/desk.schema.json
process.stdout.write(`${JSON.stringify(deskFileJsonSchema(), null, 2)}\n`)
