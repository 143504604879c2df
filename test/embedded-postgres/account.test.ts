import { chmod, chown, cp, lstat, mkdir, readdir, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { chooseAccount, ownerOf } from '../../src/embedded-postgres/account.ts'
import { installedPackage, runnableBinaries } from '../../src/embedded-postgres/binaries.ts'
import { createSocketFolder } from '../../src/embedded-postgres/socket-folder.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded-postgres/start.ts'
import { isRoot, processesIn, query, startHost, temporaryFolder, until } from './support.ts'

const nobody = { uid: 65_534, gid: 65_534 }

/** A copy of the installed binaries as `npm ci --ignore-scripts` leaves them: without their symbolic links. */
const packageWithoutLinks = async (folder: string): Promise<string> => {
  const packageDir = join(folder, 'package')
  await cp(installedPackage(), packageDir, {
    recursive: true,
    filter: async (source) => !source.endsWith('.a') && !(await lstat(source)).isSymbolicLink(),
  })
  return packageDir
}

const start = async (dataDir: string, more: { outsideDir?: string; log?: (line: string) => void } = {}) => {
  const server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, durable: false, ...more })
  onTestFinished(() => server.stop())
  return server
}

test('a machine without binaries is told what else it can do', () => {
  expect(() => installedPackage('win32', 'x64')).toThrow(
    'There is no embedded PostgreSQL for win32 on x64. To use a PostgreSQL of your own, set DATABASE_URL.',
  )
})

test('the links that the install script would have made are made when they are missing', async () => {
  const folder = temporaryFolder()
  const packageDir = await packageWithoutLinks(folder)
  const said: string[] = []
  const account = await chooseAccount(join(folder, 'data'))
  const binDir = await runnableBinaries({ account, packageDir, log: (line) => said.push(line) })
  expect(binDir).toBe(join(packageDir, 'native', 'bin'))
  expect(said).toEqual([])
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), binDir, durable: false })
  onTestFinished(() => server.stop())
  expect(await query(server.connection.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a folder whose path is too long for a socket is passed over', async () => {
  const folder = temporaryFolder()
  await chmod(folder, 0o777)
  const long = join(folder, 'x'.repeat(100))
  await mkdir(long)
  const account = await chooseAccount(folder)
  const made = await createSocketFolder(account, [long, folder])
  expect(made.startsWith(join(folder, 'bellwire-pg-'))).toBe(true)
  expect((await lstat(made)).mode & 0o777).toBe(0o700)
  await expect(createSocketFolder(account, [long])).rejects.toThrow(/path short/)
})

describe.runIf(isRoot)('as root', () => {
  test('the server and its data belong to an unprivileged account', async () => {
    const folder = temporaryFolder()
    const dataDir = join(folder, 'data')
    const server = await start(dataDir)
    expect(await ownerOf(dataDir)).toEqual(nobody)
    expect(await ownerOf(`/proc/${server.pid}`)).toEqual(nobody)
  })

  test('data copied by root gets its owner back', async () => {
    const folder = temporaryFolder()
    await (await start(join(folder, 'data'))).stop()
    await cp(join(folder, 'data'), join(folder, 'copy'), { recursive: true })
    expect(await ownerOf(join(folder, 'copy'))).toEqual({ uid: 0, gid: 0 })
    const server = await start(join(folder, 'copy'))
    expect(await query(server.connection.connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a project that only root can enter keeps its data elsewhere, says so, and finds it again', async () => {
    const folder = temporaryFolder()
    const project = join(folder, 'project')
    const outsideDir = join(folder, 'outside')
    await mkdir(project, { mode: 0o700 })
    const dataDir = join(project, '.data', 'postgres')
    const said: string[] = []
    const first = await start(dataDir, { outsideDir, log: (line) => said.push(line) })
    await query(first.connection.connectionString, 'create table kept as select 17 as number')
    await first.stop()
    const place = await readlink(dataDir)
    expect(place.startsWith(join(outsideDir, 'data-'))).toBe(true)
    expect(said).toEqual([expect.stringContaining(`the data is kept in ${place}`)])

    const second = await start(dataDir, { outsideDir })
    expect(await query(second.connection.connectionString, 'select number from kept')).toEqual([
      { number: 17 },
    ])
    await second.stop()

    // Whoever removes .data begins afresh.
    await rm(join(project, '.data'), { recursive: true })
    const third = await start(dataDir, { outsideDir })
    await expect(query(third.connection.connectionString, 'select number from kept')).rejects.toThrow(
      /does not exist/,
    )
  })

  test('binaries that the account cannot reach are copied out once', async () => {
    const folder = temporaryFolder()
    const closed = join(folder, 'closed')
    await mkdir(closed, { mode: 0o700 })
    const packageDir = await packageWithoutLinks(closed)
    const outsideDir = join(folder, 'outside')
    const said: string[] = []
    const account = await chooseAccount(join(folder, 'data'))
    const options = { account, packageDir, outsideDir, log: (line: string) => said.push(line) }
    const [binDir, again] = await Promise.all([runnableBinaries(options), runnableBinaries(options)])
    expect(again).toBe(binDir)
    expect((await readdir(outsideDir)).length).toBe(1)
    expect(said[0]).toContain(`runs the copy in ${outsideDir}`)
    const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), binDir, durable: false })
    onTestFinished(() => server.stop())
    expect(await query(server.connection.connectionString, `select lower('Ä') as l`)).toEqual([{ l: 'ä' }])
  })

  test('a folder that somebody else put in the way is not used', async () => {
    const folder = temporaryFolder()
    const outsideDir = join(folder, 'outside')
    await mkdir(outsideDir)
    await chown(outsideDir, nobody.uid, nobody.gid)
    const project = join(folder, 'project')
    await mkdir(project, { mode: 0o700 })
    await expect(startEmbeddedPostgres({ dataDir: join(project, 'data'), outsideDir })).rejects.toThrow(
      /not safe to use/,
    )
  })

  test('a user without privileges starts a server too, and root goes on with it as that user', async () => {
    const folder = temporaryFolder()
    await chown(folder, nobody.uid, nobody.gid)
    const dataDir = join(folder, 'data')
    const host = startHost(dataDir, nobody)
    const { connection = '' } = await host.heard('started')
    await query(connection, 'create table kept as select 17 as number')
    await host.kill()
    await until('no process is left', () => processesIn(dataDir).length === 0)
    const server = await start(dataDir)
    expect(await query(server.connection.connectionString, 'select number from kept')).toEqual([
      { number: 17 },
    ])
  })

  test('a user who does not own the data is told whose it is', async () => {
    const folder = temporaryFolder()
    const dataDir = join(folder, 'data')
    await (await start(dataDir)).stop()
    const host = startHost(dataDir, { uid: 65_533, gid: 65_533 })
    const { message } = await host.heard('failed')
    expect(message).toMatch(/belongs to user 65534\. Start Bellwire as that user or as root/)
  })
})
