import type { ScheduleDay } from '../../domain/change-schedule.ts'
import type { Desk } from '../../domain/desk.ts'
import { type PlannedChange, freezesIn } from '../../domain/schedule-of-change.ts'
import { spanOfWeeks } from '../../domain/schedule-week.ts'
import { type CardElement, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import * as words from './change-names.ts'
import { personName, serviceName } from './names.ts'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const monthOf = ({ month }: Temporal.PlainDate): string => months[month - 1] ?? ''

/** "7 to 13 December 2026", "28 December 2026 to 3 January 2027". */
export const weekText = (monday: Temporal.PlainDate): string => {
  const sunday = monday.add({ days: 6 })
  const year = monday.year === sunday.year ? '' : ` ${monday.year}`
  const month = monday.month === sunday.month ? '' : ` ${monthOf(monday)}${year}`
  return `${monday.day}${month} to ${sunday.day} ${monthOf(sunday)} ${sunday.year}`
}

/** "Monday 7 December". */
export const dayText = (date: string): string => {
  const day = Temporal.PlainDate.from(date)
  return `${weekdays[day.dayOfWeek - 1]} ${day.day} ${monthOf(day)}`
}

/** Conflicts, and freeze windows, that are said one by one; the rest is counted. */
const mostConflicts = 3
const mostFreezes = 4

/** What is said together: a day's heading stays with its first change, and a change in one piece. */
export type Piece = readonly CardElement[]

/** Freeze windows of the week. */
export const freezePieces = (
  monday: Temporal.PlainDate,
  zone: string,
  desk: Desk,
  service?: string,
): readonly Piece[] => {
  const freezes = freezesIn(desk, spanOfWeeks(monday, zone), service)
  const more = freezes.length - mostFreezes
  return [
    ...freezes.slice(0, mostFreezes).map(({ name, span, services, emergencies }): Piece => {
      const scope = services === undefined ? 'all services' : words.servicesText(services, desk)
      const but = emergencies ? ', but for emergencies' : ''
      return [
        {
          kind: 'text',
          text: [
            text(`❄️ Freeze “${cut(name, 100)}”: no changes of ${cut(scope, 300)}${but}, from `),
            { at: span.from },
            text(' to '),
            { at: span.to },
          ],
        },
      ]
    }),
    ...(more > 0 ? [[{ kind: 'context', text: `… and ${more} more freeze windows` }] as const] : []),
  ]
}

/** The week day by day; days on which nothing is planned are left out. */
export const dayPieces = (
  days: readonly ScheduleDay<PlannedChange>[],
  desk: Desk,
  today: string | undefined,
  details: boolean,
): readonly Piece[] =>
  days.flatMap(({ date, entries }) => {
    const heading: CardElement = {
      kind: 'text',
      text: [bold(dayText(date)), text(date === today ? ' · today' : '')],
    }
    return entries.map(({ change, since }, index): Piece => [
      ...(index === 0 ? [heading] : []),
      ...(since && date !== days[0]?.date ? goesOn(change) : entryOf(change, desk, details)),
    ])
  })

const goesOn = ({ id, title }: PlannedChange): Piece => [
  { kind: 'context', text: `${id} goes on: ${cut(title, 150)}` },
]

const entryOf = ({ change, window, conflicts }: PlannedChange, desk: Desk, details: boolean): Piece => {
  const { id, title, state, type, implementer } = change
  const parts = change.components.length === 0 ? '' : ` (${words.componentsText(change.components, desk)})`
  const services = cut(`${words.servicesText(change.services, desk)}${parts}`, 300)
  const waits = state === 'requested' ? ', not on the schedule yet' : ''
  const urgent = type === 'emergency' ? '🚨 ' : ''
  const lines = conflicts.slice(0, mostConflicts).map((one) => `⚠️ ${words.conflictText(one, desk)}`)
  const more = conflicts.length - lines.length
  const allowed = (change.override?.conflicts ?? []).map((one) => one.replace(/^freeze\//, 'freeze '))
  return [
    { kind: 'text', text: [bold(`${id} `), text(`${urgent}${cut(title, 150)}`)] },
    {
      kind: 'context',
      text: [
        { at: window.from },
        text(' to '),
        { at: window.to },
        text(
          ` · ${words.changeStateSign[state]} ${words.changeStateName[state]}${waits} · ${services} · ${personName(desk, implementer)}`,
        ),
      ],
    },
    ...(lines.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: [...lines, ...(more > 0 ? [`… and ${more} more in its way`] : [])].join('\n'),
          } as const,
        ]),
    ...(allowed.length === 0
      ? []
      : [{ kind: 'context', text: `May overlap ${cut(allowed.join(', '), 200)}.` } as const]),
    ...(details
      ? [
          {
            kind: 'buttons',
            buttons: [
              { label: 'Details', action: { name: 'change.details', record: id, version: change.version } },
            ],
          } as const,
        ]
      : []),
  ]
}

/** Pieces in pages of at most so many elements, one piece at least each. */
export const pagesOf = (pieces: readonly Piece[], room: number): readonly (readonly Piece[])[] => {
  const pages: Piece[][] = []
  let left = 0
  for (const piece of pieces) {
    const page = pages.at(-1)
    if (page === undefined || piece.length > left) {
      pages.push([piece])
      left = room - piece.length
    } else {
      page.push(piece)
      left -= piece.length
    }
  }
  return pages
}

export const titleOf = (desk: Desk, service: string | undefined): string =>
  `Schedule of change${service === undefined ? '' : ` · ${serviceName(desk, service)}`}`
