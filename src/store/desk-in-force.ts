import type { Desk } from '../domain/desk.ts'
import type { Clock } from '../domain/sla-clock.ts'

/** Of a version not below `atLeast`, which somebody has seen in the database; else as it was read a moment ago. */
export type DeskInForce = (atLeast?: number) => Promise<Desk>

/** Another process reckoned the record by a newer desk file than this one has read. */
class OlderDesk extends Error {
  readonly version: number
  constructor(version: number) {
    super(`the desk file has version ${version} meanwhile`)
    this.name = 'OlderDesk'
    this.version = version
  }
}

/** Throws where going on would reckon clocks back to what no longer holds, and tell of it, and then tell it again. */
export const holdAgainst = (desk: Desk, clocks: readonly Clock[]): void => {
  const newest = Math.max(0, ...clocks.map(({ deskVersion }) => deskVersion))
  if (newest > desk.version) throw new OlderDesk(newest)
}

/** Does `work` by the desk in force; once more by the newer one, where `holdAgainst` finds that there is one. */
export const byDeskInForce = async <T>(
  current: DeskInForce,
  work: (desk: Desk) => Promise<T>,
): Promise<T> => {
  try {
    return await work(await current())
  } catch (error) {
    if (!(error instanceof OlderDesk)) throw error
    return work(await current(error.version))
  }
}
