import { sql } from 'kysely'
import type { SimulatedChat } from '../../../playground/chat.ts'
import { scheduleRecord } from '../../../src/domain/schedule-post.ts'
import type { Database } from '../../../src/store/database.ts'
import { verifyChains } from '../../../src/store/verify.ts'
import type { Chats } from '../../support/chats.ts'
import { isCardOf } from './story.ts'
import type { Told } from './story.ts'

/** What was found afterwards. `problems` must be empty; the rest are figures to report. */
export interface Evidence {
  readonly problems: readonly string[]
  readonly incidents: number
  readonly events: number
  readonly deliveries: number
  readonly duplicates: {
    /** Messages posted under the key of an earlier one. */
    readonly slack: number
    /** Cards and lines that stand in a conversation more often than they were to be said there. */
    readonly teams: number
    /** Deliveries that the desk itself says may be there twice. */
    readonly maybeTwice: number
  }
}

/** Holds what people were told and see against what is recorded. */
export const gatherEvidence = async (
  told: readonly Told[],
  { db }: Database,
  chats: Chats,
): Promise<Evidence> => {
  const problems: string[] = []
  const records = await db.selectFrom('incidents').select(['id', 'title', 'state']).execute()
  problems.push(...numbersHold(told, records))
  const events = await db.selectFrom('events').select(['record', 'type', 'data']).execute()
  problems.push(...commandsHold(told, events))
  const { rows: deliveries } = await sql<DeliveryRow>`
    select d.id, d.ref, d.kind, d.state, d.error, d.maybe_twice as "maybeTwice", r.record, r.audience, r.platform,
      coalesce(r.conversation, '') as conversation, r.message, r.direct_user as direct
    from deliveries d join message_refs r on r.id = d.ref order by d.id`.execute(db)
  for (const row of deliveries)
    if (row.state !== 'sent')
      problems.push(`${row.record}: delivery ${row.id} ended ${row.state}: ${row.error ?? 'for no reason'}`)
  const states = new Map(records.map(({ id, state }) => [id, state]))
  problems.push(...(await slackHolds(deliveries, chats, states)))
  const teams = teamsHolds(deliveries, chats.teams, states)
  problems.push(...teams.problems)
  const { altered, events: chained } = await verifyChains(db)
  problems.push(...altered.map(({ record, seq, what }) => `${record}: event ${seq} does not hold: ${what}`))
  return {
    problems,
    incidents: records.length,
    events: chained,
    deliveries: deliveries.length,
    duplicates: {
      slack: chats.slack.duplicates(),
      teams: teams.duplicates,
      maybeTwice: deliveries.filter(({ maybeTwice }) => maybeTwice).length,
    },
  }
}

interface DeliveryRow {
  readonly id: number
  readonly ref: string
  readonly kind: string
  readonly state: string
  readonly error: string | null
  readonly maybeTwice: boolean
  readonly record: string
  readonly audience: string
  readonly platform: string
  readonly conversation: string
  readonly message: string | null
  readonly direct: string | null
}

/** Every number that was told exists and says what was asked; nothing was recorded twice, told or not. */
const numbersHold = (
  told: readonly Told[],
  records: readonly { id: string; title: string; state: string }[],
): readonly string[] => {
  const problems: string[] = []
  for (const { title, record, ended } of told) {
    const found = records.filter((one) => one.title === title)
    if (found.length > 1)
      problems.push(`“${title}” was recorded ${found.length} times: ${found.map(({ id }) => id).join(', ')}`)
    if (record !== undefined && found[0]?.id !== record)
      problems.push(`${record} was told for “${title}”, but recorded is ${found[0]?.id ?? 'nothing'}`)
    if (ended && found[0]?.state !== 'closed')
      problems.push(`${record} was closed, but is ${found[0]?.state ?? 'not there'}`)
  }
  for (const { id, title } of records)
    if (!told.some((one) => one.title === title)) problems.push(`${id} is nobody’s: ${title}`)
  return problems
}

