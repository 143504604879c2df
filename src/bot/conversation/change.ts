import { mayReadChange, whyNotReassign } from '../../domain/change-rules.ts'
import type { ChangeCommand } from '../../domain/change-command.ts'
import type { ChangeRefusal } from '../../domain/change-refusal.ts'
import type { Change } from '../../domain/change.ts'
import { maySee } from '../../domain/incident-rules.ts'
import type { Reply } from '../reply.ts'
import { line } from '../ui/card.ts'
import { type Form, type FormState, type FormValues, refill } from '../ui/form.ts'
import { type ChangeFacts, type ChangeReader, changeCard } from '../views/change-card.ts'
import { changeDetails, changeDone, changeRecorded } from '../views/change-details.ts'
import { changeForm } from '../views/change-forms.ts'
import { changeRefusalText } from '../views/change-refusal.ts'
import { noSuchRecord } from '../views/refusal.ts'
import { fieldText } from '../views/refusal-field.ts'
import { askedOf, changeActions } from './change-actions.ts'
import { hidden as hiddenRecord, named } from './incident.ts'
import { auditUnknown, requestOf } from './request.ts'
import type { Act, Meant } from './services.ts'
import { entryOf } from './table.ts'

/** *Propose a change*: the form, filled in with what it belongs to where that is said, or why there is none. */
export const proposeChange = async (
  act: Act,
  { title = '', record }: { readonly title?: string; readonly record?: string | undefined } = {},
): Promise<Reply> => {
  const { desk, person, services } = act
  if (desk.changes === undefined) return privately(act, { code: 'no-policy' })
  const known = record === undefined ? {} : await knownFrom(act, record)
  if (known === undefined)
    return record?.startsWith('CHG-') ? hidden(act, record) : hiddenRecord(act, record ?? '')
  const state: FormState = { form: services.drawId() }
  const form = changeForm(desk, desk.changes, person, { ...known, ...(title === '' ? {} : { title }) }, state)
  return { kind: 'form', form }
}

/** What a change that belongs to a record is about in all likelihood; undefined where the person may not see the record. */
const knownFrom = async (act: Act, record: string): Promise<Partial<Change> | undefined> => {
  const links = [record]
  if (record.startsWith('CHG-')) {
    const facts = await act.services.changeFacts(record)
    if (facts === undefined || !mayRead(act, facts)) return undefined
    const { services, components, title } = facts.change
    return { links, services, components, reason: `${record}: ${title}` }
  }
  const facts = await act.services.facts(record)
  if (facts === undefined || !maySee(facts.incident, { actor: act.person.id, desk: act.desk }))
    return undefined
  const { service, component, title } = facts.incident
  const components = component === undefined ? [] : [component]
  return { links, services: [service], components, reason: `${record}: ${title}` }
}

/** A click on a button of a change. */
export const pressChange = async (act: Act<Meant<'pressed'>>): Promise<Reply> => {
  const { name, record = '', version, argument = '' } = act.intent.action
  if (name === 'change.propose') return proposeChange(act, { record: act.intent.action.record })
  if (name === 'change.details') return showChange(act, record)
  if (name === 'change.revise') return reviseForm(act, record)
  const action = entryOf(changeActions, name)
  if (action === undefined) {
    auditUnknown(act, 'unknown-button')
    return { kind: 'private', card: line('This button is no longer known. Please use a newer card.') }
  }
  if (action.kind === 'at-once')
    return carryOutChange(act, record, action.command(argument, version), 'button')
  const facts = await act.services.changeFacts(record)
  if (facts === undefined || !mayRead(act, facts)) return hidden(act, record)
  const refusal = action.refuses?.(facts.change, act.person.id, act.desk)
  if (refusal !== undefined) {
    audit(act, refusal, record)
    return privately(act, refusal)
  }
  const state = {
    form: act.services.drawId(),
    record,
    version: String(version ?? facts.change.version),
    argument,
  }
  return { kind: 'form', form: action.form(facts.change, state, act) }
}

