import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deskFileJsonSchema } from '../../src/desk-file/json-schema.ts'
import type { SchemaNode } from '../../src/desk-file/json-schema.ts'

test('the published schema is the one that desk files are read by', () => {
  // Mend with: node src/desk-file/print-schema.ts > examples/desk.schema.json && npx oxfmt examples/desk.schema.json
  expect(JSON.parse(readFileSync('examples/desk.schema.json', 'utf8'))).toEqual(deskFileJsonSchema())
})

test('the example names the published schema', () => {
  expect(readFileSync('examples/desk.yaml', 'utf8').split('\n')[0]).toBe(
    '# yaml-language-server: $schema=./desk.schema.json',
  )
})

const keysIn = (node: SchemaNode): readonly [string, SchemaNode][] => [
  ...Object.entries(node.properties ?? {}),
  ...Object.values(node.properties ?? {}).flatMap(keysIn),
  ...(node.items === undefined ? [] : keysIn(node.items)),
]

test('every key that is not a weekday is explained, in the schema and in the reference', () => {
  const weekday = /day$/
  const keys = keysIn(deskFileJsonSchema()).filter(([key]) => !weekday.test(key))
  expect(keys.filter(([, node]) => (node.description ?? '') === '').map(([key]) => key)).toEqual([])
  const reference = readFileSync('docs/desk-file.md', 'utf8')
  expect(keys.map(([key]) => key).filter((key) => !reference.includes(`\`${key}\``))).toEqual([])
})
