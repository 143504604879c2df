import {
  type ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TeamsActivityHandler,
} from 'botbuilder'
import { Pool } from 'pg'
import { given, serve } from './serve.ts'

// CloudAdapter with its own validation of tokens, answering every Action.Execute; with a database, after one INSERT.
const { appId = '', openIdMetadataUrl = '', connection } = given()
const pool = connection === undefined ? undefined : new Pool({ connectionString: connection, max: 10 })
await pool?.query(
  'create table if not exists one (id bigint generated always as identity primary key, body jsonb not null)',
)
const authentication = new ConfigurationBotFrameworkAuthentication({
  MicrosoftAppId: appId,
  MicrosoftAppPassword: 'bench',
  MicrosoftAppType: 'MultiTenant',
  ToBotFromChannelOpenIdMetadataUrl: openIdMetadataUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadataUrl,
  ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
})
const adapter = new CloudAdapter(authentication)

class Answering extends TeamsActivityHandler {
  override async onAdaptiveCardInvoke(context: Parameters<TeamsActivityHandler['onInvokeActivity']>[0]) {
    await pool?.query('insert into one (body) values ($1)', [JSON.stringify(context.activity.value)])
    return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'ok' as never }
  }
}
const bot: ActivityHandler = new Answering()

await serve((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const withBody = Object.assign(request, {
      body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>,
    })
    const answer = {
      socket: response.socket,
      status: (code: number) => {
        response.statusCode = code
        return answer
      },
      header: (name: string, value: unknown) => {
        response.setHeader(name, String(value))
        return answer
      },
      send: (body?: unknown) => {
        response.end(body === undefined ? undefined : JSON.stringify(body))
        return answer
      },
      end: () => {
        response.end()
        return answer
      },
    }
    void adapter.process(withBody as never, answer as never, (context) => bot.run(context))
  })
})
