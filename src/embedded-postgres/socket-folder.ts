import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, accountCan } from './account.ts'
import { failure } from './failure.ts'

/** How the names of our socket folders begin; what begins so may be removed by us. */
export const socketFolderPrefix = 'bellwire-pg-'

/** The port is only a part of the socket's name: nothing listens on TCP. */
export const port = 5432

/** Linux allows 107 bytes in the path of a Unix socket (unix(7)), macOS 103. */
const longestSocketPath = process.platform === 'darwin' ? 103 : 107

const isShortEnough = (folder: string): boolean =>
  Buffer.byteLength(`${folder}/.s.PGSQL.${port}`) <= longestSocketPath

/**
 * Creates a folder for the server's socket that only `account` (and root) can enter. Who can enter it can use the
 * database: that folder is the lock, there is no password.
 */
export const createSocketFolder = async (
  account: Account,
  candidates: readonly string[] = [tmpdir(), '/tmp', '/var/tmp'],
): Promise<string> => {
  for (const parent of new Set(candidates)) {
    if (!isShortEnough(join(parent, `${socketFolderPrefix}XXXXXX`))) continue
    if (!accountCan(account, ['-x', parent])) continue
    const folder = await mkdtemp(join(parent, socketFolderPrefix)).catch(() => undefined)
    if (folder === undefined) continue
    if (account.drop) await chown(folder, account.uid, account.gid)
    if (accountCan(account, ['-w', folder])) return folder
    await rm(folder, { recursive: true, force: true })
  }
  throw failure(
    `No folder for PostgreSQL's socket could be made in ${candidates.join(' or ')}: it must be writable and its path short.`,
  )
}
