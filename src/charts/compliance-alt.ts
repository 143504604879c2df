import { mostServices, percent } from './compliance-input.ts'
import type { ComplianceInput, ServiceShares, Share } from './compliance-input.ts'
import { drawable } from './names.ts'

/** In UTF-16 units: Slack takes 2000, and somebody has to listen to it. */
const mostAlt = 1500

/** The chart in words, for those who cannot see it: what it shows, and how each service did last. */
export const complianceAlt = (input: ComplianceInput): string => {
  const { title, weeks, services, goal } = input
  const [first, last] = [weeks[0], weeks.at(-1)]
  const over = first === undefined || last === undefined ? 'no weeks' : `the weeks from ${first} to ${last}`
  const parts = [
    `${title}. A chart of the share of targets met by each service, over ${over}.`,
    ...(goal === undefined ? [] : [`The goal is ${whole(goal)} %.`]),
    ...services.slice(0, mostServices).map(serviceAlt),
    ...(services.length > mostServices
      ? [`${services.length - mostServices} more services are not drawn.`]
      : []),
    ...(services.length === 0 ? ['There is no service to show.'] : []),
  ]
  let said = ''
  for (const part of parts) {
    if (said.length + part.length + 1 > mostAlt - 1) return `${said}…`
    said += said === '' ? part : ` ${part}`
  }
  return said
}

const serviceAlt = ({ name, weeks }: ServiceShares): string => {
  const last = weeks.findLast((share) => percent(share) !== undefined)
  if (last === undefined) return `${drawable(name, 60)}: nothing fell due.`
  const when = weeks.at(-1) === last ? 'in the last week' : 'when something last fell due'
  return `${drawable(name, 60)}: ${shareAlt(last)} ${when}.`
}

const shareAlt = (share: Share): string =>
  `${whole(percent(share) ?? 0)} % (${share.met} of ${share.met + share.missed})`

/** Rounded down: what is not all is never told as 100, and what missed the goal never as the goal. */
const whole = (value: number): number => Math.floor(value)