/** Every command that was taken has its event, once. */
const commandsHold = (
  told: readonly Told[],
  events: readonly { record: string; type: string; data: unknown }[],
): readonly string[] => {
  const counts = new Map<string, number>()
  for (const { record, type, data } of events) {
    const words = type === 'commented' ? (data as { text: string }).text : ''
    const key = `${record} ${type} ${words}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const count = (key: string): number => counts.get(key) ?? 0
  const problems: string[] = []
  for (const { record, comments, ended } of told) {
    if (record === undefined || !ended) continue
    for (const type of ['raised', 'taken', 'resolved', 'closed'])
      if (count(`${record} ${type} `) !== 1)
        problems.push(`${record} has ${count(`${record} ${type} `)} events “${type}”`)
    for (const { words, taken } of comments) {
      const found = count(`${record} commented ${words}`)
      if (found > 1 || (taken && found === 0)) problems.push(`${record} has ${found} comments “${words}”`)
    }
  }
  return problems
}

/** In Slack each message carries the key of its delivery: all of them must be there, the cards as they are now. */
const slackHolds = async (
  deliveries: readonly DeliveryRow[],
  { slack, slackEnv }: Chats,
  states: ReadonlyMap<string, string>,
): Promise<readonly string[]> => {
  const rows = deliveries.filter(({ platform }) => platform === 'slack')
  const problems: string[] = []
  const posted = new Map<string, SlackMessage>()
  for (const channel of new Set(rows.map(({ conversation }) => conversation))) {
    const call = (method: string, more: Readonly<Record<string, string>>) =>
      allMessages(`${slack.apiUrl}${method}`, slackEnv['SLACK_BOT_TOKEN'] ?? '', { channel, ...more })
    for (const root of await call('conversations.history', {})) {
      const replies = (root.reply_count ?? 0) > 0 ? await call('conversations.replies', { ts: root.ts }) : []
      for (const message of [root, ...replies]) {
        const key = message.metadata?.event_payload?.key
        if (key !== undefined) posted.set(key, message)
      }
    }
  }
  const cards = new Set<string>()
  for (const { id, ref, kind, record, message } of rows) {
    if (kind === 'card') cards.add(`${ref} ${record} ${message ?? ''}`)
    else if (!posted.has(`${ref}/${id}`))
      problems.push(`${record}: the ${kind} of delivery ${id} is not in Slack`)
  }
  const byTs = new Map([...posted.values()].map((message) => [message.ts, message]))
  for (const card of cards) {
    const [, record = '', ts = ''] = card.split(' ')
    const shown = byTs.get(ts)?.text ?? 'not there'
    if (!shown.startsWith(cardOf(record, states)))
      problems.push(`${record}: its card in Slack says “${shown}”`)
  }
  return problems
}

interface SlackMessage {
  readonly ts: string
  readonly text: string
  readonly reply_count?: number
  readonly metadata?: { readonly event_payload?: { readonly key?: string } }
}

/** Every page of a method that lists messages, read as the bot may. */
const allMessages = async (
  url: string,
  token: string,
  query: Readonly<Record<string, string>>,
): Promise<readonly SlackMessage[]> => {
  const all: SlackMessage[] = []
  for (let cursor = ''; ;) {
    const page = new URLSearchParams({ ...query, include_all_metadata: 'true', limit: '200', cursor })
    const response = await fetch(`${url}?${page}`, { headers: { authorization: `Bearer ${token}` } })
    const body = (await response.json()) as {
      ok: boolean
      messages?: SlackMessage[]
      response_metadata?: { next_cursor?: string }
    }
    if (!body.ok || body.messages === undefined) throw new Error(`Slack: ${JSON.stringify(body)}`)
    all.push(...body.messages)
    cursor = body.response_metadata?.next_cursor ?? ''
    if (cursor === '') return all
  }
}

/** In Teams nothing carries a key: cards and lines are counted in each place. What is too much was posted twice. */
const teamsHolds = (
  deliveries: readonly DeliveryRow[],
  teams: SimulatedChat,
  states: ReadonlyMap<string, string>,
): { readonly problems: readonly string[]; readonly duplicates: number } => {
  const problems: string[] = []
  let duplicates = 0
  const places = Map.groupBy(
    deliveries.filter(({ platform }) => platform === 'teams'),
    ({ ref }) => ref,
  )
  for (const rows of places.values()) {
    const [first] = rows
    if (first === undefined) continue
    const { record, conversation, message, direct } = first
    const reader =
      direct ??
      teams.users().find(({ id }) => teams.conversations(id).some((one) => one.id === conversation))?.id ??
      ''
    const there = teams.read(reader, conversation)
    const cards = there.filter((seen) => isCardOf(seen, record))
    const shown = there.find(({ id }) => id === message)?.fallback ?? 'not there'
    if (!shown.startsWith(cardOf(record, states)))
      problems.push(`${record}: its card in Teams says “${shown}”`)
    if (record === scheduleRecord) continue
    const lines =
      direct === null
        ? cards.flatMap(({ id }) =>
            teams
              .read(reader, conversation, id)
              .filter((seen) => seen.id !== id && seen.author === 'desk' && seen.onlyFor === undefined),
          )
        : there.filter(
            ({ text, author }) =>
              author === 'desk' && text.startsWith(`${record} `) && !/^\S+ (·|has your|is )/.test(text),
          )
    const due = rows.filter(({ kind }) => kind === 'line').length
    const distinct = new Set(lines.map(({ text }) => text)).size
    if (distinct !== due) problems.push(`${record}: ${due} lines are due in Teams, and ${distinct} are there`)
    const twice = cards.length - 1 + (lines.length - distinct)
    if (twice > 0 && !rows.some(({ maybeTwice }) => maybeTwice))
      problems.push(`${record}: ${twice} messages stand twice in Teams, and the desk does not know`)
    duplicates += twice
  }
  return { problems, duplicates }
}

/** How what the desk shows of it begins; the schedule of change is no record. */
const cardOf = (record: string, states: ReadonlyMap<string, string>): string =>
  record === scheduleRecord ? 'Schedule of change' : `${record} ${stateName(states.get(record))}`

const stateName = (state: string | undefined): string =>
  state === 'closed' ? 'Closed,' : state === 'new' ? 'New,' : `${state},`
