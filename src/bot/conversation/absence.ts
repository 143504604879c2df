import { type AbsenceRefusal, type EnteredAbsence, mayEnterFor } from '../../domain/absence.ts'
import { personOf } from '../../domain/authority.ts'
import { isChangeManager } from '../../domain/change-rules.ts'
import type { PersonId } from '../../domain/person.ts'
import type { Reply } from '../reply.ts'
import { type Span, line } from '../ui/card.ts'
import { type Form, type FormState, type FormValues, refill } from '../ui/form.ts'
import { type AbsencePrefill, absenceForm } from '../views/absence-form.ts'
import {
  absenceEntered,
  absenceRefusalText,
  absenceTakenBack,
  absencesCard,
  enterButton,
  notAnAbsence,
  notAway,
} from '../views/absence.ts'
import { commandOf } from '../views/help.ts'
import { openFormCard } from '../views/offer.ts'
import { absenceOf } from './absence-words.ts'
import { named } from './incident.ts'
import { offerWords } from './intake.ts'
import { auditRefusal, auditUnknown, requestOf } from './request.ts'
import type { Act, Meant } from './services.ts'
import { personBehind } from './who.ts'

/** `away`: what is entered; with dates the form, filled in. */
export const away = async (act: Act<Meant<'words'>>, words: string): Promise<Reply> => {
  if (act.desk.changes === undefined) return privately(act, { code: 'no-policy' })
  if (words === '') return listed(act, act.person.id)
  const known = read(act, words)
  if (known === undefined) return unread(act, words)
  const { person } = known
  if (person !== undefined && !mayEnterFor(act.person.id, person, act.desk))
    return privately(act, { code: 'not-your-absence', person })
  if (person !== undefined && known.to === undefined && known.from === undefined) return listed(act, person)
  if (act.intent.command) return formFor(act, known)
  const id = act.services.idOf(act.intent.id)
  await act.services.saveOffer(id, { person: act.person.id, text: JSON.stringify(known) })
  return {
    kind: 'private',
    card: openFormCard('Enter an absence: one click opens the form.', enterButton(id)),
  }
}

/** What `away` kept for the form; words that were offered for something else are no absence. */
const kept = (text: string): AbsencePrefill => {
  try {
    return JSON.parse(text) as AbsencePrefill
  } catch {
    return {}
  }
}

/** `back`: ends the absence that goes on. */
export const back = async (act: Act<Meant<'words'>>): Promise<Reply> => {
  const now = act.services.now()
  const all = await act.services.absencesOf(act.person.id)
  const present = all.find(({ from }) => Temporal.Instant.compare(from, now) <= 0)
  if (present !== undefined) return takeBack(act, present.id, 'words')
  return { kind: 'private', card: line(notAway) }
}

/** *Enter an absence* and *Take back*. */
export const enterAbsence = async (act: Act<Meant<'pressed'>>): Promise<Reply> => {
  const { argument } = act.intent.action
  if (act.desk.changes === undefined) return privately(act, { code: 'no-policy' })
  if (argument === undefined) return formFor(act, {})
  if (personOf(act.desk, argument) !== undefined) return formFor(act, { person: argument })
  const offer = await act.services.findOffer(argument, act.person.id)
  if (offer === undefined) auditUnknown(act, 'unknown-offer')
  return formFor(act, offer === undefined ? {} : kept(offer.text))
}

export const takeBackAbsence = (act: Act<Meant<'pressed'>>): Promise<Reply> =>
  takeBack(act, act.intent.action.argument ?? '', 'button')

const takeBack = async (act: Act, id: string, how: 'button' | 'words'): Promise<Reply> => {
  const { services, person, desk } = act
  const outcome = await services.takeBackAbsence(id, requestOf(act, how))
  if (outcome.kind === 'done')
    return listed(act, outcome.state.person, absenceTakenBack(outcome.state, person.id, desk))
  if (outcome.kind === 'refused') return privately(act, outcome.refusal)
  auditUnknown(act, 'unknown-button')
  return { kind: 'private', card: line('There is no such absence; nothing was changed.') }
}

const listed = async (act: Act, of: PersonId, said?: readonly Span[]): Promise<Reply> => {
  const absences = await act.services.absencesOf(of)
  return { kind: 'private', card: absencesCard(absences, of, act.person.id, act.desk, said) }
}

const formFor = async (act: Act, known: AbsencePrefill): Promise<Reply> => {
  const entered = amongOthers(act) ? [] : await act.services.absencesOf(known.person ?? act.person.id)
  return { kind: 'form', form: formOf(act, entered, known, { form: act.services.drawId() }) }
}

const formOf = (
  { desk, person }: Act,
  entered: readonly EnteredAbsence[],
  known: AbsencePrefill,
  state: FormState,
): Form => {
  const forOthers = desk.changes !== undefined && isChangeManager(desk.changes, person.id, desk)
  return absenceForm(desk, person, forOthers ? entered : ofSelf(entered, person.id), known, forOthers, state)
}

