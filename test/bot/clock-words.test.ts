import { describe, expect, it, test } from 'vitest'
import { plain } from '../../src/bot/ui/card.ts'
import { alertSpans } from '../../src/bot/views/clock-alert-words.ts'
import { historySpans, termsSpans } from '../../src/bot/views/clock-history.ts'
import {
  dueLabel,
  duration,
  openTime,
  promised,
  slotName,
  targetName,
} from '../../src/bot/views/clock-words.ts'
import { type Later, passed, promisingDesk as desk, storyOf } from '../support/promising.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

test.each([
  [0, '0 s', '0 s'],
  [-5, '0 s', '0 s'],
  [999, '0 s', '0 s'],
  [59 * second, '59 s', '59 s'],
  [60 * second, '1 min', '1 min'],
  [61 * second, '1 min 1 s', '1 min 1 s'],
  [hour, '1 h', '1 h'],
  [hour + 59 * second, '1 h', '1 h'],
  [3 * hour + 20 * minute, '3 h 20 min', '3 h 20 min'],
  [3 * hour + 20 * minute + 59 * second, '3 h 20 min', '3 h 20 min'],
  [24 * hour, '24 h', '1 d'],
  [40 * hour, '40 h', '1 d 16 h'],
])('%i ms are told as %s of open time and as %s of a day’s', (ms, open, wall) => {
  expect([openTime(ms), duration(ms)]).toEqual([open, wall])
})

test('what a due time follows says who is to do what, with one "by"', () => {
  const told = desk.targets.map((target) =>
    (['is', 'was'] as const).map((tense) => promised(target, desk, tense)),
  )
  expect(told).toEqual([
    ['it is to be answered by', 'it was to be answered by'],
    ['it is to be resolved by', 'it was to be resolved by'],
    ['the person affected is to hear something new by', 'the person affected was to hear something new by'],
    ['Network is to answer it by', 'Network was to answer it by'],
    ['Satellites has until', 'Satellites had until'],
  ])
})

test('a label tells the team what to do, and the requester what is coming', () => {
  expect(desk.targets.map((target) => dueLabel(target, desk))).toEqual([
    'Answer by',
    'Resolve by',
    'Update by',
    'Network: answer by',
    'Satellites: until',
  ])
  expect(desk.targets.slice(0, 3).map((target) => dueLabel(target, desk, 'requester'))).toEqual([
    'Answer by',
    'To be resolved by',
    'News by',
  ])
})

test('a target is named with whose it is, also one whose party is gone', () => {
  expect(
    ['sla/update', 'ola/net/response', 'ola/gone/resolution', 'uc/sat/resolution'].map((slot) =>
      targetName(slot, desk),
    ),
  ).toEqual([
    'the target for news',
    'the target of Network for an answer',
    'the target of gone for resolving',
    'the target of Satellites',
  ])
  expect(slotName('ola/net/response')).toEqual({ tier: 'ola', kind: 'response', party: 'net' })
})

const taken: Later = [5, 'carl', { type: 'taken' }]
const suspended = (waitingFor: 'requester' | 'supplier'): Later => [
  10,
  'carl',
  { type: 'suspended', waitingFor, reason: 'r' },
]
const resolved: Later = [
  70,
  'carl',
  { type: 'resolved', code: 'fixed', text: 't', closeDue: '2026-03-17T16:00:00Z' },
]
const due = '2026-03-12 10:00 UTC'

type Event = ReturnType<typeof passed>
const told = (
  reader: { audience: 'requester' | 'triage' | 'person'; person?: string },
  event: Event,
  ...later: readonly Later[]
): string => {
  const { incident } = storyOf([...later, [60, 'desk', event]])
  return plain(alertSpans(incident, event, desk, { platform: 'slack', ...reader }))
}
const team = { audience: 'triage' } as const
const requester = { audience: 'requester' } as const
const half = passed('sla/resolution', { threshold: '75%' })

