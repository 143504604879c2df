import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BusinessCalendar } from '../../src/domain/desk.ts'
import { connect, type Database } from '../../src/store/database.ts'
import { applyDesk, createDeskReader, type DeskContent } from '../../src/store/desk-versions.ts'
import { decideLink, proposeLink } from '../../src/store/link-proposals.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { thursday } from '../support/given.ts'
import { onSlack, onTeams } from '../support/small-desk.ts'
import { deskContent } from './open-store.ts'

let fresh: FreshDatabase
let owner: Database
beforeEach(async () => {
  fresh = await freshDatabase()
  owner = connect(fresh.connection, { owner: true, poolSize: 5 })
})
afterEach(async () => {
  await owner.close()
  await fresh.close()
})

const apply = (content: DeskContent, source: string, appliedBy = 'gil') =>
  applyDesk(owner.db, content, { source, appliedBy, now: thursday })
const changed = (change: (people: DeskContent['people']) => DeskContent['people']): DeskContent => ({
  ...deskContent,
  people: change(deskContent.people),
})
const without = (id: string): DeskContent => changed((people) => people.filter((person) => person.id !== id))
const current = () => createDeskReader(owner.db).current()
const officeNow = async () => (await current()).calendars[0]

const accounts = async (): Promise<Record<string, string>> => {
  const rows = await owner.db.selectFrom('identities').select(['user_id', 'person']).execute()
  return Object.fromEntries(rows.map((row) => [row.user_id, row.person]))
}
const everything = async (): Promise<unknown[]> => {
  const tables = ['desk_versions', 'people', 'identities']
  return Promise.all(
    tables.map(async (table) => (await owner.pool.query(`select t::text from ${table} t order by 1`)).rows),
  )
}

const activity = (id: string) =>
  owner.db.selectFrom('people').select('active').where('id', '=', id).executeTakeFirst()
const identitiesOf = async (person: string) =>
  (await current()).people.find((one) => one.id === person)?.identities
