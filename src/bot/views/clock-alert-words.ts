import type { Desk } from '../../domain/desk.ts'
import {
  type ClockPassed,
  type Incident,
  type IncidentEvent,
  isOpen,
  sameTerms,
} from '../../domain/incident.ts'
import { interestedIn } from '../../domain/incident-rules.ts'
import { type Span, bold, text } from '../ui/card.ts'
import { leftOf } from './clock-history.ts'
import { duration, openTime, promised, promisedThing, slotName } from './clock-words.ts'
import * as names from './names.ts'
import { type Reader, mention, partOf } from './reader.ts'

export type Passed = Extract<IncidentEvent, { type: 'clock-warned' | 'clock-breached' }>

/** One warning or breach in words for its reader: what happens, by when, and what is done about it. */
export const alertSpans = (
  incident: Incident,
  event: Passed,
  desk: Desk,
  reader: Pick<Reader, 'audience' | 'platform' | 'person'>,
): readonly Span[] => {
  const late = event.late === undefined ? [] : [text(` (This message comes ${duration(event.late)} late.)`)]
  const spans =
    partOf(incident, desk, reader) === 'customer'
      ? customerSpans(incident, event, desk, reader)
      : deskSpans(incident, event, desk, reader)
  return [...spans, ...late]
}

const dueOf = (event: Passed): Span => ({ at: Temporal.Instant.from(event.due) })

const deskSpans = (
  incident: Incident,
  event: Passed,
  desk: Desk,
  reader: Pick<Reader, 'audience' | 'person'>,
): readonly Span[] => {
  const clock = slotName(event.slot)
  const stands = stateText(incident, desk)
  if (event.type === 'clock-breached') {
    const was = promised(clock, desk, 'was')
    const next = `${stands}${askFor(incident, event, desk, reader)}`
    return [bold('🔴 Missed: '), text(`${was} `), dueOf(event), text(`. ${next}`)]
  }
  const take = isOpen(incident) && incident.assignee === undefined && isOfTeam(incident, desk, reader)
  const is = promised(clock, desk, isOpen(incident) ? 'is' : 'was')
  return [
    text(`⏱️ ${shareOf(event)}: ${is} `),
    dueOf(event),
    text(`. ${stands}${take ? ' Please take it.' : ''}`),
  ]
}

const isOfTeam = (incident: Incident, desk: Desk, reader: Pick<Reader, 'audience' | 'person'>): boolean =>
  partOf(incident, desk, reader) === 'team'

/** What is asked of those who can do it; the others are told who was asked. */
const askFor = (
  incident: Incident,
  event: Passed,
  desk: Desk,
  reader: Pick<Reader, 'audience' | 'person'>,
): string => {
  const mine = isOfTeam(incident, desk, reader)
  const take = mine && isOpen(incident) && incident.assignee === undefined ? ' Please take it.' : ''
  if (!incident.unexplained.some((miss) => sameTerms(miss, event))) return take
  const where = reader.audience === 'triage' ? 'on the card' : 'below'
  return mine
    ? `${take} Once the cause is known, please tell it with Say why ${where}.`
    : ` ${names.teamName(desk, incident.team)} is asked for the cause.`
}

/** Also true of a message that was sent late: then it is the least that had passed. */
const shareOf = ({ late, ...event }: Extract<Passed, { type: 'clock-warned' }>): string => {
  const left = leftOf(event.threshold)
  if (left === undefined) return `${event.threshold} of the time has passed`
  return `${late === undefined ? '' : 'Less than '}${openTime(left)} left`
}

/** How it stands now, in one sentence. */
const stateText = (incident: Incident, desk: Desk): string => {
  const { assignee, waitingFor, state } = incident
  if (!isOpen(incident)) return `It has been ${state} since.`
  if (waitingFor !== undefined) return `It waits for ${names.waitingName[waitingFor]}.`
  if (assignee === undefined) return 'Nobody has taken it yet.'
  const who = names.personName(desk, assignee)
  return state === 'in-progress' ? `${who} is working on it.` : `It is assigned to ${who}.`
}

/** In advance, without the desk's own words, and with what happens next (8.1-h). */
const customerSpans = (
  incident: Incident,
  event: Passed,
  desk: Desk,
  reader: Pick<Reader, 'audience' | 'platform' | 'person'>,
): readonly Span[] => {
  const thing = promisedThing[slotName(event.slot).kind]
  const longer = `${takesText(incident, event)} longer than agreed.`
  const who: readonly Span[] =
    reader.audience === 'requester'
      ? [
          mention(desk, incident.affected, reader.platform),
          text(`, this ${longer} You were promised ${thing} by `),
        ]
      : [text(`This ${longer} ${names.personName(desk, incident.affected)} was promised ${thing} by `)]
  return [
    ...who,
    dueOf(event),
    text(`${keptText(incident, event)} ${nextText(incident, event, desk, reader)}`),
  ]
}

const takesText = (incident: Incident, { type }: Passed): string => {
  if (type === 'clock-warned') return isOpen(incident) ? 'may take' : 'was about to take'
  return isOpen(incident) ? 'takes' : 'took'
}

const keptText = (incident: Incident, { type }: Passed): string => {
  if (type === 'clock-breached') return ', and that was not kept. We are sorry.'
  return isOpen(incident) ? ', and it may be later than that.' : '.'
}

const nextText = (
  incident: Incident,
  { told }: ClockPassed,
  desk: Desk,
  { audience, person }: Pick<Reader, 'audience' | 'person'>,
): string => {
  const mine = audience === 'requester'
  const where = mine ? 'You will be told here as soon as there is news.' : 'Details shows how it stands.'
  if (!isOpen(incident)) return stateText(incident, desk)
  // Those who are told because they wait for it themselves do nothing about it.
  const waiting = [incident.assignee, incident.affected, person, ...interestedIn(incident, desk)]
  const others = told.filter((id) => !waiting.includes(id)).map((id) => names.personName(desk, id))
  const have =
    others.length === 0 ? '' : ` ${listed(others)} ${others.length === 1 ? 'has' : 'have'} been told.`
  return `What happens next: ${openText(incident, desk, mine)}${have} ${where}`
}

const openText = (incident: Incident, desk: Desk, mine: boolean): string => {
  if (incident.waitingFor === 'requester' && mine) return 'it waits for your answer.'
  if (incident.waitingFor !== undefined) return `it waits for ${names.waitingName[incident.waitingFor]}.`
  if (incident.assignee === undefined)
    return `${names.teamName(desk, incident.team)} has it, but nobody has taken it yet.`
  return stateText(incident, desk).replace(/^It is/, 'it is')
}

/** "Ada", "Ada and Ben", "Ada, Ben and 3 more". */
const listed = (all: readonly string[]): string => {
  const shown = all.length > 3 ? [...all.slice(0, 2), `${all.length - 2} more`] : all
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}
