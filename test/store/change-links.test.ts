import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mayReadChange, servicesOfInterest } from '../../src/domain/change-rules.ts'
import {
  changesOn,
  linkedChanges,
  raisedAfterChanges,
  recordsOfChange,
} from '../../src/store/change-links.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import { searchChanges } from '../../src/store/queries/search-changes.ts'
import { asked, changeDesk } from '../support/given-change.ts'
import { thursday } from '../support/given.ts'
import { type ChangeStore, openChangeStore } from './change-store.ts'

let store: ChangeStore
beforeAll(async () => {
  store = await openChangeStore()
})
afterAll(() => store.close())

const heard = async (incident: string): Promise<readonly unknown[]> =>
  (await historyOf(store.db, incident)).flatMap(({ event }) =>
    event.type === 'heard-of-changes' ? [event] : [],
  )

const noRecord = (record: string) => ({
  kind: 'refused',
  refusal: { code: 'field', field: 'links', problem: { kind: 'no-record', record } },
})

const near = async (services: readonly string[], from: string, to: string): Promise<readonly string[]> =>
  (await changesOn(store.db, services, Temporal.Instant.from(from), Temporal.Instant.from(to))).map(
    ({ id }) => id,
  )

const search = (words: string, offset = 0, limit = 50) =>
  searchChanges(store.db, { words }, { offset, limit })

describe('8.1-k: what a change belongs to', () => {
  test('is found from either side, many to many, and follows what the request says', async () => {
    const [one, two] = [await store.raised({ affected: 'ben' }), await store.raised({ affected: 'ben' })]
    const draft = await store.proposed({ links: [one.id, two.id.toLowerCase()] }, false)
    const other = await store.proposed({ links: [one.id, draft.id] }, false)
    expect(await recordsOfChange(store.db, draft.id)).toEqual([one.id, two.id])
    expect(await linkedChanges(store.db, one.id)).toEqual([
      { id: other.id, title: 'New firmware', state: 'draft' },
      { id: draft.id, title: 'New firmware', state: 'draft' },
    ])
    expect(await linkedChanges(store.db, draft.id)).toMatchObject([{ id: other.id }])
    await store.act(draft.id, 'ben', { type: 'revise', asked: { ...asked, links: [two.id] }, submit: false })
    expect(await linkedChanges(store.db, one.id)).toMatchObject([{ id: other.id }])
    expect(await linkedChanges(store.db, two.id)).toMatchObject([{ id: draft.id }])
    expect((await store.around.aroundOf(two, changeDesk)).changes).toMatchObject([{ id: draft.id }])
  })

  test('exists, may be seen by whoever says it, and is not the change itself', async () => {
    const theirs = await store.raised({ service: 'payroll', affected: 'dana' })
    const refused = (actor: string, links: readonly string[]) =>
      store.changes.propose({ ...asked, links }, false, { actor, via: { how: 'form' }, now: thursday })
    expect(await refused('ben', ['INC-99999'])).toEqual(noRecord('INC-99999'))
    // Lou is a customer's, and the incident is another customer's.
    expect(await refused('lou', [theirs.id])).toEqual(noRecord(theirs.id))
    expect(await refused('carl', [theirs.id])).toMatchObject({ kind: 'done' })
    const draft = await store.proposed({}, false)
    const itself = await store.changes.actOnChange(
      draft.id,
      { type: 'revise', asked: { ...asked, links: [draft.id] }, submit: false },
      { actor: 'ben', via: { how: 'form' }, now: thursday },
    )
    expect(itself).toMatchObject(noRecord(draft.id))
    const insert = (record: string) =>
      store.owner.pool.query('insert into record_links (change, record) values ($1, $2)', [draft.id, record])
    await expect(insert(draft.id)).rejects.toMatchObject({ code: '23514' })
    await expect(insert('INC-99999')).rejects.toMatchObject({ code: '23503' })
    await expect(insert('PRB-1')).rejects.toMatchObject({ code: '23514' })
  })

  test('its end is told once to those who work on each incident, whoever ticks', async () => {
    store.clock.now = thursday
    const incident = await store.raised({ service: 'payroll', affected: 'ben' })
    const failed = await store.inState('failed', { links: [incident.id], services: ['payroll'] })
    const told = await Promise.all([store.around.tellIncidents(), store.around.tellIncidents()])
    expect(Math.max(...told)).toBeGreaterThan(0)
    expect(await store.around.tellIncidents()).toBe(0)
    expect(await heard(incident.id)).toEqual([
      {
        type: 'heard-of-changes',
        news: 'ended',
        changes: [
          {
            change: failed.id,
            title: 'New firmware',
            how: 'failed',
            at: '2026-03-12T12:30:00Z',
            text: 'So it went',
          },
        ],
      },
    ])
  })
})

