import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createConversationBook } from '../../src/store/conversation-book.ts'
import { connect } from '../../src/store/database.ts'
import { decideLink, findLinkProposal, linkRecord, proposeLink } from '../../src/store/link-proposals.ts'
import { findOffer, forgetOld, saveOffer } from '../../src/store/offers.ts'
import { createSecurityTrail } from '../../src/store/security-events.ts'
import { repostCards } from '../../src/store/fresh-chats.ts'
import { thursday } from '../support/given.ts'
import { onSlack, onTeams, slackTenant, smallDesk } from '../support/small-desk.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const id = (last: string): string => `a7a3c8f0-2f5b-4d31-9d1c-8a4f5a1b2c${last}`
const notIds = ['', 'x', '-'.repeat(36), 'a'.repeat(36), "' or true --", `${id('01')}\n`, '\u0000']

const unfiled = (): Promise<() => void> => Promise.resolve(() => undefined)

describe('words that were offered to become a record', () => {
  const offer = { person: 'ada', text: "O'Brien's <words>", link: 'https://x.example/1', record: 'INC-1' }

  test('are for the person they were offered to alone', async () => {
    await saveOffer(store.db, id('01'), offer, thursday)
    expect(await findOffer(store.db, id('01'), 'ada')).toEqual(offer)
    expect(await findOffer(store.db, id('01'), 'ben')).toBeUndefined()
    expect(await findOffer(store.db, id('02'), 'ada')).toBeUndefined()
  })

  test('may hold anything that can be typed', async () => {
    await saveOffer(store.db, id('05'), { person: 'ada', text: 'nul \0 and half \ud83d' }, thursday)
    expect(await findOffer(store.db, id('05'), 'ada')).toEqual({
      person: 'ada',
      text: 'nul \ufffd and half \ufffd',
    })
  })

  test.each(notIds)('%j is no offer, and no error', async (forged) => {
    expect(await findOffer(store.db, forged, 'ada')).toBeUndefined()
  })

  test('are forgotten after a week, like the ids of acts that nobody repeats any more', async () => {
    const now = thursday.add({ hours: 7 * 24 })
    await saveOffer(store.db, id('03'), offer, thursday.add({ hours: 1 }))
    await store.raised({}, { inbound: 'old', now: thursday.subtract({ seconds: 1 }) })
    await store.raised({}, { inbound: 'young', now: thursday.add({ seconds: 1 }) })
    await forgetOld(store.db, now.add({ milliseconds: 1 }))
    expect(await findOffer(store.db, id('01'), 'ada')).toBeUndefined()
    expect(await findOffer(store.db, id('03'), 'ada')).toEqual(offer)
    const kept = await store.db.selectFrom('inbox').select('id').execute()
    expect(kept).toEqual([{ id: 'young' }])
  })
})

const notices = async (record: string): Promise<number> =>
  (await store.db.selectFrom('message_refs').select('id').where('record', '=', record).execute()).length

describe('an account that may be somebody’s', () => {
  const jo = smallDesk.people.filter((person) => person.roles.includes('admin'))
  const propose = (last: string, identity = onSlack('UMIA'), person = 'mia') => {
    return proposeLink(store.db, { id: id(last), identity, person }, jo, unfiled, thursday)
  }

  test('4.1: is asked about once, however often it comes, also at once', async () => {
    const outcomes = await Promise.all(['11', '12', '13', '14'].map((last) => propose(last)))
    expect(new Set(outcomes.map(({ proposal }) => proposal.id)).size).toBe(1)
    expect(outcomes.flatMap(({ paceKeys }) => paceKeys)).toEqual([`slack/${slackTenant}/UJO`])
    const [first] = outcomes
    expect(await notices(linkRecord(first?.proposal.id ?? ''))).toBe(1)
    expect((await propose('15')).paceKeys).toEqual([])
  })

  test('4.1: is decided once, and linked only when confirmed', async () => {
    const identity = onTeams('lou-object')
    await propose('21', identity, 'lou')
    const decide = (by: string, confirmed: boolean) =>
      decideLink(store.db, id('21'), { by, confirmed, now: thursday })
    const linked = () =>
      store.db.selectFrom('identities').selectAll().where('user_id', '=', 'lou-object').execute()
    expect(await linked()).toEqual([])
    const outcomes = await Promise.all([decide('jo', true), decide('jo', true), decide('gil', true)])
    expect(outcomes.filter((outcome) => outcome !== undefined).length).toBe(1)
    expect(await linked()).toMatchObject([{ person: 'lou', linked_at: thursday }])
    expect(await decide('jo', false)).toBeUndefined()
    expect(await findLinkProposal(store.db, id('21'))).toEqual({
      id: id('21'),
      identity,
      person: 'lou',
      confirmed: true,
    })
  })

  test('4.1: stays nobody’s when refused, and is not asked about again', async () => {
    await propose('31', onTeams('stranger'), 'lou')
    const refused = await decideLink(store.db, id('31'), { by: 'jo', confirmed: false, now: thursday })
    expect(refused).toMatchObject({ confirmed: false })
    const found = await store.db
      .selectFrom('identities')
      .select('person')
      .where('user_id', '=', 'stranger')
      .execute()
    expect(found).toEqual([])
    const again = await propose('32', onTeams('stranger'), 'lou')
    expect(again).toMatchObject({ proposal: { id: id('31'), confirmed: false }, paceKeys: [] })
  })

  test.each(notIds)('%j is no proposal, and no error', async (forged) => {
    expect(await decideLink(store.db, forged, { by: 'jo', confirmed: true, now: thursday })).toBeUndefined()
    expect(await findLinkProposal(store.db, forged)).toBeUndefined()
  })
})

