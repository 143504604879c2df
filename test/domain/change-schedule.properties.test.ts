import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Conflict,
  type ScheduledChange,
  conflictsOf,
  overlapOf,
  scheduleOf,
} from '../../src/domain/change-schedule.ts'
import type { Service } from '../../src/domain/desk.ts'

const hour = 3_600_000
const start = Date.UTC(2027, 2, 27)
const instant = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms)

const names = ['a', 'b', 'c', 'd', 'e'] as const
const some = (of: readonly string[]) => fc.subarray([...of])
const components = names.flatMap((name) => [`${name}1`, `${name}2`])

/** Services with any dependencies between them, circles and themselves among them. */
const services: fc.Arbitrary<readonly Service[]> = fc.tuple(...names.map(() => some(names))).map((edges) =>
  names.map((id, index) => ({
    id,
    name: id,
    owner: 'ada',
    team: 'network',
    customers: [],
    interested: [],
    components: [`${id}1`, `${id}2`].map((part) => ({ id: part, name: part })),
    dependsOn: edges[index] ?? [],
  })),
)

/** Whole hours, so that windows touch; some are empty or end before they start. */
const window = fc.tuple(fc.nat(60), fc.integer({ min: -2, max: 40 })).map(([from, hours]) => ({
  from: instant(start + from * hour),
  to: instant(start + (from + hours) * hour),
}))

const changeCalled = (id: string): fc.Arbitrary<ScheduledChange> =>
  fc.record({
    id: fc.constant(id),
    title: fc.constant(id),
    type: fc.constantFrom('normal' as const, 'emergency' as const),
    services: some(names),
    components: some([...components, 'gone']),
    implementer: fc.constantFrom('ada', 'ben'),
    window,
  })

const pair = fc.tuple(changeCalled('CHG-9'), changeCalled('CHG-10'))

/** Without the number of the other, which is all that may differ. */
const seenFromAbove = (conflict: Conflict): object => ({ ...conflict, change: undefined })

test('what is in the way of one change is in the way of the other in the same way', () => {
  fc.assert(
    fc.property(services, pair, (all, [one, other]) => {
      const desk = { services: all }
      const there = conflictsOf(one, [other], desk)
      const back = conflictsOf(other, [one], desk)
      expect(back.map(seenFromAbove)).toEqual(there.map(seenFromAbove))
      expect(there.every((each) => 'change' in each && each.change === other.id)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test('there is no conflict without time in common, and each says that time', () => {
  fc.assert(
    fc.property(services, pair, (all, [one, other]) => {
      const common = overlapOf(one.window, other.window)
      for (const { overlap } of conflictsOf(one, [other], { services: all })) expect(overlap).toEqual(common)
      const apart = { ...other, window: { from: one.window.to, to: one.window.to.add({ hours: 5 }) } }
      expect(conflictsOf(one, [apart], { services: all })).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('shifting both changes nothing', () => {
  fc.assert(
    fc.property(services, pair, fc.integer({ min: -10_000, max: 10_000 }), (all, both, minutes) => {
      const shift = ({ from, to }: ScheduledChange['window']) => ({
        from: from.add({ minutes }),
        to: to.add({ minutes }),
      })
      const [one, other] = both
      const [oneLater, otherLater] = both.map((each) => ({ ...each, window: shift(each.window) }))
      if (oneLater === undefined || otherLater === undefined) throw new Error('a pair is two')
      expect(conflictsOf(oneLater, [otherLater], { services: all })).toEqual(
        conflictsOf(one, [other], { services: all }).map((each) => ({
          ...each,
          overlap: shift(each.overlap),
        })),
      )
    }),
    { numRuns: 300 },
  )
})

test('the order in which the others are given does not matter, and they add up', () => {
  const others = fc.tuple(...['CHG-1', 'CHG-2', 'CHG-10', 'CHG-11'].map(changeCalled))
  fc.assert(
    fc.property(services, changeCalled('CHG-9'), others, (all, one, many) => {
      const desk = { services: all }
      const found = conflictsOf(one, many, desk)
      expect(conflictsOf(one, many.toReversed(), desk)).toEqual(found)
      expect(found).toHaveLength(many.flatMap((other) => conflictsOf(one, [other], desk)).length)
      const starts = found.map(({ overlap }) => overlap.from.epochMilliseconds)
      expect(starts).toEqual(starts.toSorted((a, b) => a - b))
    }),
  )
})

test('dependencies are found as a walk over all of them finds them', () => {
  fc.assert(
    fc.property(services, fc.constantFrom(...names), fc.constantFrom(...names), (all, a, b) => {
      const reaches = (from: string, to: string): boolean => {
        let reached = new Set([from])
        for (let size = -1; size !== reached.size;) {
          size = reached.size
          reached = new Set([
            ...reached,
            ...all.flatMap((s) => (reached.has(s.id) ? (s.dependsOn ?? []) : [])),
          ])
        }
        return from !== to && reached.has(to)
      }
      const at = { from: instant(start), to: instant(start + hour) }
      const of = (id: string, service: string): ScheduledChange => ({
        id,
        title: id,
        type: 'normal',
        services: [service],
        components: [],
        implementer: id,
        window: at,
      })
      const kinds = conflictsOf(of('CHG-1', a), [of('CHG-2', b)], { services: all }).map(({ kind }) => kind)
      expect(kinds.includes('dependent-service')).toBe(reaches(a, b) || reaches(b, a))
    }),
    { numRuns: 300 },
  )
})

test('the days of a schedule adjoin, and hold each change for as long as it lasts in them', () => {
  const zone = fc.constantFrom('Europe/Lisbon', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu')
  fc.assert(
    fc.property(changeCalled('CHG-9'), window, zone, (change, range, zone) => {
      const days = scheduleOf([change], range.from, range.to, zone)
      let at = range.from
      for (const day of days) {
        expect(day.from).toEqual(at)
        expect(day.from.toZonedDateTimeISO(zone).toPlainDate().toString()).toBe(day.date)
        at = day.to
      }
      expect(at).toEqual(days.length > 0 ? range.to : range.from)
      const ms = days
        .flatMap(({ entries }) => entries)
        .reduce((sum, { part }) => sum + part.to.epochMilliseconds - part.from.epochMilliseconds, 0)
      const common = overlapOf(change.window, range)
      expect(ms).toBe(common === undefined ? 0 : common.to.epochMilliseconds - common.from.epochMilliseconds)
      expect(new Set(days.map(({ date }) => date)).size).toBe(days.length)
    }),
    { numRuns: 300 },
  )
})