/** A reader by a clock of its own, and how often it asked the database. */
const counting = () => {
  let time = 0
  let asked = 0
  const db = owner.db.withPlugin({
    transformQuery: ({ node }) => {
      asked += 1
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  })
  const reader = createDeskReader(db, 1000, () => time)
  return { reader, tick: (ms: number) => (time += ms), asked: () => asked }
}

test('4.1: an applied desk file is in force as a version, kept with who and when', async () => {
  expect(await apply(deskContent, 'one', 'dana')).toEqual({ version: 1, changed: true })
  expect(await current()).toEqual({ ...deskContent, version: 1 })
  const kept = await owner.db.selectFrom('desk_versions').selectAll().execute()
  expect(kept).toEqual([
    { version: 1, applied_at: thursday, applied_by: 'dana', source: 'one', content: deskContent },
  ])
})

test('the same file again is no new version; a changed one is, and the old one stays on record', async () => {
  await apply(deskContent, 'one')
  expect(await apply(deskContent, 'one')).toEqual({ version: 1, changed: false })
  expect(await apply({ ...deskContent, name: 'Renamed' }, 'two')).toEqual({ version: 2, changed: true })
  expect((await current()).name).toBe('Renamed')
  expect(await apply(deskContent, 'one')).toEqual({ version: 3, changed: true })
  expect((await current()).name).toBe('Small desk')
})

test('6.1-b: a desk that was stored before targets could be said promises nothing, and can be read and changed', async () => {
  const { suppliers: _suppliers, targets: _targets, missCauses: _causes, services, ...rest } = deskContent
  const older = { ...rest, services: services.map(({ interested: _interested, ...service }) => service) }
  await apply(older as unknown as DeskContent, 'one')
  const desk = await current()
  expect(desk).toMatchObject({ version: 1, suppliers: [], targets: [] })
  expect(desk.services.map(({ interested }) => interested)).toEqual(services.map(() => []))
  expect(desk.missCauses.map(({ id }) => id)).toContain('other')
  expect(await apply(deskContent, 'one')).toEqual({ version: 2, changed: true })
  expect(await current()).toEqual({ ...deskContent, version: 2 })
})

test('4.1: who is no longer named is marked, kept for the records, and their accounts are nobody’s', async () => {
  await apply(deskContent, 'one')
  await apply(without('ben'), 'two')
  expect(await activity('ben')).toEqual({ active: false })
  expect(await accounts()).not.toHaveProperty('ben-object')
  expect((await current()).people.map(({ id }) => id)).not.toContain('ben')
  await apply(deskContent, 'three')
  expect(await activity('ben')).toEqual({ active: true })
  expect(await accounts()).toMatchObject({ 'ben-object': 'ben', UBEN: 'ben' })
})

test('an account that moves to somebody else in the file is theirs', async () => {
  await apply(deskContent, 'one')
  const swapped = changed((people) =>
    people.map((person) => {
      if (person.id === 'ada') return { ...person, identities: [onSlack('UCARL')] }
      return person.id === 'carl' ? { ...person, identities: [onSlack('UADA')] } : person
    }),
  )
  await apply(swapped, 'two')
  expect(await accounts()).toMatchObject({ UCARL: 'ada', UADA: 'carl' })
})

describe('links that an admin confirmed', () => {
  const id = 'a7a3c8f0-2f5b-4d31-9d1c-8a4f5a1b2c3d'
  const confirm = async (): Promise<void> => {
    await proposeLink(
      owner.db,
      { id, identity: onSlack('UMIA'), person: 'mia' },
      [],
      () => Promise.resolve(() => undefined),
      thursday,
    )
    await decideLink(owner.db, id, { by: 'jo', confirmed: true, now: thursday })
  }

  test('count like the file’s, outlive the next file, and end with the person', async () => {
    await apply(deskContent, 'one')
    await confirm()
    expect(await identitiesOf('mia')).toEqual([onSlack('UMIA')])
    await apply({ ...deskContent, name: 'Renamed' }, 'two')
    expect(await identitiesOf('mia')).toEqual([onSlack('UMIA')])
    await apply(without('mia'), 'three')
    await apply(deskContent, 'four')
    expect(await identitiesOf('mia')).toEqual([])
  })

  test('give way to what the file says about the account', async () => {
    await apply(deskContent, 'one')
    await confirm()
    const toLou = changed((people) =>
      people.map((person) => (person.id === 'lou' ? { ...person, identities: [onSlack('UMIA')] } : person)),
    )
    await apply(toLou, 'two')
    expect(await identitiesOf('mia')).toEqual([])
    expect(await identitiesOf('lou')).toEqual([onSlack('UMIA')])
  })

  test('are not listed twice when the file names the account too', async () => {
    await apply(deskContent, 'one')
    await confirm()
    const named = changed((people) =>
      people.map((person) =>
        person.id === 'mia' ? { ...person, identities: [onTeams('mia-object'), onSlack('UMIA')] } : person,
      ),
    )
    await apply(named, 'two')
    expect(await identitiesOf('mia')).toEqual([onTeams('mia-object'), onSlack('UMIA')])
  })
})

test('4.1: applying is one transaction: when it fails half-way the old one stays in force, whole', async () => {
  await apply(deskContent, 'one')
  const before = await everything()
  const twice = changed((people) =>
    people.map((person) => (person.id === 'lou' ? { ...person, identities: [onSlack('UADA')] } : person)),
  )
  await expect(apply(twice, 'two')).rejects.toThrow('ON CONFLICT')
  expect(await everything()).toEqual(before)
  expect((await current()).version).toBe(1)
})

test('two people who apply at once make two versions, one after the other', async () => {
  const outcomes = await Promise.all(
    ['one', 'two', 'three', 'four'].map((name) => apply({ ...deskContent, name }, name)),
  )
  expect(new Set(outcomes.map(({ version }) => version))).toEqual(new Set([1, 2, 3, 4]))
  const newest = outcomes.findIndex(({ version }) => version === 4)
  expect((await current()).name).toBe(['one', 'two', 'three', 'four'][newest])
})

test('the same file applied by several at once is one version', async () => {
  const outcomes = await Promise.all([1, 2, 3].map(() => apply(deskContent, 'one')))
  expect(outcomes.filter((outcome) => outcome.changed).length).toBe(1)
})

describe('calendars that change', () => {
  const [office] = deskContent.calendars
  if (office === undefined) throw new Error('no calendar')
  const closedToo = [...office.holidays, { date: '2026-12-24', name: 'Christmas Eve' }]
  const withOffice = (change: Partial<BusinessCalendar>): DeskContent => ({
    ...deskContent,
    calendars: [{ ...office, ...change }],
  })

  test('keep what was agreed before, from the local date on which the file is applied', async () => {
    await apply(deskContent, 'one')
    await apply(withOffice({ holidays: closedToo }), 'two')
    const today = thursday.toZonedDateTimeISO(office.zone).toPlainDate().toString()
    const { id, ...earlier } = office
    expect(await officeNow()).toEqual({
      id,
      ...earlier,
      holidays: closedToo,
      from: today,
      earlier: [earlier],
    })
  })

  test('are the same in the same file again, on whatever day', async () => {
    await apply(deskContent, 'one')
    const content = withOffice({ holidays: closedToo })
    await apply(content, 'two')
    const before = await officeNow()
    const later = thursday.add({ hours: 24 * 40 })
    const again = { source: 'two', appliedBy: 'gil', now: later }
    expect(await applyDesk(owner.db, content, again)).toEqual({ version: 2, changed: false })
    expect(await applyDesk(owner.db, { ...content, name: 'Renamed' }, { ...again, source: 'three' })).toEqual(
      {
        version: 3,
        changed: true,
      },
    )
    expect(await officeNow()).toEqual(before)
  })
})

describe('the reader', () => {
  test('says what to do before the first desk file', async () => {
    await expect(current()).rejects.toThrow('npm run desk -- apply')
  })

  test('asks the database once in its time, however many ask, and sees a new version after it', async () => {
    await apply(deskContent, 'one')
    const { reader, tick, asked } = counting()
    const desks = await Promise.all(Array.from({ length: 50 }, () => reader.current()))
    expect(new Set(desks).size).toBe(1)
    const once = asked()
    tick(999)
    await reader.current()
    expect(asked()).toBe(once)
    await apply({ ...deskContent, name: 'Renamed' }, 'two')
    expect((await reader.current()).name).toBe('Small desk')
    tick(1)
    expect((await reader.current()).name).toBe('Renamed')
  })

  test('forgets when told, and hands out the same desk while nothing changed', async () => {
    await apply(deskContent, 'one')
    const { reader, tick, asked } = counting()
    const first = await reader.current()
    const once = asked()
    reader.forget()
    expect(await reader.current()).toBe(first)
    expect(asked()).toBeGreaterThan(once)
    tick(5000)
    expect(await reader.current()).toBe(first)
  })

  test('asks again after a failure', async () => {
    const { reader } = counting()
    await expect(reader.current()).rejects.toThrow(/no desk file/i)
    await apply(deskContent, 'one')
    expect((await reader.current()).version).toBe(1)
  })
})
