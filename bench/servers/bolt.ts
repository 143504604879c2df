import { App, HTTPReceiver } from '@slack/bolt'
import { Pool } from 'pg'
import { given, serve } from './serve.ts'

// Bolt as its own guide sets it up, answering every submitted view; with a database, after one INSERT.
const { signingSecret = '', connection } = given()
const receiver = new HTTPReceiver({ signingSecret, endpoints: '/slack/events' })
const app = new App({
  receiver,
  token: 'xoxb-bench',
  botId: 'B0',
  botUserId: 'U0',
  tokenVerificationEnabled: false,
})
const pool = connection === undefined ? undefined : new Pool({ connectionString: connection, max: 10 })
await pool?.query(
  'create table if not exists one (id bigint generated always as identity primary key, body jsonb not null)',
)
app.view(/.*/, async ({ ack, body }) => {
  await pool?.query('insert into one (body) values ($1)', [JSON.stringify(body.view.state)])
  await ack()
})
await serve(receiver.requestListener)
