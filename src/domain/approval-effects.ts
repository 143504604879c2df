import { managersFor } from './approval-approvers.ts'
import type { ApprovalMeta } from './approval-command.ts'
import type { ApprovalEffect, ApprovalEvent } from './approval-event.ts'
import { isStuck } from './approval-quorum.ts'
import { type Asked, askedNow, presentStage, seatIn } from './approval-seats.ts'
import type { Approval } from './approval.ts'
import { personOf } from './authority.ts'
import type { PersonId } from './person.ts'

/**
 * What follows from what happened: whoever is asked now and was not before is asked, whoever is not any more for a seat that is
 * still undecided hears that; the rest follows event by event. `before` is undefined when it was opened just now.
 */
export const effectsOf = (
  before: Approval | undefined,
  after: Approval,
  events: readonly ApprovalEvent[],
  meta: ApprovalMeta,
): readonly ApprovalEffect[] => {
  const were = before === undefined ? [] : askedNow(before)
  const are = askedNow(after)
  const stillOpen = (seat: string): boolean =>
    after.state === 'open' && seatIn(presentStage(after), seat)?.decision === undefined
  const samePlace = before?.stage === after.stage
  return [
    ...are
      .filter((one) => !were.some((other) => sameAsked(one, other)))
      .map((one): ApprovalEffect => ({ kind: 'ask', ...one })),
    ...were
      .filter((one) => samePlace && stillOpen(one.seat) && !are.some((other) => sameAsked(one, other)))
      .map(({ person, seat }): ApprovalEffect => ({ kind: 'release', person, seat })),
    ...events.flatMap((event, index) => told(event, index, were, after, meta)),
  ]
}

const sameAsked = (one: Asked, other: Asked): boolean =>
  one.seat === other.seat && one.person === other.person

const told = (
  event: ApprovalEvent,
  index: number,
  were: readonly Asked[],
  after: Approval,
  meta: ApprovalMeta,
): readonly ApprovalEffect[] => {
  switch (event.type) {
    case 'reassigned':
      // Of a later stage nobody was asked yet.
      return event.stage === after.stage
        ? toFormer([event.from, ...askedAt(event.seat, were)], index, after, meta)
        : []
    case 'delegation-ended':
      return event.because === 'reassigned' ? toFormer([event.delegate], index, after, meta) : []
    case 'seat-replaced':
      return event.to === undefined ? toManagers(index, meta) : []
    case 'deputy-changed':
      return event.away && event.deputy === undefined ? toManagers(index, meta) : []
    case 'stuck':
      return toManagers(index, meta)
    case 'reminded': {
      const stage = after.stages[event.stage]
      return [
        ...askedNow(after)
          .filter(({ person }) => event.people.includes(person))
          .map((one): ApprovalEffect => ({ kind: 'remind', ...one })),
        ...(stage === undefined || isStuck(stage) ? toManagers(index, meta) : []),
      ]
    }
    case 'approved':
    case 'rejected':
    case 'returned':
    case 'withdrawn':
      return toParties(index, meta)
    case 'expired':
      return [...toParties(index, meta), ...toManagers(index, meta)]
    case 'opened':
    case 'decided':
    case 'delegated':
    case 'stage-passed':
    case 'reminder-put-off':
      return []
  }
}

const askedAt = (seat: string, asked: readonly Asked[]): readonly PersonId[] =>
  asked.filter((one) => one.seat === seat).map(({ person }) => person)

/** Whoever a change manager took a seat from: a card that loses its buttons is easily overlooked. */
const toFormer = (
  people: readonly (PersonId | undefined)[],
  event: number,
  after: Approval,
  { actor, desk }: ApprovalMeta,
): readonly ApprovalEffect[] => {
  const still = new Set(askedNow(after).map(({ person }) => person))
  return [...new Set(people)].flatMap((person): ApprovalEffect[] =>
    person === undefined || person === actor || still.has(person) || personOf(desk, person) === undefined
      ? []
      : [{ kind: 'tell', to: 'former-approver', person, event }],
  )
}

const toManagers = (event: number, meta: ApprovalMeta): readonly ApprovalEffect[] =>
  managersFor(meta)
    .filter((person) => person !== meta.actor)
    .map((person) => ({ kind: 'tell', to: 'manager', person, event }))

/** Those whose matter it is; whoever did it knows. */
const toParties = (event: number, { actor, desk, subject }: ApprovalMeta): readonly ApprovalEffect[] => {
  const { requester, implementer } = subject
  const parties: ApprovalEffect[] = [{ kind: 'tell', to: 'requester', person: requester, event }]
  if (implementer !== undefined && implementer !== requester)
    parties.push({ kind: 'tell', to: 'implementer', person: implementer, event })
  return parties.filter(({ person }) => person !== actor && personOf(desk, person) !== undefined)
}
