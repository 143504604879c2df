import { rolesOf, teamOf } from '../../domain/authority.ts'
import type { Reply } from '../reply.ts'
import { line } from '../ui/card.ts'
import { complianceCard, complianceTitle, noFigures, unknownTeam } from '../views/compliance.ts'
import { serviceName } from '../views/names.ts'
import type { Act, Meant } from './services.ts'

/** How many weeks a picture shows, the present one included. */
const shownWeeks = 8

/** `sla [team]`: how services kept their targets, as a picture with its numbers; for everybody in a team's own channel. */
export const showCompliance = async (act: Act<Meant<'words'>>, words: string): Promise<Reply> => {
  const { person, desk, services } = act
  // Whoever only asks for help has no part in figures about all the others.
  if (rolesOf(desk, person).length === 1) return { kind: 'private', card: line(noFigures) }
  const team = words === '' ? undefined : named(act, words)
  if (words !== '' && team === undefined) return { kind: 'private', card: line(unknownTeam(words, desk)) }
  const weeks = weeksUntil(services.now(), person.zone)
  const found = await services.compliance({
    weeks,
    zone: person.zone,
    ...(team === undefined ? {} : { team }),
  })
  const title = complianceTitle(desk, team)
  const told = found.map(({ service, weeks: shares }) => ({
    name: serviceName(desk, service),
    weeks: shares,
  }))
  const picture = told.length === 0 ? undefined : await services.chart({ title, weeks, services: told })
  const card = complianceCard(title, weeks, told, picture)
  return isTriage(act) ? { kind: 'shown', card } : { kind: 'private', card }
}

const named = ({ desk }: Act, words: string): string | undefined => {
  const wanted = words.toLowerCase()
  return teamOf(desk, wanted)?.id ?? desk.teams.find(({ name }) => name.toLowerCase() === wanted)?.id
}

/** Mondays, the present week's last. */
const weeksUntil = (now: Temporal.Instant, zone: string): readonly string[] => {
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const monday = today.subtract({ days: today.dayOfWeek - 1 })
  return Array.from({ length: shownWeeks }, (_, index) =>
    monday.subtract({ weeks: shownWeeks - 1 - index }).toString(),
  )
}

const isTriage = ({ desk, intent }: Act): boolean => {
  const place = intent.where?.place
  return desk.teams.some(({ triage }) =>
    triage.some(
      (channel) =>
        channel.platform === place?.platform &&
        channel.tenant === place.tenant &&
        channel.conversation === place.conversation,
    ),
  )
}
