import { describe, expect, test } from 'vitest'
import { nearbyOf, servicesAround, suspectsOf } from '../../src/domain/change-nearby.ts'
import type { Change, ChangeState } from '../../src/domain/change.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { changeDesk, changeIn } from '../support/given-change.ts'
import { thursday } from '../support/given.ts'

/** Payroll rests on Wi-Fi. */
const desk: Desk = {
  ...changeDesk,
  services: changeDesk.services.map((service) =>
    service.id === 'payroll' ? { ...service, dependsOn: ['wifi'] } : service,
  ),
}

const hours = (count: number): Temporal.Instant => thursday.add({ minutes: Math.round(count * 60) })

interface Said {
  readonly state: ChangeState
  /** Hours from now: of its window, when it started, and when it ended. */
  readonly window?: readonly [number, number]
  readonly started?: number
  readonly ended?: number
  readonly services?: readonly string[]
  readonly components?: readonly string[]
}

const change = (
  id: string,
  { state, window = [-2, 2], started = -2, ended, services = ['wifi'], components = [] }: Said,
): Change => ({
  ...changeIn('requested'),
  id,
  state,
  services,
  components,
  from: hours(window[0]).toString(),
  to: hours(window[1]).toString(),
  ...(state === 'approved' || state === 'requested' ? {} : { startedAt: hours(started) }),
  ...(ended === undefined ? {} : { outcome: { how: 'done', text: '', by: 'carl', at: hours(ended) } }),
})

/** An incident of Wi-Fi: what is said of a change, and whether it is named on the card. */
const table: readonly (readonly [what: string, said: Said, when: 'made' | 'under-way' | 'planned' | 'no'])[] =
  [
    ['asked for', { state: 'requested' }, 'no'],
    ['rejected', { state: 'rejected' }, 'no'],
    ['withdrawn', { state: 'withdrawn' }, 'no'],
    ['made 2 h ago', { state: 'done', ended: -2 }, 'made'],
    ['made and reviewed', { state: 'reviewed', ended: -2 }, 'made'],
    ['failed', { state: 'failed', ended: -2 }, 'made'],
    ['backed out', { state: 'backed-out', ended: -2 }, 'made'],
    ['made three days ago', { state: 'done', started: -80, ended: -72 }, 'made'],
    ['made a little longer ago', { state: 'done', started: -80, ended: -72.1 }, 'no'],
    ['being made', { state: 'in-progress' }, 'under-way'],
    ['being made for a week', { state: 'in-progress', started: -170 }, 'under-way'],
    ['planned for now, and not begun', { state: 'approved' }, 'planned'],
    ['planned in three days', { state: 'approved', window: [72, 73] }, 'planned'],
    ['planned a little later', { state: 'approved', window: [72.1, 73] }, 'no'],
    ['its window passed unused', { state: 'approved', window: [-3, -1] }, 'no'],
    ['of another service', { state: 'done', ended: -2, services: ['payroll'] }, 'no'],
    ['of several', { state: 'done', ended: -2, services: ['payroll', 'wifi'] }, 'made'],
  ]

describe('8.1-i: changes around an incident', () => {
  const incident = { service: 'wifi' }
  test.each(table)('%s: %o is %s', (_, said, when) => {
    const [found] = nearbyOf(incident, [change('CHG-1', said)], desk, thursday)
    expect(found?.when ?? 'no').toBe(when)
  })

  test.each([
    [undefined, ['core'], true],
    ['core', [], true],
    ['core', ['core', 'access-points'], true],
    ['core', ['access-points'], false],
  ] as const)('incident of component %s, change of %j: %s', (component, components, named) => {
    const one = change('CHG-1', { state: 'done', ended: -2, components })
    const about = component === undefined ? incident : { ...incident, component }
    expect(nearbyOf(about, [one], desk, thursday)).toHaveLength(named ? 1 : 0)
  })

  test('also of what the service rests on, and it says so; not of what rests on it', () => {
    const wifi = change('CHG-1', { state: 'done', ended: -2, components: ['access-points'] })
    const payroll = change('CHG-2', { state: 'done', ended: -2, services: ['payroll'] })
    expect(servicesAround({ service: 'payroll' }, desk)).toEqual(['payroll', 'wifi'])
    expect(nearbyOf({ service: 'payroll' }, [wifi, payroll], desk, thursday)).toMatchObject([
      { service: 'wifi', below: true },
      { service: 'payroll', below: false },
    ])
    expect(nearbyOf(incident, [wifi, payroll], desk, thursday)).toMatchObject([
      { service: 'wifi', below: false },
    ])
  })

  test('the nearest to now first, whichever way, then by number', () => {
    const all = [
      change('CHG-10', { state: 'approved', window: [3, 4] }),
      change('CHG-2', { state: 'done', started: -5, ended: -3 }),
      change('CHG-3', { state: 'done', ended: -1 }),
      change('CHG-4', { state: 'in-progress', started: -50 }),
      change('CHG-5', { state: 'approved', window: [70, 71] }),
    ]
    expect(nearbyOf(incident, all, desk, thursday).map(({ change: one }) => one.id)).toEqual([
      'CHG-4',
      'CHG-3',
      'CHG-2',
      'CHG-10',
      'CHG-5',
    ])
  })
})

describe('8.1-i: what a team is told of at once', () => {
  const suspects: readonly (readonly [what: string, said: Said, told: boolean])[] = [
    ['made just before', { state: 'done', ended: -0.1 }, true],
    ['made a day before', { state: 'reviewed', started: -25, ended: -24 }, true],
    ['made earlier', { state: 'done', started: -25, ended: -24.1 }, false],
    ['being made', { state: 'in-progress' }, true],
    ['begun before, ended since', { state: 'done', started: -1, ended: 1 }, true],
    ['begun since', { state: 'in-progress', started: 0.5 }, false],
    ['planned', { state: 'approved' }, false],
  ]
  test.each(suspects)('%s: %o is %s', (_, said, told) => {
    const raised = { service: 'wifi', raisedAt: thursday }
    expect(suspectsOf(raised, [change('CHG-1', said)], desk)).toHaveLength(told ? 1 : 0)
  })

  test('only of its own service', () => {
    const raised = { service: 'payroll', raisedAt: thursday }
    expect(suspectsOf(raised, [change('CHG-1', { state: 'done', ended: -1 })], desk)).toEqual([])
  })
})
