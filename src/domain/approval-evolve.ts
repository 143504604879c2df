import type { Approval, ApprovalEnd, FormerHolder, Seat } from './approval.ts'
import { type ApprovalEvent, type AtSeat, type Opened, formerHolder } from './approval-event.ts'
import { holdersOf } from './approval-seats.ts'
import type { Happened } from './decision.ts'

/** The first state of an approval, out of the event that opened it. */
export const beginApproval = (id: string, opened: Opened, { at }: Happened): Approval => ({
  id,
  state: 'open',
  policy: opened.policy,
  stages: opened.stages,
  stage: 0,
  openedAt: at,
  ...instant('expiresAt', opened.expiresAt),
  ...instant('remindAt', opened.remindAt),
  conditions: [],
})

/** The state after an event. Total: an event that was recorded is never refused. */
export const evolveApproval = (before: Approval, event: ApprovalEvent, happened: Happened): Approval => {
  switch (event.type) {
    case 'opened':
      throw new Error(`${before.id} cannot be opened twice`)
    case 'decided':
      return decided(before, event, happened)
    case 'delegated':
      return at(before, event, (seat) => ({
        ...without(seat, 'away'),
        delegate: event.to,
        deputy: event.to,
      }))
    case 'delegation-ended':
      return at(before, event, (seat) => without(seat, 'delegate', 'deputy', 'away'))
    case 'reassigned':
      return at(before, event, (seat) => seatedAnew(seat, event.to, 'change-manager', event.manager))
    case 'seat-replaced':
      return at(before, event, (seat) => seatedAnew(seat, event.to, event.seatedBy, event.manager))
    case 'deputy-changed':
      return at(before, event, (seat) => {
        const deputy = event.deputy ?? seat.delegate
        return {
          ...without(seat, 'away', 'deputy'),
          ...(event.away ? { away: true } : {}),
          ...(deputy === undefined ? {} : { deputy }),
        }
      })
    case 'stage-passed':
      return { ...reminding(before, event.remindAt), stage: event.stage + 1 }
    case 'stuck':
      return before
    case 'reminded':
    case 'reminder-put-off':
      return reminding(before, event.remindAt)
    case 'returned':
      return ended(before, 'returned', happened, event.remarks)
    case 'withdrawn':
      return ended(before, 'withdrawn', happened, event.reason)
    case 'approved':
    case 'rejected':
    case 'expired':
      return ended(before, event.type, happened)
  }
}

/** All of them in turn, as they happened at one moment. */
export const playApproval = (
  before: Approval,
  events: readonly ApprovalEvent[],
  happened: Happened,
): Approval => events.reduce((state, event) => evolveApproval(state, event, happened), before)

const decided = (
  before: Approval,
  event: Extract<ApprovalEvent, { type: 'decided' }>,
  { at: when, actor }: Happened,
): Approval => {
  const { answer, reason, condition } = event
  const words = {
    ...(reason === undefined ? {} : { reason }),
    ...(condition === undefined ? {} : { condition }),
  }
  const after = at(before, event, (seat) => ({
    ...seat,
    decision: { by: actor, answer, ...words, at: when },
  }))
  // Said once for two seats by the same person, it is one task.
  const known = before.conditions.some(({ text, by }) => text === condition && by === actor)
  return condition === undefined || known
    ? after
    : { ...after, conditions: [...before.conditions, { text: condition, by: actor }] }
}

const at = (before: Approval, event: ApprovalEvent & AtSeat, change: (seat: Seat) => Seat): Approval => ({
  ...before,
  stages: before.stages.map((stage, index) =>
    index === event.stage
      ? {
          ...stage,
          seats: stage.seats.map((seat) =>
            seat.id === event.seat ? remembering(seat, change(seat), event) : seat,
          ),
        }
      : stage,
  ),
})

const seatedAnew = (
  seat: Seat,
  person: Seat['person'],
  seatedBy: Seat['seatedBy'],
  manager: Seat['manager'],
): Seat => ({
  ...without(seat, 'person', 'manager', 'delegate', 'deputy', 'away'),
  seatedBy,
  ...(person === undefined ? {} : { person }),
  ...(manager === undefined ? {} : { manager }),
})

/** Keeps in mind those who could decide it before and cannot any more, except whoever has only delegated it. */
const remembering = (before: Seat, after: Seat, event: ApprovalEvent): Seat => {
  const still = new Set([...holdersOf(after), after.person])
  const were = new Set([...holdersOf(before), ...(before.person === undefined ? [] : [before.person])])
  const gone = [...were].filter((person) => !still.has(person))
  if (gone.length === 0) return after
  return {
    ...after,
    formerly: [
      ...before.formerly.filter((one) => !gone.includes(one.person) || wasReassigned(one)),
      ...gone.map((person) => formerHolder(person, before.person, event)),
    ],
  }
}

/** That is never forgotten: no rule puts them back. */
const wasReassigned = (one: FormerHolder): boolean => one.as === 'approver' && one.because === 'reassigned'

const ended = (before: Approval, state: ApprovalEnd, { at, actor }: Happened, words?: string): Approval => ({
  ...reminding(before, undefined),
  state,
  ending: { by: actor, at, ...(words === undefined ? {} : { words }) },
})

const reminding = (before: Approval, remindAt: string | undefined): Approval => {
  const { remindAt: _, ...rest } = before
  return { ...rest, ...instant('remindAt', remindAt) }
}

const instant = <Name extends string>(
  name: Name,
  iso: string | undefined,
): Partial<Record<Name, Temporal.Instant>> =>
  iso === undefined ? {} : ({ [name]: Temporal.Instant.from(iso) } as Record<Name, Temporal.Instant>)

const without = (seat: Seat, ...keys: readonly (keyof Seat)[]): Seat => {
  const rest: Partial<Seat> = { ...seat }
  for (const key of keys) delete rest[key]
  return rest as Seat
}
