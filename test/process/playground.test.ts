import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Program, freePort, inTime, startProgram } from '../support/program.ts'
import { type ProjectCopy, copyProject } from '../support/project-copy.ts'

let copy: ProjectCopy
const started: Program[] = []
beforeAll(async () => {
  copy = await copyProject()
})
afterEach(async () => {
  for (const program of started.splice(0)) await program.end('SIGKILL')
  await nothingLeft()
})
afterAll(() => copy.remove())

const start = async (port?: number): Promise<{ program: Program; address: string }> => {
  const chosen = port ?? (await freePort())
  const program = startProgram(copy.main, [], { cwd: copy.folder, env: { PORT: String(chosen) } })
  started.push(program)
  return { program, address: `http://127.0.0.1:${chosen}` }
}

const opened = async (): Promise<{ program: Program; address: string }> => {
  const begun = await start()
  await begun.program.says(/playground is open: http:\/\/127\.0\.0\.1:\d+/)
  return begun
}

const nothingLeft = (): Promise<true> =>
  inTime(() => (copy.postgres().length === 0 ? true : undefined), 'no PostgreSQL left')

const status = async (url: string): Promise<number> => (await fetch(url)).status

test('a first start answers within ten seconds and says where', async () => {
  const began = performance.now()
  const { program, address } = await start()
  const [said] = await program.says(/playground is open: http:\S+/)
  expect(said).toBe(`playground is open: ${address}`)
  expect(await status(`${address}/readyz`)).toBe(200)
  const page = await fetch(address)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(copy.postgres().length).toBeGreaterThan(0)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s stops everything, with an open page too',
  async (signal) => {
    const { program, address } = await opened()
    const stream = await fetch(`${address}/playground/events`)
    expect(stream.status).toBe(200)
    const began = performance.now()
    expect(await program.end(signal)).toBe(0)
    expect(performance.now() - began).toBeLessThan(2500)
    expect(copy.postgres()).toEqual([])
    expect(program.said().err).toBe('')
    await stream.body?.cancel().catch(() => undefined)
  },
)

test('Ctrl-C pressed twice does no harm', async () => {
  const { program } = await opened()
  program.process.kill('SIGINT')
  expect(await program.end('SIGINT')).toBe(0)
  expect(copy.postgres()).toEqual([])
})

test('kill -9 leaves no PostgreSQL behind, and the next start works at once', async () => {
  const { program } = await opened()
  expect(await program.end('SIGKILL')).toBe('SIGKILL')
  const { address } = await opened()
  expect(await status(`${address}/readyz`)).toBe(200)
})

test('a signal in the midst of starting ends it too', async () => {
  const { program } = await start()
  await inTime(() => (copy.postgres().length > 0 ? true : undefined), 'PostgreSQL at work')
  expect(await program.end('SIGTERM')).toBe(0)
  await nothingLeft()
})

test('a second start beside a running one says so in one line', async () => {
  const { address } = await opened()
  const { program } = await start()
  expect(await program.ended).toBe(1)
  const { err, out } = program.said()
  expect(err).toMatch(/^Another Bellwire is running on .*\/\.data\/playground .*Stop it first\..*\n$/)
  expect(out).toBe('')
  expect(await status(`${address}/readyz`)).toBe(200)
})

test('a port that is taken is told in one line, and nothing stays behind', async () => {
  const { createServer } = await import('node:net')
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
  const address = squatter.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    const { program } = await start(port)
    expect(await program.ended).toBe(1)
    expect(program.said().err).toBe(
      `Port ${port} of 127.0.0.1 is taken by another program. Stop it, or set PORT to a free one.\n`,
    )
    expect(copy.postgres()).toEqual([])
  } finally {
    await new Promise((resolve) => squatter.close(resolve))
  }
})
