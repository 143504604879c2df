import type { NearbyChange } from '../../domain/change-nearby.ts'
import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import type { HeardChange, Incident, IncidentEvent } from '../../domain/incident.ts'
import { type Button, type CardElement, type Span, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { changeStateName, changeStateSign } from './change-names.ts'
import * as names from './names.ts'

/** A change that belongs to an incident. */
export type LinkedChange = Pick<Change, 'id' | 'title' | 'state'>

interface Around {
  readonly incident: Pick<Incident, 'id' | 'raisedAt'>
  readonly desk: Desk
  readonly changes: readonly LinkedChange[]
  readonly nearby: readonly NearbyChange[]
}

/** How many of each are named; of the others it is said how many there are. */
const most = { linked: 5, nearby: 3 } as const

/** What changes have to do with an incident (8.1-i, 8.1-k): for those who work on it. */
export const changesAround = ({ incident, desk, changes, nearby }: Around): readonly CardElement[] => {
  const others = nearby.filter(({ change }) => !changes.some(({ id }) => id === change.id))
  return [
    ...list('Changes that belong to it', changes.map(linkedSpans), most.linked),
    ...list(
      'Changes around it',
      others.map((one) => nearbySpans(one, incident, desk)),
      most.nearby,
    ),
  ]
}

/** One text, however many there are: cards have room for few elements. */
const list = (title: string, lines: readonly (readonly Span[])[], shown: number): readonly CardElement[] => {
  if (lines.length === 0) return []
  const left = lines.length - shown
  const spans = lines.slice(0, shown).flatMap((line) => [text('\n'), ...line])
  const more = left > 0 ? [text(`\nand ${left} more`)] : []
  return [{ kind: 'text', text: [bold(title), ...spans, ...more] }]
}

const linkedSpans = ({ id, title, state }: LinkedChange): readonly Span[] => [
  text(`${changeStateSign[state]} ${id} ${cut(title, 100)} · ${changeStateName[state]}`),
]

const nearbySpans = (
  { change, service, below, when, at }: NearbyChange,
  { raisedAt }: Pick<Incident, 'raisedAt'>,
  desk: Desk,
): readonly Span[] => {
  const { id, title, state } = change
  const what = below
    ? `${names.serviceName(desk, service)}, which this rests on,`
    : names.serviceName(desk, service)
  const head = `${changeStateSign[state]} ${id} ${cut(title, 80)}`
  switch (when) {
    case 'made':
      return [
        text(`${head}: ${endings[change.outcome?.how ?? 'done']} on ${what} ${before(at, raisedAt)} `),
        { at },
      ]
    case 'under-way':
      return [text(`${head}: being made on ${what} since `), { at }]
    case 'planned':
      return [text(`${head}: planned for ${what} from `), { at }]
  }
}

const endings = { done: 'made', failed: 'failed', 'backed-out': 'backed out' } as const

/** Told from when it was raised: that is still right whenever the card is read. */
const before = (at: Temporal.Instant, raisedAt: Temporal.Instant): string => {
  const minutes = Math.round(raisedAt.since(at).total('minutes'))
  if (minutes < 0) return 'after this was raised,'
  return minutes === 0 ? 'just before this was raised,' : `${spanText(minutes)} before this was raised,`
}

/** "20 min", "2 h", "3 days": about how long. */
const spanText = (minutes: number): string => {
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

/** What a team's thread hears of changes. */
export const heardSpans = ({
  news,
  changes,
}: Extract<IncidentEvent, { type: 'heard-of-changes' }>): readonly Span[] =>
  news === 'recent'
    ? [
        text('Something was changed on this service shortly before:'),
        ...changes.slice(0, most.nearby).flatMap((one) => [text('\n'), ...heard(one)]),
        ...(changes.length > most.nearby ? [text(`\nand ${changes.length - most.nearby} more`)] : []),
        text('\nPlease look whether it has to do with that.'),
      ]
    : changes.flatMap((one, index) => [...(index === 0 ? [] : [text('\n')]), ...heard(one)])

const heard = ({ change, title, how, at, text: said }: HeardChange): readonly Span[] => [
  bold(`${change} ${cut(title, 100)} `),
  text(`${heardWords[how]} `),
  { at: Temporal.Instant.from(at) },
  text(said === undefined || said === '' ? '.' : `: ${cut(said, 500)}`),
]

const heardWords: Readonly<Record<HeardChange['how'], string>> = {
  'under-way': 'is being made since',
  done: 'was made',
  failed: 'failed',
  'backed-out': 'was backed out',
}

/** The name of the intent. */
export const proposeChange = 'change.propose'

/** Its form comes filled in with what the incident is about, and belongs to it. */
export const proposeButton = ({ id, version }: Pick<Incident, 'id' | 'version'>): Button => ({
  label: 'Propose a change',
  opensForm: true,
  action: { name: proposeChange, record: id, version },
})
