import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type IncidentList,
  dueAgreements,
  followUpsOf,
  listIncidents,
} from '../../src/store/queries/incident-lists.ts'
import { recordInThread, undeliveredOf } from '../../src/store/message-refs.ts'
import { slackTenant } from '../support/small-desk.ts'
import { type Store, openStore } from './open-store.ts'

let store: Store
const names: Record<string, string> = {}
const resolve = { type: 'resolve', code: 'fixed', text: 'Done', service: 'wifi', category: 'fault' } as const

/** Raises one and remembers its number under a name. */
const raised = async (name: string, ...[command, request]: Parameters<Store['raised']>): Promise<string> => {
  const id = await store.raised({ title: name, description: '', ...command }, request)
  names[id] = name
  return id
}

beforeAll(async () => {
  store = await openStore()
  await raised('fresh', { impact: 'low', urgency: 'low' })
  const taken = await raised('taken', { affected: 'lou' }, { actor: 'ben' })
  await store.act(taken, { type: 'take' }, 'carl')
  const asked = await raised('asked', { impact: 'high', urgency: 'high' })
  await store.act(asked, { type: 'assign', to: 'carl' }, 'dana')
  await store.act(asked, { type: 'suspend', waitingFor: 'requester', reason: 'Which?' }, 'carl')
  const resolved = await raised('resolved')
  await store.act(resolved, { type: 'take' }, 'carl')
  await store.act(resolved, resolve, 'carl')
  const closed = await raised('closed')
  await store.act(closed, { type: 'take' }, 'carl')
  await store.act(closed, resolve, 'carl')
  await store.act(closed, { type: 'close' }, 'ada')
  const cancelled = await raised('cancelled')
  await store.act(cancelled, { type: 'cancel', reason: 'x' }, 'ada')
  const over = await raised('theirs')
  await store.act(over, { type: 'hand-over', to: 'apps', reason: 'x' }, 'carl')
  await raised('follow-up', { followUpOf: closed })
})
afterAll(() => store.close())

const listed = async (
  list: IncidentList,
  offset = 0,
  limit = 50,
): Promise<readonly (string | undefined)[]> => {
  const { incidents } = await listIncidents(store.db, list, { offset, limit })
  return incidents.map(({ id }) => names[id])
}
const search = (words: string, onlyFor?: string): Promise<readonly (string | undefined)[]> =>
  listed({ of: 'search', words, ...(onlyFor === undefined ? {} : { onlyFor }) })

describe('my records', () => {
  test('are what I raised, what hurts me and what I work on, newest first, until they are over', async () => {
    expect(await listed({ of: 'person', person: 'ada' })).toEqual([
      'follow-up',
      'theirs',
      'resolved',
      'asked',
      'fresh',
    ])
    expect(await listed({ of: 'person', person: 'ben' })).toEqual(['taken'])
    expect(await listed({ of: 'person', person: 'lou' })).toEqual(['taken'])
    // What carl resolved waits for ada, not for him.
    expect(await listed({ of: 'person', person: 'carl' })).toEqual(['asked', 'taken'])
    expect(await listed({ of: 'person', person: 'kai' })).toEqual([])
  })
})

const waiting = (person: string) => listed({ of: 'waiting', person })

describe('what waits for me', () => {
  test('is a question, a resolution to agree to, and work', async () => {
    expect(await waiting('ada')).toEqual(['resolved', 'asked'])
    expect(await waiting('carl')).toEqual(['asked', 'taken'])
    expect(await waiting('lou')).toEqual([])
    // A desk lead may agree in the place of the person affected, but not that something is closed.
    expect(await waiting('gil')).toEqual(['asked'])
    expect(await listed({ of: 'agreements', person: 'gil' })).toEqual(['asked'])
    expect(await listed({ of: 'agreements', person: 'ada' })).toEqual(['resolved', 'asked'])
    expect(await listed({ of: 'agreements', person: 'carl' })).toEqual([])
  })
})

test('a team’s list is what it has to work on, the most important first and then the oldest', async () => {
  expect(await listed({ of: 'teams', teams: ['net'] })).toEqual(['asked', 'taken', 'follow-up', 'fresh'])
  expect(await listed({ of: 'teams', teams: ['apps'] })).toEqual(['theirs'])
  expect(await listed({ of: 'teams', teams: ['net', 'apps'] })).toEqual([
    'asked',
    'taken',
    'theirs',
    'follow-up',
    'fresh',
  ])
  expect(await listed({ of: 'teams', teams: [] })).toEqual([])
})

test('pages do not overlap and know how many there are, also one beyond the last', async () => {
  const list = { of: 'person', person: 'ada' } as const
  const pages = await Promise.all(
    [0, 2, 4, 6].map((offset) => listIncidents(store.db, list, { offset, limit: 2 })),
  )
  expect(pages.map(({ incidents }) => incidents.map(({ id }) => names[id]))).toEqual([
    ['follow-up', 'theirs'],
    ['resolved', 'asked'],
    ['fresh'],
    [],
  ])
  expect(pages.map(({ total }) => total)).toEqual([5, 5, 5, 5])
})

test('8.1-f: follow-ups are found from what they follow', async () => {
  const [closed] = Object.entries(names).find(([, name]) => name === 'closed') ?? []
  expect((await followUpsOf(store.db, closed ?? '')).map((id) => names[id])).toEqual(['follow-up'])
  expect(await followUpsOf(store.db, 'INC-1')).toEqual([])
})

