import { sql } from 'kysely'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import type { Database } from '../../../src/store/database.ts'
import type { Chats } from '../../support/chats.ts'
import { type Program, inTime, startProgram } from '../../support/program.ts'

/** A bot in a process of its own that is killed and started again. */
export interface MortalBot {
  /** Resolves when it answers. */
  start(): Promise<void>
  /** As `kill -9` does; resolves when it is gone. */
  kill(): Promise<void>
  /** Gently, at the end. */
  stop(): Promise<void>
  /** What the processes logged, newest last. */
  log(): string
}

const program = join(import.meta.dirname, '../../support/bot-process.ts')
const example = join(import.meta.dirname, '../../../examples/desk.yaml')

export const createMortalBot = (options: {
  readonly connection: string
  readonly port: number
  readonly chats: Chats
  /** With the owner's rights. */
  readonly database: Database
  /** The demo organisation's unless given. */
  readonly deskFile?: string
}): MortalBot => {
  const { connection, port, chats, database, deskFile = example } = options
  let running: Program | undefined
  let logged = ''

  const gone = async (signal: NodeJS.Signals): Promise<void> => {
    if (running === undefined) return
    await running.end(signal)
    logged = `${logged}${running.said().out}${running.said().err}`.slice(-20_000)
    running = undefined
  }

  return {
    async start() {
      running = startProgram(program, [], {
        // A folder without an `.env`.
        cwd: tmpdir(),
        env: {
          HOST: '127.0.0.1',
          PORT: String(port),
          DATABASE_URL: connection,
          DESK_FILE: deskFile,
          LOG_LEVEL: 'warn',
          ...chats.slackEnv,
          ...chats.teamsEnv,
        },
      })
      await running.says(/serves on \d+/)
    },
    async kill() {
      await gone('SIGKILL')
      await letLeasesRunOut(database)
    },
    stop: () => gone('SIGTERM'),
    log: () => logged + (running === undefined ? '' : running.said().out + running.said().err),
  }
}

/** The dead process's hold on conversations ends after 45 seconds; the test need not wait for them. */
const letLeasesRunOut = async ({ db }: Database): Promise<void> => {
  await sql`update pace set leased_until = now() - interval '1 second' where leased_by is not null`.execute(
    db,
  )
}

/** Resolves when nothing waits to be sent any more. */
export const drained = async ({ db }: Database, patience: number): Promise<void> => {
  await inTime(
    async () => {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::int as waiting from deliveries where state in ('queued', 'sending', 'ambiguous')`.execute(
        db,
      )
      return rows[0]?.waiting === 0 ? true : undefined
    },
    'everything sent',
    patience,
  )
}
