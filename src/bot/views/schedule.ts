import { scheduleOf } from '../../domain/change-schedule.ts'
import type { Desk } from '../../domain/desk.ts'
import type { Platform } from '../../domain/person.ts'
import type { PlannedChange } from '../../domain/schedule-of-change.ts'
import { spanOfWeeks } from '../../domain/schedule-week.ts'
import { type Button, type Card, type CardElement, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { commandOf } from './help.ts'
import { type Piece, dayPieces, freezePieces, pagesOf, titleOf, weekText } from './schedule-words.ts'

/** One week of the schedule, for one reader. */
export interface ScheduleView {
  readonly desk: Desk
  /** Of the week. */
  readonly monday: Temporal.PlainDate
  /** The reader's: in which days begin and end. */
  readonly zone: string
  readonly now: Temporal.Instant
  /** What the reader may see of it. */
  readonly planned: readonly PlannedChange[]
  /** Whether there may be more than the reader is shown. */
  readonly partial: boolean
  readonly service?: string
}

/** Elements of a page besides its heading and its buttons: both chats take them, with room for long texts. */
const room = 36

/** The schedule of change of a week (9.2-e), a page at a time, counted from 0; a page that is none is the last. */
export const scheduleCard = (view: ScheduleView, asked: number): Card => {
  const { desk, monday, zone, planned, partial, service } = view
  const pages = pagesOf([...freezePieces(monday, zone, desk, service), ...daysOf(view, true)], room)
  const page = Math.max(0, Math.min(asked, pages.length - 1))
  const title = titleOf(desk, service)
  return {
    fallback: `${title}, ${weekText(monday)}: ${planned.length === 1 ? '1 change' : `${planned.length} changes`}`,
    elements: [
      { kind: 'header', text: cut(title, 150) },
      { kind: 'text', text: [bold(`Week ${monday.weekOfYear}, ${weekText(monday)}`)] },
      ...(pages[page] ?? []).flat(),
      ...(planned.length === 0 ? [{ kind: 'text', text: 'Nothing is planned in this week.' } as const] : []),
      { kind: 'context', text: footOf(zone, partial, page, pages.length) },
      { kind: 'buttons', buttons: buttonsOf(view, page, pages.length) },
    ],
  }
}

const daysOf = ({ desk, monday, zone, now, planned }: ScheduleView, details: boolean): readonly Piece[] => {
  const { from, to } = spanOfWeeks(monday, zone)
  const today = now.toZonedDateTimeISO(zone).toPlainDate().toString()
  return dayPieces(scheduleOf(planned, from, to, zone), desk, today, details)
}

const footOf = (zone: string, partial: boolean, page: number, pages: number): string =>
  [
    ...(pages > 1 ? [`Page ${page + 1} of ${pages}`] : []),
    `Days of ${zone}`,
    ...(partial ? ['Only changes that concern you are shown'] : []),
  ].join(' · ')

const buttonsOf = ({ monday, service }: ScheduleView, page: number, pages: number): readonly Button[] => [
  ...(page > 0 ? [weekButton('Previous page', monday, service, page - 1)] : []),
  ...(page + 1 < pages ? [weekButton('Next page', monday, service, page + 1)] : []),
  weekButton('Previous week', monday.subtract({ weeks: 1 }), service),
  weekButton('Next week', monday.add({ weeks: 1 }), service),
  calendarButton,
]

const calendarButton: Button = { label: 'Calendar link', action: { name: 'schedule.calendar' } }

/** Carries the Monday, the page and the service; `readWeek` of the conversation reads it. */
export const weekButton = (
  label: string,
  monday: Temporal.PlainDate,
  service: string | undefined,
  page = 0,
): Button => ({
  label,
  action: {
    name: 'schedule.show',
    argument: `${monday.toString()}/${page}${service === undefined ? '' : `/${service}`}`,
  },
})

/** What was said names no service; `meant` is the one that was probably meant, by its id. */
export const unknownServiceCard = (
  said: string,
  monday: Temporal.PlainDate,
  services: readonly { readonly id: string; readonly name: string }[],
  meant: string | undefined,
): Card => {
  const guess = services.find(({ id }) => id === meant)
  const known = cut(services.map(({ name }) => name).join(', '), 1500)
  const list = known === '' ? '' : ` You can ask for: ${known}.`
  const words = `The desk knows no service “${cut(said, 100)}”.${guess === undefined ? '' : ` Did you mean ${guess.name}?`}${list}`
  return {
    fallback: words,
    elements: [
      { kind: 'text', text: words },
      {
        kind: 'buttons',
        buttons: [
          ...(guess === undefined ? [] : [weekButton(cut(guess.name, 75), monday, guess.id)]),
          weekButton('All services', monday, undefined),
        ],
      },
    ],
  }
}

/** What was said names no week. */
export const unknownWeekCard = (
  said: string,
  monday: Temporal.PlainDate,
  service: string | undefined,
  platform: Platform,
): Card => {
  const words = `“${cut(said, 100)}” is no week that the desk can show. Say “next week”, “last week”, a week such as “2026-W50”, or any day of it such as “2026-12-07”: ${commandOf(platform)} schedule next week`
  return {
    fallback: words,
    elements: [
      { kind: 'text', text: words },
      {
        kind: 'buttons',
        buttons: [
          weekButton('This week', monday, service),
          weekButton('Next week', monday.add({ weeks: 1 }), service),
        ],
      },
    ],
  }
}

/** Elements of the post of a channel, its heading and end left aside. */
const roomOfPost = 40

/** The post of a channel that is kept up to date: the present week and the next one, for whoever is in the channel. */
export const schedulePostCard = (view: Omit<ScheduleView, 'partial' | 'service'>): Card => {
  const { desk, monday, zone } = view
  const weeks = [monday, monday.add({ weeks: 1 })].map((week, index): readonly Piece[] => {
    const heading: CardElement = {
      kind: 'text',
      text: [bold(`${index === 0 ? 'This week' : 'Next week'}, ${weekText(week)}`)],
    }
    const [first = [{ kind: 'context', text: 'Nothing is planned.' }], ...rest] = [
      ...freezePieces(week, zone, desk),
      ...daysOf({ ...view, monday: week, partial: false }, false),
    ]
    return [[...(index === 0 ? [] : [{ kind: 'divider' } as const]), heading, ...first], ...rest]
  })
  const [shown = [], ...cutOff] = pagesOf(weeks.flat(), roomOfPost)
  const left = cutOff.flat().length
  return {
    fallback: `Schedule of change, from ${weekText(monday)}`,
    elements: [
      { kind: 'header', text: 'Schedule of change' },
      ...shown.flat(),
      ...(left > 0
        ? [{ kind: 'context', text: `… and ${left} more lines. “My schedule” shows all of it.` } as const]
        : []),
      {
        kind: 'context',
        text: [text(`Kept up to date · days of ${zone} · “schedule” says the same of any week and service`)],
      },
      {
        kind: 'buttons',
        buttons: [{ label: 'My schedule', action: { name: 'schedule.show' } }, calendarButton],
      },
    ],
  }
}

/** The desk file names the channel no more. */
export const schedulePostEndedCard = (): Card => ({
  fallback: 'This schedule of change is no longer kept up to date.',
  elements: [
    { kind: 'header', text: 'Schedule of change' },
    {
      kind: 'text',
      text: 'This schedule is no longer kept up to date in this channel. “My schedule” shows how it is now.',
    },
    { kind: 'buttons', buttons: [{ label: 'My schedule', action: { name: 'schedule.show' } }] },
  ],
})
