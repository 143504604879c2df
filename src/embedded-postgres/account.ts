import { spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { systemErrorCode } from './failure.ts'

/**
 * The operating-system account the server runs as. `drop` is set when we are root and must become somebody
 * else first: PostgreSQL refuses to run as root.
 */
export type Account = { readonly uid: number; readonly gid: number; readonly drop: boolean }

const unprivileged = 65_534

/** Whatever owns `path`, or undefined where nothing is there. */
export const ownerOf = async (path: string): Promise<{ uid: number; gid: number } | undefined> => {
  try {
    const { uid, gid } = await stat(path)
    return { uid, gid }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** The id that `id <flag> nobody` prints; macOS numbers this account differently from Linux. */
const idOfNobody = (flag: '-u' | '-g'): number => {
  const printed = spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout
  return /^\d+\s*$/.test(printed ?? '') ? Number(printed) : unprivileged
}

/**
 * Chooses the account for the server: ourselves, or as root the owner of an existing data folder, or else
 * `nobody`. An account without a name will not do, because initdb looks the name up.
 */
export const chooseAccount = async (dataDir: string): Promise<Account> => {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  if (uid !== 0) return { uid, gid, drop: false }
  const owner = await ownerOf(dataDir)
  if (owner && owner.uid !== 0) return { ...owner, drop: true }
  return { uid: idOfNobody('-u'), gid: idOfNobody('-g'), drop: true }
}

/** The spawn options that make a child run as `account`. Extra groups are dropped with it by Node's setgroups. */
export const runAs = (account: Account): { uid?: number; gid?: number } =>
  account.drop ? { uid: account.uid, gid: account.gid } : {}

/**
 * Whether `account` can itself do `test <check> <path>` for every pair. Asked of the system rather than worked
 * out from mode bits: a closed folder anywhere above, an access list or a mount option all count.
 */
export const accountCan = (
  account: Account,
  ...checks: readonly (readonly ['-x' | '-r' | '-w', string])[]
): boolean =>
  checks.every(
    ([check, path]) =>
      spawnSync('/bin/sh', ['-c', 'test "$0" "$1"', check, path], {
        ...runAs(account),
        cwd: '/',
        stdio: 'ignore',
      }).status === 0,
  )