describe('8.1-h: the team is warned', () => {
  it('and asked to take what nobody has', () => {
    expect(told(team, half)).toBe(
      `⏱️ 75% of the time has passed: it is to be resolved by ${due}. Nobody has taken it yet. Please take it.`,
    )
  })

  it('and told who works on it, or whom it was given to', () => {
    expect(told(team, half, taken)).toBe(
      `⏱️ 75% of the time has passed: it is to be resolved by ${due}. Carl is working on it.`,
    )
    expect(told(team, half, [5, 'dana', { type: 'assigned', to: 'cleo' }])).toContain(
      'It is assigned to Cleo.',
    )
  })

  it('of a time left', () => {
    const left = passed('sla/resolution', { threshold: 'PT40H' })
    expect(told(team, left, taken)).toMatch(/^⏱️ 40 h left: it is to be resolved by/)
  })

  it('late, which is said, and then no more is claimed than is so', () => {
    const left = passed('sla/response', { threshold: 'PT15M', late: 12 * minute })
    expect(told(team, left)).toBe(
      `⏱️ Less than 15 min left: it is to be answered by ${due}. Nobody has taken it yet. Please take it. (This message comes 12 min late.)`,
    )
  })

  it('that work is suspended while the time runs on', () => {
    const repair = passed('uc/sat/resolution', { threshold: '50%' })
    expect(told(team, repair, taken, suspended('supplier'))).toBe(
      `⏱️ 50% of the time has passed: Satellites has until ${due}. It waits for a supplier.`,
    )
  })

  it('of its own target by its name', () => {
    expect(told(team, passed('ola/net/response', { threshold: '50%' }))).toContain(
      `: Network is to answer it by ${due}. Nobody`,
    )
  })

  it('in a message that was overtaken: nothing is asked any more', () => {
    expect(told(team, half, taken, resolved)).toBe(
      `⏱️ 75% of the time has passed: it was to be resolved by ${due}. It has been resolved since.`,
    )
  })
})

describe('6.1-c: of a missed target', () => {
  const missed = passed('sla/resolution')

  it('the team is asked for the cause, without a name to blame', () => {
    expect(told(team, missed, taken)).toBe(
      `🔴 Missed: it was to be resolved by ${due}. Carl is working on it. Once the cause is known, please tell it with Say why on the card.`,
    )
    expect(told(team, missed)).toBe(
      `🔴 Missed: it was to be resolved by ${due}. Nobody has taken it yet. Please take it. Once the cause is known, please tell it with Say why on the card.`,
    )
  })

  it('its lead is told where the button is, and who cannot tell the cause is not asked for it', () => {
    expect(told({ audience: 'person', person: 'dana' }, missed, taken)).toMatch(/with Say why below\.$/)
    for (const person of ['hana', 'ivo'])
      expect(told({ audience: 'person', person }, missed, taken)).toBe(
        `🔴 Missed: it was to be resolved by ${due}. Carl is working on it. Network is asked for the cause.`,
      )
  })

  it('whose cause is known nothing is asked', () => {
    const { slot, run, within } = missed
    const { incident } = storyOf([
      taken,
      [60, 'desk', missed],
      [61, 'carl', { type: 'miss-explained', slot, run, within, cause: 'workload', text: 't' }],
    ])
    expect(plain(alertSpans(incident, missed, desk, { ...team, platform: 'slack' }))).not.toContain('Say why')
  })
})

