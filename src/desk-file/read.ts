import type { Desk } from '../domain/desk.ts'
import { channelsMeanOneThing } from './checks/channels.ts'
import { matrixAscends } from './checks/matrix.ts'
import { idsAreUnique, mentionsAreUnique, referencesAreKnown } from './checks/names.ts'
import {
  accountsAreOnePersons,
  interestedAreServed,
  preferredChatIsThere,
  rolesAreHeld,
} from './checks/people.ts'
import type { Check } from './checks/spot.ts'
import {
  exceptionsEnd,
  hearersHaveAPart,
  suppliersUnderpin,
  targetsArePromises,
  targetsAreTold,
  warningsAscend,
} from './checks/targets.ts'
import {
  closingCalendarOpens,
  holidaysAreUnique,
  hoursAscend,
  nightsEndBeforeMornings,
} from './checks/times.ts'
import type { Finding, Mistake } from './mistake.ts'
import { readShape } from './shape.ts'
import { readSource } from './source.ts'
import { toDesk } from './to-desk.ts'

/** A desk file is written by people; one of more than 1 MB is something else. In bytes of UTF-8. */
const mostBytes = 1_000_000

const checks: readonly Check[] = [
  idsAreUnique,
  mentionsAreUnique,
  referencesAreKnown,
  accountsAreOnePersons,
  preferredChatIsThere,
  rolesAreHeld,
  interestedAreServed,
  channelsMeanOneThing,
  matrixAscends,
  hoursAscend,
  nightsEndBeforeMornings,
  holidaysAreUnique,
  closingCalendarOpens,
  targetsArePromises,
  suppliersUnderpin,
  warningsAscend,
  hearersHaveAPart,
  exceptionsEnd,
  targetsAreTold,
]

export type DeskFileReading =
  | { readonly ok: true; readonly desk: Omit<Desk, 'version'> }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] }

/**
 * Reads the text of a desk file (YAML). All its mistakes are found at once, in the order of the text; only what is not
 * YAML at all hides the rest. Never throws.
 */
export const readDeskFile = (text: string): DeskFileReading => {
  if (Buffer.byteLength(text) > mostBytes)
    return refused([{ line: 1, column: 1, path: '', message: 'a desk file may have 1 MB at most' }])
  const source = readSource(text)
  if ('unreadable' in source) return refused(source.unreadable)
  const shape = readShape(source.value)
  const findings = onePerPlace([
    ...shape.findings,
    ...checks.flatMap((check) => [...check({ path: [], value: source.value })]),
  ])
  const mistakes = [...source.mistakes, ...findings.map(source.locate)]
  if (shape.file === undefined || mistakes.length > 0) return refused(mistakes)
  return { ok: true, desk: toDesk(shape.file) }
}

/** The first complaint about a value is enough. */
const onePerPlace = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Set<string>()
  return findings.filter(({ path }) => {
    const key = JSON.stringify(path)
    return !seen.has(key) && Boolean(seen.add(key))
  })
}

const refused = (mistakes: readonly Mistake[]): DeskFileReading => ({
  ok: false,
  mistakes: mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column),
})
