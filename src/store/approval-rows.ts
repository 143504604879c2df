import type { ApprovalEvent } from '../domain/approval-event.ts'
import { askedNow } from '../domain/approval-seats.ts'
import type { Approval } from '../domain/approval.ts'
import type { KeptRows } from './keep-commands.ts'

/** An event of an approval, as an event of its record. */
interface Happened {
  readonly approval: string
  readonly event: ApprovalEvent
  readonly seq: number
  readonly actor: string
}

/**
 * What the database holds of approvals, whatever they are about: one decision at a seat, one click of a person in a stage, one
 * end. Of one command.
 */
export const approvalRows = (record: string, events: readonly Happened[]): KeptRows => {
  if (events.length === 0) return {}
  return {
    decisions: events.flatMap(({ approval, event, seq, actor }, index) =>
      event.type === 'decided'
        ? [
            {
              record,
              approval,
              stage: event.stage,
              seat: event.seat,
              decided_by: actor,
              click: isFirst(events.slice(0, index).map((one) => one.event)),
              seq,
            },
          ]
        : [],
    ),
    ends: events.flatMap(({ approval, event, seq }) =>
      endings.has(event.type) ? [{ approval, record, outcome: event.type, seq }] : [],
    ),
  }
}

const isFirst = (before: readonly ApprovalEvent[]): boolean => !before.some(({ type }) => type === 'decided')

const endings: ReadonlySet<ApprovalEvent['type']> = new Set([
  'approved',
  'rejected',
  'returned',
  'expired',
  'withdrawn',
])

/** Who is asked to decide now, each once. */
export const askedIn = (approval: Approval | undefined): readonly string[] =>
  approval === undefined ? [] : [...new Set(askedNow(approval).map(({ person }) => person))]

/** An approval as it comes back from JSON, where instants are text. */
export const approvalOf = (stored: Approval): Approval => ({
  ...stored,
  openedAt: Temporal.Instant.from(String(stored.openedAt)),
  ...instants({ ...stored }, 'expiresAt', 'remindAt'),
  ...(stored.ending === undefined
    ? {}
    : { ending: { ...stored.ending, at: Temporal.Instant.from(String(stored.ending.at)) } }),
  stages: stored.stages.map((stage) => ({
    ...stage,
    seats: stage.seats.map((seat) =>
      seat.decision === undefined
        ? seat
        : { ...seat, decision: { ...seat.decision, at: Temporal.Instant.from(String(seat.decision.at)) } },
    ),
  })),
})

/** Instants come back from JSON as text. */
export const instants = <Key extends string>(
  stored: Readonly<Record<string, unknown>>,
  ...keys: readonly Key[]
): { readonly [K in Key]?: Temporal.Instant } =>
  Object.fromEntries(
    keys.flatMap((key) =>
      typeof stored[key] === 'string' ? [[key, Temporal.Instant.from(stored[key])] as const] : [],
    ),
  ) as { readonly [K in Key]?: Temporal.Instant }
