import type { Desk } from '../../domain/desk.ts'
import { type Converse, type Intent, NotYetKnown } from '../intent.ts'
import type { Reply } from '../reply.ts'
import { line } from '../ui/card.ts'
import { helpCard } from '../views/help.ts'
import { linkDecidedCard } from '../views/link.ts'
import { newCalendarLink, showCalendarLink, turnCalendarOff } from './calendar.ts'
import { enterAbsence, submitAbsence, takeBackAbsence } from './absence.ts'
import { pressChange, replaceChange, submitChange } from './change.ts'
import { pressIncident, replaceCard, submitIncident } from './incident.ts'
import { addWords, followUp, lookup, picked, report, requestChannelOf, submitReport } from './intake.ts'
import { home, list, listApprovals } from './lists.ts'
import { search } from './search.ts'
import { pressSchedule } from './schedule.ts'
import type { Act, DeskServices, Meant } from './services.ts'
import { entryOf } from './table.ts'
import { whoIs } from './who.ts'
import { words } from './words.ts'

type Route<Kind extends Intent['kind']> = (act: Act<Meant<Kind>>) => Promise<Reply>

/** Kind of intent to what answers it. */
const routes: { readonly [Kind in Intent['kind']]: Route<Kind> } = {
  words,
  pressed: (act) => (entryOf(buttons, act.intent.action.name) ?? pressRecord)(act),
  submitted: (act) => (entryOf(submissions, act.intent.form) ?? submitRecord)(act),
  picked,
  home: (act) => home(act, act.intent.page),
  lookup: (act) => Promise.resolve(lookup(act)),
  search,
  refresh: (act) =>
    isChange(act.intent.record) ? replaceChange(act, act.intent.record) : replaceCard(act, act.intent.record),
  // What is open for one person is none of a channel's business.
  joined: (act) =>
    act.intent.where?.kind === 'channel' ? Promise.resolve({ kind: 'nothing' }) : home(act, 0),
}

const isChange = (record: string): boolean => record.startsWith('CHG-')

/** What is named after a kind of record is that kind's. */
const pressRecord: Route<'pressed'> = (act) =>
  act.intent.action.name.startsWith('change.') ? pressChange(act) : pressIncident(act)
const submitRecord: Route<'submitted'> = (act) =>
  act.intent.form.startsWith('change.') ? submitChange(act) : submitIncident(act)

const submissions: Readonly<Record<string, Route<'submitted'>>> = {
  'incident.report': submitReport,
  'absence.enter': submitAbsence,
}

/** Buttons that are not a record's own. */
const buttons: Readonly<Record<string, Route<'pressed'>>> = {
  'incident.report': (act) => report(act, offerOf(act)),
  'incident.follow-up': (act) => followUp(act, act.intent.action.record ?? ''),
  'incident.add-words': addWords,
  'absence.enter': enterAbsence,
  'absence.take-back': takeBackAbsence,
  'home.page': (act) => home(act, pageOf(act.intent.action.argument)),
  'list.mine': (act) => list(act, 'mine'),
  'list.waiting': (act) => list(act, 'waiting'),
  'list.approvals': (act) => listApprovals(act, pageOf(act.intent.action.argument)),
  'list.team': (act) => list(act, 'team'),
  'schedule.show': pressSchedule,
  'schedule.calendar': showCalendarLink,
  'schedule.new-link': newCalendarLink,
  'schedule.end-link': turnCalendarOff,
  help: (act) => Promise.resolve({ kind: 'private', card: helpCard(act.desk, act.intent.identity.platform) }),
  'link.confirm': (act) => decideLink(act, true),
  'link.refuse': (act) => decideLink(act, false),
}

const offerOf = ({ intent }: Act<Meant<'pressed'>>): { offer?: string } =>
  intent.action.argument === undefined ? {} : { offer: intent.action.argument }

const pageOf = (argument: string | undefined): number => {
  const page = Number(argument)
  return Number.isInteger(page) && page >= 0 && page < 10_000 ? page : 0
}

const decideLink = async (act: Act<Meant<'pressed'>>, confirmed: boolean): Promise<Reply> => {
  const { person, desk, services, intent } = act
  if (!person.roles.includes('admin')) {
    services.turnedAway({
      reason: 'not-admin',
      platform: intent.identity.platform,
      actor: person.id,
      detail: { intent: intent.action.name },
    })
    return {
      kind: 'private',
      card: line('Only an administrator of the desk can link accounts. Nothing was changed.'),
    }
  }
  const proposal = await services.decideLink(intent.action.argument ?? '', person.id, confirmed)
  if (proposal === undefined)
    return { kind: 'private', card: line('This has been decided already; nothing was changed.') }
  return { kind: 'replace', card: linkDecidedCard(proposal, desk, person.id) }
}

/** The desk's conversation: finds out who is speaking, then answers by the table above. */
export const createConversation =
  (services: DeskServices): Converse =>
  async (intent) => {
    const desk = await services.desk()
    if (overheard(intent) && !(await concerns(intent, desk, services))) return { kind: 'nothing' }
    const known = await whoIs(desk, intent, services)
    if ('silent' in known) return { kind: 'nothing' }
    if ('stranger' in known) {
      services.turnedAway({
        reason: known.reason,
        platform: intent.identity.platform,
        actor: `${intent.identity.platform}/${intent.identity.tenant}/${intent.identity.user}`,
        detail: { intent: intent.kind },
      })
      return refuseStranger(intent, known.stranger)
    }
    const place = intent.where?.place
    if (intent.card !== undefined && place !== undefined)
      await services.noteCard({ place, message: intent.card.message }, intent.card.mark)
    const route: (act: Act<never>) => Promise<Reply> = routes[intent.kind]
    return route({ intent, person: known.person, desk, services } as Act<never>)
  }

const overheard = (intent: Intent): intent is Meant<'words'> =>
  intent.kind === 'words' && intent.to === 'room'

/** Of what is said in a room only two things concern the desk: a record's thread, and a request channel. */
const concerns = async (intent: Meant<'words'>, desk: Desk, services: DeskServices): Promise<boolean> => {
  const place = intent.where?.place
  if (place === undefined) return false
  if (requestChannelOf({ desk, intent } as Act) !== undefined && place.thread === undefined) return true
  if ((await services.recordInThread(place)) !== undefined) return true
  if (place.thread === undefined) return false
  if (await services.isPosting(place)) throw new NotYetKnown()
  // Its card may have been noted between the two looks.
  return (await services.recordInThread(place)) !== undefined
}

/** In the shape that the act waits for, so that a form shows the words and does not just hang. */
const refuseStranger = (intent: Intent, words: string): Reply => {
  const card = line(words)
  switch (intent.kind) {
    case 'submitted':
      return { kind: 'done', card }
    case 'home':
    case 'joined':
      return { kind: 'home', card }
    case 'lookup':
      return { kind: 'options', options: [] }
    case 'search':
      return { kind: 'results', results: [] }
    case 'refresh':
      return { kind: 'nothing' }
    default:
      return { kind: 'private', card }
  }
}
