import { readFile } from 'node:fs/promises'
import { type Playground, startPlayground } from '../../playground/playground.ts'
import type { OtherUser } from '../../playground/seeds.ts'
import type { Edge, EdgeLog, EdgeServices } from '../../src/bot/edge.ts'
import { createSlackEdge } from '../../src/bot/slack/edge.ts'
import { createTeamsEdge } from '../../src/bot/teams/edge.ts'
import { createCalendarDoor } from '../../src/calendar-door.ts'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { type RunningServer, startServer } from '../../src/server.ts'
import { type Service, startService } from '../../src/service.ts'
import { connect } from '../../src/store/database.ts'
import { applyDesk, createDeskReader } from '../../src/store/desk-versions.ts'
import { type FreshDatabase, freshDatabase } from './database.ts'

/** The whole desk over simulated chats, in one process, on a database of its own. */
export interface DeskHouse {
  readonly connection: string
  readonly playground: Playground
  readonly service: Service
  readonly address: string
  readonly log: readonly { level: string; fields: object; message: string }[]
  /** Moves the desk's clock; it stands still otherwise unless `live`. */
  readonly clock: { now: Temporal.Instant }
  readonly close: () => Promise<void>
}

const appToken = 'xapp-test'

/** Starts it with the demo organisation. No message waits for its turn: paces are proved in tests of their own. */
export const openDeskHouse = async (
  options: {
    patience?: number
    others?: readonly OtherUser[]
    /** Slack comes through a socket. */
    socketMode?: boolean
    /** False: nobody knows where the desk is reached. */
    publicUrl?: boolean
    /** False leaves Teams off. */
    teams?: boolean
    /** Changes the desk file that it starts with. */
    file?: (source: string) => string
    /** The way to the database that the service is given, in place of the straight one. */
    through?: (connection: string) => string | Promise<string>
  } = {},
): Promise<DeskHouse> => {
  const database: FreshDatabase = await freshDatabase()
  const example = await readFile('examples/desk.yaml', 'utf8')
  const source = options.file?.(example) ?? example
  const reading = readDeskFile(source)
  if (!reading.ok) throw new Error(`the desk file has mistakes: ${JSON.stringify(reading.mistakes)}`)
  const clock = { now: Temporal.Now.instant() }
  const owner = connect(database.connection, { owner: true, poolSize: 1 })
  await applyDesk(owner.db, reading.desk, { source, appliedBy: 'test', now: clock.now })
  const desk = await createDeskReader(owner.db).current()
  await owner.close()

  const lines: { level: string; fields: object; message: string }[] = []
  const logging =
    (level: string) =>
    (fields: object, message: string): void => {
      lines.push({ level, fields, message })
    }
  const log: EdgeLog = { info: logging('info'), warn: logging('warn'), error: logging('error') }
  let service: Service | undefined
  let simulators: Playground | undefined
  const server: RunningServer = await startServer({
    host: '127.0.0.1',
    port: 0,
    edges: () => service?.edges ?? [],
    ready: async () => service?.ready(),
    metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
    turnedAway: (attempt) => service?.turnedAway(attempt),
    calendar: createCalendarDoor({
      feed: async (secret) => service?.calendar(secret),
      turnedAway: (from) => service?.noCalendar(from),
    }),
    page: async (request, response) => (await simulators?.page.handle(request, response)) ?? false,
    log,
  })
  const address = `http://127.0.0.1:${server.port}`
  const playground = await startPlayground({
    desk,
    slackRequestUrl: `${address}/slack/events`,
    teamsMessagesUrl: `${address}/api/messages`,
    rateLimits: false,
    ...(options.socketMode === true ? { slackAppToken: appToken } : {}),
    ...(options.others === undefined ? {} : { others: options.others }),
  })
  simulators = playground
  const { slackSettings: slack, teamsSettings: teams } = playground
  const teamsEdge = (services: EdgeServices): Edge =>
    createTeamsEdge(
      {
        appId: teams.MicrosoftAppId,
        appPassword: teams.MicrosoftAppPassword,
        appType: 'SingleTenant',
        tenantId: teams.MicrosoftAppTenantId,
        openIdMetadataUrl: teams.TEAMS_OPENID_METADATA_URL,
        tokenUrl: teams.TEAMS_TOKEN_URL,
        serviceUrls: [teams.TEAMS_SERVICE_URLS],
      },
      services,
    )
  service = await startService({
    connection: (await options.through?.(database.connection)) ?? database.connection,
    log,
    now: () => clock.now,
    pace: () => Promise.resolve(),
    ...(options.publicUrl === false ? {} : { publicUrl: address }),
    isHome: (platform, tenant) =>
      tenant === (platform === 'slack' ? slack.SLACK_TEAM_IDS : teams.MicrosoftAppTenantId),
    ...(options.patience === undefined ? {} : { patience: options.patience }),
    edges: (services) => [
      createSlackEdge(
        {
          botToken: slack.SLACK_BOT_TOKEN,
          signingSecret: slack.SLACK_SIGNING_SECRET,
          apiUrl: slack.SLACK_API_URL,
          teamIds: [slack.SLACK_TEAM_IDS],
          ...(options.socketMode === true ? { appToken } : {}),
        },
        services,
      ),
      ...(options.teams === false ? [] : [teamsEdge(services)]),
    ],
  })
  const opened = service
  if (options.teams !== false) await playground.installed()
  if (options.socketMode === true)
    await eventually(() => playground.slack.sockets() > 0 || undefined, 'an open socket')
  // The desk posts its schedule by itself soon after it started: no test shall meet that half-way.
  await opened.keepSchedule()
  await eventually(
    async () => ((await opened.waitingDeliveries()) === 0 ? true : undefined),
    'the schedule posted',
  )
  return {
    connection: database.connection,
    playground,
    service: opened,
    address,
    log: lines,
    clock,
    async close() {
      await opened.stop()
      await server.stop()
      await playground.close()
      await database.close()
    },
  }
}

/** Looks again and again until it is so, and fails with what it last saw after four seconds. */
export const eventually = async <T>(
  look: () => T | undefined | Promise<T | undefined>,
  what: string,
): Promise<T> => {
  const until = performance.now() + 4000
  for (;;) {
    const began = performance.now()
    const seen = await look()
    if (seen !== undefined) return seen
    const now = performance.now()
    if (now > until) throw new Error(`never seen: ${what}`)
    // To look at a whole chat is work, and the desk that is waited for runs in the same process.
    await new Promise((resolve) => setTimeout(resolve, Math.max(15, 2 * (now - began))))
  }
}
