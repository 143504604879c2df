import { describe, expect, test } from 'vitest'
import type { ChangePolicy, FreezeWindow } from '../../src/domain/change-policy.ts'
import {
  type ScheduledChange,
  conflictsOf,
  scheduledOf,
  scheduleOf,
} from '../../src/domain/change-schedule.ts'
import type { Desk, Service } from '../../src/domain/desk.ts'
import { freezeSpan } from '../../src/domain/freeze.ts'
import { dependenciesOf } from '../../src/domain/service-dependencies.ts'

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)
const window = (from: string, to: string) => ({ from: at(from), to: at(to) })
const evening = window('2026-12-01T20:00Z', '2026-12-01T22:00Z')
const later = window('2026-12-01T21:00Z', '2026-12-01T23:00Z')
const both = window('2026-12-01T21:00Z', '2026-12-01T22:00Z')

const service = (id: string, components: readonly string[] = [], dependsOn?: readonly string[]): Service => ({
  id,
  name: id,
  owner: 'ada',
  team: 'network',
  customers: [],
  interested: [],
  components: components.map((one) => ({ id: one, name: one })),
  ...(dependsOn === undefined ? {} : { dependsOn }),
})

/** booking rests on mail, that on the network; wiki and search rest on each other. */
const services = [
  service('network', ['router', 'wifi']),
  service('mail', ['mailboxes'], ['network']),
  service('booking', ['site'], ['mail']),
  service('wiki', [], ['search']),
  service('search', [], ['wiki']),
]

const deskWith = (...freezeWindows: readonly FreezeWindow[]): Pick<Desk, 'services' | 'changes'> => ({
  services,
  changes: { freezeWindows } as unknown as ChangePolicy,
})
const desk = deskWith()

const change = (id: string, what: Partial<ScheduledChange> = {}): ScheduledChange => ({
  id,
  title: `What ${id} does`,
  type: 'normal',
  services: [],
  components: [],
  implementer: `implementer of ${id}`,
  window: evening,
  ...what,
})

const freeze = (what: Partial<FreezeWindow> = {}): FreezeWindow => ({
  id: 'christmas',
  name: 'Christmas sailings',
  zone: 'Europe/Lisbon',
  from: '2026-12-01T21:00',
  to: '2026-12-02T24:00',
  emergencies: false,
  ...what,
})

/** In short: the kinds that are found, with the other's number. */
const found = (a: ScheduledChange, b: ScheduledChange): readonly string[] =>
  conflictsOf(a, [b], desk).map((each) => `${each.kind}${'change' in each ? ` ${each.change}` : ''}`)

