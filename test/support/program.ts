import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A program of ours as a process of its own, with what it said. */
export interface Program {
  readonly pid: number
  readonly process: ChildProcess
  /** Everything it wrote to its standard output and standard error so far. */
  readonly said: () => { readonly out: string; readonly err: string }
  /** Resolves with the exit status, or with the name of the signal that ended it. */
  readonly ended: Promise<number | string>
  /** Resolves once its standard output matches; rejects when it ends before, or after `patience` milliseconds. */
  readonly says: (pattern: RegExp, patience?: number) => Promise<RegExpExecArray>
  /** Sends the signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | string>
}

export interface ProgramOptions {
  readonly cwd?: string
  /** All of its environment, besides what Node needs to be found and to keep quiet. */
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Starts `node file ...args`, leading a process group of its own, with none of this process's settings in its
 * environment. Whoever starts it ends it.
 */
export const startProgram = (
  file: string,
  args: readonly string[] = [],
  options: ProgramOptions = {},
): Program => {
  const child = spawn(process.execPath, [file, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  let out = ''
  let err = ''
  const watchers = new Set<() => void>()
  const heard = (): void => watchers.forEach((watcher) => watcher())
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    heard()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
    heard()
  })
  // `close` comes after `exit`, when all that was said has been read.
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })

  const says = (pattern: RegExp, patience = 30_000): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer)
        watchers.delete(look)
      }
      const fail = (why: string): void => {
        stop()
        reject(new Error(`${file} never said ${pattern}: ${why}\n${out}${err}`))
      }
      const look = (): void => {
        const found = pattern.exec(out)
        if (found === null) return
        stop()
        resolve(found)
      }
      const timer = setTimeout(() => fail(`not within ${patience} ms`), patience)
      watchers.add(look)
      void ended.then((status) => fail(`it ended with ${status}`))
      look()
    })

  return {
    pid: child.pid ?? 0,
    process: child,
    said: () => ({ out, err }),
    ended,
    says,
    async end(signal) {
      child.kill(signal)
      return ended
    },
  }
}

/** A port of the loopback address that nobody listens on now. */
export const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port was given')
  return address.port
}

/** Looks until it is so, for `patience` milliseconds; for what takes processes to come and go. */
export const inTime = async <T>(
  look: () => T | undefined | Promise<T | undefined>,
  what: string,
  patience = 10_000,
): Promise<T> => {
  const until = performance.now() + patience
  for (;;) {
    const seen = await look()
    if (seen !== undefined) return seen
    if (performance.now() > until) throw new Error(`never seen: ${what}`)
    await delay(20)
  }
}
