import type { ChangeMeta } from './change-command.ts'
import { evolveChange } from './change-evolve.ts'
import type { ChangeDecision } from './change-rules.ts'
import type { Change } from './change.ts'
import type { Effect } from './effect.ts'
import { field } from './incident-raise.ts'
import type { FieldRefusal } from './refusal.ts'

/** So many records can a change belong to. */
export const mostLinks = 20

const number = /^(?:INC|CHG)-[1-9]\d{0,14}$/

/** Numbers as records have them, each once, in the order in which they were typed. */
export const linksOf = (typed: readonly string[]): readonly string[] => [
  ...new Set(typed.map((one) => one.trim().toUpperCase())),
]

/** The first thing wrong with what a change is said to belong to (8.1-k): what may not be seen is not there. */
export const checkLinks = (
  typed: readonly string[],
  linkable: ReadonlySet<string>,
): FieldRefusal | undefined => {
  for (const one of typed)
    if (!number.test(one.trim().toUpperCase())) return field('links', { kind: 'no-number', typed: one })
  const links = linksOf(typed)
  if (links.length > mostLinks) return field('links', { kind: 'too-many', most: mostLinks })
  const missing = links.find((one) => !linkable.has(one))
  return missing === undefined ? undefined : field('links', { kind: 'no-record', record: missing })
}

/** The decision, with the cards of what the change belongs to drawn anew where they say something else now. */
export const withLinked = (change: Change, decision: ChangeDecision, meta: ChangeMeta): ChangeDecision => {
  if (decision.kind === 'refused') return decision
  const happened = { at: meta.now, actor: meta.actor }
  const after = decision.events.reduce((state, event) => evolveChange(state, event, happened), change)
  const same = after.state === change.state && after.title === change.title
  const before = same ? change.links.filter((link) => after.links.includes(link)) : []
  const redrawn = linkedRedrawn(before, [...change.links, ...after.links])
  return { ...decision, effects: [...decision.effects, ...redrawn] }
}

/** Incidents among `links` whose cards do not say so yet, as those of `before` do. */
export const linkedRedrawn = (before: readonly string[], links: readonly string[]): readonly Effect[] =>
  [...new Set(links)]
    .filter((link) => link.startsWith('INC-') && !before.includes(link))
    .map((record) => ({ kind: 'redraw', record }))
