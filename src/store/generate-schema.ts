import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, type TableMetadata, sql } from 'kysely'

/** Where the generated types live. */
export const schemaFile = join(import.meta.dirname, 'schema.ts')

/** Where the columns of rows live that `keep_commands` takes. */
export const keptColumnsFile = join(import.meta.dirname, 'kept-columns.ts')

/** The text of `schema.ts` for a migrated database: one interface per table, columns in the order of the table. */
export const schemaText = async (db: Kysely<never>): Promise<string> => {
  const tables = (await db.introspection.getTables())
    .filter((table) => table.schema === 'public' && !table.isView)
    .sort((a, b) => a.name.localeCompare(b.name))
  const words = await domainsOf(db)
  const interfaces = tables.map(
    (table) => `export interface ${nameOf(table)} {\n${columnsOf(table, words)}\n}`,
  )
  const index = tables.map((table) => `  ${table.name}: ${nameOf(table)}`).join('\n')
  return `${header}\n${interfaces.join('\n\n')}\n\nexport interface Database {\n${index}\n}\n`
}

/** Closed lists of words. */
const domainsOf = async (db: Kysely<never>): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ name: string }>`
    select typname as name from pg_type where typtype = 'd' and typbasetype = 'text'::regtype`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

/** The text of `kept-columns.ts`: tables in the order in which `keep_commands` takes them, columns in that of their types. */
export const keptColumnsText = async (db: Kysely<never>): Promise<string> => {
  const { rows } = await sql<{ name: string; columns: readonly string[] }>`
    select substring(t.typname from 6) as name,
      array(select attname::text from pg_attribute where attrelid = t.typrelid and attnum > 0 order by attnum) as columns
    from pg_proc p, unnest(p.proargtypes) with ordinality as given(type, place), pg_type a, pg_type t
    where p.proname = 'keep_commands' and a.oid = given.type and t.oid = a.typelem and t.typname like 'kept\\_%'
    order by given.place`.execute(db)
  const kept = rows.map(({ name, columns }) => {
    const names = columns.map((column) => `'${column}'`)
    const line = `  ${name}: [${names.join(', ')}],\n`
    // As the formatter wants it.
    return line.length <= 111 ? line : `  ${name}: [\n${names.map((each) => `    ${each},\n`).join('')}  ],\n`
  })
  return `${origin}\n\n/** The columns of the types of rows that \`keep_commands\` takes, in its order and in theirs. */\nexport const keptColumns = {\n${kept.join('')}} as const\n`
}

export const writeSchema = async (db: Kysely<never>): Promise<void> => {
  await writeFile(schemaFile, await schemaText(db))
  await writeFile(keptColumnsFile, await keptColumnsText(db))
}

const origin =
  '// Generated from the migrations by `npm run schema`; a test holds it against them. Do not edit.'

const header = `${origin}
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Read as an instant, written as its ISO text. */
export type Instant = ColumnType<Temporal.Instant, string, string>
/** Read as a value, written as JSON text. */
export type Json = ColumnType<unknown, string, string>
`

const types: Readonly<Record<string, string>> = {
  text: 'string',
  _text: 'readonly string[]',
  tstzrange: 'string',
  service_parts: 'string',
  uuid: 'string',
  int4: 'number',
  int8: 'number',
  bool: 'boolean',
  timestamptz: 'Instant',
  jsonb: 'Json',
  bytea: 'Buffer',
}

const nameOf = (table: TableMetadata): string =>
  `${table.name.replaceAll(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}Table`

const columnsOf = (table: TableMetadata, words: ReadonlySet<string>): string =>
  table.columns
    .map((column) => {
      const type = types[words.has(column.dataType) ? 'text' : column.dataType]
      if (type === undefined) throw new Error(`${table.name}.${column.name}: no type for ${column.dataType}`)
      const nullable = column.isNullable ? `${type} | null` : type
      if (column.isAutoIncrementing || generated.has(`${table.name}.${column.name}`))
        return `  ${column.name}: GeneratedAlways<${nullable}>`
      return `  ${column.name}: ${column.hasDefaultValue ? `Generated<${nullable}>` : nullable}`
    })
    .join('\n')

/** Stored generated columns, which the catalogue's introspection does not tell from defaults. */
const generated = new Set([
  'message_refs.pace_key',
  'record_links.incident',
  'record_links.other',
  'absences.during',
])
