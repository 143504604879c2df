import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { DeskServices } from './bot/conversation/services.ts'
import { calendarDetails, calendarTitle } from './bot/views/schedule-calendar.ts'
import { changeCalendar } from './calendar/change-calendar.ts'
import { personOf } from './domain/authority.ts'
import { mayReadChange, scheduledOf } from './domain/change-rules.ts'
import type { Desk } from './domain/desk.ts'
import {
  calendarLinkOf,
  endCalendarLink,
  personOfCalendarLink,
  putCalendarLink,
} from './store/calendar-links.ts'
import { changesForCalendars } from './store/queries/schedule.ts'
import type { Database } from './store/schema.ts'

/** How far back and ahead a calendar goes. A change that will not be made stays in it as cancelled for as long as others do. */
const past = { hours: 31 * 24 } as const
const ahead = { hours: 400 * 24 } as const

/** How often calendars should look, in milliseconds. */
const refreshEvery = 900_000

export interface CalendarService {
  readonly links: DeskServices['calendar']
  /** The calendar behind a secret; undefined where it is nobody's, or of someone the desk no longer knows. */
  readonly feed: (secret: string) => Promise<string | undefined>
}

/** Secret links to calendars of changes, and what is behind them. `publicUrl` has no slash at the end. */
export const createCalendarService = (
  db: Kysely<Database>,
  desk: () => Promise<Desk>,
  now: () => Temporal.Instant,
  publicUrl: string | undefined,
): CalendarService => ({
  links: {
    reachable: publicUrl !== undefined,
    madeAt: (person) => calendarLinkOf(db, person),
    async make(person) {
      const secret = randomBytes(32).toString('base64url')
      await putCalendarLink(db, person, digestOf(secret), now())
      return `${publicUrl ?? ''}/calendar/${secret}.ics`
    },
    end: (person) => endCalendarLink(db, person),
  },
  async feed(secret) {
    const person = await personOfCalendarLink(db, digestOf(secret))
    if (person === undefined) return undefined
    const known = await desk()
    const reader = personOf(known, person)
    if (reader === undefined || reader.disabled === true || known.changes === undefined) return undefined
    const found = await changesForCalendars(db, { from: now().subtract(past), to: now().add(ahead) })
    return changeCalendar(
      found.flatMap(({ change, changedAt }) => {
        const window = scheduledOf(change)?.window
        if (window === undefined || !mayReadChange(change, person, known)) return []
        const { id, title, version, state } = change
        return [{ id, title, version, state, window, changedAt, details: calendarDetails(change, known) }]
      }),
      { name: calendarTitle(known), host: hostOf(publicUrl), refreshEvery },
    )
  },
})

const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** What events are told apart by; an address in brackets is no host name. */
const hostOf = (publicUrl: string | undefined): string => {
  const { hostname } = new URL(publicUrl ?? 'http://localhost')
  return hostname.startsWith('[') ? 'localhost' : hostname
}
