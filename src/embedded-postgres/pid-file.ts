import { spawnSync } from 'node:child_process'
import { readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { failure, systemErrorCode } from './failure.ts'
import { socketFolderPrefix } from './socket-folder.ts'

/**
 * The lines of `postmaster.pid` that we use.
 * https://www.postgresql.org/docs/current/storage-file-layout.html
 */
export type PidFile = {
  readonly pid: number
  readonly socketDir: string
  readonly status: 'starting' | 'ready' | 'stopping' | 'unknown'
}

const statuses = ['starting', 'ready', 'stopping'] as const

/** Reads the pid file of a data folder; undefined when there is none or it is not one. */
export const readPidFile = async (dataDir: string): Promise<PidFile | undefined> => {
  try {
    const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')
    const pid = Number(lines[0])
    if (!Number.isInteger(pid) || pid <= 0) return undefined
    const status = statuses.find((known) => known === lines[7]?.trim()) ?? 'unknown'
    return { pid, socketDir: lines[4] ?? '', status }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whether a process with this id exists at all, whoever owns it. */
export const processExists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemErrorCode(error) === 'EPERM'
  }
}

/**
 * Whether process `pid` is a PostgreSQL server of this data folder. The number alone proves nothing: after a
 * crash or in a restarted container it may belong to somebody else. A server's working folder is its data folder.
 */
export const isServerOf = async (pid: number, dataDir: string): Promise<boolean> => {
  if (!processExists(pid)) return false
  if (process.platform === 'linux') {
    try {
      return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(dataDir))
    } catch (error) {
      // Gone, a zombie, or somebody else's process: the server runs as us or we are root.
      if (['ENOENT', 'EACCES', 'EPERM', 'ESRCH'].includes(systemErrorCode(error) ?? '')) return false
      throw error
    }
  }
  const command = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
  return command.includes('postgres') && command.includes(dataDir)
}

/** How long a stopping server is waited for, and how long one may take to notice that its parent is gone. */
export type Patience = { readonly stoppingMs: number; readonly orphanMs: number; readonly stepMs: number }

const defaultPatience: Patience = { stoppingMs: 15_000, orphanMs: 500, stepMs: 20 }

/**
 * Clears the way for a start: waits for a server that is just stopping, makes what a killed one left behind
 * harmless, and refuses with one clear line when another program is using the folder.
 */
export const clearTheWay = async (dataDir: string, patience: Patience = defaultPatience): Promise<void> => {
  const began = performance.now()
  for (;;) {
    const found = await readPidFile(dataDir)
    if (!found) return
    if (!(await isServerOf(found.pid, dataDir))) {
      await disarm(dataDir, found)
      return
    }
    const waited = performance.now() - began
    if (waited > (found.status === 'stopping' ? patience.stoppingMs : patience.orphanMs))
      throw inUse(dataDir, found.pid)
    await delay(patience.stepMs)
  }
}

/** The error for a folder that another running program uses. */
export const inUse = (dataDir: string, pid?: number): Error =>
  failure(
    `Another Bellwire is running on ${dataDir}${pid === undefined ? '' : ` (PostgreSQL is process ${pid})`}. Stop it first.`,
  )

/** Above what any system hands out (Linux stops at 4194304), so certainly nobody's. */
const nobodysPid = 2_147_483_647

/**
 * Makes the pid file of a killed server harmless. PostgreSQL itself replaces it, except when the number now
 * belongs to another process of the same account. The file must stay: it also names the shared memory by which
 * PostgreSQL notices that children of the killed server are still writing.
 */
const disarm = async (dataDir: string, found: PidFile): Promise<void> => {
  if (processExists(found.pid)) {
    const file = join(dataDir, 'postmaster.pid')
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      // A server in its last moments removes it by itself.
      if (systemErrorCode(error) === 'ENOENT') return undefined
      throw error
    })
    if (text !== undefined)
      await writeFile(file, [String(nobodysPid), ...text.split('\n').slice(1)].join('\n'))
  }
  if (basename(found.socketDir).startsWith(socketFolderPrefix)) {
    await rm(found.socketDir, { recursive: true, force: true })
  }
}
