import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { freePort, startProgram } from '../support/program.ts'

const main = join(import.meta.dirname, '../../src/main.ts')
const desk = join(import.meta.dirname, '../../src/desk.ts')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellwire-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'quiet' }
const nowhere = 'postgresql://nobody@127.0.0.1:1/nothing'

/** Starts it, waits for its end, gives the status and the lines it wrote. */
const run = async (
  file: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<{ status: number | string; lines: readonly string[] }> => {
  const program = startProgram(file, args, { cwd: folder, env })
  const status = await program.ended
  return { status, lines: program.said().err.split('\n').slice(0, -1) }
}

test.each([
  [
    { SLACK_BOT_TOKEN: 'xoxb-1' },
    'Slack is only half set up: SLACK_BOT_TOKEN is set, but not SLACK_SIGNING_SECRET.',
  ],
  [
    { DATABASE_URL: 'mysql://root:secret@db/x' },
    'DATABASE_URL must begin with postgres:// or postgresql://.',
  ],
])('a wrong setting is told in one line: %o', async (env, line) => {
  expect(await run(main, env)).toEqual({ status: 1, lines: [line] })
})

test('a database that does not answer is told in one line, without its password', async () => {
  const env = { ...slack, DATABASE_URL: 'postgresql://desk:hunter2@127.0.0.1:1/desk' }
  const { status, lines } = await run(main, env)
  expect(status).toBe(1)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^The database .*127\.0\.0\.1:1/)
  expect(lines[0]).not.toContain('hunter2')
})

test('a broken desk file is told mistake by mistake, with line and column, and the program does not start', async () => {
  const database = await freshDatabase()
  await writeFile(join(folder, 'broken.yaml'), 'name: Desk\npeople: 7\ncustomrs: []\n')
  const env = {
    ...slack,
    DATABASE_URL: database.connection,
    DESK_FILE: 'broken.yaml',
    PORT: String(await freePort()),
  }
  const { status, lines } = await run(main, env)
  await database.close()
  expect(status).toBe(1)
  expect(lines.some((line) => line.startsWith('broken.yaml:2:9'))).toBe(true)
  expect(lines.some((line) => line.startsWith('broken.yaml:3:1'))).toBe(true)
  expect(lines.at(-1)).toBe('The desk was not started.')
})

test('a desk file that is not there is told in one line', async () => {
  const database = await freshDatabase()
  const env = { ...slack, DATABASE_URL: database.connection, DESK_FILE: 'missing.yaml', PORT: '0' }
  const { status, lines } = await run(main, env)
  await database.close()
  expect({ status, lines }).toEqual({ status: 1, lines: [expect.stringMatching(/^missing\.yaml .*/)] })
})

test('a database without an applied desk file is told in one line', async () => {
  const database = await freshDatabase()
  const { status, lines } = await run(main, { ...slack, DATABASE_URL: database.connection, PORT: '0' })
  await database.close()
  expect({ status, count: lines.length }).toEqual({ status: 1, count: 1 })
  expect(lines[0]).toMatch(/DESK_FILE/)
})

test('the desk command tells mistakes with their places and does not touch a database', async () => {
  await writeFile(join(folder, 'broken.yaml'), 'name: Desk\npeople: 7\n')
  const { status, lines } = await run(desk, { DATABASE_URL: nowhere }, ['check', 'broken.yaml'])
  expect(status).toBe(1)
  expect(lines[0]).toMatch(/^broken\.yaml:\d+:\d+/)
})

test('the desk command says in one line when the database does not answer', async () => {
  const { status, lines } = await run(desk, { DATABASE_URL: nowhere }, ['verify'])
  expect({ status, count: lines.length }).toEqual({ status: 1, count: 1 })
  expect(lines[0]).toMatch(/^The database .*127\.0\.0\.1:1/)
})

test('the desk command proposes holidays without settings, and says in one line what it does not know', async () => {
  const broken = { DATABASE_URL: 'mysql://nowhere' }
  expect(await run(desk, broken, ['holidays', 'PT', '2027'])).toEqual({ status: 0, lines: [] })
  const { status, lines } = await run(desk, broken, ['holidays', 'DE', '2027', 'ZZ'])
  expect({ status, lines }).toEqual({
    status: 2,
    lines: [expect.stringMatching(/^There is no region "ZZ" of DE; /)],
  })
})
