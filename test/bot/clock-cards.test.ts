import { describe, expect, it, test } from 'vitest'
import { type Card, plain } from '../../src/bot/ui/card.ts'
import { alertCard } from '../../src/bot/views/clock-alert.ts'
import { explainMissForm } from '../../src/bot/views/explain-miss-form.ts'
import { detailsCard } from '../../src/bot/views/history.ts'
import { type CardReader, type IncidentFacts, incidentCard } from '../../src/bot/views/incident-card.ts'
import { whyCard } from '../../src/bot/views/why.ts'
import { tracesOf } from '../../src/domain/clock-trace.ts'
import type { Clock } from '../../src/domain/sla-clock.ts'
import { thursday } from '../support/given.ts'
import {
  type Later,
  type Story,
  minutes,
  passed,
  promisingDesk as desk,
  storyOf,
} from '../support/promising.ts'

const taken: Later = [5, 'carl', { type: 'taken' }]
const resolved: Later = [
  600,
  'carl',
  { type: 'resolved', code: 'fixed', text: 't', closeDue: '2026-03-17T16:00:00Z' },
]

const factsOf = ({ incident, clocks }: Story, after: number): IncidentFacts => ({
  incident,
  desk,
  clocks,
  now: minutes(after),
  followUps: [],
  changes: [],
  nearby: [],
  undelivered: [],
})

const wordsOf = (card: Card): readonly string[] =>
  card.elements.flatMap((element) => {
    if (element.kind === 'fields')
      return element.fields.map(({ label, value }) => `${label}: ${plain(value)}`)
    if (element.kind === 'buttons') return element.buttons.map(({ label }) => `[${label}]`)
    return element.kind === 'divider' || element.kind === 'picture' ? [] : [plain(element.text)]
  })

/** The due times on a card, and nothing else. */
const dues = (story: Story, after: number, reader: CardReader): readonly string[] =>
  wordsOf(incidentCard(factsOf(story, after), reader)).filter((words) =>
    /^(Answer by|Resolve by|Update by|To be resolved by|News by|Network: |Satellites: )/.test(words),
  )

describe('a card says when what is promised is due', () => {
  it('with the time left: to the requester what was promised to them, to the team what it owes as well', () => {
    const story = storyOf([])
    expect(dues(story, 10, 'requester')).toEqual([
      'Answer by: 2026-03-12 10:00 UTC · 50 min left',
      'To be resolved by: 2026-03-13 10:00 UTC · 7 h 50 min left',
      'News by: 2026-03-12 11:00 UTC · 1 h 50 min left',
    ])
    expect(dues(story, 10, 'triage')).toEqual([
      'Answer by: 2026-03-12 10:00 UTC · 50 min left',
      'Resolve by: 2026-03-13 10:00 UTC · 7 h 50 min left',
      'Update by: 2026-03-12 11:00 UTC · 1 h 50 min left',
      'Network: answer by: 2026-03-12 09:30 UTC · 20 min left',
    ])
    expect(wordsOf(incidentCard(factsOf(story, 10), 'triage')).join()).toContain(
      'Times left as of 2026-03-12 09:10 UTC',
    )
  })

  it('without what was kept', () => {
    expect(dues(storyOf([taken]), 10, 'triage').map((words) => words.split(':')[0])).toEqual([
      'Resolve by',
      'Update by',
    ])
  })

  it('that its time stands still, and what is left of it', () => {
    const waiting = storyOf([
      taken,
      [60, 'carl', { type: 'suspended', waitingFor: 'requester', reason: 'r' }],
    ])
    expect(dues(waiting, 600, 'requester')[0]).toBe('To be resolved by: ⏸️ time stands still, 7 h left')
  })

  it('that it was missed, and whether the cause is known', () => {
    const missed = passed('sla/resolution', { due: 480 })
    const story = storyOf([taken, [540, 'desk', missed]])
    expect(dues(story, 600, 'triage')[0]).toMatch(/^Resolve by: 🔴 2026-03-13 10:00 UTC · missed$/)
    const over = storyOf([taken, [1620, 'desk', missed], [1630, ...resolved.slice(1)] as unknown as Later])
    expect(dues(over, 1640, 'triage')).toContain(
      'Resolve by: 2026-03-13 10:00 UTC · missed, cause not told yet',
    )
    expect(dues(over, 1640, 'requester')).toEqual([])
  })

  it('and offers to explain it to those to whom something is promised', () => {
    const { incident, history, clocks } = storyOf([])
    const card = (kept: readonly Clock[], reader: CardReader) =>
      wordsOf(incidentCard(factsOf({ incident, history, clocks: kept }, 1), reader))
    const owed = clocks.filter(({ tier }) => tier !== 'sla')
    expect(card(clocks, 'requester')).toContain('[Why this due time?]')
    expect(card(owed, 'requester')).not.toContain('[Why this due time?]')
    expect(card(owed, 'triage')).toContain('[Why this due time?]')
    expect(card([], 'triage')).not.toContain('[Why this due time?]')
  })
})

