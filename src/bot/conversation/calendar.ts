import type { Reply } from '../reply.ts'
import { line } from '../ui/card.ts'
import { changeRefusalText } from '../views/change-refusal.ts'
import {
  calendarEndedCard,
  calendarLinkCard,
  calendarLinkMadeCard,
  noCalendarCard,
} from '../views/schedule-calendar.ts'
import type { Act } from './services.ts'

/** *Calendar link*: the person's own, shown when it is made and never again. */
export const showCalendarLink = async (act: Act): Promise<Reply> => {
  const { calendar } = act.services
  const without = cannot(act)
  if (without !== undefined) return without
  const madeAt = await calendar.madeAt(act.person.id)
  return madeAt === undefined ? newCalendarLink(act) : { kind: 'private', card: calendarLinkMadeCard(madeAt) }
}

/** *New link*: the one before it is nobody's from then on. */
export const newCalendarLink = async (act: Act): Promise<Reply> =>
  cannot(act) ?? {
    kind: 'private',
    card: calendarLinkCard(await act.services.calendar.make(act.person.id)),
  }

/** *Turn it off*. */
export const turnCalendarOff = async (act: Act): Promise<Reply> => {
  await act.services.calendar.end(act.person.id)
  return { kind: 'private', card: calendarEndedCard() }
}

const cannot = ({ desk, services }: Act): Reply | undefined => {
  if (desk.changes === undefined)
    return { kind: 'private', card: line(changeRefusalText({ code: 'no-policy' }, desk)) }
  return services.calendar.reachable ? undefined : { kind: 'private', card: noCalendarCard() }
}
