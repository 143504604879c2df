import { sql } from 'kysely'
import type { SeenMessage } from '../../../playground/chat.ts'
import type { Desk } from '../../../src/domain/desk.ts'
import { findChange } from '../../../src/store/changes.ts'
import type { Database } from '../../../src/store/database.ts'
import { verifyChains } from '../../../src/store/verify.ts'
import type { Chats } from '../../support/chats.ts'
import { board } from '../../support/desk-edit.ts'
import { isCardOf } from './story.ts'

/** What was found afterwards. `problems` must be empty; the rest are figures to report. */
export interface DecisionEvidence {
  readonly problems: readonly string[]
  readonly changes: number
  readonly copies: number
  readonly duplicates: { readonly cards: number; readonly lines: number; readonly maybeTwice: number }
}

const answers = ['Approve', 'Reject', 'Ask for changes', 'Approve with a condition', 'Delegate']

export const offersAnswer = ({ buttons }: SeenMessage): boolean =>
  buttons.some(({ label }) => answers.includes(label))

/** Every copy of the record's card in both chats, each once. */
export const copiesOf = (record: string, desk: Desk, chats: Chats): readonly SeenMessage[] => {
  const found = new Map<string, SeenMessage>()
  for (const { platform, user } of desk.people.flatMap(({ identities }) => identities))
    for (const { id } of chats[platform].conversations(user))
      for (const message of chats[platform].read(user, id))
        if (isCardOf(message, record)) found.set(`${platform}/${message.conversation}/${message.id}`, message)
  return [...found.values()]
}

const stateName: Readonly<Record<string, string>> = { approved: 'Approved', rejected: 'Rejected' }

/** Holds every copy of every change against its record, and what is recorded against itself. */
export const gatherDecisions = async (
  database: Database,
  desk: Desk,
  chats: Chats,
): Promise<DecisionEvidence> => {
  const { db } = database
  const problems: string[] = []
  const records = (await db.selectFrom('changes').select('id').orderBy('number').execute()).map(
    ({ id }) => id,
  )
  const { rows: deliveries } = await sql<DeliveryRow>`
    select d.id, d.kind, d.state, d.error, d.maybe_twice as "maybeTwice", r.id as ref, r.record, r.audience, r.platform, r.message
    from deliveries d join message_refs r on r.id = d.ref`.execute(db)
  for (const { record, id, state, error } of deliveries)
    if (state !== 'sent')
      problems.push(`${record}: delivery ${id} ended ${state}: ${error ?? 'for no reason'}`)
  const duplicates = { cards: 0, lines: 0 }
  let copies = 0
  for (const record of records) {
    problems.push(...(await endedOnce(database, record)))
    const state = (await findChange(db, record))?.state ?? 'not there'
    const own = deliveries.filter((delivery) => delivery.record === record)
    const places = new Set(own.filter(({ kind }) => kind === 'card').map(({ ref }) => ref))
    const cards = copiesOf(record, desk, chats)
    copies += cards.length
    duplicates.cards += cards.length - places.size
    if (cards.length < places.size) problems.push(`${record}: ${places.size} places, ${cards.length} cards`)
    for (const card of cards) {
      if (!card.text.includes(stateName[state] ?? 'nothing like it'))
        problems.push(`${record} is ${state}, and a card says otherwise: ${card.text}`)
      if (offersAnswer(card)) problems.push(`${record} is ${state}, and a card still offers an answer`)
    }
    const lines = linesOf(record, own, desk, chats)
    problems.push(...lines.problems)
    duplicates.lines += lines.duplicates
  }
  const { altered } = await verifyChains(db)
  problems.push(...altered.map(({ record, seq, what }) => `${record}: event ${seq} does not hold: ${what}`))
  const maybeTwice = deliveries.filter((delivery) => delivery.maybeTwice).length
  return { problems, changes: records.length, copies, duplicates: { ...duplicates, maybeTwice } }
}

interface DeliveryRow {
  readonly id: number
  readonly kind: string
  readonly state: string
  readonly error: string | null
  readonly maybeTwice: boolean
  readonly ref: string
  readonly record: string
  readonly audience: string
  readonly platform: 'slack' | 'teams'
  readonly message: string | null
}

/** One end, by as many as it needs, each of whom decided once; the row, the tables and the history say the same. */
const endedOnce = async ({ db }: Database, record: string): Promise<readonly string[]> => {
  const change = await findChange(db, record)
  const events = await db
    .selectFrom('events')
    .select(['type', 'data', 'actor'])
    .where('record', '=', record)
    .execute()
  const told = events.flatMap(({ type, data, actor }) =>
    type === 'approval' ? [{ actor, type: (data as { event: { type: string } }).event.type }] : [],
  )
  const ends = await db.selectFrom('approval_ends').select('outcome').where('record', '=', record).execute()
  const decisions = await db
    .selectFrom('approval_decisions')
    .select('decided_by')
    .where('record', '=', record)
    .execute()
  const decided = told.filter(({ type }) => type === 'decided').map(({ actor }) => actor)
  const people = new Set(decided)
  const state = change?.state ?? 'not there'
  const answered = (change?.approval?.stages ?? []).flatMap(({ seats }) =>
    seats.flatMap(({ decision }) => decision ?? []),
  )
  const yes = answered.filter(({ answer }) => answer === 'approved').length
  return [
    ...(ends.length === 1 && ends[0]?.outcome === state
      ? []
      : [`${record} is ${state}, and ended ${JSON.stringify(ends)}`]),
    ...(told.filter(({ type }) => type === state).length === 1
      ? []
      : [`${record} is not ${state} once in its history`]),
    ...(people.size === decided.length ? [] : [`${record}: somebody decided twice: ${decided.join(', ')}`]),
    ...(decisions.length === decided.length && answered.length === decided.length
      ? []
      : [
          `${record}: ${decided.length} decisions are told, ${decisions.length} kept, ${answered.length} in the record`,
        ]),
    ...(state === 'approved' && yes !== 3 ? [`${record} is approved by ${yes}`] : []),
    ...(state === 'rejected' && yes === answered.length ? [`${record} is rejected by nobody`] : []),
  ]
}

/** What is said to the board stands in its thread in both chats; what is too much was posted twice, and the desk knows. */
const linesOf = (
  record: string,
  deliveries: readonly DeliveryRow[],
  desk: Desk,
  chats: Chats,
): { readonly problems: readonly string[]; readonly duplicates: number } => {
  const problems: string[] = []
  let duplicates = 0
  for (const platform of ['slack', 'teams'] as const) {
    const rows = deliveries.filter((row) => row.platform === platform && row.audience === 'authority')
    const due = rows.filter(({ kind }) => kind === 'line').length
    const reader = desk.people
      .flatMap(({ identities }) => identities)
      .find(
        (one) =>
          one.platform === platform &&
          chats[platform].conversations(one.user).some(({ id }) => id === board[platform]),
      )
    const user = reader?.user ?? ''
    const root = rows[0]?.message ?? ''
    const lines = chats[platform]
      .read(user, board[platform], root)
      .filter(({ id, author, onlyFor }) => id !== root && author === 'desk' && onlyFor === undefined)
    const distinct = new Set(lines.map(({ text }) => text)).size
    if (distinct !== due)
      problems.push(`${record}: ${due} lines are due in ${platform}, ${distinct} are there`)
    const twice = lines.length - distinct
    if (twice > 0 && !rows.some(({ maybeTwice }) => maybeTwice))
      problems.push(`${record}: ${twice} lines stand twice in ${platform}, and the desk does not know`)
    duplicates += twice
  }
  return { problems, duplicates }
}