const why = (story: Story, after: number, reader: 'requester' | 'desk'): readonly string[] => {
  const traces = tracesOf(story.history, story.clocks, desk, minutes(after))
  const mine = traces.filter(({ clock }) => reader === 'desk' || clock.tier === 'sla')
  return wordsOf(whyCard(story.incident, mine, [], desk, reader))
}

describe('*Why this due time?*', () => {
  it('adds up what counts, day by day, with the pauses', () => {
    const story = storyOf([
      taken,
      [60, 'carl', { type: 'suspended', waitingFor: 'requester', reason: 'r' }],
      [120, 'carl', { type: 'resumed' }],
    ])
    const told = why(story, 130, 'requester')
    expect(told.slice(0, 9)).toEqual([
      'Why INC-1 is due when it is',
      'To be resolved by 2026-03-13 11:00 UTC',
      '“Target restore”: 8 h for P3, counted in the hours of “office” (Europe/Berlin; desk file version 1).',
      'Counts from 2026-03-12 09:00 UTC to 2026-03-12 10:00 UTC: 1 h',
      'Thu 12 Mar: 10:00–11:00 = 1 h',
      'Stood still from 2026-03-12 10:00 UTC to 2026-03-12 11:00 UTC: it waited for the person affected',
      'Counts from 2026-03-12 11:00 UTC to 2026-03-13 11:00 UTC: 7 h',
      'Thu 12 Mar: 13:00–17:00 = 4 h\nFri 13 Mar: 09:00–12:00 = 3 h',
      'Counted so far: 1 h of 8 h; 7 h left.',
    ])
    expect(told.join('\n')).not.toContain('Network')
  })

  it('tells of a change what it changed, and none that came after', () => {
    const story = storyOf([taken, [30, 'carl', { type: 'priority-set', from: 'P3', to: 'P2', reason: 'r' }]])
    const told = why(story, 40, 'desk').join('\n')
    expect(told).toContain(
      'The priority became P2. All of it is counted by that again, from the same beginning and with the same pauses.',
    )
    // The answer was given while it was P3.
    expect(told).toContain('“Target answer”: 1 h for P3')
    expect(told).toContain('“Target restore”: 4 h for P2')
    expect(told.match(/The priority became/g)).toHaveLength(2)
  })

  it('keeps from the requester what a new desk file moved for teams', () => {
    const changes = [
      { slot: 'sla/resolution', to: '2026-03-13T11:00:00Z' },
      { slot: 'ola/net/response', to: '2026-03-12T09:30:00Z' },
    ]
    const story = storyOf([[10, 'desk', { type: 'terms-changed', desk: 2, changes }]])
    const told = why(story, 20, 'requester').join('\n')
    expect(told).toContain('The agreed hours or times were changed. To be resolved by 2026-03-13 11:00 UTC.')
    expect(told).not.toContain('Network')
  })

  it('says that nothing is promised, and what became of what agreements no longer explain', () => {
    const { incident, clocks } = storyOf([taken])
    expect(wordsOf(whyCard(incident, [], [], desk, 'requester'))).toEqual([
      'INC-1 has no due time: nothing is promised for Wi-Fi at P3.',
    ])
    const answered = clocks.filter(({ slot }) => slot === 'sla/response')
    expect(wordsOf(whyCard(incident, [], answered, desk, 'requester')).at(-1)).toBe(
      'The target for an answer: done 2026-03-12 09:05 UTC, in time (by agreements that have changed since, desk file version 1)',
    )
  })

  it('says how many targets it has no room for', () => {
    const { incident, history, clocks } = storyOf([])
    const [trace] = tracesOf(history, clocks, desk, thursday)
    if (trace === undefined) throw new Error('nothing to explain')
    const told = (count: number) =>
      wordsOf(
        whyCard(
          incident,
          Array.from({ length: count }, () => trace),
          [],
          desk,
          'desk',
        ),
      ).at(-1)
    expect(told(5)).toBe('1 more target is not explained here.')
    expect(told(7)).toBe('3 more targets are not explained here.')
  })
})

