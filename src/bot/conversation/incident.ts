import { hasPartInAgreement } from '../../domain/agreement-rules.ts'
import { isAgentOf, isDeskLead } from '../../domain/authority.ts'
import type { IncidentCommand } from '../../domain/incident-command.ts'
import { tracesOf } from '../../domain/clock-trace.ts'
import { isRequester, maySee } from '../../domain/incident-rules.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Place } from '../../domain/place.ts'
import type { Refusal } from '../../domain/refusal.ts'
import type { Clock } from '../../domain/sla-clock.ts'
import type { Reply } from '../reply.ts'
import { line } from '../ui/card.ts'
import { type Form, refill } from '../ui/form.ts'
import { detailsCard } from '../views/history.ts'
import { doneCard } from '../views/incident-done.ts'
import { type CardReader, type IncidentFacts, incidentCard } from '../views/incident-card.ts'
import { noSuchRecord, refusalCard, refusalText } from '../views/refusal.ts'
import { fieldText } from '../views/refusal-field.ts'
import { whyCard } from '../views/why.ts'
import { type IncidentAction, incidentActions } from './incident-actions.ts'
import { personName, serviceName } from '../views/names.ts'
import { auditAnswer, auditRefusal, auditRepetition, auditUnknown, requestOf } from './request.ts'
import type { Act, Meant } from './services.ts'
import { entryOf } from './table.ts'

/** A click on a button of an incident. */
export const pressIncident = async (act: Act<Meant<'pressed'>>): Promise<Reply> => {
  const { name, record = '', version, argument = '' } = act.intent.action
  if (name === 'incident.details') return showIncident(act, record)
  if (name === 'incident.why') return whyIncident(act, record)
  const action = entryOf(incidentActions, name)
  if (action === undefined) {
    auditUnknown(act, 'unknown-button')
    return { kind: 'private', card: line('This button is no longer known. Please use a newer card.') }
  }
  if (action.kind === 'form') return openForm(act, action, record, version)
  return carryOut(act, record, action.command(argument, version), 'button')
}

/** A submitted form of an incident: done, or the form again with what is wrong beside the inputs. */
export const submitIncident = async (act: Act<Meant<'submitted'>>): Promise<Reply> => {
  const { form: name, state, values } = act.intent
  const { record = '', version } = state
  const action = entryOf(incidentActions, name)
  const facts = action?.kind === 'form' ? await act.services.facts(record) : undefined
  if (action?.kind !== 'form' || facts === undefined || !visible(act, facts)) return hidden(act, record)
  const seen = version === undefined ? undefined : Number(version)
  const command = action.command(values, Number.isInteger(seen) ? seen : undefined)
  const outcome = await act.services.act(record, command, requestOf(act, 'form', threadOf(act)))
  if (outcome.kind === 'no-such-record') return hidden(act, record)
  if (outcome.kind === 'done') {
    auditRepetition(act, outcome)
    return { kind: 'done', card: doneCard(outcome.state, command, act.desk) }
  }
  auditRefusal(act, outcome.refusal, record)
  const now = outcome.state ?? facts.incident
  const fresh = outcome.refusal.code === 'changed-since' ? { ...state, version: String(now.version) } : state
  return { kind: 'errors', form: complain(action.form(now, act.desk, fresh), values, outcome.refusal, act) }
}

/** The form filled in again, with a refusal beside the input it is about, or at the top. */
export const complain = (
  form: Form,
  values: Readonly<Record<string, string>>,
  refusal: Refusal,
  { desk }: Pick<Act, 'desk'>,
): Form => {
  if (refusal.code === 'field' && form.inputs.some((input) => input.name === refusal.field))
    return named(refill(form, values, { [refusal.field]: fieldText(refusal.problem) }), desk)
  return { ...named(refill(form, values, {}), desk), problem: refusalText(refusal, desk) }
}

/** A look-up comes back with the id of what was chosen only; people are shown its name. */
export const named = (form: Form, desk: Act['desk']): Form => ({
  ...form,
  inputs: form.inputs.map((input) => {
    if (input.kind !== 'lookup' || input.chosen === undefined) return input
    const { value } = input.chosen
    const label = input.source === 'people' ? personName(desk, value) : serviceName(desk, value)
    return { ...input, chosen: { value, label } }
  }),
})

/** Opens the form of an action, filled in with what the record is now. */
export const openForm = async (
  act: Act,
  action: Extract<IncidentAction, { kind: 'form' }>,
  record: string,
  version: number | undefined,
): Promise<Reply> => {
  const facts = await act.services.facts(record)
  if (facts === undefined || !visible(act, facts)) return hidden(act, record)
  const refused = refuseForm(act, action, facts)
  if (refused !== undefined) return refused
  // A form opened from an old card is filled in from the record as it is now, so it is held against that version.
  const seen = Math.max(version ?? 0, facts.incident.version)
  const state = { form: act.services.drawId(), record, version: String(seen) }
  return { kind: 'form', form: action.form(facts.incident, act.desk, state) }
}

/** The answer to whoever has nothing to fill in; undefined where the form makes sense. */
export const refuseForm = (
  act: Act,
  action: Extract<IncidentAction, { kind: 'form' }>,
  { incident }: IncidentFacts,
): Reply | undefined => {
  const refusal = action.refuses?.(incident, act.person.id, act.desk)
  if (refusal === undefined) return undefined
  auditRefusal(act, refusal, incident.id)
  return { kind: 'private', card: refusalCard(refusal, act.desk) }
}

