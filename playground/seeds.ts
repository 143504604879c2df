import { channelName } from '../src/desk-file/channel-name.ts'
import type { Desk } from '../src/domain/desk.ts'
import type { Person, Platform } from '../src/domain/person.ts'
import type { Place } from '../src/domain/place.ts'

/** What one simulated chat is filled with before anybody says anything. */
export interface Seed {
  /** Slack workspace id or Entra tenant id. */
  readonly tenant: string
  readonly users: readonly SeedUser[]
  readonly channels: readonly SeedChannel[]
}

export interface SeedUser {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly zone: string
  readonly guest?: boolean
  /** The workspace or tenant of somebody from elsewhere, who is met in shared channels only. */
  readonly home?: string
}

/** An account in a chat that is nobody's of the desk. */
export interface OtherUser extends SeedUser {
  readonly platform: Platform
}

export interface SeedChannel {
  readonly id: string
  readonly name: string
  /** User ids. */
  readonly members: readonly string[]
}

/** Where the demo organisation is at home, for a desk that names nobody in that chat. */
const homes = { slack: 'T0BELLWIRE', teams: '5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10' } as const

/** In each chat one guest whom the desk file does not know: what the desk refuses can be seen as well. */
const visitors: Readonly<Record<Platform, SeedUser>> = {
  slack: {
    id: 'U0VISITOR',
    name: 'Vera Visitor',
    email: 'vera@elsewhere.example',
    zone: 'Europe/Paris',
    guest: true,
  },
  teams: {
    id: '0b7f3c52-6a1e-4d0c-9a63-3f1de2f6c9aa',
    name: 'Victor Visitor',
    email: 'victor@elsewhere.example',
    zone: 'Europe/Rome',
    guest: true,
  },
}

/**
 * The people of the desk who are in that chat and the channels that the desk file names there: a triage channel with its
 * team in it, a change authority's channel with its members and the change managers, the channel of the schedule of change
 * with all of the desk's people, a request channel with everybody, the visitor, and `others` of that chat.
 */
export const seedOf = (desk: Desk, platform: Platform, others: readonly OtherUser[] = []): Seed => {
  const identities = desk.people.flatMap((person) =>
    person.identities.filter((identity) => identity.platform === platform),
  )
  const tenant = identities[0]?.tenant ?? homes[platform]
  const account = (person: Person): string | undefined =>
    person.identities.find((identity) => identity.platform === platform && identity.tenant === tenant)?.user
  const users = desk.people.flatMap((person): SeedUser[] => {
    const id = account(person)
    return id === undefined ? [] : [{ id, name: person.name, email: person.email, zone: person.zone }]
  })
  const visitor = visitors[platform]
  const strangers = others.flatMap(({ platform: chat, ...user }): SeedUser[] =>
    chat === platform ? [user] : [],
  )
  const everybody = [...users, visitor, ...strangers]

  const channels = new Map<string, SeedChannel>()
  const add = (place: Place, members: readonly string[]): void => {
    if (place.platform !== platform || place.tenant !== tenant) return
    const there = channels.get(place.conversation)?.members ?? []
    channels.set(place.conversation, {
      id: place.conversation,
      name: channelName(place),
      members: [...new Set([...there, ...members])],
    })
  }
  for (const { place } of desk.requestChannels)
    add(
      place,
      everybody.map((user) => user.id),
    )
  for (const team of desk.teams) {
    const workers = new Set([team.lead, ...team.members])
    const members = desk.people
      .filter((person) => workers.has(person.id))
      .flatMap((person) => account(person) ?? [])
    for (const place of team.triage) add(place, members)
  }
  for (const authority of desk.changes?.authorities ?? []) {
    const deciders = new Set([...authority.members, ...(desk.changes?.managers ?? [])])
    const members = desk.people
      .filter((person) => deciders.has(person.id))
      .flatMap((person) => account(person) ?? [])
    for (const place of authority.channels) add(place, members)
  }
  for (const place of desk.changes?.schedule?.channels ?? [])
    add(
      place,
      users.map((user) => user.id),
    )
  return { tenant, users: everybody, channels: [...channels.values()] }
}
