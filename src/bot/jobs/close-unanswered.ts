import type { IncidentCommand } from '../../domain/incident-command.ts'
import { theDesk } from '../../domain/decision.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Outcome, Request } from '../../store/request.ts'

interface Services {
  readonly due: (now: Temporal.Instant, limit: number) => Promise<readonly string[]>
  readonly act: (id: string, command: IncidentCommand, request: Request) => Promise<Outcome<Incident>>
  readonly now: () => Temporal.Instant
}

const batch = 200

/**
 * Closes what was resolved and not answered in the agreed business days (8.1-f). What is due is what lies in the past,
 * so a late tick loses nothing; the decider refuses what was answered meanwhile, so two ticks repeat nothing. Returns
 * how many were closed.
 */
export const closeUnanswered = async ({ due, act, now }: Services): Promise<number> => {
  let closed = 0
  for (;;) {
    const ids = await due(now(), batch)
    let progress = 0
    for (const id of ids) {
      const outcome = await act(
        id,
        { type: 'close-unanswered' },
        { actor: theDesk, via: { how: 'clock' }, now: now() },
      )
      if (outcome.kind === 'done') progress += 1
    }
    closed += progress
    if (ids.length < batch || progress === 0) return closed
  }
}
