// The bot as a process of its own, for tests that kill it: what src/main.ts does in production, wired the same way from
// the same settings, except that no message waits for its turn. Pacing (a post a second in a Slack channel) would make a
// test of a thousand commands take an hour, and is proved elsewhere.
import { readFile } from 'node:fs/promises'
import { createSlackEdge } from '../../src/bot/slack/edge.ts'
import { createTeamsEdge } from '../../src/bot/teams/edge.ts'
import { readSettings } from '../../src/config.ts'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { type Service, startService } from '../../src/service.ts'
import { connect } from '../../src/store/database.ts'
import { applyDesk } from '../../src/store/desk-versions.ts'
import { migrateToLatest } from '../../src/store/migrate.ts'

const settings = readSettings()
const { slack, teams, databaseUrl, deskFile } = settings
if (slack === undefined || teams === undefined || databaseUrl === undefined || deskFile === undefined)
  throw new Error('this needs credentials of both chats, a database and a desk file')
const log = createLog({ level: settings.logLevel, secrets: [] })

await migrateToLatest(databaseUrl)
const source = await readFile(deskFile, 'utf8')
const reading = readDeskFile(source)
if (!reading.ok) throw new Error('the desk file has mistakes')
const owner = connect(databaseUrl, { owner: true, poolSize: 1 })
await applyDesk(owner.db, reading.desk, { source, appliedBy: 'start', now: Temporal.Now.instant() })
await owner.close()

let service: Service | undefined
const server = await startServer({
  host: settings.host,
  port: settings.port,
  edges: () => service?.edges ?? [],
  ready: async () => {
    if (service === undefined) throw new Error('still starting')
    await service.ready()
  },
  metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
  log,
})
const running = await startService({
  connection: databaseUrl,
  edges: (services) => [createSlackEdge(slack, services), createTeamsEdge(teams, services)],
  isHome: (platform, tenant) =>
    platform === 'slack' ? slack.teamIds.includes(tenant) : teams.tenantId === tenant,
  log,
  pace: () => Promise.resolve(),
})
service = running
process.once('SIGTERM', () => {
  void running
    .stop()
    .then(() => server.stop())
    .then(() => process.exit(0))
})
process.stdout.write(`The bot serves on ${server.port}\n`)
