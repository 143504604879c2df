import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Store, openStore } from './open-store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

/** All signs that part words. */
const signs = `!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`

const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...signs.split(''), ' ', 'a', 'b', 'e', 'Z', '1', '9', 'é', '漢'),
      fc.constantFrom(
        'http://a.b/c?d=e',
        'a@b.de',
        '&amp;',
        '&#123;',
        '<b>',
        '1.2.3',
        '+3e-4',
        '-5',
        'c:\\d\\e',
        '/etc/x',
        '~/.x',
        'foo_bar',
        "it's",
        'mailto:x',
      ),
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((parts) => parts.join(''))

test('8.1-a: every sign parts words, although the search looks for seven of them only', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 50, maxLength: 100 }), async (texts) => {
      const { rows } = await store.pool.query<{ text: string }>(
        `select text from unnest($1::text[]) as text
        where searchable(text, 'x') <> to_tsvector('simple', translate(text || ' x', $2, repeat(' ', length($2))))`,
        [texts, signs],
      )
      expect(rows).toEqual([])
    }),
    { numRuns: 100 },
  )
})
