import { type CheckedRecords, checkApprovals } from './approval-checks.ts'
import type { DeskServices } from './bot/conversation/services.ts'
import type { ChangeFacts } from './bot/views/change-card.ts'
import type { ChangeCommand, ChangeMeta } from './domain/change-command.ts'
import { decideChange, decideProposal } from './domain/change-decide.ts'
import { openConflicts } from './domain/change-rules.ts'
import { needsRecheckOf, nextRecheckOf } from './domain/change-recheck.ts'
import type { ChangeRefusal } from './domain/change-refusal.ts'
import type { Change, ChangeEvent } from './domain/change.ts'
import { type Actor, type Meta, theDesk } from './domain/decision.ts'
import type { Recorded } from './domain/incident.ts'
import { linkableRecords } from './linkable-records.ts'
import { plannedOf, shownOnSchedule } from './domain/schedule-of-change.ts'
import { presentAbsences } from './store/absences.ts'
import { uncheckedChanges } from './store/approval-checks.ts'
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
import { tickDue } from './tick-due.ts'

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

/** Changes as approvals that are looked at: who is asked may have left, gone away or come back. */
export const checkedChanges = (
  db: TransactServices['db'],
  recheck: CheckedRecords<Change, ChangeRefusal>['recheck'],
): CheckedRecords<Change, ChangeRefusal> => ({
  unchecked: (...asked) => uncheckedChanges(db, ...asked),
  needs: needsRecheckOf,
  again: nextRecheckOf,
  recheck,
})

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

  const byClock = (id: string, command: ChangeCommand): ReturnType<ChangeServices['actOnChange']> =>
    actOnChange(id, command, { actor: theDesk, via: { how: 'clock' }, now: now() })

  const checked = checkedChanges(db, (id) => byClock(id, { type: 'approval', command: { type: 'recheck' } }))

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
        done += await tickDue(
          () => dueChanges(db, now(), 100),
          (id) => byClock(id, { type: 'tick' }),
        )
      } finally {
        done += await checkApprovals({ db, desk: transaction.desk }, checked, now)
      }
      return done
    },
  }
}