describe('8.1-i: what was changed around an incident', () => {
  test('is found by service and time: as planned, then as it was made, and no more once it is withdrawn', async () => {
    store.clock.now = thursday
    const window = { from: '2026-05-07T12:00:00Z', to: '2026-05-07T14:00:00Z' }
    const change = await store.proposed({ ...window, services: ['payroll'] })
    const inMay = ['2026-05-07T13:00:00Z', '2026-05-07T13:00:00Z'] as const
    expect(await near(['payroll'], ...inMay)).toEqual([])
    await store.act(change.id, 'hana', { type: 'approval', command: { type: 'approve', stage: 0 } })
    expect(await near(['wifi', 'payroll'], ...inMay)).toEqual([change.id])
    expect(await near(['wifi'], ...inMay)).toEqual([])
    store.clock.now = Temporal.Instant.from('2026-05-07T12:10:00Z')
    await store.act(change.id, 'carl', { type: 'start' })
    expect(await near(['payroll'], '2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z')).toEqual([change.id])
    store.clock.now = Temporal.Instant.from('2026-05-07T12:40:00Z')
    await store.act(change.id, 'carl', { type: 'finish', how: 'done', text: 'It runs' })
    expect(await near(['payroll'], ...inMay)).toEqual([])
    expect(await near(['payroll'], '2026-05-07T12:40:00Z', '2026-05-08T00:00:00Z')).toEqual([change.id])

    store.clock.now = thursday
    const other = await store.proposed({ ...window, implementer: 'cleo' })
    await store.act(other.id, 'hana', { type: 'approval', command: { type: 'approve', stage: 0 } })
    expect(await near(['wifi'], ...inMay)).toEqual([other.id])
    await store.act(other.id, 'ben', { type: 'withdraw', reason: 'Not needed' })
    expect(await near(['wifi'], ...inMay)).toEqual([])
  })

  test('is told once to the team of an incident that is raised within a day after it', async () => {
    store.clock.now = Temporal.Instant.from('2026-05-07T13:40:00Z')
    const raised = await store.raised({ service: 'payroll' })
    const elsewhere = await store.raised({ service: 'wifi' })
    expect(await raisedAfterChanges(store.db, thursday, 50)).toContain(raised.id)
    await Promise.all([store.around.tellIncidents(), store.around.tellIncidents()])
    expect(await heard(raised.id)).toMatchObject([
      { news: 'recent', changes: [{ how: 'done', text: 'It runs' }] },
    ])
    expect(await heard(elsewhere.id)).toEqual([])
    expect(await raisedAfterChanges(store.db, thursday, 50)).not.toContain(raised.id)
    store.clock.now = Temporal.Instant.from('2026-05-08T12:41:00Z')
    const later = await store.raised({ service: 'payroll' })
    await store.around.tellIncidents()
    expect(await heard(later.id)).toEqual([])
  })

  test('one look at an index, however many changes there were', async () => {
    await store.owner.pool.query('set enable_seqscan = off')
    const { rows } = await store.owner.pool.query<Record<string, string>>(
      `explain select t.change from unnest(array['wifi', 'payroll']) s(id) join change_touches t on t.service = s.id
        and t.during && tstzrange('2026-05-07', '2026-05-08')`,
    )
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('change_touches_service')
  })
})

describe('8.1-i: changes are searched within what a person may read', () => {
  test.each(['ada', 'carl', 'cleo', 'dana', 'hana', 'jo', 'kai', 'lou', 'mia'])('%s', async (person) => {
    store.clock.now = thursday
    const all = (await searchChanges(store.db, { words: '' }, { offset: 0, limit: 50 })).changes
    expect(all.length).toBeGreaterThan(5)
    const services = servicesOfInterest(person, changeDesk)
    const found = await searchChanges(
      store.db,
      { words: 'firm', onlyFor: { person, services } },
      { offset: 0, limit: 50 },
    )
    // Without what somebody may read by what they are, and not for what they have to do with the change.
    const outsider = {
      ...changeDesk,
      teams: [],
      people: changeDesk.people.map((one) => ({ ...one, roles: [] })),
    }
    const policy = changeDesk.changes
    if (policy === undefined) throw new Error('no changes')
    const desk = { ...outsider, changes: { ...policy, managers: [], authorities: [] } }
    const mine = all.filter((change) => mayReadChange(change, person, desk)).map(({ id }) => id)
    expect(found.changes.map(({ id }) => id)).toEqual(mine)
    expect(found.total).toBe(mine.length)
  })

  test('by number, by words of its title and scope, a page at a time', async () => {
    const [newest] = (await search('')).changes
    if (newest === undefined) throw new Error('no change')
    expect((await search(newest.id.toLowerCase())).changes.map(({ id }) => id)).toEqual([newest.id])
    expect((await search('access poi')).total).toBeGreaterThan(0)
    expect((await search('zebra')).total).toBe(0)
    expect((await search(`it's | & ! (`)).changes).toEqual([])
    const first = await search('', 0, 2)
    const second = await search('', 2, 2)
    expect(first.changes).toHaveLength(2)
    expect(second.changes[0]?.id).not.toBe(first.changes[1]?.id)
    expect(first.total).toBe(second.total)
  })
})
