import { spawn } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ownerOf } from '../../src/embedded-postgres/account.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded-postgres/start.ts'
import { isRoot, processesIn, query, startHost, temporaryFolder, unfinishedIn, until } from './support.ts'

const start = async (dataDir: string): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  onTestFinished(() => server.stop())
  return server
}

test('a program killed with kill -9 takes its server along, and the next start finds every row', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const host = startHost(dataDir)
  const { connection = '' } = await host.heard('started')
  await query(connection, `create table kept as select 17 as number`)
  await host.kill()
  // At once, while the old server may still be ending.
  const next = await start(dataDir)
  expect(await query(next.connection.connectionString, 'select number from kept')).toEqual([{ number: 17 }])
  await next.stop()
  await until('no process is left', () => processesIn(dataDir).length === 0)
})

test('without a next start no server stays behind either, nor its socket', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const host = startHost(dataDir)
  const { connection = '' } = await host.heard('started')
  const socketDir = new URL(connection.replace('@/', '@none/')).searchParams.get('host') ?? ''
  expect(await readdir(socketDir)).toContain('.s.PGSQL.5432')
  await host.kill()
  await until('no process is left', () => processesIn(dataDir).length === 0)
  await expect.poll(() => readdir(socketDir).catch(() => 'gone')).toBe('gone')
})

test('the server and the program killed together leave nothing that a start cannot mend', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const host = startHost(dataDir)
  const { connection = '', pid = 0 } = await host.heard('started')
  await query(connection, `create table kept as select 17 as number`)
  process.kill(pid, 'SIGKILL')
  await host.kill()
  const next = await start(dataDir)
  expect(await query(next.connection.connectionString, 'select number from kept')).toEqual([{ number: 17 }])
})

test('a stale pid file whose number now belongs to another process does not prevent a start', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const host = startHost(dataDir)
  const { pid = 0 } = await host.heard('started')
  const pidFile = await readFile(join(dataDir, 'postmaster.pid'), 'utf8')
  process.kill(pid, 'SIGKILL')
  await host.kill()
  // PostgreSQL itself would refuse to start: the process is alive and of the account that owns the data.
  const owner = isRoot ? await ownerOf(dataDir) : {}
  const stranger = spawn('sleep', ['60'], { ...owner, stdio: 'ignore' })
  onTestFinished(() => void stranger.kill('SIGKILL'))
  await writeFile(join(dataDir, 'postmaster.pid'), pidFile.replace(/^\d+/, String(stranger.pid)))
  const next = await start(dataDir)
  expect(await query(next.connection.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(stranger.exitCode).toBeNull()
})

test('Ctrl-C in the terminal reaches the program but not the server', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const host = startHost(dataDir)
  const { connection = '' } = await host.heard('started')
  // A terminal sends the signal to the whole group of the program that runs in front.
  process.kill(-(host.process.pid ?? 0), 'SIGINT')
  await host.heard('interrupted')
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a first start that is killed half-way is begun afresh', async () => {
  const folder = temporaryFolder()
  const dataDir = join(folder, 'data')
  const host = startHost(dataDir)
  await until('initdb is at work', () => unfinishedIn(folder).length > 0)
  await host.kill()
  expect(await readdir(folder)).not.toContain('data')
  const next = await start(dataDir)
  expect(await query(next.connection.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await readdir(folder)).toEqual(['data'])
})

test('what a killed first start left is removed, and what one at work is making is not', async () => {
  const folder = temporaryFolder()
  const dataDir = join(folder, 'data')
  const atWork = `data.unfinished-${process.pid}-abc`
  await mkdir(join(folder, 'data.unfinished-2147483647-abc'))
  await mkdir(join(folder, atWork))
  await start(dataDir)
  expect((await readdir(folder)).toSorted()).toEqual(['data', atWork])
})
