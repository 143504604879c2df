import { describe, expect, test } from 'vitest'
import { type AbsenceCommand, type EnteredAbsence, decideAbsence, endOf } from '../../src/domain/absence.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { demoDesk } from '../support/cast.ts'
import { thursday } from '../support/given.ts'

const desk: Desk = await demoDesk()
const now = thursday
const meta = { now, desk, id: 'a1' }

const enter = (more: Partial<Extract<AbsenceCommand, { type: 'enter' }>> = {}): AbsenceCommand => ({
  type: 'enter',
  person: 'iris',
  from: '',
  to: now.add({ hours: 48 }).toString(),
  deputy: 'ben',
  ...more,
})

const entered: EnteredAbsence = {
  id: 'a0',
  person: 'iris',
  deputy: 'ben',
  from: now.add({ hours: 10 }),
  to: now.add({ hours: 20 }),
  enteredBy: 'iris',
  enteredAt: now,
}
const takeBack = (absence: EnteredAbsence): AbsenceCommand => ({ type: 'take-back', absence })
const hours = (count: number): string => now.add({ hours: count }).toString()

describe('9.2-c: entering an absence', () => {
  test('of one’s own, from now on, with a deputy who is told', () => {
    expect(decideAbsence(enter(), [], { ...meta, actor: 'iris' })).toEqual({
      kind: 'accepted',
      events: [
        {
          type: 'entered',
          absence: {
            id: 'a1',
            person: 'iris',
            deputy: 'ben',
            from: now,
            to: now.add({ hours: 48 }),
            enteredBy: 'iris',
            enteredAt: now,
          },
        },
      ],
      effects: [{ kind: 'write-to', person: 'ben' }],
    })
  })

  test('of another, by a change manager: they are told as well', () => {
    expect(decideAbsence(enter(), [], { ...meta, actor: 'ada' })).toMatchObject({
      kind: 'accepted',
      events: [{ absence: { person: 'iris', enteredBy: 'ada' } }],
      effects: [{ person: 'iris' }, { person: 'ben' }],
    })
  })

  test('what is past is not rewritten: it begins now at the earliest', () => {
    const decided = decideAbsence(enter({ from: hours(-5) }), [], { ...meta, actor: 'iris' })
    expect(decided).toMatchObject({ events: [{ absence: { from: now } }] })
  })

  test.each<[string, Partial<Extract<AbsenceCommand, { type: 'enter' }>>, object]>([
    ['of another', { person: 'noor' }, { code: 'not-your-absence', person: 'noor' }],
    ['without an end', { to: '' }, { field: 'to', problem: { kind: 'missing' } }],
    ['with an end that is none', { to: 'soon' }, { field: 'to', problem: { kind: 'no-choice' } }],
    ['with a start that is none', { from: 'T10' }, { field: 'from', problem: { kind: 'no-choice' } }],
    [
      'that ends as it begins',
      { from: hours(3), to: hours(3) },
      { field: 'to', problem: { kind: 'before-start' } },
    ],
    ['that is over', { from: hours(-3), to: hours(0) }, { field: 'to', problem: { kind: 'in-the-past' } }],
    ['with oneself as deputy', { deputy: 'iris' }, { field: 'deputy', problem: { kind: 'themselves' } }],
    ['with an unknown deputy', { deputy: 'zoe' }, { field: 'deputy', problem: { kind: 'unknown' } }],
  ])('not one %s', (_, more, refusal) => {
    expect(decideAbsence(enter(more), [], { ...meta, actor: 'iris' })).toMatchObject({
      kind: 'refused',
      refusal,
    })
  })

  test('not of somebody the desk does not know, also by a change manager', () => {
    expect(decideAbsence(enter({ person: 'zoe' }), [], { ...meta, actor: 'ada' })).toMatchObject({
      refusal: { field: 'person', problem: { kind: 'unknown' } },
    })
  })

  const from = (start: number, end: number) =>
    decideAbsence(enter({ from: hours(start), to: hours(end) }), [entered], { ...meta, actor: 'iris' })

  test.each([
    ['over the whole', 5, 30],
    ['into its beginning', 5, 11],
    ['from its end', 19, 30],
  ])('not one that runs %s of another', (_, start, end) => {
    expect(from(start, end)).toEqual({ kind: 'refused', refusal: { code: 'overlaps', absence: entered } })
  })

  test.each([
    ['up to', 5, 10],
    ['after', 20, 30],
  ])('but one %s another', (_, start, end) => {
    expect(from(start, end)).toMatchObject({ kind: 'accepted' })
  })

  test('nor where changes are none of the desk’s business', () => {
    const { changes: _, ...without } = desk
    expect(decideAbsence(enter(), [], { ...meta, desk: without, actor: 'iris' })).toMatchObject({
      refusal: { code: 'no-policy' },
    })
  })
})

describe('9.2-c: taking one back', () => {
  const during = now.add({ hours: 12 })

  test('while it goes on ends it; the deputy is told', () => {
    const decided = decideAbsence(takeBack(entered), [], { ...meta, now: during, actor: 'iris' })
    expect(decided).toMatchObject({ kind: 'accepted', effects: [{ person: 'ben' }] })
    const after = decided.kind === 'accepted' ? decided.events[0]?.absence : undefined
    expect(after?.takenBack).toEqual({ by: 'iris', at: during })
    expect(after === undefined ? '' : endOf(after).toString()).toBe(during.toString())
  })

  test('by a change manager: both are told', () => {
    const decided = decideAbsence(takeBack(entered), [], { ...meta, actor: 'ada' })
    expect(decided).toMatchObject({ kind: 'accepted', effects: [{ person: 'iris' }, { person: 'ben' }] })
  })

  test.each<[string, EnteredAbsence, string, number, object]>([
    ['by anybody else', entered, 'ben', 12, { code: 'not-your-absence', person: 'iris' }],
    [
      'twice',
      { ...entered, takenBack: { by: 'ada', at: now } },
      'iris',
      12,
      { code: 'taken-back-already', by: 'ada', at: now },
    ],
    ['once it is over', entered, 'iris', 20, { code: 'absence-over', at: entered.to }],
  ])('not %s', (_, absence, actor, hour, refusal) => {
    expect(decideAbsence(takeBack(absence), [], { ...meta, now: now.add({ hours: hour }), actor })).toEqual({
      kind: 'refused',
      refusal,
    })
  })
})