const written = () =>
  store.db
    .selectFrom('security_events')
    .select(['reason', 'actor', 'record', 'detail'])
    .orderBy('id')
    .execute()

describe('the trail of what was turned away', () => {
  const knock = {
    at: thursday,
    reason: 'wrong-signature',
    platform: 'slack',
    detail: { from: '192.0.2.1' },
  } as const
  let before = 0
  beforeEach(async () => {
    before = (await written()).length
  })
  const since = async () => (await written()).slice(before)

  test('gathers equal events into one row with their count, and different ones into one each', async () => {
    const trail = createSecurityTrail(store.db, () => undefined)
    for (let index = 0; index < 500; index += 1) trail.add(knock)
    trail.add({ ...knock, detail: { from: '192.0.2.2' } })
    trail.add({ ...knock, reason: 'not-your-team', actor: 'eve', record: 'INC-1' })
    await trail.flush()
    expect(await since()).toEqual([
      { reason: 'wrong-signature', actor: null, record: null, detail: { from: '192.0.2.1', count: 500 } },
      { reason: 'wrong-signature', actor: null, record: null, detail: { from: '192.0.2.2' } },
      { reason: 'not-your-team', actor: 'eve', record: 'INC-1', detail: { from: '192.0.2.1' } },
    ])
    await trail.flush()
    expect((await since()).length).toBe(3)
  })

  test('is written by itself after a moment', async () => {
    const trail = createSecurityTrail(store.db, () => undefined)
    trail.add(knock)
    await expect.poll(async () => (await since()).length, { timeout: 5000 }).toBe(1)
  })

  test('keeps what came while the database was away, with its counts, and tells of it', async () => {
    const failures: number[] = []
    let away = true
    const unreliable = store.db.withPlugin({
      transformQuery: ({ node }) => {
        if (away) throw new Error('away')
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    })
    const trail = createSecurityTrail(unreliable, (_, kept) => failures.push(kept))
    trail.add(knock)
    trail.add(knock)
    const writing = trail.flush()
    trail.add(knock)
    await writing
    await trail.flush()
    expect(failures).toEqual([1, 1])
    away = false
    await trail.flush()
    expect(await since()).toMatchObject([{ detail: { from: '192.0.2.1', count: 3 } }])
  })

  test('never throws, and keeps no more than it can hold, whatever comes', async () => {
    const nowhere = connect('postgresql://nobody@127.0.0.1:1/none')
    const failures: number[] = []
    const trail = createSecurityTrail(nowhere.db, (_, kept) => failures.push(kept))
    for (let index = 0; index < 5000; index += 1) trail.add({ ...knock, detail: { from: `${index}` } })
    await trail.flush()
    expect(failures).toEqual([1000])
    await nowhere.close()
  })

  test('what was sent to break it is written like anything else', async () => {
    const trail = createSecurityTrail(store.db, () => undefined)
    trail.add({
      ...knock,
      actor: 'nul\u0000 half\ud800',
      record: "'; drop table events; --",
      detail: { from: '\u0000' },
    })
    await trail.flush()
    expect(await since()).toMatchObject([{ record: "'; drop table events; --" }])
  })
})

test('what the edges remember about conversations outlives them, and the newest counts', async () => {
  const book = createConversationBook(store.db)
  expect(await book.direct(onSlack('UADA'))).toBeUndefined()
  expect(await book.serviceUrl('tenant')).toBeUndefined()
  await book.rememberDirect(onSlack('UADA'), 'D1')
  await book.rememberDirect(onSlack('UADA'), 'D2')
  await book.rememberServiceUrl('tenant', 'https://one.example/')
  await book.rememberServiceUrl('tenant', 'https://two.example/')
  const again = createConversationBook(store.db)
  expect(await again.direct(onSlack('UADA'))).toBe('D2')
  expect(await again.direct(onTeams('UADA'))).toBeUndefined()
  expect(await again.serviceUrl('tenant')).toBe('https://two.example/')
})

test('in emptied chats the cards of everything open are posted anew, and nothing else', async () => {
  const chats = await openStore()
  const open = await chats.raised(
    {},
    {
      via: {
        how: 'words',
        place: { platform: 'slack', tenant: slackTenant, conversation: 'CHELP', thread: '1.1' },
      },
    },
  )
  const over = await chats.raised()
  await chats.act(over, { type: 'cancel', reason: 'x' }, 'ada')
  const handed = await chats.raised()
  await chats.act(handed, { type: 'hand-over', to: 'apps', reason: 'x' }, 'carl')
  await chats.pool.query(
    `update message_refs set message = '9.9', conversation = coalesce(conversation, 'D1')`,
  )
  const most = await chats.db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirstOrThrow()

  expect(await repostCards(chats.db)).toBe(5)
  const anew = await chats.db
    .selectFrom('deliveries')
    .innerJoin('message_refs as ref', 'ref.id', 'deliveries.ref')
    .select(['record', 'audience', 'kind', 'state', 'message', 'thread', 'direct_user', 'conversation'])
    .where('deliveries.id', '>', most.id)
    .execute()
  const told = anew.map(({ record, audience }) => `${record} ${audience}`)
  expect(told.sort()).toEqual(
    [
      `${open} requester`,
      `${open} triage`,
      `${open} triage`,
      `${handed} requester`,
      `${handed} triage`,
    ].sort(),
  )
  for (const row of anew) {
    expect(row).toMatchObject({ kind: 'card', state: 'queued', message: null, thread: null })
    // A direct conversation has to be opened again.
    expect(row.direct_user === null).toBe(row.conversation !== null)
  }
  const waiting = await chats.pool.query(`select from deliveries where state = 'queued' and id <= ${most.id}`)
  expect(waiting.rowCount).toBe(0)
  await chats.close()
})
