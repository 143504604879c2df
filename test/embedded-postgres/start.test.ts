import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { EmbeddedPostgresError } from '../../src/embedded-postgres/failure.ts'
import {
  type EmbeddedPostgres,
  runningEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../src/embedded-postgres/start.ts'
import { processesIn, query, temporaryFolder } from './support.ts'

const start = async (dataDir: string): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({ dataDir, durable: false })
  onTestFinished(() => server.stop())
  return server
}

test('data survives a stop, and a stopped server leaves nothing behind', async () => {
  const folder = temporaryFolder()
  const dataDir = join(folder, 'data', 'postgres')
  const first = await start(dataDir)
  await query(first.connection.connectionString, `create table kept as select 'Grüße' as word`)
  await first.stop()
  expect(processesIn(dataDir)).toEqual([])
  await expect(readdir(first.connection.host)).rejects.toThrow(/ENOENT/)

  const began = performance.now()
  const second = await start(dataDir)
  // About 50 ms on a machine at rest; the first start takes ten times as long.
  expect(performance.now() - began).toBeLessThan(2000)
  expect(await query(second.connection.connectionString, 'select word from kept')).toEqual([
    { word: 'Grüße' },
  ])
  expect(await readdir(join(folder, 'data'))).toEqual(['postgres'])
})

test('the server speaks Unicode in UTC and listens on nothing but a private socket', async () => {
  const { connection, pid } = await start(join(temporaryFolder(), 'data'))
  const [facts] = await query(
    connection.connectionString,
    `select lower('ÄÖÉ') as lower, current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
       current_setting('listen_addresses') as tcp, current_setting('unix_socket_permissions') as mode,
       current_setting('log_min_error_statement') as logged, current_database() as database`,
  )
  expect(facts).toEqual({
    lower: 'äöé',
    encoding: 'UTF8',
    zone: 'UTC',
    tcp: '',
    mode: '0700',
    logged: 'panic',
    database: 'bellwire',
  })
  expect(processesIn(await serverFolder(connection.connectionString))).toContain(pid)
})

const serverFolder = async (connection: string): Promise<string> => {
  const [row] = await query(connection, `select current_setting('data_directory') as folder`)
  return String(row?.['folder'])
}

test('a second start on the same folder is refused in one clear line, and the first goes on', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  const first = await start(dataDir)
  const refusal = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(EmbeddedPostgresError)
  expect(String(refusal)).toBe(
    `EmbeddedPostgresError: Another Bellwire is running on ${dataDir} (PostgreSQL is process ${first.pid}). Stop it first. To use a PostgreSQL of your own, set DATABASE_URL.`,
  )
  expect(await query(first.connection.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('of two first starts at once one wins, and the other is told so', async () => {
  const folder = temporaryFolder()
  const dataDir = join(folder, 'data')
  const outcomes = await Promise.allSettled([start(dataDir), start(dataDir)])
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused.map((outcome) => String(outcome.reason))).toEqual([
    expect.stringContaining(`Another Bellwire is running on ${dataDir}`),
  ])
  expect(await readdir(folder)).toEqual(['data'])
})

test('a folder that holds something else is left alone', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  await mkdir(dataDir)
  await writeFile(join(dataDir, 'holiday.jpg'), '')
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `The folder ${dataDir} is not empty and holds no PostgreSQL database.`,
  )
  expect(await readdir(dataDir)).toEqual(['holiday.jpg'])
})

test('a database of another version is refused with the reason', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  await (await start(dataDir)).stop()
  await writeFile(join(dataDir, 'PG_VERSION'), '14\n')
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/version 14.*not compatible.*DATABASE_URL/)
})

test('a command beside the running program finds its server', async () => {
  const dataDir = join(temporaryFolder(), 'data')
  expect(await runningEmbeddedPostgres(dataDir)).toBeUndefined()
  const server = await start(dataDir)
  expect(await runningEmbeddedPostgres(dataDir)).toEqual(server.connection)
  await server.stop()
  expect(await runningEmbeddedPostgres(dataDir)).toBeUndefined()
})

test('the program hears of it when the server ends by itself', async () => {
  const server = await start(join(temporaryFolder(), 'data'))
  process.kill(server.pid, 'SIGTERM')
  const { code, words } = await server.ended
  expect(code).toBe(0)
  expect(words).toContain('shut down')
  await server.stop()
})