describe('9.2-e two changes are in each other’s way', () => {
  test.each<[string, Partial<ScheduledChange>, Partial<ScheduledChange>, string[]]>([
    ['with nothing in common', { services: ['mail'] }, { services: ['wiki'] }, []],
    ['of one component', { components: ['router'] }, { components: ['wifi', 'router'] }, ['same-component']],
    ['of two components of one service', { components: ['router'] }, { components: ['wifi'] }, []],
    [
      'of two components of one service that both name',
      { services: ['network'], components: ['router'] },
      { services: ['network'], components: ['wifi'] },
      [],
    ],
    [
      'of one service, one of them of no component in particular',
      { services: ['network'] },
      { components: ['wifi'] },
      ['same-service'],
    ],
    ['of one service', { services: ['mail'] }, { services: ['mail'] }, ['same-service']],
    [
      'of a component that the desk no longer has',
      { components: ['old'] },
      { components: ['old'] },
      ['same-component'],
    ],
    [
      'of a service that the desk no longer has',
      { services: ['old'] },
      { services: ['old'] },
      ['same-service'],
    ],
    [
      'of a service and one it depends on',
      { services: ['mail'] },
      { services: ['network'] },
      ['dependent-service'],
    ],
    [
      'of a service and a component of one it depends on through another',
      { services: ['booking'] },
      { components: ['wifi'] },
      ['dependent-service'],
    ],
    [
      'of services that depend on each other',
      { services: ['wiki'] },
      { services: ['search'] },
      ['dependent-service'],
    ],
    [
      'by one person',
      { implementer: 'ada', services: ['mail'] },
      { implementer: 'ada', services: ['wiki'] },
      ['same-implementer'],
    ],
    [
      'of one component by one person, whose service rests on another of theirs',
      { implementer: 'ada', components: ['router', 'mailboxes'] },
      { implementer: 'ada', components: ['router'] },
      ['same-component', 'dependent-service', 'same-implementer'],
    ],
  ])('%s', (_, a, b, kinds) => {
    const [one, other] = [change('CHG-9', a), change('CHG-10', { window: later, ...b })]
    expect(found(one, other)).toEqual(kinds.map((kind) => `${kind} CHG-10`))
    expect(found(other, one)).toEqual(kinds.map((kind) => `${kind} CHG-9`))
  })

  test('only for the time that they have in common', () => {
    const one = change('CHG-9', { components: ['router'] })
    const other = change('CHG-10', { components: ['router'], window: later })
    expect(conflictsOf(one, [other], desk)).toEqual([
      { kind: 'same-component', change: 'CHG-10', overlap: both, components: ['router'] },
    ])
  })

  test('not when one ends as the other starts, nor when one is over before it starts', () => {
    const one = change('CHG-9', { components: ['router'] })
    for (const other of [
      window('2026-12-01T22:00Z', '2026-12-01T23:00Z'),
      window('2026-12-01T19:00Z', '2026-12-01T20:00Z'),
      window('2026-12-01T21:00Z', '2026-12-01T21:00Z'),
      window('2026-12-01T22:00Z', '2026-12-01T20:00Z'),
    ])
      expect(found(one, change('CHG-10', { components: ['router'], window: other }))).toEqual([])
  })

  test('says the way from service to service, the shortest first', () => {
    const [conflict] = conflictsOf(
      change('CHG-9', { services: ['booking', 'wiki'] }),
      [change('CHG-10', { services: ['network', 'search'] })],
      desk,
    )
    expect(conflict).toMatchObject({
      kind: 'dependent-service',
      ways: [
        ['search', 'wiki'],
        ['wiki', 'search'],
        ['booking', 'mail', 'network'],
      ],
    })
  })

  test('not with itself, as it stands in the schedule already', () => {
    const one = change('CHG-9', { components: ['router'] })
    expect(conflictsOf(one, [{ ...one, window: later }], desk)).toEqual([])
  })

  test('in order: freezes, then the others by when they meet and by number', () => {
    const what = { components: ['router'], implementer: 'ada' }
    const others = [
      change('CHG-11', { ...what, window: later }),
      change('CHG-10', { ...what, window: later }),
      change('CHG-12', what),
      change('CHG-8', { ...what, window: later }),
    ]
    const all = conflictsOf(change('CHG-9', what), others, deskWith(freeze()))
    expect(all.map((each) => ('change' in each ? `${each.change} ${each.kind}` : each.freeze.id))).toEqual([
      'christmas',
      'CHG-12 same-component',
      'CHG-12 same-implementer',
      'CHG-8 same-component',
      'CHG-8 same-implementer',
      'CHG-10 same-component',
      'CHG-10 same-implementer',
      'CHG-11 same-component',
      'CHG-11 same-implementer',
    ])
  })
})

const frozen = (what: Partial<ScheduledChange>, ...windows: FreezeWindow[]) =>
  conflictsOf(change('CHG-9', what), [], deskWith(...windows))

describe('9.2-e a freeze window', () => {
  test('is named, with the time of the change that lies in it', () => {
    expect(frozen({}, freeze())).toEqual([
      { kind: 'freeze', freeze: { id: 'christmas', name: 'Christmas sailings' }, overlap: both },
    ])
  })

  test('has nothing to do with what ends when it starts, or starts when it ends', () => {
    expect(frozen({}, freeze({ from: '2026-12-01T22:00' }))).toEqual([])
    expect(frozen({}, freeze({ from: '2026-11-01T00:00', to: '2026-12-01T20:00' }))).toEqual([])
  })

  test('may be of services: those the change names, and those of its components', () => {
    const mail = freeze({ services: ['mail'] })
    expect(frozen({ services: ['wiki'] }, mail)).toEqual([])
    expect(frozen({}, mail)).toEqual([])
    expect(frozen({ services: ['mail'] }, mail)).toHaveLength(1)
    expect(frozen({ components: ['mailboxes'] }, mail)).toHaveLength(1)
    // Mail rests on the network; a freeze says itself what it is for.
    expect(frozen({ services: ['network'] }, mail)).toEqual([])
  })

  test('may let emergencies pass', () => {
    expect(frozen({ type: 'emergency' }, freeze())).toHaveLength(1)
    expect(frozen({ type: 'emergency' }, freeze({ emergencies: true }))).toEqual([])
    expect(frozen({ type: 'normal' }, freeze({ emergencies: true }))).toHaveLength(1)
  })

  test('is none where the desk has no changes', () => {
    expect(conflictsOf(change('CHG-9'), [], { services })).toEqual([])
  })

  test.each([
    // Lisbon: 01:00 to 02:00 is skipped on 28 March 2027, and comes twice on 31 October.
    [
      'starts in a skipped hour',
      '2027-03-28T01:30',
      '2027-03-28T03:00',
      '2027-03-28T01:00Z',
      '2027-03-28T02:00Z',
    ],
    [
      'ends in an hour that comes twice',
      '2027-10-31T00:00',
      '2027-10-31T01:30',
      '2027-10-30T23:00Z',
      '2027-10-31T00:30Z',
    ],
    ['ends with the day', '2027-06-01T00:00', '2027-06-01T24:00', '2027-05-31T23:00Z', '2027-06-01T23:00Z'],
  ])('keeps the clocks of its zone: one that %s', (_, from, to, first, last) => {
    expect(freezeSpan({ zone: 'Europe/Lisbon', from, to })).toEqual(window(first, last))
  })
})

