import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowLiterals } from '../../src/store/row-literals.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
  await store.owner.pool.query(
    'create type given as (words text, count integer, truth boolean, bytes bytea, list text[], content jsonb)',
  )
})
afterAll(() => store.close())

const columns = ['words', 'count', 'truth', 'bytes', 'list', 'content']

/** All that PostgreSQL can hold: every sign but NUL, and no halves of signs. */
const words = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        '\\',
        ',',
        '(',
        ')',
        '{',
        '}',
        ' ',
        '\n',
        '\t',
        "'",
        '$',
        'é',
        '漢',
        '😀',
        'a',
      ),
    }),
    fc.constantFrom('', 'NULL', 'null', '{}', '()', '\\', '"', '\\"', '\\x41'),
  )
  .map((text) => text.replaceAll('\0', '').toWellFormed())

/** Not of all signs: Node 26 takes one key of an object for another where a backslash is in it. */
const name = fc.string({ unit: 'grapheme', maxLength: 5 }).map((text) => text.replaceAll(/[\0"\\]/g, ''))

const row = fc.record(
  {
    words: fc.option(words),
    count: fc.option(fc.integer({ min: -2147483648, max: 2147483647 })),
    truth: fc.option(fc.boolean()),
    bytes: fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
    list: fc.option(fc.array(words)),
    content: fc.option(fc.dictionary(name, fc.oneof(words, fc.integer(), fc.boolean()), { maxKeys: 4 })),
  },
  { requiredKeys: [] },
)

test('whatever a row holds, the database reads it as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
      const { rows: read } = await store.pool.query<object>('select * from unnest($1::given[])', [
        rowLiterals(columns, rows),
      ])
      const nothing = Object.fromEntries(columns.map((column) => [column, null]))
      expect(read).toEqual(rows.map((given) => ({ ...nothing, ...given, ...contentOf(given) })))
    }),
    { numRuns: 300 },
  )
})

/** JSON has one zero. */
const contentOf = ({ content }: { readonly content?: unknown }): object =>
  content === undefined ? {} : { content: JSON.parse(JSON.stringify(content)) as unknown }