const reviseForm = async (act: Act, record: string): Promise<Reply> => {
  const { desk, person, services } = act
  const facts = await services.changeFacts(record)
  if (facts === undefined || !mayRead(act, facts)) return hidden(act, record)
  if (desk.changes === undefined) return privately(act, { code: 'no-policy' })
  const { change } = facts
  if (person.id !== change.requestedBy)
    return privately(act, { code: 'not-requester', requester: change.requestedBy })
  const state = { form: services.drawId(), record, version: String(change.version) }
  return { kind: 'form', form: changeForm(desk, desk.changes, person, change, state) }
}

/** A submitted form of a change: done, or the form again with what is wrong beside the inputs. */
export const submitChange = async (act: Act<Meant<'submitted'>>): Promise<Reply> => {
  const { form: name, state, values } = act.intent
  if (name === 'change.propose') return submitProposal(act)
  const { record = '', version, argument = '' } = state
  const facts = await act.services.changeFacts(record)
  if (facts === undefined || !mayRead(act, facts)) return hidden(act, record)
  const seen = version === undefined || !/^\d{1,9}$/.test(version) ? undefined : Number(version)
  if (name === 'change.revise') return submitRevision(act, facts.change, seen)
  const action = entryOf(changeActions, name)
  if (action?.kind !== 'form') return hidden(act, record)
  const command = action.command(values, argument, seen)
  const outcome = await act.services.actOnChange(record, command, requestOf(act, 'form'))
  if (outcome.kind === 'no-such-record') return hidden(act, record)
  if (outcome.kind === 'done') return { kind: 'done', card: changeDone(outcome.state, command, act.desk) }
  audit(act, outcome.refusal, record)
  return {
    kind: 'errors',
    form: complain(action.form(outcome.state ?? facts.change, state, act), values, outcome.refusal, act),
  }
}

const submitProposal = async (act: Act<Meant<'submitted'>>): Promise<Reply> => {
  const { services, desk, person, intent } = act
  const { values, state } = intent
  const submit = values['send'] !== 'draft'
  const outcome = await services.propose(askedOf(values, person.id), submit, requestOf(act, 'form'))
  if (outcome.kind === 'done') return { kind: 'done', card: changeRecorded(outcome.state, desk) }
  if (outcome.kind === 'no-such-record') throw new Error('a new record cannot be missing')
  if (desk.changes === undefined) return privately(act, outcome.refusal)
  return {
    kind: 'errors',
    form: complain(changeForm(desk, desk.changes, person, {}, state), values, outcome.refusal, act),
  }
}

const submitRevision = async (
  act: Act<Meant<'submitted'>>,
  change: Change,
  seen: number | undefined,
): Promise<Reply> => {
  const { services, desk, person, intent } = act
  const { values, state } = intent
  const submit = values['send'] !== 'draft'
  const command: ChangeCommand = {
    type: 'revise',
    asked: askedOf(values, person.id),
    submit,
    ...(seen === undefined ? {} : { seen }),
  }
  const outcome = await services.actOnChange(change.id, command, requestOf(act, 'form'))
  if (outcome.kind === 'done') return { kind: 'done', card: changeRecorded(outcome.state, desk) }
  if (outcome.kind === 'no-such-record') return hidden(act, change.id)
  audit(act, outcome.refusal, change.id)
  if (desk.changes === undefined) return privately(act, outcome.refusal)
  const fresh =
    outcome.refusal.code === 'changed-since' ? { ...state, version: String(outcome.state?.version) } : state
  return {
    kind: 'errors',
    form: complain(changeForm(desk, desk.changes, person, change, fresh), values, outcome.refusal, act),
  }
}