test('8.1-f: what is due is what lies in the past: here the first reminders, after a working day', async () => {
  const due = Temporal.Instant.from('2026-03-13T09:00:00Z')
  expect(await dueAgreements(store.db, due.subtract({ milliseconds: 1 }), 10)).toEqual([])
  expect((await dueAgreements(store.db, due, 10)).map((id) => names[id])).toEqual(['asked', 'resolved'])
})

describe('searching', () => {
  const titles = [
    'Printer on floor 3 jams',
    "O'Brien's laptop: can't start \\ stuck",
    'Größenänderung schlägt fehl',
    'プリンター 故障',
    'mail.example.com does not answer',
    'outlook.exe crashes at start',
    'no route to 10.20.30.40',
    'write to ops@example.com & wait | see <!channel>',
    'Wi-Fi in C:\\temp fails',
    '😀 nothing works',
  ]
  beforeAll(async () => {
    for (const title of titles) await raised(title, { affected: 'lou' }, { actor: 'ben' })
  })

  test.each(titles)('finds %s by its own title', async (title) => {
    expect(await search(title)).toContain(title)
  })

  test.each([
    ['PRINTER jams', titles[0]],
    ['prin', titles[0]],
    ["o'brien", titles[1]],
    ['größenänd', titles[2]],
    ['故障', titles[3]],
    ['mail.example', titles[4]],
    ['outlook', titles[5]],
    ['outlook.exe', titles[5]],
    ['10.20.30.40', titles[6]],
    ['ops@example.com', titles[7]],
    ['wi-fi', titles[8]],
  ])('%s finds %s', async (words, title) => {
    expect(await search(words)).toEqual([title])
  })

  test.each([
    "'",
    "''",
    '\\',
    ':*',
    '&',
    '|',
    '!',
    '(',
    "') or true --",
    'a:b:*',
    '<->',
    '\u0000',
    '\ud800',
    '%',
    '_',
    '-- ',
    '"',
  ])('what was typed is no operator and breaks nothing: %j', async (words) => {
    expect(Array.isArray(await search(words))).toBe(true)
    expect(await search(`${words} jams`)).toEqual(
      words === 'a:b:*' || words === "') or true --" ? [] : [titles[0]],
    )
  })

  test('all words are wanted', async () => {
    expect(await search('printer laptop')).toEqual([])
    expect(await search('printer !floor')).toEqual([titles[0]])
  })

  test('words of the description count too', async () => {
    const id = await raised('described', { description: 'The zeppelin is late' })
    expect(await search('zeppelin')).toEqual([names[id]])
  })

  test.each(['1', 'INC-1', 'inc-1', ' 1 '])('a number finds its record: %j', async (words) => {
    expect(await search(words)).toContain('fresh')
  })

  test('a number that is too big for one finds nothing', async () => {
    expect(await search('99999999999999999999999')).toEqual([])
  })

  test('no words find everything, also what is over', async () => {
    const { total } = await listIncidents(store.db, { of: 'search', words: ' ' }, { offset: 0, limit: 1 })
    expect(total).toBe(Object.keys(names).length)
  })

  test('no more than fifty at once, whatever is asked for', async () => {
    await Promise.all(Array.from({ length: 45 }, (_, index) => raised(`many ${index}`)))
    expect((await listed({ of: 'search', words: '' }, 0, 1000)).length).toBe(50)
  })

  test('4.1: who may see only their own records finds only these', async () => {
    expect(await search('printer', 'lou')).toEqual([titles[0]])
    expect(await search('printer', 'ben')).toEqual([titles[0]])
    expect(await search('printer', 'ada')).toEqual([])
    expect(await search('INC-1', 'lou')).toEqual([])
    expect(await search('', 'kai')).toEqual([])
  })
})

test('a thread is a record’s when its card starts it or stands in it; of several the newest’s', async () => {
  const place = { platform: 'slack', tenant: slackTenant, conversation: 'CHELP', thread: '42.1' } as const
  const first = await store.raised({}, { via: { how: 'words', place } })
  expect(await recordInThread(store.db, place)).toEqual({ record: first, audience: 'requester' })
  const second = await store.raised({}, { via: { how: 'words', place } })
  expect(await recordInThread(store.db, place)).toEqual({ record: second, audience: 'requester' })
  await store.pool.query(
    `update message_refs set message = '43.1' where record = $1 and conversation = 'CNET'`,
    [first],
  )
  const triage = { platform: 'slack', tenant: slackTenant, conversation: 'CNET' } as const
  expect(await recordInThread(store.db, { ...triage, thread: '43.1' })).toEqual({
    record: first,
    audience: 'triage',
  })
  for (const other of [
    triage,
    { ...triage, thread: '42.1' },
    { ...place, tenant: 'T0OTHER' },
    { ...place, platform: 'teams' as const },
  ])
    expect(await recordInThread(store.db, other)).toBeUndefined()
})

test('what could not be delivered is told of a record: where to, how often, and why', async () => {
  const id = await store.raised()
  expect(await undeliveredOf(store.db, id)).toEqual([])
  await store.pool.query(
    `update deliveries d set state = 'unreachable', error = 'left' from message_refs r
     where r.id = d.ref and r.record = $1 and r.audience = 'requester'`,
    [id],
  )
  expect(await undeliveredOf(store.db, id)).toEqual([
    { audience: 'requester', platform: 'slack', conversation: 'UADA', count: 1, error: 'left' },
  ])
})
