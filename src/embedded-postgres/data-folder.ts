import { spawn } from 'node:child_process'
import {
  chmod,
  chown,
  lchown,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
} from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Account, accountCan, runAs } from './account.ts'
import { failure, systemErrorCode } from './failure.ts'
import { outsideFolder } from './outside-folder.ts'
import { processExists } from './pid-file.ts'

/** Tried again for a while: what was killed a moment ago may still be writing into it. */
const removed = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 } as const

/** The one database and the one role of an embedded server. */
export const databaseName = 'bellwire'
export const roleName = 'bellwire'

const entriesOf = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return []
    throw error
  }
}

const realPathIfAny = async (path: string): Promise<string | undefined> => {
  try {
    return await realpath(path)
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Finds where the data really goes: `wanted` itself, or, where the server's account cannot get to it, a folder
 * outside the project that `wanted` then links to. The link keeps the data with the project: it is found again
 * at every start, and removing the link starts afresh.
 */
export const placeData = async (
  wanted: string,
  account: Account,
  outsideDir: string | undefined,
  log: (line: string) => void,
): Promise<string> => {
  await mkdir(dirname(wanted), { recursive: true })
  const existing = await realPathIfAny(wanted)
  const home = existing ?? join(await realpath(dirname(wanted)), basename(wanted))
  if (accountCan(account, ['-x', dirname(home)])) {
    // A link may be left whose target is gone.
    if (existing === undefined) await rm(wanted, { force: true })
    return home
  }
  if (existing !== undefined) {
    if ((await entriesOf(existing)).length > 0) throw unreachable(wanted, account)
    await rmdir(existing)
  }
  const outside = await mkdtemp(join(await outsideFolder(outsideDir), 'data-'))
  const place = await linkUnlessLinked(wanted, outside)
  if (place !== outside) await rmdir(outside)
  log(
    `The database account cannot enter the project's folder, so the data is kept in ${place} (${wanted} links there)`,
  )
  return place
}

const unreachable = (wanted: string, account: Account): Error =>
  failure(
    `The database in ${wanted} cannot be reached by user ${account.uid}, as whom PostgreSQL runs. Let that user through the folders above it (chmod o+x), or move the project.`,
  )

/** Links `wanted` to `place`, or gives where it links already: another start may have been quicker. */
const linkUnlessLinked = async (wanted: string, place: string): Promise<string> => {
  try {
    await symlink(place, wanted)
    return place
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
  const linked = await realPathIfAny(wanted)
  if (linked !== undefined) return linked
  await rm(wanted, { force: true })
  await symlink(place, wanted)
  return place
}

const giveAway = async (path: string, account: Account): Promise<void> => {
  await lchown(path, account.uid, account.gid)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) await giveAway(inner, account)
    else await lchown(inner, account.uid, account.gid)
  }
}

/** Brings owner and mode of the data folder in order if there is one, as after a copy made by root. */
export const mendOwnership = async (dataDir: string, account: Account): Promise<void> => {
  if ((await realPathIfAny(dataDir)) === undefined) return
  const found = await stat(dataDir)
  if (account.drop && found.uid !== account.uid) await giveAway(dataDir, account)
  if (!account.drop && found.uid !== account.uid) {
    throw failure(
      `The database in ${dataDir} belongs to user ${found.uid}. Start Bellwire as that user or as root, or remove the folder to begin afresh.`,
    )
  }
  // PostgreSQL refuses a folder that others can read.
  if ((found.mode & 0o077) !== 0) await chmod(dataDir, 0o700)
}

/** Runs one of the programs to its end and gives what it printed; rejects with what it printed when it fails. */
const run = async (
  program: string,
  args: readonly string[],
  account: Account,
  stdin = '',
): Promise<string> => {
  const child = spawn(program, args, {
    ...runAs(account),
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  }
  // A program that ends early closes its input; its exit code tells the story.
  child.stdin.on('error', () => {})
  child.stdin.end(stdin)
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exit, signal) => resolve(exit ?? signal ?? 'unknown'))
  }).catch((error: unknown) => {
    throw failure(`The embedded PostgreSQL's ${basename(program)} could not be run on this machine.`, error)
  })
  if (code === 0) return printed
  throw failure(
    `The embedded PostgreSQL's ${basename(program)} failed (${code}): ${printed.trim().split('\n').slice(-5).join(' | ')}.`,
  )
}

/** From version 17 the Unicode locale is PostgreSQL's own, the same on every system; before that, the C library's. */
const localeArgs = (majorVersion: number): readonly string[] =>
  majorVersion >= 17
    ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : ['--locale=C.UTF-8', '--lc-messages=C']

const majorVersionOf = async (binDir: string, account: Account): Promise<number> => {
  const printed = await run(join(binDir, 'postgres'), ['--version'], account)
  const version = /\(PostgreSQL\) (\d+)/.exec(printed)
  if (!version) throw failure(`What is in ${binDir} is no PostgreSQL: it calls itself "${printed.trim()}".`)
  return Number(version[1])
}

/** Removes what starts that were killed while creating a database left beside it. */
const removeUnfinished = async (dataDir: string): Promise<void> => {
  for (const name of await entriesOf(dirname(dataDir))) {
    const [prefix, pid] = name.split('.unfinished-')
    if (prefix !== basename(dataDir) || pid === undefined) continue
    if (processExists(Number.parseInt(pid, 10))) continue
    await rm(join(dirname(dataDir), name), removed)
  }
}

/**
 * Creates the database beside its place and moves it there when it is complete, so that a start killed half-way
 * leaves nothing that looks like a database.
 */
const createDatabase = async (
  dataDir: string,
  account: Account,
  options: { readonly binDir: string; readonly durable: boolean },
): Promise<void> => {
  const version = await majorVersionOf(options.binDir, account)
  const unfinished = await mkdtemp(`${dataDir}.unfinished-${process.pid}-`)
  try {
    if (account.drop) await chown(unfinished, account.uid, account.gid)
    const initArgs = [
      '-D',
      unfinished,
      '-E',
      'UTF8',
      '-U',
      roleName,
      '--auth-local=trust',
      '--auth-host=reject',
    ]
    const speed = options.durable ? [] : ['--no-sync']
    await run(join(options.binDir, 'initdb'), [...initArgs, ...localeArgs(version), ...speed], account)
    const single = ['--single', '-D', unfinished, ...(options.durable ? [] : ['-F']), 'postgres']
    await run(join(options.binDir, 'postgres'), single, account, `CREATE DATABASE ${databaseName}\n`)
    await rename(unfinished, dataDir)
  } catch (error) {
    // Two first starts at once: the other one has already put its database in place.
    if (!['ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? '')) throw error
  } finally {
    await rm(unfinished, removed)
  }
}

/** Makes `dataDir` hold a database that `account` owns, creating it when there is none. */
export const prepareData = async (
  dataDir: string,
  account: Account,
  options: { readonly binDir: string; readonly durable: boolean },
): Promise<void> => {
  const entries = await entriesOf(dataDir)
  await removeUnfinished(dataDir)
  if (entries.length === 0) await createDatabase(dataDir, account, options)
  else if (!entries.includes('PG_VERSION'))
    throw failure(`The folder ${dataDir} is not empty and holds no PostgreSQL database.`)
}
