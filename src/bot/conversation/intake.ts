import { type RaiseIncident, longest } from '../../domain/incident-command.ts'
import { maySee } from '../../domain/incident-rules.ts'
import { isOpen, isOver } from '../../domain/incident.ts'
import type { Place } from '../../domain/place.ts'
import type { Offer } from '../../store/offers.ts'
import type { Reply } from '../reply.ts'
import type { FormState, FormValues } from '../ui/form.ts'
import { cut } from '../ui/limits.ts'
import { raisedCard } from '../views/incident-done.ts'
import { type RaisePrefill, raiseForm, usual } from '../views/incident-forms.ts'
import { offerCard } from '../views/offer.ts'
import { noSuchRecord, refusalCard } from '../views/refusal.ts'
import { carryOut, complain, hidden } from './incident.ts'
import { auditRefusal, auditRepetition, auditUnknown, requestOf } from './request.ts'
import type { Act, Meant } from './services.ts'

/** Opens *Report a problem*, filled in with what is known: words, an offer taken up, the channel's defaults. */
export const report = async (
  act: Act,
  known: { title?: string; offer?: string; followUpOf?: string },
): Promise<Reply> => {
  const { services, person, desk } = act
  const offer = known.offer === undefined ? undefined : await services.findOffer(known.offer, person.id)
  if (known.offer !== undefined && offer === undefined) auditUnknown(act, 'unknown-offer')
  const state: FormState = {
    form: services.drawId(),
    ...(offer === undefined || known.offer === undefined ? {} : { offer: known.offer }),
    ...(known.followUpOf === undefined ? {} : { followUpOf: known.followUpOf }),
  }
  const prefill = offer === undefined ? prefillOf(act, known.title) : prefillOf(act, offer.text, offer.place)
  return { kind: 'form', form: raiseForm(desk, person, prefill, state) }
}

/** Short words are a title; longer ones, or several lines, begin with one and are kept whole as the details. */
const prefillOf = (act: Act, words = '', place?: Place): RaisePrefill => {
  const { title, description } = split(words)
  const channel = requestChannelOf(act, place)
  return {
    ...(title === '' ? {} : { title }),
    ...(description === '' ? {} : { description }),
    ...(channel?.service === undefined ? {} : { service: channel.service }),
    ...(channel?.category === undefined ? {} : { category: channel.category }),
  }
}

const split = (words: string): { title: string; description: string } => {
  const all = words.trim()
  const first = all.split('\n', 1)[0]?.trim() ?? ''
  const title = cut(first, longest.title)
  return { title, description: title === all ? '' : cut(all, longest.description) }
}

/** The request channel that an act happened in, if it did in one. */
export const requestChannelOf = ({ desk, intent }: Act, place: Place | undefined = intent.where?.place) =>
  desk.requestChannels.find(
    (channel) =>
      channel.place.platform === place?.platform &&
      channel.place.tenant === place.tenant &&
      channel.place.conversation === place.conversation,
  )

/** The submitted *Report a problem*: recorded, and only then told the number (8.1-a). */
export const submitReport = async (act: Act<Meant<'submitted'>>): Promise<Reply> => {
  const { services, person, desk, intent } = act
  const { state, values } = intent
  const offer = state['offer'] === undefined ? undefined : await services.findOffer(state['offer'], person.id)
  if (state['offer'] !== undefined && offer === undefined) auditUnknown(act, 'unknown-offer')
  const followed = state['followUpOf']
  if (followed !== undefined && !(await followable(act, followed))) return hidden(act, followed)
  const command: RaiseIncident = {
    ...raiseOf(values, person.id),
    ...(offer?.link === undefined ? {} : { link: offer.link }),
    ...(followed === undefined ? {} : { followUpOf: followed }),
  }
  const outcome = await services.raise(command, requestOf(act, 'form', offer?.place))
  if (outcome.kind === 'done') {
    auditRepetition(act, outcome)
    const answered = offer?.place === undefined ? 'directly' : 'in-thread'
    return { kind: 'done', card: raisedCard(outcome.state, desk, person.id, answered) }
  }
  if (outcome.kind === 'no-such-record') throw new Error('a new record cannot be missing')
  auditRefusal(act, outcome.refusal, undefined)
  const form = raiseForm(desk, person, {}, state)
  return { kind: 'errors', form: complain(form, values, outcome.refusal, act) }
}