/** Carries a command out and answers with the card as it is after it. */
export const carryOut = async (
  act: Act,
  record: string,
  command: IncidentCommand,
  how: 'button' | 'words' | 'thread',
): Promise<Reply> => {
  const outcome = await act.services.act(record, command, requestOf(act, how, threadOf(act)))
  if (outcome.kind === 'no-such-record') return hidden(act, record)
  if (outcome.kind === 'refused') {
    const { state } = outcome
    // Why not would already tell that it exists, and whose it is. In its own thread that is no news.
    if (how !== 'thread' && state !== undefined && !maySee(state, { actor: act.person.id, desk: act.desk }))
      return hidden(act, record)
    auditRefusal(act, outcome.refusal, record)
    await auditAnswer(act, outcome.refusal, record, command)
    return { kind: 'private', card: refusalCard(outcome.refusal, act.desk) }
  }
  auditRepetition(act, outcome)
  if (how === 'thread') return { kind: 'nothing' }
  if (how === 'words') return { kind: 'private', card: doneCard(outcome.state, command, act.desk) }
  return replaceCard(act, record)
}

/** The card as this person should see it where they clicked. */
export const replaceCard = async (act: Act, record: string): Promise<Reply> => {
  const facts = await act.services.facts(record)
  if (facts === undefined || !visible(act, facts)) return { kind: 'nothing' }
  return { kind: 'replace', card: incidentCard(facts, readerOf(act, facts.incident), act.person.id) }
}

/** *Details* and `show`: the card with its history, to those whom it concerns. */
export const showIncident = async (act: Act, record: string): Promise<Reply> => {
  const facts = await act.services.facts(record)
  if (facts === undefined || !visible(act, facts)) return hidden(act, record)
  const history = await act.services.history(record)
  const audience = deskSide(act, facts.incident) ? 'triage' : 'requester'
  const { platform } = act.intent.identity
  const standIn = isStandIn(act, facts.incident) ? { standIn: act.person.id } : {}
  return { kind: 'private', card: detailsCard(facts, history, { audience, platform, ...standIn }) }
}

/** *Why this due time?* and `why`: what a due time was counted from, to those who may see the record. */
export const whyIncident = async (act: Act, record: string): Promise<Reply> => {
  const { services, desk } = act
  const facts = await services.facts(record)
  if (facts === undefined || !visible(act, facts)) return hidden(act, record)
  const desks = deskSide(act, facts.incident)
  const mine = ({ tier }: Clock): boolean => desks || tier === 'sla'
  const all = tracesOf(await services.history(record), facts.clocks, desk, services.now())
  const traces = all.filter(({ clock }) => mine(clock))
  const older = facts.clocks.filter(
    (clock) => clock.state === 'met' && mine(clock) && !all.some((one) => one.clock.slot === clock.slot),
  )
  const card = whyCard(facts.incident, traces, older, desk, desks ? 'desk' : 'requester')
  return { kind: 'private', card }
}

/**
 * In a triage channel a card is its team's. Alone with the desk it is what *Details* showed: the desk's side for those
 * who are on it. Everywhere else it is the requester's.
 */
const readerOf = (act: Act, incident: Incident): CardReader => {
  const { intent, desk, person } = act
  const place = intent.where?.place
  const team = desk.teams.find(({ triage }) =>
    triage.some(
      (channel) => channel.platform === place?.platform && channel.conversation === place?.conversation,
    ),
  )
  if (team !== undefined) return team.id === incident.team ? 'triage' : 'former-team'
  if (isStandIn(act, incident)) return 'approver'
  const alone = intent.where?.kind === 'direct' && !isRequester(incident, person.id)
  return alone && deskSide(act, incident) ? 'triage' : 'requester'
}

/** Whoever reads it only because they were asked to agree in another's stead. */
const isStandIn = (act: Act, incident: Incident): boolean =>
  !isRequester(incident, act.person.id) &&
  !deskSide(act, incident) &&
  hasPartInAgreement(incident, act.person.id)

/** Those who may read internal notes: agents, desk leads, auditors. */
const deskSide = ({ person, desk }: Act, incident: Incident): boolean =>
  isAgentOf(desk, person.id, incident.team) ||
  isDeskLead(desk, person.id) ||
  person.roles.includes('auditor') ||
  (desk.teams.some((team) => isAgentOf(desk, person.id, team.id)) && person.id !== incident.affected)

const visible = ({ person, desk }: Act, { incident }: IncidentFacts): boolean =>
  maySee(incident, { actor: person.id, desk })

/** The same words for what is not there and for what is none of their business. */
export const hidden = (act: Act, record: string): Reply => {
  // Forged state holds anything; only a number is repeated and kept.
  const number = /^[A-Z]{2,4}-\d{1,15}$/.test(record) ? record : undefined
  auditRefusal(act, { code: 'not-involved' }, number)
  return { kind: 'private', card: noSuchRecord(number ?? 'such record') }
}

/** Where it was said, kept with the event. */
export const threadOf = ({ intent }: Act): Place | undefined => intent.where?.place
