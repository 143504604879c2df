import { type ApprovalCheckServices, checkApprovals } from './approval-checks.ts'
import type { DeskServices } from './bot/conversation/services.ts'
import type { ChangeFacts } from './bot/views/change-card.ts'
import type { ChangeMeta } from './domain/change-command.ts'
import { decideChange, decideProposal } from './domain/change-decide.ts'
import { openConflicts } from './domain/change-rules.ts'
import type { ChangeEvent } from './domain/change.ts'
import { type Actor, type Meta, theDesk } from './domain/decision.ts'
import type { Recorded } from './domain/incident.ts'
import { linkableRecords } from './linkable-records.ts'
import { plannedOf, shownOnSchedule } from './domain/schedule-of-change.ts'
import { presentAbsences } from './store/absences.ts'
import { changes, findChange } from './store/changes.ts'
import { drawnFor, schedulePlaces, withSchedulePosts } from './domain/schedule-post.ts'
import { isExclusionViolation } from './store/errors.ts'
import { undeliveredOf } from './store/message-refs.ts'
import { historyOf } from './store/queries/history.ts'
import { searchChanges } from './store/queries/search-changes.ts'
import { listChanges } from './store/queries/change-lists.ts'
import { changesIn, dueChanges, pendingChanges, scheduledChanges } from './store/queries/schedule.ts'
import { keepSchedulePosts } from './store/schedule-posts.ts'
import { createRecords } from './store/records.ts'
import { type TransactServices, transact } from './store/transact.ts'

type ChangeServices = Pick<
  DeskServices,
  'propose' | 'actOnChange' | 'changeFacts' | 'changeHistory' | 'listChanges' | 'searchChanges' | 'planned'
> & {
  readonly changeEvent: (record: string, seq: number) => Promise<Recorded<ChangeEvent> | undefined>
  /** Has the posts of the schedule where the desk file wants them, and drawn for the present week. */
  readonly keepSchedule: () => Promise<void>
  /** Does what has come due about changes: expiry, reminders, reviews to be chased, other people to ask. Gives how many. */
  readonly tickChanges: () => Promise<number>
}

/** What was approved elsewhere meanwhile and collides is known the second time: it is refused with its number. */
const again = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (!isExclusionViolation(error)) throw error
    return work()
  }
}

/** Changes over the store: each decision sees the schedule as it is when it is made. */
export const createChangeService = (
  transaction: TransactServices,
  now: () => Temporal.Instant,
): ChangeServices => {
  const { db } = transaction
  const records = createRecords(transaction, changes)

  const metaOf = async (
    asked: readonly string[],
    actor: Actor,
    id?: string,
  ): Promise<(meta: Meta) => ChangeMeta> => {
    const [schedule, pending, { absences }, linkable] = await Promise.all([
      scheduledChanges(db, now(), id),
      pendingChanges(db, now(), id),
      presentAbsences(db, now()),
      linkableRecords(transaction, asked, actor, id),
    ])
    return (meta) => ({ ...meta, schedule, pending, absences, linkable })
  }

  const actOnChange: ChangeServices['actOnChange'] = (id, command, request) =>
    again(async () => {
      const whole = await metaOf(command.type === 'revise' ? command.asked.links : [], request.actor, id)
      return transact(transaction, records, id, request, (state, meta) => {
        if (state === undefined) throw new Error(`${id} was not locked`)
        return withSchedulePosts(decideChange(state, command, whole(meta)))
      })
    })

  /** Throws the first error after all others have had their turn: a change that cannot be ticked keeps no other waiting. */
  const doDue = async (): Promise<number> => {
    let done = 0
    for (;;) {
      const failures: unknown[] = []
      let progress = 0
      for (const id of await dueChanges(db, now(), 100))
        try {
          const request = { actor: theDesk, via: { how: 'clock' }, now: now() }
          const outcome = await actOnChange(id, { type: 'tick' }, request)
          if (outcome.kind === 'done') progress += 1
        } catch (error) {
          failures.push(error)
        }
      done += progress
      if (progress > 0) continue
      if (failures.length > 0) throw failures[0]
      return done
    }
  }

  const checking: ApprovalCheckServices = {
    db,
    desk: transaction.desk,
    recheck: (id) =>
      actOnChange(
        id,
        { type: 'approval', command: { type: 'recheck' } },
        { actor: theDesk, via: { how: 'clock' }, now: now() },
      ),
  }

  return {
    actOnChange,
    propose: async (asked, submit, request) => {
      const whole = await metaOf(asked.links, request.actor)
      return transact(transaction, records, undefined, request, (_, meta) =>
        withSchedulePosts(decideProposal(asked, submit, whole(meta))),
      )
    },
    async changeFacts(id): Promise<ChangeFacts | undefined> {
      const change = await findChange(db, id)
      if (change === undefined) return undefined
      const [desk, schedule, undelivered] = await Promise.all([
        transaction.desk(),
        scheduledChanges(db, now(), id),
        undeliveredOf(db, id),
      ])
      return { change, desk, conflicts: openConflicts(change, schedule, desk), undelivered }
    },
    async planned(span) {
      const [desk, found, schedule] = await Promise.all([
        transaction.desk(),
        changesIn(db, span, shownOnSchedule),
        scheduledChanges(db, now()),
      ])
      return plannedOf(found, schedule, desk)
    },
    changeHistory: (id) => historyOf<ChangeEvent>(db, id),
    listChanges: (list, page) => listChanges(db, list, page),
    searchChanges: (search, page) => searchChanges(db, search, page),
    changeEvent: async (record, seq) => (await historyOf<ChangeEvent>(db, record, seq))[0],
    async keepSchedule() {
      const desk = await transaction.desk()
      const at = now()
      const keys = await keepSchedulePosts(
        db,
        transaction.enqueue,
        schedulePlaces(desk),
        drawnFor(desk, at),
        at,
      )
      transaction.committed(keys)
    },
    async tickChanges() {
      let done = 0
      try {
        done += await doDue()
      } finally {
        done += await checkApprovals(checking, now)
      }
      return done
    },
  }
}
