import { isLower, levels, priorities } from '../../domain/priority.ts'
import type { Level, Priority } from '../../domain/priority.ts'
import type { Finding } from '../mistake.ts'
import { child } from './spot.ts'
import type { Check, Spot } from './spot.ts'

/** More impact or more urgency never comes to a lower priority. Told at the cell that is too low. */
export const matrixAscends: Check = function* (file) {
  const matrix = child(file, 'priorities')
  const cell = (impact: Level, urgency: Level): Spot => child(child(matrix, impact), urgency)
  for (const [index, higher] of levels.entries()) {
    const lower = levels[index + 1]
    if (lower === undefined) continue
    for (const other of levels) {
      yield* compare(cell(higher, other), cell(lower, other), `${lower} impact`)
      yield* compare(cell(other, higher), cell(other, lower), `${lower} urgency`)
    }
  }
}

function* compare(more: Spot, less: Spot, what: string): Iterable<Finding> {
  const [priority, beside] = [priorityAt(more), priorityAt(less)]
  if (priority === undefined || beside === undefined || !isLower(beside, priority)) return
  yield {
    path: more.path,
    message: `${priority} is lower than the ${beside} that ${what} comes to; it should be ${beside} or higher`,
  }
}

const priorityAt = (spot: Spot): Priority | undefined => priorities.find((each) => each === spot.value)
