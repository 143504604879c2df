import type { Card } from '../../src/bot/ui/card.ts'
import { type Alert, alertCard } from '../../src/bot/views/clock-alert.ts'
import { complianceCard, complianceTitle } from '../../src/bot/views/compliance.ts'
import { type IncidentFacts, incidentCard } from '../../src/bot/views/incident-card.ts'
import { whyCard } from '../../src/bot/views/why.ts'
import { tracesOf } from '../../src/domain/clock-trace.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { Platform } from '../../src/domain/person.ts'
import { clocksOf } from '../../src/domain/sla-clock.ts'
import { thursday } from '../support/given.ts'
import { picture } from '../support/picture.ts'
import { everyState } from './clocks.ts'
import type { Drawing } from './drawings.ts'
import { type Life, lives } from './lives.ts'

const asked = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'

/** With names as long as a desk file may have them, and full of what could be markup. */
const loud = (desk: Desk): Desk => {
  const name = `${asked} ${'n'.repeat(75)}`.slice(0, 75)
  return {
    ...desk,
    suppliers: desk.suppliers.map((supplier) => ({ ...supplier, name })),
    teams: desk.teams.map((team) => ({ ...team, name })),
    missCauses: Array.from({ length: 120 }, (_, index) => ({ id: `cause-${index}`, name })),
    targets: desk.targets.map((target) => ({
      ...target,
      name,
      exceptions: [{ from: '2026-03-01', to: '2026-03-11', reason: `${asked} ${'r'.repeat(500)}` }],
    })),
  }
}

/** Cards about targets: with a clock in every state and with none, warnings, explanations, figures. */
export const clockCards = (desk: Desk, platform: Platform): readonly Drawing<Card>[] => [
  ...[desk, loud(desk)].flatMap((one) => [
    ...ofStates(one),
    ...lives.flatMap((life) => [...alertsOf(life, one, platform), ...whysOf(life, one)]),
    ...ofMany(one, platform),
  ]),
  ...figures(desk),
]

const factsOf = ({ incident }: Pick<Life, 'incident'>, desk: Desk): IncidentFacts => ({
  incident,
  desk,
  followUps: [],
  changes: [],
  nearby: [],
  undelivered: [],
  clocks: [],
  now: thursday,
})

const ofStates = (desk: Desk): readonly Drawing<Card>[] => {
  const [life] = lives
  if (life === undefined) throw new Error('no life')
  const states = Object.entries(everyState).map(([state, clock]) => [state, [clock]] as const)
  return [['none', []] as const, ...states].flatMap(([of, clocks]) =>
    (['requester', 'triage', 'former-team'] as const).map((reader) => ({
      view: 'incidentCard',
      of: `a clock that is ${of}, to ${reader}`,
      drawn: incidentCard({ ...factsOf(life, desk), clocks }, reader),
    })),
  )
}

const readers = [
  ['requester', undefined],
  ['triage', undefined],
  ['person', 'chiara'],
  ['person', 'iris'],
  ['person', 'joao'],
  ['person', undefined],
] as const

const alertsIn = (life: Life, desk: Desk): readonly Alert[] =>
  life.history
    .filter(({ event }) => event.type === 'clock-warned' || event.type === 'clock-breached')
    .map((happened) => ({ facts: factsOf(life, desk), happened }))

const alertsOf = (life: Life, desk: Desk, platform: Platform): readonly Drawing<Card>[] => {
  const all = alertsIn(life, desk)
  if (all.length === 0) return []
  return readers.flatMap(([audience, person]) =>
    [...all.map((alert) => [alert]), all].map((alerts) => ({
      view: 'alertCard',
      of: `${life.name}: ${alerts.map(({ happened }) => happened.event.type).join()}, to ${person ?? audience}`,
      drawn: alertCard(alerts, {
        audience,
        platform,
        named: audience === 'requester',
        ...(person === undefined ? {} : { person }),
      }),
    })),
  )
}

/** After a night without the desk: more records than a message has room for, each with all it can be warned of. */
const ofMany = (desk: Desk, platform: Platform): readonly Drawing<Card>[] =>
  [2, 6, 150].flatMap((count) =>
    ['chiara', 'joao'].map((person) => ({
      view: 'alertCard',
      of: `${count} records, to ${person}`,
      drawn: alertCard(
        Array.from({ length: count }, (_, index): Life => {
          const life = lives[index % lives.length]
          if (life === undefined) throw new Error('no life')
          return { ...life, incident: { ...life.incident, id: `INC-${123_456_000 + index}` } }
        }).flatMap((life) => alertsIn({ ...life, history: lives.flatMap(({ history }) => history) }, desk)),
        { audience: 'person', platform, named: false, person },
      ),
    })),
  )

const whysOf = (life: Life, desk: Desk): readonly Drawing<Card>[] => {
  const clocks = clocksOf(life.history, desk)
  const traces = tracesOf(life.history, clocks, desk, thursday.add({ hours: 400 }))
  return (['requester', 'desk'] as const).flatMap((reader) => [
    {
      view: 'whyCard',
      of: `${life.name}, to ${reader}`,
      drawn: whyCard(life.incident, traces, [], desk, reader),
    },
    {
      view: 'whyCard',
      of: `${life.name}, many and older, to ${reader}`,
      drawn: whyCard(
        life.incident,
        [...traces, ...traces, ...traces],
        Object.values(everyState),
        desk,
        reader,
      ),
    },
    { view: 'whyCard', of: `nothing, to ${reader}`, drawn: whyCard(life.incident, [], [], desk, reader) },
  ])
}

const figures = (desk: Desk): readonly Drawing<Card>[] => {
  const weeks = Array.from({ length: 8 }, (_, index) => `2026-0${index + 1}-05`)
  const services = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${asked} ${index} ${'s'.repeat(75)}`.slice(0, 75),
      weeks: weeks.map((__, week) => (week === 3 ? undefined : { met: week, missed: index })),
    }))
  return [0, 1, 40].flatMap((count) =>
    [undefined, picture({ title: complianceTitle(desk, 'network') })].map((drawn) => ({
      view: 'complianceCard',
      of: `${count} services, ${drawn === undefined ? 'in words' : 'with a picture'}`,
      drawn: complianceCard(complianceTitle(desk, undefined), weeks, services(count), drawn),
    })),
  )
}
