import type { Desk } from './desk.ts'
import type { Effect } from './effect.ts'
import type { IncidentEvent, TermsChange } from './incident.ts'
import type { Clock } from './sla-clock.ts'

/**
 * What a new version of the desk file moved: one event that names each clock whose time is up at another instant now. To
 * the requester that is told where it moves what a customer was promised. Nothing, where nothing moved.
 */
export const termsChanged = (
  before: readonly Clock[],
  after: readonly Clock[],
  desk: Desk,
): { readonly events: readonly IncidentEvent[]; readonly effects: readonly Effect[] } => {
  const nothing = { events: [], effects: [] }
  if (!before.some(({ deskVersion, endedAt }) => endedAt === undefined && deskVersion < desk.version))
    return nothing
  const slots = new Set([...before, ...after].map(({ slot }) => slot))
  const changes = [...slots].flatMap((slot): TermsChange[] => {
    const from = before.find((clock) => clock.slot === slot)
    const to = after.find((clock) => clock.slot === slot)
    if (from?.endedAt !== undefined || sameDue(from, to)) return []
    return [{ slot, ...instant('from', from), ...instant('to', to) }]
  })
  if (changes.length === 0) return nothing
  const promised = changes.some(({ slot }) => slot.startsWith('sla/'))
  return {
    events: [{ type: 'terms-changed', desk: desk.version, changes }],
    effects: [
      { kind: 'tell', audience: 'triage', event: 0 },
      ...(promised ? [{ kind: 'tell', audience: 'requester', event: 0 } as const] : []),
    ],
  }
}

const sameDue = (a: Clock | undefined, b: Clock | undefined): boolean =>
  a?.due?.toString() === b?.due?.toString() && a?.within === b?.within

const instant = <Key extends string>(key: Key, clock: Clock | undefined): { [K in Key]?: string } =>
  clock?.due === undefined ? {} : ({ [key]: clock.due.toString() } as { [K in Key]: string })
