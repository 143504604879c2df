import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Account, runAs } from './account.ts'
import { failure } from './failure.ts'
import { inUse } from './pid-file.ts'

/**
 * Ties the server's life to ours. We hold the other end of this shell's standard input: when we are gone, however
 * it happened, the pipe closes and the server gets the fast-shutdown signal. It is sent again until the server
 * has ended, because a shell starts background programs deaf to SIGINT and a server that has only just begun
 * does not listen yet. $1 is the socket's folder, removed at the end; the rest is the server's command line.
 */
const supervisor = `
sockets=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap '' INT TERM HUP
echo "pid $server"
( cat <&3 >/dev/null; while kill -INT "$server" 2>/dev/null; do sleep 0.1; done ) >/dev/null 2>&1 &
watcher=$!
wait "$server"
code=$?
kill -KILL "$watcher" 2>/dev/null
rm -rf "$sockets"
exit "$code"
`

/** A server that accepts connections. */
export type RunningServer = {
  readonly pid: number
  /** Settles when the server has ended, expected or not, with its exit code and last words. */
  readonly ended: Promise<{ readonly code: number; readonly words: string }>
  /** Asks for a fast shutdown (open transactions are rolled back) and waits for the end. */
  readonly stop: () => Promise<void>
}

export type ServerCommand = {
  readonly binDir: string
  readonly dataDir: string
  readonly socketDir: string
  readonly account: Account
  /** Server settings beside those that every embedded server gets. */
  readonly settings: Readonly<Record<string, string>>
  readonly log: (line: string) => void
}

const fixedSettings = (command: ServerCommand): Readonly<Record<string, string>> => ({
  listen_addresses: '',
  unix_socket_directories: command.socketDir,
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_checkpoints: 'off',
  // Errors and their statements would carry what people wrote into the log; the program hears of them anyway.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
})

const stopPatienceMs = 20_000
const keptLines = 8

/** Starts the server and waits until it accepts connections; rejects with the server's last words when it ends before. */
export const launch = async (command: ServerCommand): Promise<RunningServer> => {
  const settings = Object.entries({ ...command.settings, ...fixedSettings(command) })
  const args = ['-D', command.dataDir, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const shell = [
    '-c',
    supervisor,
    'bellwire-postgres',
    command.socketDir,
    join(command.binDir, 'postgres'),
    ...args,
  ]
  // Detached: a session of its own, so that Ctrl-C in our terminal does not stop the server before our work is done.
  const child = spawn('/bin/sh', shell, {
    ...runAs(command.account),
    cwd: '/',
    detached: true,
    env: { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {})

  const lines: string[] = []
  const { promise: ready, resolve: becomeReady, reject: failToStart } = Promise.withResolvers<void>()
  const { promise: pid, resolve: learnPid } = Promise.withResolvers<number>()
  const { promise: ended, resolve: end } = Promise.withResolvers<{ code: number; words: string }>()

  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('pid ')) learnPid(Number(line.slice(4)))
  })
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line)
    if (lines.length > keptLines) lines.shift()
    if (line.includes('ready to accept connections')) becomeReady()
    else if (/^(FATAL|PANIC):/.test(line)) command.log(`PostgreSQL: ${line}`)
  })
  child.once('error', (error) => failToStart(failure('PostgreSQL could not be started.', error)))
  child.once('close', (code, signal) => {
    const words = lines.join(' | ')
    failToStart(startFailure(command.dataDir, words || `it ended with ${code ?? signal}`))
    end({ code: code ?? 1, words })
  })
  await ready

  const stop = async (): Promise<void> => {
    child.ref()
    child.stdin.end()
    const patience = setTimeout(() => process.kill(serverPid, 'SIGQUIT'), stopPatienceMs)
    await ended
    clearTimeout(patience)
  }
  const serverPid = await pid
  // The server alone does not keep the program running: when the program has nothing left to do, both end.
  child.unref()
  for (const stream of [child.stdin, child.stdout, child.stderr]) unrefStream(stream)
  return { pid: serverPid, ended, stop }
}

/** The streams of a child are sockets, though their declared type does not say so. */
const unrefStream = (stream: object): void => {
  if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
}

/** The sign that children of a killed server are still about to notice that it is gone. */
export const isStillWinding = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('pre-existing shared memory block')

const startFailure = (dataDir: string, words: string): Error =>
  /lock file "postmaster\.pid" already exists/.test(words)
    ? inUse(dataDir)
    : failure(`The embedded PostgreSQL did not start on ${dataDir}: ${words}.`)
