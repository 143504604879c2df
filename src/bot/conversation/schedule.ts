import { mayReadChange, readsAllChanges } from '../../domain/change-rules.ts'
import type { Service } from '../../domain/desk.ts'
import { worksOn } from '../../domain/schedule-of-change.ts'
import { mondayNamed, spanOfWeeks, weekAt } from '../../domain/schedule-week.ts'
import { closestOf } from '../../spelling.ts'
import type { Reply } from '../reply.ts'
import { line } from '../ui/card.ts'
import { changeRefusalText } from '../views/change-refusal.ts'
import { scheduleCard, unknownServiceCard, unknownWeekCard } from '../views/schedule.ts'
import type { Act, Meant } from './services.ts'

/** Which part of the schedule somebody asks for. */
interface Asked {
  readonly monday: Temporal.PlainDate
  readonly service?: string
  /** Counted from 0. */
  readonly page: number
}

/** `schedule [service] [week]`: which changes are made when (9.2-e), of all that the person may see. */
export const saySchedule = async (act: Act<Meant<'words'>>, words: string): Promise<Reply> => {
  if (act.desk.changes === undefined) return noChanges(act)
  const said = readSchedule(words)
  const today = weekAt(act.services.now(), act.person.zone)
  const monday = said.week === undefined ? today : mondayOf(said.week, today)
  const service = said.service === '' ? undefined : serviceNamed(act, said.service)
  const { platform } = act.intent.identity
  if (monday === undefined) return privately(unknownWeekCard(said.week ?? '', today, service, platform))
  if (said.service === '' || service !== undefined)
    return show(act, { monday, page: 0, ...(service === undefined ? {} : { service }) })
  if (looksLikeWeek.test(said.service))
    return privately(unknownWeekCard(said.service, today, undefined, platform))
  const services = servicesFor(act)
  return privately(unknownServiceCard(said.service, monday, services, meantBy(said.service, services)))
}

/** A click on a week or a page of the schedule; a forged one gets the present week. */
export const pressSchedule = (act: Act<Meant<'pressed'>>): Promise<Reply> =>
  act.desk.changes === undefined ? Promise.resolve(noChanges(act)) : show(act, readWeek(act))

const show = async (act: Act, { monday, service, page }: Asked): Promise<Reply> => {
  const { person, desk, services } = act
  const found = await services.planned(spanOfWeeks(monday, person.zone))
  const planned = found.filter(
    (one) =>
      mayReadChange(one.change, person.id, desk) && (service === undefined || worksOn(one, service, desk)),
  )
  const view = {
    desk,
    monday,
    zone: person.zone,
    now: services.now(),
    planned,
    partial: !readsAllChanges(person.id, desk),
    ...(service === undefined ? {} : { service }),
  }
  return privately(scheduleCard(view, page))
}

const privately = (card: ReturnType<typeof line>): Reply => ({ kind: 'private', card })

const noChanges = ({ desk }: Act): Reply => privately(line(changeRefusalText({ code: 'no-policy' }, desk)))

const weekWords = String.raw`this week|next week|last week|previous week|\d{4}-?W\d{1,2}|\d{4}-\d{2}-\d{2}`
const weekAtEnd = new RegExp(String.raw`(?:^|\s)(${weekWords})$`, 'i')
const weekAtStart = new RegExp(String.raw`^(${weekWords})(?:\s|$)`, 'i')

/** Something that was to be a week, though it names none. */
const looksLikeWeek = /\bw[ea]{1,2}k\b|^\W*\d{1,4}\W|^w?\d+$/i

/** The week, where one is named at either end, and the rest. */
const readSchedule = (words: string): { readonly service: string; readonly week?: string } => {
  const said = words.trim().replaceAll(/\s+/g, ' ')
  const [whole, week] = weekAtEnd.exec(said) ?? weekAtStart.exec(said) ?? []
  if (whole === undefined || week === undefined) return { service: bare(said) }
  return { service: bare(said.replace(whole, '').trim()), week }
}

const bare = (words: string): string =>
  words.replace(/^(?:for|of)\s+/i, '').replaceAll(/^["“”']+|["“”']+$/g, '')

const mondayOf = (week: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined => {
  switch (week.toLowerCase()) {
    case 'this week':
      return today
    case 'next week':
      return today.add({ weeks: 1 })
    case 'last week':
    case 'previous week':
      return today.subtract({ weeks: 1 })
    default:
      return mondayNamed(week)
  }
}

/** Services whose changes the person may be interested in: all of them, or those that their customer has. */
const servicesFor = ({ person, desk }: Act): readonly Service[] =>
  readsAllChanges(person.id, desk)
    ? desk.services
    : desk.services.filter(({ customers }) => customers.includes(person.customer))

const serviceNamed = ({ desk }: Act, said: string): string | undefined => {
  const wanted = said.toLowerCase()
  return desk.services.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted)?.id
}

/** Part of one name only, or nearly one. */
const meantBy = (said: string, services: readonly Service[]): string | undefined => {
  const wanted = said.toLowerCase()
  const within = services.filter(({ name }) => name.toLowerCase().includes(wanted))
  if (within.length === 1) return within[0]?.id
  const names = services.flatMap(({ id, name }) => [id, name])
  const close = closestOf(names, said, Math.max(2, Math.floor(said.length / 3)))
  return services.find(({ id, name }) => id === close || name === close)?.id
}

const readWeek = (act: Act<Meant<'pressed'>>): Asked => {
  const [week = '', page = '', service] = (act.intent.action.argument ?? '').split('/')
  const monday = mondayNamed(week) ?? weekAt(act.services.now(), act.person.zone)
  const known = act.desk.services.some(({ id }) => id === service)
  return {
    monday,
    page: /^\d{1,4}$/.test(page) ? Number(page) : 0,
    ...(service !== undefined && known ? { service } : {}),
  }
}
