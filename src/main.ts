import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import type { Edge, EdgeServices } from './bot/edge.ts'
import { createSlackEdge } from './bot/slack/edge.ts'
import { createTeamsEdge } from './bot/teams/edge.ts'
import { createCalendarDoor } from './calendar-door.ts'
import { type Settings, SettingsError, readSettings } from './config.ts'
import { describeMistakes } from './desk-file/mistake.ts'
import { readDeskFile } from './desk-file/read.ts'
import type { Desk } from './domain/desk.ts'
import type { Platform } from './domain/person.ts'
import { EmbeddedPostgresError } from './embedded-postgres/failure.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { type PlaygroundMode, enterPlayground } from './playground-mode.ts'
import { type RunningServer, startServer } from './server.ts'
import { StartError, codeOf } from './start-error.ts'
import { type Service, startService } from './service.ts'
import { connect } from './store/database.ts'
import { NoDeskError, applyDesk, createDeskReader, deskAppliedBy } from './store/desk-versions.ts'
import { repostCards } from './store/fresh-chats.ts'
import { migrateToLatest } from './store/migrate.ts'
import { type OpenDatabase, openDatabase } from './with-database.ts'

const demoDesk = resolve(import.meta.dirname, '../examples/desk.yaml')

const start = async (settings: Settings): Promise<void> => {
  const playgroundMode = settings.mode === 'playground'
  const level = playgroundMode && settings.logLevel === 'info' ? 'warn' : settings.logLevel
  const log = createLog({ level, secrets: secretsOf(settings) })
  const metrics = createMetrics()
  let database: OpenDatabase | undefined
  let server: RunningServer | undefined
  let mode: PlaygroundMode | undefined
  let service: Service | undefined
  let stopping: Promise<void> | undefined
  /** From the outside in: nothing new is let in, what was let in is answered, then sent, then kept. */
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      mode?.playground.page.close()
      await server?.stop()
      await service?.stop()
      await mode?.playground.close()
      await database?.close()
    })()
    return stopping
  }
  const stopAndLeave = (status: number): void => {
    // What does not end by itself must not keep the program.
    setTimeout(() => process.exit(status), 20_000).unref()
    void stop().then(() => process.exit(status))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopAndLeave(0))

  try {
    const opened = await openDatabase(settings, (line) => log.info({}, line))
    database = opened
    void opened.ended.then(({ words }) => {
      if (stopping !== undefined) return
      log.error({}, `the embedded PostgreSQL ended by itself: ${words}`)
      stopAndLeave(1)
    })
    const { appendOnlyRole } = await migrateToLatest(opened.connection)
    if (!appendOnlyRole)
      log.warn(
        {},
        'without the right to create roles, triggers alone keep the events: see docs/operations.md',
      )
    const desk = await putDeskInForce(settings, opened.connection)
    const origin = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}`
    server = await startServer({
      host: settings.host,
      port: settings.port,
      edges: () => service?.edges ?? [],
      ready: async () => {
        if (service === undefined) throw new Error('still starting')
        await service.ready()
      },
      metrics: () => metrics.expose(),
      turnedAway: (attempt) => service?.turnedAway(attempt),
      calendar: createCalendarDoor({
        feed: async (secret) => service?.calendar(secret),
        turnedAway: (from) => service?.noCalendar(from),
      }),
      page: async (request, response) => (await mode?.playground.page.handle(request, response)) ?? false,
      log,
    })
    const address = `${origin}:${server.port}`
    if (playgroundMode) mode = await enterPlayground(desk, address)
    const running = await startService({
      connection: opened.connection,
      edges: (services) => edgesOf(mode ?? settings, services),
      isHome: homesOf(mode ?? settings),
      log,
      ...publicUrlOf(settings, address),
      counted: metrics,
    })
    service = running
    metrics.watchQueues(async () => ({ deliver: await running.waitingDeliveries() }))
    await mode?.playground.installed()
    announce(settings, mode, address)
  } catch (error) {
    // A signal takes away what the start was about to use: that is an end, and no failure.
    if (stopping !== undefined) return await stopping
    await stop()
    throw error
  }
}

/** The desk file of the settings or of the playground, applied if it changed; else the one applied before. */
const putDeskInForce = async (settings: Settings, connection: string): Promise<Desk> => {
  const file = settings.deskFile ?? (settings.mode === 'playground' ? demoDesk : undefined)
  const database = connect(connection, { owner: true, poolSize: 1 })
  const appliedBy = settings.mode === 'playground' ? 'playground' : 'start'
  try {
    if (settings.mode === 'playground' && settings.databaseUrl !== undefined)
      keepOffRealDesks(await deskAppliedBy(database.db))
    if (file !== undefined) {
      const name = relative(process.cwd(), file)
      const source = await readSource(file, name)
      const reading = readDeskFile(source)
      if (!reading.ok) {
        throw new StartError(`${describeMistakes(name, reading.mistakes)}\nThe desk was not started.`)
      }
      const now = Temporal.Now.instant()
      await applyDesk(database.db, reading.desk, { source, appliedBy, now })
    }
    if (settings.mode === 'playground') await repostCards(database.db)
    return await createDeskReader(database.db).current()
  } finally {
    await database.close()
  }
}

const readSource = async (file: string, name: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'there is no such file' : (codeOf(error) ?? String(error))
    throw new StartError(`${name} (DESK_FILE) cannot be read: ${why}.`)
  }
}

const secretsOf = ({ slack, teams, openai, databaseUrl }: Settings): readonly string[] =>
  [
    slack?.botToken,
    slack?.signingSecret,
    slack?.appToken,
    teams?.appPassword,
    openai?.apiKey,
    databaseUrl,
  ].filter((secret) => secret !== undefined && secret !== '') as string[]

/** The playground forgets where cards were posted: it must never do that to a desk that people work with. */
const keepOffRealDesks = (appliedBy: string | undefined): void => {
  if (appliedBy === undefined || appliedBy === 'playground') return
  throw new StartError(
    'DATABASE_URL names the database of a real desk, and no chat has credentials, so this would be the playground.\n' +
      'Give the credentials of Slack or Teams to start the desk, or unset DATABASE_URL to try the playground.',
  )
}

/** The playground is for this machine only, so that it knows where it is reached. */
const publicUrlOf = ({ mode, publicUrl }: Settings, address: string): { readonly publicUrl?: string } => {
  if (publicUrl !== undefined) return { publicUrl }
  return mode === 'playground' ? { publicUrl: address } : {}
}

type Credentials = Pick<Settings, 'slack' | 'teams'>

const edgesOf = ({ slack, teams }: Credentials, services: EdgeServices): readonly Edge[] => [
  ...(slack === undefined ? [] : [createSlackEdge(slack, services)]),
  ...(teams === undefined ? [] : [createTeamsEdge(teams, services)]),
]

/** Without home workspaces in the settings, the workspace of the bot is home, and its guests are told apart by Slack. */
const homesOf =
  ({ slack, teams }: Credentials) =>
  (platform: Platform, tenant: string): boolean =>
    platform === 'slack'
      ? slack !== undefined && (slack.teamIds.length === 0 || slack.teamIds.includes(tenant))
      : teams !== undefined && teams.tenantId.toLowerCase() === tenant.toLowerCase()

const announce = (settings: Settings, mode: PlaygroundMode | undefined, address: string): void => {
  const chats = [settings.slack && 'Slack', settings.teams && 'Microsoft Teams'].filter(Boolean).join(' and ')
  process.stdout.write(
    mode === undefined
      ? `Bellwire serves ${chats} on ${address}\n`
      : `Bellwire's playground is open: ${address}\nA simulated Slack workspace beside a simulated Teams tenant. Ctrl-C stops everything.\n`,
  )
}

try {
  await start(readSettings())
} catch (error) {
  const known =
    error instanceof SettingsError ||
    error instanceof StartError ||
    error instanceof NoDeskError ||
    error instanceof EmbeddedPostgresError
  process.stderr.write(`${known ? error.message : String((error as Error)?.stack ?? error)}\n`)
  process.exit(1)
}
