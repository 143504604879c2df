import { checkApprovals } from './approval-checks.ts'
import type { DeskServices } from './bot/conversation/services.ts'
import { needsRecheckOf, nextRecheckOf } from './domain/agreement-clock.ts'
import { theDesk } from './domain/decision.ts'
import type { IncidentCommand } from './domain/incident-command.ts'
import { decideIncident } from './domain/incident-decide.ts'
import type { Incident, IncidentEvent } from './domain/incident.ts'
import { presentAbsences } from './store/absences.ts'
import { uncheckedIncidents } from './store/approval-checks.ts'
import { dueAgreements } from './store/queries/incident-lists.ts'
import type { Records } from './store/records.ts'
import { type TransactServices, transact } from './store/transact.ts'
import { tickDue } from './tick-due.ts'

interface IncidentServices extends Pick<DeskServices, 'act'> {
  /** Does what has come due about agreements: reminders, closing without an answer, other people to ask. Gives how many. */
  readonly tickAgreements: () => Promise<number>
}

/** Commands that ask somebody to agree, or answer that: who is away when they come matters. */
const aboutAgreements: ReadonlySet<IncidentCommand['type']> = new Set([
  'set-priority',
  'classify',
  'suspend',
  'resolve',
  'agree',
  'decline',
  'close',
  'reopen',
  'tick',
  'recheck',
])

/** Incidents over the store, but for being raised. */
export const createIncidentService = (
  transaction: TransactServices,
  records: Records<Incident, IncidentEvent>,
  now: () => Temporal.Instant,
): IncidentServices => {
  const { db } = transaction

  const act: DeskServices['act'] = async (id, command, request) => {
    const absences = aboutAgreements.has(command.type) ? (await presentAbsences(db, now())).absences : []
    return transact(transaction, records, id, request, (state, meta) => {
      if (state === undefined) throw new Error(`${id} was not locked`)
      return decideIncident(state, command, { ...meta, absences })
    })
  }

  const byClock = (id: string, type: 'tick' | 'recheck'): ReturnType<DeskServices['act']> =>
    act(id, { type }, { actor: theDesk, via: { how: 'clock' }, now: now() })

  return {
    act,
    async tickAgreements() {
      let done = 0
      try {
        done += await tickDue(
          () => dueAgreements(db, now(), 100),
          (id) => byClock(id, 'tick'),
        )
      } finally {
        done += await checkApprovals(
          { db, desk: transaction.desk },
          {
            unchecked: (...asked) => uncheckedIncidents(db, ...asked),
            needs: needsRecheckOf,
            again: nextRecheckOf,
            recheck: (id) => byClock(id, 'recheck'),
          },
          now,
        )
      }
      return done
    },
  }
}
