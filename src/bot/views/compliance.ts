import type { Desk } from '../../domain/desk.ts'
import { type Card, type CardElement, type Picture, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { teamName } from './names.ts'

export interface NamedCompliance {
  readonly name: string
  readonly weeks: readonly ({ readonly met: number; readonly missed: number } | undefined)[]
}

export const complianceTitle = (desk: Desk, team: string | undefined): string =>
  team === undefined ? 'Targets kept, by service' : `Targets kept by ${teamName(desk, team)}, by service`

/** Services whose numbers are told one by one. */
const most = 12

/** The picture with its numbers as text beside it, so that nobody needs the picture to know them. */
export const complianceCard = (
  title: string,
  weeks: readonly string[],
  services: readonly NamedCompliance[],
  picture: Picture | undefined,
): Card => {
  if (services.length === 0)
    return {
      fallback: `${title}: nothing yet`,
      elements: [
        { kind: 'header', text: title },
        { kind: 'text', text: `No target was kept or missed in the last ${weeks.length} weeks.` },
      ],
    }
  const shown = services.slice(0, most)
  return {
    fallback: `${title}: ${shown.map((service) => `${service.name} ${shareOf(service)}`).join(', ')}`,
    elements: [
      ...(picture === undefined
        ? [{ kind: 'header', text: title } as const]
        : [{ kind: 'picture', picture } as const]),
      ...shown.map(rowOf),
      ...(services.length > shown.length
        ? [
            {
              kind: 'context',
              text: `${services.length - shown.length} more services are not listed.`,
            } as const,
          ]
        : []),
      {
        kind: 'context',
        text: `Answers and resolutions promised to customers, ${weeks.length} weeks up to now, each in the week in which it was kept or its time was up.`,
      },
    ],
  }
}

const rowOf = (service: NamedCompliance): CardElement => {
  const weekly = service.weeks.map((week) =>
    week === undefined ? '–' : `${week.met}/${week.met + week.missed}`,
  )
  return {
    kind: 'text',
    text: [bold(`${cut(service.name, 75)} `), text(`${shareOf(service)} · by week: ${weekly.join('  ')}`)],
  }
}

/** "86 % (12 of 14)". Rounded down, so that 100 % is all of them. */
const shareOf = ({ weeks }: NamedCompliance): string => {
  const met = weeks.reduce((sum, week) => sum + (week?.met ?? 0), 0)
  const all = weeks.reduce((sum, week) => sum + (week?.missed ?? 0), met)
  return `${Math.floor((met * 100) / Math.max(1, all))} % (${met} of ${all})`
}

export const noFigures =
  'How services keep their targets is shown to those who work on them or answer for them. Your own records are under “list”.'

export const unknownTeam = (words: string, desk: Desk): string =>
  `There is no team “${cut(words, 75)}”. Teams are ${desk.teams.map(({ name }) => name).join(', ')}; without a name all of them are shown.`
