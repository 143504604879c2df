import type { Identity, Platform } from '../domain/person.ts'
import type { Place } from '../domain/place.ts'

/**
 * Addresses in a desk file are `<workspace or tenant>/<user or channel>`.
 * Slack ids: docs.slack.dev/reference/objects; Teams channel ids: learn.microsoft.com/microsoftteams/platform.
 */
const uuid = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'

export const addressPatterns = {
  slackUser: /^T[A-Z0-9]{2,30}\/[UW][A-Z0-9]{2,30}$/,
  slackChannel: /^T[A-Z0-9]{2,30}\/[CG][A-Z0-9]{2,30}$/,
  teamsUser: new RegExp(`^${uuid}/${uuid}$`),
  teamsChannel: new RegExp(`^${uuid}/19:[A-Za-z0-9_.-]{1,200}@thread\\.(tacv2|skype)$`),
} as const

const halves = (address: string): [string, string] => {
  const slash = address.indexOf('/')
  return slash < 0 ? ['', address] : [address.slice(0, slash), address.slice(slash + 1)]
}

/** Entra ids mean the same in either case; they are kept in small letters, as Teams sends them. */
export const identityAt = (platform: Platform, address: string): Identity => {
  const [tenant, user] = halves(platform === 'teams' ? address.toLowerCase() : address)
  return { platform, tenant, user }
}

export const placeAt = (platform: Platform, address: string): Place => {
  const [tenant, conversation] = halves(address)
  return { platform, tenant: platform === 'teams' ? tenant.toLowerCase() : tenant, conversation }
}

/** One place for each chat that has an address. */
export const placesOf = (channels: {
  slack?: string | undefined
  teams?: string | undefined
}): readonly Place[] => [
  ...(channels.slack === undefined ? [] : [placeAt('slack', channels.slack)]),
  ...(channels.teams === undefined ? [] : [placeAt('teams', channels.teams)]),
]

/** The chats an address can be in, by their key in the desk file, with their names. */
export const platforms: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' }
