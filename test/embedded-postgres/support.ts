import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'

export const isRoot = process.getuid?.() === 0

/** A folder of this test that everybody may enter, removed afterwards. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'bellwire-test-'))
  chmodSync(folder, 0o755)
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))
  return folder
}

/** Runs one statement over a connection of its own. */
export const query = async (
  connectionString: string,
  text: string,
): Promise<readonly Record<string, unknown>[]> => {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** The processes whose working folder is `dataDir`: the server and its children, whatever they are called. */
export const processesIn = (dataDir: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === dataDir
      } catch {
        return false
      }
    })
    .map(Number)

/** Waits until `condition` holds, looking often; throws after ten seconds. */
export const until = async (what: string, condition: () => boolean): Promise<void> => {
  const deadline = performance.now() + 10_000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await delay(5)
  }
}

type Message = {
  readonly event: string
  readonly pid?: number
  readonly connection?: string
  readonly message?: string
}

export type Host = {
  readonly process: ChildProcess
  /** The next thing the program says with this event. */
  heard(event: string): Promise<Message>
  /** Kills the program as `kill -9` does and waits until it is gone. */
  kill(): Promise<void>
}

/** Starts the program with an embedded PostgreSQL as a process of its own, leading its own process group. */
export const startHost = (dataDir: string, account: { uid?: number; gid?: number } = {}): Host => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'host-program.ts'), dataDir], {
    ...account,
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const said: Message[] = []
  createInterface(child.stdout).on('line', (line) => said.push(JSON.parse(line)))
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await gone
  }
  onTestFinished(kill)
  const heard = async (event: string): Promise<Message> => {
    await until(`the program says ${event}, having said ${JSON.stringify(said)}`, () =>
      said.some((message) => message.event === event),
    )
    return said.find((message) => message.event === event) ?? { event }
  }
  return { process: child, heard, kill }
}

/** The databases that are being made in `folder`. */
export const unfinishedIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.includes('.unfinished-'))