const raiseOf = (values: FormValues, self: string): RaiseIncident => ({
  title: values['title'] ?? '',
  description: values['description'] ?? '',
  service: values['service'] ?? '',
  category: values['category'] ?? '',
  impact: values['impact'] ?? usual.impact,
  urgency: values['urgency'] ?? usual.urgency,
  affected: values['affected'] ?? self,
})

const followable = async ({ services, person, desk }: Act, record: string): Promise<boolean> => {
  const facts = await services.facts(record)
  return facts !== undefined && isOver(facts.incident) && maySee(facts.incident, { actor: person.id, desk })
}

/** *Raise a follow-up* on something that is over (8.1-f). */
export const followUp = async (act: Act, record: string): Promise<Reply> => {
  const facts = await act.services.facts(record)
  if (facts === undefined || !maySee(facts.incident, { actor: act.person.id, desk: act.desk }))
    return hidden(act, record)
  if (!isOver(facts.incident))
    return {
      kind: 'private',
      card: refusalCard({ code: 'not-followable', state: facts.incident.state }, act.desk),
    }
  return report(act, { title: facts.incident.title, followUpOf: record })
}

/** A message picked with the shortcut opens the form at once; a reaction offers it, because it cannot open one. */
export const picked = async (act: Act<Meant<'picked'>>): Promise<Reply> => {
  const { message, by } = act.intent
  const place = act.intent.where?.kind === 'direct' ? undefined : threadOf(message.place, message.id)
  const offer = {
    person: act.person.id,
    text: message.text,
    ...(message.link === undefined ? {} : { link: message.link }),
    ...(place === undefined ? {} : { place }),
  }
  const id = act.services.idOf(act.intent.id)
  await act.services.saveOffer(id, offer)
  if (by === 'shortcut') return report(act, { offer: id })
  return { kind: 'private', card: offerCard(message.text, id, []) }
}

/** Plain words to the desk, or in a request channel: offered the form filled in, or to be added to what is open. */
export const offerWords = async (act: Act<Meant<'words'>>): Promise<Reply> => {
  const { intent, person, services } = act
  const id = await keepWords(act, intent.text)
  const mine = await services.list({ of: 'person', person: person.id }, { offset: 0, limit: 3 })
  const open = mine.incidents.filter(isOpen)
  return { kind: 'private', card: offerCard(intent.text, id, open) }
}

/** Keeps words until their person takes up the offer to record them, with where that is to be answered; gives its id. */
export const keepWords = async (
  { intent, person, services }: Act<Meant<'words'>>,
  text: string,
): Promise<string> => {
  const { where, message } = intent
  const place =
    where?.kind === 'channel' && message !== undefined ? threadOf(where.place, message.id) : undefined
  const id = services.idOf(intent.id)
  const offer: Offer = {
    person: person.id,
    text,
    ...(message?.link === undefined ? {} : { link: message.link }),
    ...(place === undefined ? {} : { place }),
  }
  await services.saveOffer(id, offer)
  return id
}

/** *Add to INC-17*: offered words become a comment. */
export const addWords = async (act: Act<Meant<'pressed'>>): Promise<Reply> => {
  const { record = '', argument = '' } = act.intent.action
  const offer = await act.services.findOffer(argument, act.person.id)
  if (offer === undefined) {
    auditUnknown(act, 'unknown-offer', record)
    return { kind: 'private', card: noSuchRecord(record) }
  }
  return carryOut(act, record, { type: 'comment', text: offer.text, files: 0 }, 'words')
}

/** The thread below a message, or the thread that the message is in. */
const threadOf = (place: Place, message: string): Place => ({ ...place, thread: place.thread ?? message })

/** People and services by what was typed of their name, for inputs that ask while typing; at most 20. */
export const lookup = ({ intent, desk }: Act<Meant<'lookup'>>): Reply => {
  const wanted = intent.query.trim().toLowerCase()
  const all =
    intent.source === 'people'
      ? desk.people
          .filter(({ disabled }) => disabled !== true)
          .map(({ id, name, email }) => ({
            value: id,
            label: name,
            words: `${name} ${email} ${id}`,
          }))
      : desk.services.map(({ id, name }) => ({ value: id, label: name, words: `${name} ${id}` }))
  const options = all
    .filter(({ words }) => words.toLowerCase().includes(wanted))
    .slice(0, 20)
    .map(({ value, label }) => ({ value, label: cut(label, 75) }))
  return { kind: 'options', options }
}
