import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Card } from '../../src/bot/ui/card.ts'
import { calendarLinkCard } from '../../src/bot/views/schedule-calendar.ts'
import { type ScheduleView, scheduleCard, schedulePostCard } from '../../src/bot/views/schedule.ts'
import type { PlannedChange } from '../../src/domain/schedule-of-change.ts'
import { mondayOf } from '../../src/domain/schedule-week.ts'
import { changeLives } from '../contract/change-lives.ts'
import { thursday } from '../support/given.ts'
import { schedulingDesk } from '../support/scheduling.ts'

const zone = 'Europe/Berlin'
const monday = mondayOf(thursday.toZonedDateTimeISO(zone).toPlainDate())
const start = thursday.subtract({ hours: 81 })
const whole = changeLives.find(({ name }) => name === 'on the schedule')?.change
if (whole === undefined) throw new Error('no change is on the schedule')

const planned = (id: number, from: number, hours: number): PlannedChange => ({
  id: `CHG-${id}`,
  title: 'New firmware',
  type: 'normal',
  services: ['wifi'],
  components: [],
  implementer: 'carl',
  window: { from: start.add({ hours: from }), to: start.add({ hours: from + hours }) },
  change: { ...whole, id: `CHG-${id}`, title: 'New firmware' },
  conflicts: [],
})

const week = fc
  .array(fc.tuple(fc.nat(160), fc.integer({ min: 1, max: 100 })), { maxLength: 60 })
  .map((list) => list.map(([from, hours], index) => planned(index + 1, from, hours)))

const viewOf = (changes: readonly PlannedChange[]): ScheduleView => ({
  desk: { ...schedulingDesk, version: 1 },
  monday,
  zone,
  now: thursday,
  planned: changes,
  partial: false,
})

const labels = ({ elements }: Card): readonly string[] =>
  elements.flatMap((one) => (one.kind === 'buttons' ? one.buttons.map(({ label }) => label) : []))

const details = ({ elements }: Card): readonly string[] =>
  elements.flatMap((one) =>
    one.kind === 'buttons' ? one.buttons.flatMap(({ action }) => action.record ?? []) : [],
  )

/** Page after page, as somebody presses *Next page*. */
const pages = (view: ScheduleView): readonly Card[] => {
  const found = [scheduleCard(view, 0)]
  while (labels(found.at(-1)!).includes('Next page')) found.push(scheduleCard(view, found.length))
  return found
}

test('9.2-e every change stands on one page, and each page fits both chats', () => {
  fc.assert(
    fc.property(week, (changes) => {
      const cards = pages(viewOf(changes))
      expect(cards.flatMap(details).toSorted()).toEqual(changes.map(({ id }) => id).toSorted())
      for (const [index, card] of cards.entries()) {
        expect(card.elements.length).toBeLessThanOrEqual(45)
        expect(labels(card).includes('Previous page')).toBe(index > 0)
      }
    }),
  )
})

test('9.2-e a post of much fits both chats and says what it leaves out', () => {
  fc.assert(
    fc.property(week, (changes) => {
      const card = schedulePostCard(viewOf(changes))
      expect(card.elements.length).toBeLessThanOrEqual(48)
      const words = JSON.stringify(card)
      const left = Number(/and (\d+) more lines\. /.exec(words)?.[1] ?? 0)
      const shown = changes.filter(({ id }) => words.includes(`"${id} "`))
      expect(left > 0 || shown.length === changes.length).toBe(true)
    }),
  )
})

test('a link is never all text and buttons, which Teams may have to say where everybody reads it', () => {
  const kinds = new Set(
    calendarLinkCard('https://desk.example/calendar/x.ics').elements.map(({ kind }) => kind),
  )
  expect([...kinds].filter((kind) => kind !== 'text' && kind !== 'buttons')).toEqual(['header'])
})
