import type { Card } from '../../src/bot/ui/card.ts'
import * as calendar from '../../src/bot/views/schedule-calendar.ts'
import * as views from '../../src/bot/views/schedule.ts'
import type { Conflict } from '../../src/domain/change-schedule.ts'
import type { Desk } from '../../src/domain/desk.ts'
import type { Platform } from '../../src/domain/person.ts'
import { type PlannedChange, plannedOf } from '../../src/domain/schedule-of-change.ts'
import { mondayOf } from '../../src/domain/schedule-week.ts'
import { thursday } from '../support/given.ts'
import { changeLives } from './change-lives.ts'
import type { Drawing } from './drawings.ts'

const zone = 'Europe/Berlin'
const monday = mondayOf(thursday.toZonedDateTimeISO(zone).toPlainDate())
const hostile = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'

const overlap = { from: thursday, to: thursday.add({ hours: 2 }) }
const conflicts: readonly Conflict[] = [
  { kind: 'freeze', freeze: { id: 'season', name: hostile }, overlap },
  { kind: 'same-component', change: 'CHG-1', components: ['vpn-gateway', 'gone'], overlap },
  { kind: 'same-service', change: 'CHG-2', services: ['mail', 'gone'], overlap },
  { kind: 'same-implementer', change: 'CHG-4', implementer: 'chiara', overlap },
]

/** Whatever a change can be, moved into that week so that each day has some and one lasts over several. */
const planned = (desk: Desk, most: number): readonly PlannedChange[] => {
  const whole = plannedOf(
    changeLives.map(({ change }) => change),
    [],
    desk,
  )
  return Array.from({ length: most }, (_, index) => {
    const one = whole[index % whole.length]
    if (one === undefined) throw new Error('no change has a window')
    const from = thursday.subtract({ hours: 72 }).add({ hours: index * 5 })
    const window = { from, to: from.add({ hours: index % 4 === 0 ? 60 : 2 }) }
    return { ...one, window, conflicts: index % 3 === 0 ? conflicts : [] }
  })
}

const freezes = (desk: Desk): Desk =>
  desk.changes === undefined
    ? desk
    : {
        ...desk,
        changes: {
          ...desk.changes,
          freezeWindows: Array.from({ length: 6 }, (_, index) => ({
            id: `freeze-${index}`,
            name: hostile,
            zone,
            from: '2026-03-01T00:00',
            to: '2026-04-01T24:00',
            emergencies: index % 2 === 0,
            ...(index % 3 === 0 ? {} : { services: desk.services.map(({ id }) => id) }),
          })),
        },
      }

const drawing = (name: string, of: string, drawn: Card): Drawing<Card> => ({ view: name, of, drawn })

/** Every card of the schedule of change. */
export const scheduleCards = (desk: Desk, platform: Platform): readonly Drawing<Card>[] => {
  const frozen = freezes(desk)
  const view = { desk, monday, zone, now: thursday, partial: false }
  const services = desk.services.map(({ id, name }) => ({ id, name }))
  const [first] = services
  return [
    drawing('scheduleCard', 'nothing', views.scheduleCard({ ...view, planned: [] }, 0)),
    drawing(
      'scheduleCard',
      'nothing for a customer',
      views.scheduleCard({ ...view, planned: [], partial: true, service: 'mail' }, 0),
    ),
    ...[0, 1, 2, 99].map((page) =>
      drawing(
        'scheduleCard',
        `much, page ${page}`,
        views.scheduleCard({ ...view, desk: frozen, planned: planned(desk, 30), service: 'gone' }, page),
      ),
    ),
    drawing('schedulePostCard', 'nothing', views.schedulePostCard({ ...view, planned: [] })),
    drawing('schedulePostCard', 'little', views.schedulePostCard({ ...view, planned: planned(desk, 3) })),
    drawing(
      'schedulePostCard',
      'much',
      views.schedulePostCard({ ...view, desk: frozen, planned: planned(desk, 60) }),
    ),
    drawing('schedulePostEndedCard', 'the end', views.schedulePostEndedCard()),
    drawing(
      'unknownServiceCard',
      'a guess',
      views.unknownServiceCard(`${hostile}${'w'.repeat(400)}`, monday, services, first?.id),
    ),
    drawing('unknownServiceCard', 'nothing', views.unknownServiceCard(hostile, monday, [], undefined)),
    drawing('unknownWeekCard', 'a week', views.unknownWeekCard(hostile, monday, first?.id, platform)),
    drawing(
      'calendarLinkCard',
      'a link',
      calendar.calendarLinkCard(`https://desk.example/calendar/${'a'.repeat(43)}.ics`),
    ),
    drawing('calendarLinkMadeCard', 'one before', calendar.calendarLinkMadeCard(thursday)),
    drawing('noCalendarCard', 'no address', calendar.noCalendarCard()),
    drawing('calendarEndedCard', 'the end', calendar.calendarEndedCard()),
  ]
}