/** The form filled in again, with a refusal beside the input it is about, or at the top. */
const complain = (
  form: Form,
  values: FormValues,
  refusal: ChangeRefusal,
  { desk }: Pick<Act, 'desk'>,
): Form => {
  const about = refusal.code === 'approval' ? refusal.refusal : refusal
  if (about.code === 'field' && form.inputs.some(({ name }) => name === about.field))
    return named(refill(form, values, { [about.field]: fieldText(about.problem) }), desk)
  return { ...named(refill(form, values, {}), desk), problem: changeRefusalText(refusal, desk) }
}

/** Carries a command out and answers with the card as it is after it. */
export const carryOutChange = async (
  act: Act,
  record: string,
  command: ChangeCommand,
  how: 'button' | 'words' | 'thread',
): Promise<Reply> => {
  const outcome = await act.services.actOnChange(record, command, requestOf(act, how))
  if (outcome.kind === 'no-such-record') return hidden(act, record)
  if (outcome.kind === 'refused') {
    const { state } = outcome
    // Why not would already tell that it exists.
    if (how !== 'thread' && state !== undefined && !mayReadChange(state, act.person.id, act.desk))
      return hidden(act, record)
    audit(act, outcome.refusal, record)
    return privately(act, outcome.refusal)
  }
  if (how === 'thread') return { kind: 'nothing' }
  if (how === 'words') return { kind: 'private', card: changeDone(outcome.state, command, act.desk) }
  return replaceChange(act, record)
}

/** The card as this person should see it where they clicked. */
export const replaceChange = async (act: Act, record: string): Promise<Reply> => {
  const facts = await act.services.changeFacts(record)
  if (facts === undefined || !mayRead(act, facts)) return { kind: 'nothing' }
  return { kind: 'replace', card: changeCard(facts, readerOf(act, facts.change)) }
}

/** *Details* and `show`: the whole request with its history. */
export const showChange = async (act: Act, record: string): Promise<Reply> => {
  const facts = await act.services.changeFacts(record)
  if (facts === undefined || !mayRead(act, facts)) return hidden(act, record)
  const history = await act.services.changeHistory(record)
  return { kind: 'private', card: changeDetails(facts, history, readerOf(act, facts.change)) }
}

/** In a channel of those who decide the card is theirs; alone with the desk it is what the person has to do with it. */
const readerOf = ({ intent, person, desk }: Act, change: Change): ChangeReader => {
  const place = intent.where?.place
  const inAuthority = (desk.changes?.authorities ?? []).some(({ channels }) =>
    channels.some(
      (channel) => channel.platform === place?.platform && channel.conversation === place.conversation,
    ),
  )
  if (inAuthority) return { part: 'authority' }
  if (person.id === change.requestedBy || person.id === change.implementer) return { part: 'requester' }
  return {
    part: 'approver',
    person: person.id,
    ...(whyNotReassign(change, person.id, desk) === undefined ? { reassigns: true } : {}),
  }
}

const mayRead = ({ person, desk }: Act, { change }: ChangeFacts): boolean =>
  mayReadChange(change, person.id, desk)

const privately = ({ desk }: Pick<Act, 'desk'>, refusal: ChangeRefusal): Reply => ({
  kind: 'private',
  card: line(changeRefusalText(refusal, desk)),
})

const hidden = (act: Act, record: string): Reply => {
  act.services.turnedAway({
    reason: 'not-involved',
    platform: act.intent.identity.platform,
    actor: act.person.id,
    record,
    detail: { intent: act.intent.kind },
  })
  const card = noSuchRecord(record)
  return act.intent.kind === 'submitted' ? { kind: 'done', card } : { kind: 'private', card }
}

/** A click without the right to it is kept for the auditor; so is one that came too late to be right. */
const audit = (act: Act, refusal: ChangeRefusal, record: string): void => {
  const reason = refusal.code === 'approval' ? `approval-${refusal.refusal.code}` : `change-${refusal.code}`
  if (reason.endsWith('-field')) return
  act.services.turnedAway({
    reason,
    platform: act.intent.identity.platform,
    actor: act.person.id,
    record,
    detail: { intent: act.intent.kind },
  })
}
