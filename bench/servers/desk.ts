import { createSlackEdge } from '../../src/bot/slack/edge.ts'
import { createTeamsEdge } from '../../src/bot/teams/edge.ts'
import { createLog } from '../../src/log.ts'
import { startService } from '../../src/service.ts'
import { given, serve } from './serve.ts'

// The desk as it is: every act a whole durable transaction, deliveries sent at their pace to a chat that answers at once.
const {
  signingSecret = '',
  connection = '',
  slackApi = '',
  team = '',
  appId = '',
  tenant = '',
  openIdMetadataUrl = '',
  tokenUrl = '',
  serviceUrl = '',
} = given()
const service = await startService({
  connection,
  log: createLog({ level: 'error' }),
  isHome: () => true,
  edges: (services) => [
    createSlackEdge({ botToken: 'xoxb-bench', signingSecret, apiUrl: slackApi, teamIds: [team] }, services),
    createTeamsEdge(
      {
        appId,
        appPassword: 'bench',
        appType: 'SingleTenant',
        tenantId: tenant,
        openIdMetadataUrl,
        tokenUrl,
        serviceUrls: [serviceUrl],
      },
      services,
    ),
  ],
})
const [slack, teams] = service.edges
await serve(
  (request, response) => void (request.url === '/slack/events' ? slack : teams)?.handle(request, response),
)
