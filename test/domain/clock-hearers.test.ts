import { describe, expect, test } from 'vitest'
import type { Desk } from '../../src/domain/desk.ts'
import type { Told } from '../../src/domain/service-target.ts'
import type { Life } from '../support/clock-life.ts'
import {
  acknowledge,
  handTo,
  live,
  lived,
  promising,
  take,
  target,
  waitFor,
  warning,
} from '../support/promised.ts'

const all: readonly Told[] = [
  'assignee',
  'team',
  'team-lead',
  'service-owner',
  'desk-lead',
  'supplier-manager',
  'requester',
  'interested',
]
const half = { percent: 50 }

/** Threads that hear and people who are written to, as the newest decision has it. */
const heard = ({ effects }: Life): readonly string[] =>
  effects.flatMap((effect) =>
    effect.kind === 'alert' ? [effect.audience] : effect.kind === 'alert-person' ? [effect.person] : [],
  )
const told = ({ history }: Life): readonly string[] => {
  const event = history.at(-1)?.event
  return event?.type === 'clock-warned' || event?.type === 'clock-breached' ? event.told : []
}

const warned = (
  desk: Desk,
  ...steps: readonly (readonly [string, string, { readonly type: 'take' }])[]
): Life => lived(desk, '2026-03-12T09:00', ...steps, ['2026-03-12T13:00:05', 'tick'])

describe('8.1-h: who hears a warning', () => {
  test.each([
    ['assignee', ['carl']],
    ['team', ['triage']],
    ['team-lead', ['dana']],
    ['service-owner', ['hana']],
    ['desk-lead', ['gil']],
    ['requester', ['requester']],
    // Of the same customer only, and not the person affected, who hears as the requester.
    ['interested', ['jo']],
    ['supplier-manager', []],
  ] as const)('%s: %s', (part, hearers) => {
    const desk = promising(target({ warnings: [warning(half, part)] }))
    const life = warned(desk, ['2026-03-12T10:00', 'carl', take])
    expect(heard(life)).toEqual(hearers)
    expect(told(life)).toEqual(hearers.filter((one) => one !== 'triage' && one !== 'requester'))
  })

  test('everybody once, whatever parts they have', () => {
    const desk = promising(target({ warnings: [warning(half, ...all)] }))
    const owned = {
      ...desk,
      services: desk.services.map((service) => ({ ...service, owner: 'dana', interested: ['dana', 'jo'] })),
    }
    expect(heard(warned(owned, ['2026-03-12T10:00', 'dana', take]))).toEqual([
      'triage',
      'requester',
      'dana',
      'gil',
      'jo',
    ])
  })

  test('nobody who left', () => {
    const desk = promising(target({ warnings: [warning(half, ...all)] }))
    const left = new Set(['carl', 'hana', 'jo'])
    const smaller = { ...desk, people: desk.people.filter(({ id }) => !left.has(id)) }
    const life = live(lived(desk, '2026-03-12T09:00', ['2026-03-12T10:00', 'carl', take]), smaller, [
      '2026-03-12T13:00:05',
      'tick',
    ])
    expect(heard(life)).toEqual(['triage', 'requester', 'dana', 'gil'])
  })

  test('whoever has that part when it is due', () => {
    const desk = promising(target({ warnings: [warning(half, 'assignee', 'team-lead')] }))
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T10:00', 'carl', take],
      ['2026-03-12T11:00', 'carl', handTo('apps')],
      ['2026-03-12T13:00:05', 'tick'],
    )
    expect(heard(life)).toEqual(['fay'])
  })

  test("the supplier's manager, of what the supplier owes", () => {
    const orbit = target({
      tier: 'uc',
      party: 'orbit',
      warnings: [warning(half, 'supplier-manager', 'team')],
    })
    const desk = promising(orbit)
    const life = lived(
      desk,
      '2026-03-12T08:00',
      ['2026-03-12T09:00', 'gil', waitFor('supplier')],
      ['2026-03-12T13:00:05', 'tick'],
    )
    expect(heard(life)).toEqual(['triage', 'dana'])
  })

  test('the lead of the team that promised it, also when another has it by now', () => {
    const desk = promising(target({ party: 'net', hours: 1 }))
    const life = lived(
      desk,
      '2026-03-12T09:00',
      ['2026-03-12T11:00', 'carl', handTo('apps')],
      ['2026-03-12T11:00:05', 'tick'],
    )
    expect(heard(life)).toEqual(['triage', 'dana'])
  })
})

describe('8.1-h: acknowledged', () => {
  const desk = promising(
    target({
      warnings: [warning(half, 'team'), warning({ percent: 75 }, ...all)],
      breachTells: ['team', 'team-lead', 'service-owner'],
    }),
  )
  const acknowledged = lived(
    desk,
    '2026-03-12T09:00',
    ['2026-03-12T10:00', 'carl', take],
    ['2026-03-12T13:00:05', 'tick'],
    ['2026-03-12T13:01', 'carl', acknowledge],
    ['2026-03-12T15:00:05', 'tick'],
  )

  test('warnings go no further up: those who deal with it hear, and the customer', () => {
    expect(heard(acknowledged)).toEqual(['triage', 'requester', 'carl', 'jo'])
  })

  test('a broken promise is told to everybody whom it concerns', () => {
    expect(heard(live(acknowledged, desk, ['2026-03-13T09:00:05', 'tick']))).toEqual([
      'triage',
      'dana',
      'hana',
    ])
  })
})

test('each decision is told about its own event', () => {
  const desk = promising(
    target({ warnings: [warning(half, 'team'), warning({ percent: 75 }, 'team', 'desk-lead')] }),
  )
  const { effects } = lived(desk, '2026-03-12T09:00', ['2026-03-12T15:30', 'tick'])
  expect(effects).toEqual([
    { kind: 'alert', audience: 'triage', event: 0 },
    { kind: 'alert', audience: 'triage', event: 1 },
    { kind: 'alert-person', person: 'gil', event: 1 },
  ])
})