describe('8.1-h: the requester is told in advance', () => {
  it('what was promised, that it may be later, and what happens next', () => {
    expect(told(requester, passed('sla/response', { threshold: '90%', told: ['dana', 'hana'] }))).toBe(
      `Ada, this may take longer than agreed. You were promised an answer by ${due}, and it may be later than that. What happens next: Network has it, but nobody has taken it yet. Dana and Hana have been told. You will be told here as soon as there is news.`,
    )
    expect(
      told(requester, passed('sla/resolution', { threshold: '90%', told: ['carl', 'dana'] }), taken),
    ).toBe(
      `Ada, this may take longer than agreed. You were promised that it is resolved by ${due}, and it may be later than that. What happens next: Carl is working on it. Dana has been told. You will be told here as soon as there is news.`,
    )
    expect(told(requester, passed('sla/update', { threshold: '90%' }), taken)).toContain(
      'You were promised news by',
    )
  })

  it('that it waits for them, where it does', () => {
    expect(told(requester, half, taken, suspended('requester'))).toContain(
      'What happens next: it waits for your answer. You will be told',
    )
  })

  it('of many who were told only some by name, and of those who wait like them none', () => {
    const event = passed('sla/resolution', {
      threshold: '90%',
      told: ['carl', 'dana', 'hana', 'gil', 'ivo', 'jo', 'ada'],
    })
    expect(told(requester, event, taken)).toContain(' Dana, Hana and 2 more have been told.')
  })

  it('and when it was not kept, with an apology', () => {
    expect(told(requester, passed('sla/resolution', { late: 3 * hour }), taken)).toBe(
      `Ada, this takes longer than agreed. You were promised that it is resolved by ${due}, and that was not kept. We are sorry. What happens next: Carl is working on it. You will be told here as soon as there is news. (This message comes 3 h late.)`,
    )
  })

  it('without a promise of news once it is resolved', () => {
    expect(told(requester, passed('sla/resolution'), taken, resolved)).toBe(
      `Ada, this took longer than agreed. You were promised that it is resolved by ${due}, and that was not kept. We are sorry. It has been resolved since.`,
    )
    expect(told(requester, half, taken, resolved)).toBe(
      `Ada, this was about to take longer than agreed. You were promised that it is resolved by ${due}. It has been resolved since.`,
    )
  })

  it('and so are interested people, who are promised no news and asked for nothing', () => {
    const event = passed('sla/resolution', { threshold: '90%', told: ['dana', 'jo'] })
    expect(told({ audience: 'person', person: 'jo' }, event, taken)).toBe(
      `This may take longer than agreed. Ada was promised that it is resolved by ${due}, and it may be later than that. What happens next: Carl is working on it. Dana has been told. Details shows how it stands.`,
    )
  })
})

const historyOf = (event: Event): string => plain(historySpans(event, desk))

test('the history says what had passed, true whenever it is read', () => {
  expect(historyOf(half)).toBe(`75% of the time for resolving had passed; due ${due}.`)
  expect(historyOf(passed('ola/net/response', { threshold: 'PT15M', late: 90 * minute }))).toBe(
    `15 min of the time of Network for an answer remained; due ${due}. It was told 1 h 30 min late.`,
  )
  expect(historyOf(passed('uc/sat/resolution'))).toBe(`Missed: the time of Satellites was up; due ${due}.`)
})

describe('a new desk file that moved what is due', () => {
  const from = '2026-03-12T12:00:00Z'
  const to = '2026-03-12T14:00:00Z'
  const changed = {
    type: 'terms-changed',
    desk: 4,
    changes: [
      { slot: 'sla/resolution', from, to },
      { slot: 'ola/net/response', to },
      { slot: 'sla/update', from },
      { slot: 'sla/response' },
    ],
  } as const

  it('is told the team with its version and all that moved', () => {
    expect(plain(termsSpans(changed, desk, 'triage'))).toBe(
      'The agreements were changed (desk file version 4). Resolve by 2026-03-12 14:00 UTC (was 2026-03-12 12:00 UTC). Network: answer by 2026-03-12 14:00 UTC. Update by: no date now (was 2026-03-12 12:00 UTC). Answer by: changed, without a date.',
    )
  })

  it('is told the requester without what teams owe', () => {
    expect(plain(termsSpans(changed, desk, 'requester'))).toBe(
      'The agreed hours or times were changed. To be resolved by 2026-03-12 14:00 UTC (was 2026-03-12 12:00 UTC). News by: no date now (was 2026-03-12 12:00 UTC). Answer by: changed, without a date.',
    )
  })
})