describe('what a service depends on', () => {
  test('is found through others, by the shortest way', () => {
    expect([...dependenciesOf(services, 'booking')]).toEqual([
      ['mail', ['booking', 'mail']],
      ['network', ['booking', 'mail', 'network']],
    ])
    expect(dependenciesOf(services, 'network').size).toBe(0)
    expect(dependenciesOf(services, 'nothing').size).toBe(0)
  })

  test('is not the service itself, in a circle', () => {
    expect([...dependenciesOf(services, 'wiki')]).toEqual([['search', ['wiki', 'search']]])
  })
})

test('a record says its window as instants in text, and more than the schedule has to know', () => {
  const { window: evening, ...rest } = change('CHG-9', { services: ['mail'] })
  const record = { ...rest, from: '2026-12-01T20:00Z', to: '2026-12-01T22:00Z', plan: 'Restart it.' }
  expect(scheduledOf(record)).toEqual({ ...rest, window: evening })
  expect(() => scheduledOf({ ...record, to: 'later' })).toThrow(RangeError)
})

describe('9.2-e a week of the schedule', () => {
  const monday = at('2026-11-30T00:00Z')
  const nextMonday = at('2026-12-07T00:00Z')

  test('has every day, each with what is done on it', () => {
    const days = scheduleOf(
      [
        change('CHG-10'),
        change('CHG-9'),
        change('CHG-7', { window: window('2026-12-01T08:00Z', '2026-12-01T09:00Z') }),
        change('CHG-1', { window: window('2026-12-07T00:00Z', '2026-12-07T09:00Z') }),
      ],
      monday,
      nextMonday,
      'UTC',
    )
    expect(days.map(({ date }) => date)).toEqual(
      ['30', '01', '02', '03', '04', '05', '06'].map((day) => `2026-${day === '30' ? '11' : '12'}-${day}`),
    )
    expect(days.flatMap(({ date, entries }) => entries.map((entry) => `${date} ${entry.change.id}`))).toEqual(
      ['2026-12-01 CHG-7', '2026-12-01 CHG-9', '2026-12-01 CHG-10'],
    )
  })

  test('has a change over midnight on both days, cut at midnight of that zone', () => {
    const days = scheduleOf(
      [change('CHG-9')],
      at('2026-12-01T00:00Z'),
      at('2026-12-03T00:00Z'),
      'Asia/Kathmandu',
    )
    const midnight = '2026-12-01T18:15Z'
    expect(days.map(({ date }) => date)).toEqual(['2026-12-01', '2026-12-02', '2026-12-03'])
    expect(days[1]?.from).toEqual(at(midnight))
    const over = scheduleOf(
      [change('CHG-9', { window: window('2026-12-01T17:00Z', '2026-12-01T19:00Z') })],
      at('2026-12-01T00:00Z'),
      at('2026-12-03T00:00Z'),
      'Asia/Kathmandu',
    ).flatMap(({ entries }) => entries)
    expect(over.map(({ part, since, until }) => ({ part, since, until }))).toEqual([
      { part: window('2026-12-01T17:00Z', midnight), since: false, until: true },
      { part: window(midnight, '2026-12-01T19:00Z'), since: true, until: false },
    ])
  })

  test('leaves out a date that clocks skip', () => {
    const days = scheduleOf([], at('2011-12-29T12:00Z'), at('2011-12-31T12:00Z'), 'Pacific/Apia')
    expect(days.map(({ date }) => date)).toEqual(['2011-12-29', '2011-12-31', '2012-01-01'])
  })

  test('is empty when it ends before it starts', () => {
    expect(scheduleOf([change('CHG-9')], nextMonday, monday, 'UTC')).toEqual([])
  })
})
