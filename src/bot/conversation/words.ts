import { maySee } from '../../domain/incident-rules.ts'
import type { Identity } from '../../domain/person.ts'
import type { Reply } from '../reply.ts'
import { line } from '../ui/card.ts'
import { away, back } from './absence.ts'
import { commandOf, helpCard, menuCard, notUnderstood, onItsCard } from '../views/help.ts'
import { openFormCard } from '../views/offer.ts'
import { carryOutChange, proposeChange, showChange } from './change.ts'
import { showCompliance } from './compliance.ts'
import { incidentActions } from './incident-actions.ts'
import { carryOut, openForm, refuseForm, showIncident, whyIncident } from './incident.ts'
import { keepWords, offerWords, report, requestChannelOf } from './intake.ts'
import { home, list } from './lists.ts'
import { saySchedule } from './schedule.ts'
import { entryOf } from './table.ts'
import { personBehind } from './who.ts'
import type { Act, Meant } from './services.ts'

type Said = Act<Meant<'words'>>

/** What was said, taken apart: the verb, the record if one is named or the thread is a record's, and the rest. */
interface Parsed {
  readonly verb: string
  readonly rest: string
  readonly record: string | undefined
  /** Whether the number was said, and not only meant by the thread. */
  readonly named: boolean
}

/**
 * Words to the desk, or overheard. A verb does what it says; in a record's thread other words are a comment to the
 * other side; in a request channel, and to the desk alone, they are offered to become a record, never silently.
 */
export const words = async (act: Said): Promise<Reply> => {
  const { intent, services } = act
  const place = intent.where?.place
  const thread = place === undefined ? undefined : await services.recordInThread(place)
  if (intent.to === 'room') {
    if (thread !== undefined) return say(act, thread.record, intent.text)
    const top = place?.thread === undefined && requestChannelOf(act) !== undefined
    return top && intent.text.trim() !== '' ? offerWords(act) : { kind: 'nothing' }
  }
  const parsed = parse(intent.text, thread?.record)
  const handler = entryOf(verbs, parsed.verb)
  const alone = intent.where?.kind === 'direct' && intent.message !== undefined
  if (handler !== undefined && !(alone && readsAsProse(parsed, thread !== undefined))) {
    const { verb, record } = parsed
    const onCard = record !== undefined && isChange(record) && ofIncidents.has(verb)
    return onCard ? { kind: 'private', card: onItsCard(verb, record) } : handler(act, parsed)
  }
  if (thread !== undefined && alone) return say(act, thread.record, intent.text)
  if (alone) return offerWords(act)
  return { kind: 'private', card: notUnderstood(parsed.verb, intent.identity.platform) }
}

/** In a direct chat "close the window please" is a sentence, in a record's thread all the more, and "close INC-17" is not. */
const readsAsProse = ({ verb, rest, named }: Parsed, inThread: boolean): boolean =>
  rest !== '' && !named && (inThread || !takesWords.has(verb))

const takesWords = new Set(['incident', 'change', 'list', 'schedule', 'sla', 'away'])

const number = /^((?:INC|CHG)-\d{1,15})$/i

const parse = (said: string, inThread: string | undefined): Parsed => {
  const [verb = '', ...others] = said.trim().split(/\s+/)
  if (number.test(verb))
    return { verb: 'show', record: verb.toUpperCase(), rest: others.join(' '), named: true }
  const after = said.trim().slice(verb.length).trim()
  const first = others[0] ?? ''
  if (!number.test(first)) return { verb: verb.toLowerCase(), record: inThread, rest: after, named: false }
  return {
    verb: verb.toLowerCase(),
    record: first.toUpperCase(),
    rest: after.slice(first.length).trim(),
    named: true,
  }
}

type Verb = (act: Said, parsed: Parsed) => Promise<Reply>

const atOnce =
  (type: 'take' | 'close' | 'resume' | 'acknowledge'): Verb =>
  (act, { verb, record }) =>
    record === undefined ? whichRecord(act, verb) : carryOut(act, record, { type }, 'words')

/** With words the verb is done at once; without them its form is opened. */
const withWords =
  (action: string, type: 'note' | 'comment' | 'escalate' | 'reopen' | 'cancel'): Verb =>
  (act, { verb, record, rest }) => {
    if (record === undefined) return whichRecord(act, verb)
    if (rest === '') return opened(act, action, record)
    const command =
      type === 'note'
        ? { type, text: rest }
        : type === 'comment'
          ? { type, text: rest, files: act.intent.message?.files ?? 0 }
          : { type, reason: rest }
    return carryOut(act, record, command, inThread(act) && type === 'note' ? 'thread' : 'words')
  }

const formOnly =
  (action: string): Verb =>
  (act, { verb, record }) =>
    record === undefined ? whichRecord(act, verb) : opened(act, action, record)

