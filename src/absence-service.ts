import { randomUUID } from 'node:crypto'
import type { DeskServices } from './bot/conversation/services.ts'
import { type AbsenceCommand, decideAbsence } from './domain/absence.ts'
import { OvertakenError, absenceOfAct, absencesOfPerson, findAbsence, saveAbsence } from './store/absences.ts'
import { isExclusionViolation, isUniqueViolation } from './store/errors.ts'
import type { Request } from './store/request.ts'
import type { TransactServices } from './store/transact.ts'

type AbsenceServices = Pick<DeskServices, 'absencesOf' | 'enterAbsence' | 'takeBackAbsence'>

/** What was written at the same moment is known the second time. */
const wasOvertaken = (error: unknown): boolean =>
  isExclusionViolation(error) || isUniqueViolation(error, 'inbox_pkey') || error instanceof OvertakenError

/** Absences over the store; an act counts once, and of one person's only one at a time. */
export const createAbsenceService = (
  { db, desk: inForce, enqueue, committed }: TransactServices,
  now: () => Temporal.Instant,
): AbsenceServices => {
  const once = async (
    person: string,
    command: AbsenceCommand,
    asked: Request,
  ): Promise<Awaited<ReturnType<AbsenceServices['enterAbsence']>>> => {
    const request = { ...asked, now: asked.now.round('millisecond') }
    const { actor, inbound } = request
    const earlier = inbound === undefined ? undefined : await absenceOfAct(db, inbound)
    if (earlier !== undefined) return { kind: 'done', state: earlier, repeated: true }
    const [desk, known] = await Promise.all([inForce(), absencesOfPerson(db, person, request.now)])
    const decision = decideAbsence(command, known, { now: request.now, actor, desk, id: randomUUID() })
    if (decision.kind === 'refused') return decision
    committed(await saveAbsence(db, decision, request, desk, enqueue))
    const [event] = decision.events
    if (event === undefined) throw new Error('an absence was accepted without an event')
    return { kind: 'done', state: event.absence, repeated: false }
  }

  return {
    absencesOf: (person) => absencesOfPerson(db, person, now()),
    enterAbsence: (asked, request) => {
      const enter = (): ReturnType<AbsenceServices['enterAbsence']> =>
        once(asked.person, { type: 'enter', ...asked }, request)
      return enter().catch((error: unknown) => {
        if (wasOvertaken(error)) return enter()
        throw error
      })
    },
    takeBackAbsence: (id, request) => {
      const takeBack = async (): ReturnType<AbsenceServices['takeBackAbsence']> => {
        const absence = await findAbsence(db, id)
        if (absence === undefined) return { kind: 'no-such-record' }
        return once(absence.person, { type: 'take-back', absence }, request)
      }
      return takeBack().catch((error: unknown) => {
        if (wasOvertaken(error)) return takeBack()
        throw error
      })
    },
  }
}