const facts = (id: string, ...later: readonly Later[]): IncidentFacts => {
  const story = storyOf(later)
  return { ...factsOf(story, 60), incident: { ...story.incident, id } }
}
const alert = (id: string, event: ReturnType<typeof passed>, ...later: readonly Later[]) => ({
  facts: facts(id, ...later, [60, 'desk', event]),
  happened: { record: id, seq: 9, at: minutes(60), actor: 'desk', event },
})
const half = passed('sla/resolution', { threshold: '50%' })
const most = passed('sla/resolution', { threshold: '90%' })
const missed = passed('sla/resolution')
const to = (person: string) => ({ audience: 'person', platform: 'slack', named: false, person }) as const

const buttons = (person: string) =>
  wordsOf(alertCard([alert('INC-1', missed, taken)], to(person))).filter((words) => words.startsWith('['))

describe('8.1-h: a message about targets', () => {
  it('says of one measurement only the newest', () => {
    const card = alertCard([alert('INC-1', half, taken), alert('INC-1', most, taken)], {
      audience: 'triage',
      platform: 'slack',
      named: false,
    })
    expect(wordsOf(card)).toHaveLength(1)
    expect(card.fallback).toMatch(/^⏱️ 90% of the time has passed/)
    const broken = alertCard([alert('INC-1', most, taken), alert('INC-1', missed, taken)], {
      audience: 'requester',
      platform: 'slack',
      named: true,
    })
    expect(broken.fallback).toMatch(/^INC-1 Ada, this takes longer than agreed/)
    expect(broken.fallback).not.toContain('may be later')
  })

  it('offers to each what they may do', () => {
    expect(buttons('carl')).toEqual(['[Acknowledge]', '[Say why]', '[Why this due time?]', '[Details]'])
    expect(buttons('gil')).toEqual(buttons('carl'))
    for (const person of ['hana', 'ivo', 'jo', 'somebody gone'])
      expect(buttons(person)).toEqual(['[Why this due time?]', '[Details]'])
  })

  it('of several records tells the most urgent first, each by its number, and how many more there are', () => {
    const many = Array.from({ length: 9 }, (_, index) => alert(`INC-${index + 1}`, half, taken))
    const urgent = alert('INC-30', half, taken, [
      6,
      'carl',
      { type: 'priority-set', from: 'P3', to: 'P1', reason: 'r' },
    ])
    const card = alertCard([...many, urgent], to('dana'))
    const told = wordsOf(card)
    expect(told.slice(0, 2)).toEqual(['10 records need your attention', 'INC-30 No Wi-Fi'])
    expect(told.slice(-2)).toEqual(['And 2 more: INC-8, INC-9', '“show” and a number shows one of them.'])
    expect(card.fallback).toContain('INC-9 ⏱️ 50%')
  })

  it('sounds like no order to people who only wait', () => {
    const card = alertCard([alert('INC-1', most), alert('INC-2', missed)], to('jo'))
    expect(wordsOf(card)[0]).toBe('2 records take longer than agreed, or may do so')
    expect(wordsOf(card).join('\n')).not.toMatch(/please|attention/i)
  })
})

describe('6.1-c: why a target was missed', () => {
  const miss = passed('ola/net/response')
  const { slot, run, within } = miss
  const story = storyOf([
    taken,
    [20, 'desk', passed('sla/resolution', { threshold: '75%' })],
    [30, 'desk', miss],
    [31, 'carl', { type: 'acknowledged' }],
    [32, 'carl', { type: 'noted', text: 'the note' }],
    [33, 'carl', { type: 'miss-explained', slot, run, within, cause: 'workload', text: 'Two at once.' }],
  ])
  const details = (audience: 'requester' | 'triage') =>
    wordsOf(
      detailsCard(
        factsOf(story, 40),
        story.history.map((happened) => ({ ...happened, via: { how: 'button' } })),
        { audience, platform: 'slack' },
      ),
    ).join('\n')

  test('stays on the desk’s side, with what teams owe', () => {
    expect(details('triage')).toContain(
      'Carl said why the target of Network for an answer was missed: Too much other work. Two at once.',
    )
    for (const secret of ['Two at once', 'the note', 'Network for an answer', 'Too much other work'])
      expect(details('requester')).not.toContain(secret)
    expect(details('requester')).toContain('75% of the time for resolving had passed')
  })

  test('is asked for by what was missed, and promises nothing that is not so', () => {
    const { incident } = storyOf([taken, [30, 'desk', miss], [31, 'desk', passed('sla/resolution')]])
    const form = explainMissForm(incident, desk, {})
    expect(form.inputs[0]).toMatchObject({
      options: [
        { value: 'ola/net/response', label: 'the target of Network for an answer' },
        { value: 'sla/resolution', label: 'the target for resolving' },
      ],
      value: 'ola/net/response',
    })
    expect(form.intro).toBe('This is asked to learn from it, not to blame anybody.')
  })
})