const verbs: Readonly<Record<string, Verb>> = {
  '': (act) => Promise.resolve({ kind: 'private', card: menuCard(act.desk, act.intent.identity.platform) }),
  menu: (act) => Promise.resolve({ kind: 'private', card: menuCard(act.desk, act.intent.identity.platform) }),
  help: (act) => Promise.resolve({ kind: 'private', card: helpCard(act.desk, act.intent.identity.platform) }),
  home: (act) => home(act, 0),
  change: (act, { rest, record }) => proposed(act, rest, record),
  away: (act, { rest, record }) => away(act, [record ?? '', rest].join(' ').trim()),
  back: (act) => back(act),
  incident: (act, { rest, record }) => reported(act, [record ?? '', rest].join(' ').trim()),
  list: (act, { rest, record, named }) => list(act, named ? `${record} ${rest}` : rest),
  schedule: (act, { rest, record, named }) => saySchedule(act, [named ? record : '', rest].join(' ').trim()),
  show: (act, { record, verb }) => {
    if (record === undefined) return whichRecord(act, verb)
    return isChange(record) ? showChange(act, record) : showIncident(act, record)
  },
  take: atOnce('take'),
  close: atOnce('close'),
  resume: atOnce('resume'),
  acknowledge: atOnce('acknowledge'),
  ack: atOnce('acknowledge'),
  why: (act, { record, verb }) => (record === undefined ? whichRecord(act, verb) : whyIncident(act, record)),
  sla: (act, { rest, record }) => showCompliance(act, [record ?? '', rest].join(' ').trim()),
  cause: formOnly('incident.explain-miss'),
  note: withWords('incident.note', 'note'),
  comment: (act, parsed) => comment(act, parsed),
  escalate: withWords('incident.escalate', 'escalate'),
  reopen: withWords('incident.reopen', 'reopen'),
  cancel: withWords('incident.cancel', 'cancel'),
  resolve: formOnly('incident.resolve'),
  suspend: formOnly('incident.suspend'),
  priority: formOnly('incident.priority'),
  classify: formOnly('incident.classify'),
  'hand-over': formOnly('incident.hand-over'),
  assign: (act, parsed) => assign(act, parsed),
}

const commentIncident = withWords('incident.comment', 'comment')

const comment: Verb = (act, parsed) => {
  const { record, rest } = parsed
  if (record === undefined || !isChange(record)) return commentIncident(act, parsed)
  if (rest === '') return canOpen(act, `${record}: one click opens the form.`, 'change.comment', record)
  const files = act.intent.message?.files ?? 0
  return carryOutChange(act, record, { type: 'comment', text: rest, files }, 'words')
}

/** What is done with a change is done on its card. */
const ofIncidents = new Set(
  'take close resume acknowledge ack why cause note escalate reopen cancel resolve suspend priority classify hand-over assign'.split(
    ' ',
  ),
)

const assign: Verb = async (act, { verb, record, rest }) => {
  if (record === undefined) return whichRecord(act, verb)
  if (rest === '') return opened(act, 'incident.assign', record)
  const to = whom(act, rest)
  if (to === undefined)
    return {
      kind: 'private',
      card: line(
        `The desk knows nobody called “${rest}”. Mention them with @, or leave the name out to choose from the team.`,
      ),
    }
  return carryOut(act, record, { type: 'assign', to }, 'words')
}

/** The person mentioned, or named by name, id or "me". */
const whom = ({ intent, desk, person }: Said, rest: string): string | undefined => {
  const mentioned: Identity | undefined = intent.mentions[0]
  if (mentioned !== undefined) return personBehind(desk, mentioned)?.id
  const name = rest.replace(/^@/, '').trim().toLowerCase()
  if (name === 'me') return person.id
  return desk.people.find((one) => one.id === name || one.name.toLowerCase() === name)?.id
}

/** Words in a record's thread go to its other side; to someone it does not concern they stay where they were said. */
const say = async (act: Said, record: string, text: string): Promise<Reply> => {
  const files = act.intent.message?.files ?? 0
  if (text.trim() === '' && files === 0) return { kind: 'nothing' }
  if (isChange(record)) return carryOutChange(act, record, { type: 'comment', text, files }, 'thread')
  return carryOut(act, record, { type: 'comment', text, files }, 'thread')
}

const isChange = (record: string): boolean => record.startsWith('CHG-')

/** *Propose a change*, at once where a form can be opened in answer, otherwise one click away. */
const proposed = (act: Said, title: string, record: string | undefined): Promise<Reply> =>
  act.intent.command
    ? proposeChange(act, { title, record })
    : canOpen(act, 'Propose a change', 'change.propose', record)

/** *Report a problem*, at once where a form can be opened in answer, otherwise one click away. */
const reported = async (act: Said, title: string): Promise<Reply> => {
  if (act.intent.command)
    return report(act, inChannel(act) ? { offer: await keepWords(act, title) } : { title })
  return title === ''
    ? canOpen(act, 'Report a problem', 'incident.report')
    : offerWords({ ...act, intent: { ...act.intent, text: title } })
}

const opened = async (act: Said, name: string, record: string): Promise<Reply> => {
  const action = incidentActions[name]
  if (action?.kind !== 'form') throw new Error(`${name} has no form`)
  if (act.intent.command) return openForm(act, action, record, undefined)
  const facts = await act.services.facts(record)
  if (facts === undefined || !maySee(facts.incident, { actor: act.person.id, desk: act.desk }))
    return showIncident(act, record)
  return refuseForm(act, action, facts) ?? canOpen(act, `${record}: one click opens the form.`, name, record)
}

const canOpen = (act: Said, what: string, name: string, record?: string): Promise<Reply> => {
  const action = { name, ...(record === undefined ? {} : { record }) }
  const label =
    { 'incident.report': 'Report a problem', 'change.propose': 'Propose a change' }[name] ?? 'Open the form'
  return Promise.resolve({
    kind: 'private',
    card: openFormCard(what, { label, style: 'primary', opensForm: true, action }),
  })
}

const whichRecord = (act: Said, verb: string): Promise<Reply> =>
  Promise.resolve({
    kind: 'private',
    card: line(
      `Which record? Say it with its number, like “${commandOf(act.intent.identity.platform)} ${verb} INC-1”, or say it in the record’s thread. Nothing was changed.`,
    ),
  })

/** Said as a message in a channel, where its thread is the place to answer. */
const inChannel = ({ intent }: Said): boolean =>
  intent.where?.kind === 'channel' && intent.message !== undefined

const inThread = ({ intent }: Said): boolean => intent.where?.place.thread !== undefined