/** Teams shows a form that was asked for with words, and what becomes of it, to the whole channel. */
const amongOthers = ({ intent }: Act): boolean =>
  intent.where?.kind === 'channel' && (intent.kind === 'words' || intent.kind === 'submitted')

/** A forged button names somebody else: what they entered is theirs to know. */
const ofSelf = (entered: readonly EnteredAbsence[], self: PersonId): readonly EnteredAbsence[] =>
  entered.filter(({ person }) => person === self)

/** The submitted form: entered, or the form again with what is wrong beside the inputs. */
export const submitAbsence = async (act: Act<Meant<'submitted'>>): Promise<Reply> => {
  const { services, person, desk, intent } = act
  const { values, state } = intent
  const { from = '', to = '', deputy = '' } = values
  const asked = { person: values['person'] ?? person.id, from, to, deputy }
  const outcome = await services.enterAbsence(asked, requestOf(act, 'form'))
  if (outcome.kind === 'no-such-record') throw new Error('a new absence cannot be missing')
  const entered = amongOthers(act) ? [] : await services.absencesOf(asked.person)
  if (outcome.kind === 'done') {
    const said = absenceEntered(outcome.state, person.id, desk)
    if (amongOthers(act)) return { kind: 'done', card: line(said) }
    return { kind: 'done', card: absencesCard(entered, asked.person, person.id, desk, said) }
  }
  audit(act, outcome.refusal)
  return { kind: 'errors', form: complain(formOf(act, entered, {}, state), values, outcome.refusal, act) }
}

const complain = (form: Form, values: FormValues, refusal: AbsenceRefusal, { person, desk }: Act): Form => {
  const words = absenceRefusalText(refusal, person, desk)
  const beside = refusal.code === 'field' ? refusal.field : refusal.code === 'overlaps' ? 'from' : undefined
  if (beside !== undefined && form.inputs.some(({ name }) => name === beside))
    return named(refill(form, values, { [beside]: words }), desk)
  return { ...named(refill(form, values, {}), desk), problem: words }
}

/** Who and when, or undefined where the words say something else. People are mentioned, or named by name or id. */
const read = (act: Act<Meant<'words'>>, words: string): AbsencePrefill | undefined => {
  const said = absenceOf(words)
  if (said === undefined) return undefined
  const names = [said.of, said.deputy].filter((name) => name !== undefined)
  const mentioned = act.intent.mentions.map((identity) => personBehind(act.desk, identity)?.id)
  const whom = (name: string | undefined): PersonId | undefined | null => {
    if (name === undefined) return undefined
    const byMention = mentioned.length === names.length ? mentioned[names.indexOf(name)] : undefined
    const known = name.toLowerCase()
    const one = act.desk.people.find(({ id, name: called }) => id === known || called.toLowerCase() === known)
    return byMention ?? one?.id ?? null
  }
  const [person, deputy] = [whom(said.of), whom(said.deputy)]
  if (person === null || deputy === null) return undefined
  const { zone } = act.person
  const instant = (at: Temporal.PlainDateTime): string => at.toZonedDateTime(zone).toInstant().toString()
  return {
    ...(person === undefined ? {} : { person }),
    ...(said.from === undefined ? {} : { from: instant(said.from) }),
    ...(said.until === undefined ? {} : { to: instant(said.until) }),
    ...(deputy === undefined ? {} : { deputy }),
  }
}

/** What follows "away" where somebody means to be, and not in "away from my desk the printer burns". */
const begins = /^(?:until|till|of|with|deputy)\s|^@|^(?:from|to)\s+\d/i

/** To the desk alone a sentence may begin with any word. */
const unread = (act: Act<Meant<'words'>>, words: string): Promise<Reply> => {
  const { intent } = act
  const alone = intent.where?.kind === 'direct' && intent.message !== undefined
  if (alone && !begins.test(words)) return offerWords(act)
  const card = line(notAnAbsence(words, commandOf(intent.identity.platform)))
  return Promise.resolve({ kind: 'private', card })
}

const privately = (act: Act, refusal: AbsenceRefusal): Reply => {
  audit(act, refusal)
  return { kind: 'private', card: line(absenceRefusalText(refusal, act.person, act.desk)) }
}

/** What is not theirs to do is kept for the auditor, and so is a value that no form offered. */
const audit = (act: Act, refusal: AbsenceRefusal): void => {
  if (refusal.code === 'field') auditRefusal(act, refusal, undefined)
  if (refusal.code !== 'not-your-absence') return
  act.services.turnedAway({
    reason: refusal.code,
    platform: act.intent.identity.platform,
    actor: act.person.id,
    detail: { intent: act.intent.kind },
  })
}
