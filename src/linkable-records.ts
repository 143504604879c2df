import { linksOf, mostLinks } from './domain/change-links.ts'
import { mayReadChange } from './domain/change-rules.ts'
import type { Actor } from './domain/decision.ts'
import { maySee } from './domain/incident-rules.ts'
import { recordsOfChange } from './store/change-links.ts'
import { findChange } from './store/changes.ts'
import { findIncident } from './store/incidents.ts'
import type { TransactServices } from './store/transact.ts'

/** Of the records that a change is said to belong to: those that the person may see, and those that it belongs to already. */
export const linkableRecords = async (
  { db, desk }: Pick<TransactServices, 'db' | 'desk'>,
  typed: readonly string[],
  actor: Actor,
  change: string | undefined,
): Promise<ReadonlySet<string>> => {
  const links = linksOf(typed)
    .slice(0, mostLinks)
    .filter((link) => link !== change)
  if (links.length === 0) return new Set()
  const [known, already] = await Promise.all([
    desk(),
    change === undefined ? new Array<string>() : recordsOfChange(db, change),
  ])
  const seen = await Promise.all(
    links.map(async (link) => {
      const [incident, other] = await Promise.all([findIncident(db, link), findChange(db, link)])
      return (
        already.includes(link) ||
        (incident !== undefined && maySee(incident, { actor, desk: known })) ||
        (other !== undefined && mayReadChange(other, actor, known))
      )
    }),
  )
  return new Set(links.filter((_, index) => seen[index]))
}
