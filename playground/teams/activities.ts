import { createHash, randomUUID } from 'node:crypto'
import type { At } from '../chat.ts'
import type { Json } from './json.ts'
import type { TeamsUser } from './options.ts'
import { parted } from './rooms.ts'
import type { Message, Room } from './rooms.ts'
import type { World } from './world.ts'

/** A conversation, or the thread in it that begins with message `root`. */
export interface Spot {
  readonly room: Room
  readonly root?: string | undefined
}

/** Where the user is, with what they may see: throws where they are not a member. */
export const spotOf = (world: World, user: string, at: At): Spot => {
  const room = world.rooms.find(at.conversation)
  if (room === undefined) throw new Error(`There is no conversation ${at.conversation}`)
  if (!room.members.includes(world.directory.user(user).id))
    throw new Error(`${user} is not a member of ${room.name}`)
  // A direct chat has no threads.
  return room.kind === 'direct' ? { room } : { room, root: at.thread ?? parted(at.conversation).root }
}

/** What every activity of a user carries: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations. */
const envelope = (world: World, user: TeamsUser, { room, root }: Spot): Json => {
  const now = world.now()
  const zone = user.zone ?? 'UTC'
  const tenant = room.kind === 'direct' ? world.directory.tenantOf(user) : world.options.tenant
  const conversation =
    room.kind === 'direct'
      ? { conversationType: 'personal', tenantId: tenant, id: room.id }
      : {
          isGroup: true,
          conversationType: 'channel',
          tenantId: tenant,
          id: root === undefined ? room.id : `${room.id};messageid=${root}`,
        }
  return {
    timestamp: now.toString({ fractionalSecondDigits: 3 }),
    localTimestamp: now
      .toZonedDateTimeISO(zone)
      .toString({ fractionalSecondDigits: 3, timeZoneName: 'never' }),
    localTimezone: zone,
    channelId: 'msteams',
    serviceUrl: world.serviceUrl,
    from: world.directory.account(user),
    conversation,
    recipient: { id: world.botId, name: world.botName },
    channelData: {
      ...(room.kind === 'direct'
        ? {}
        : {
            teamsChannelId: room.id,
            teamsTeamId: world.options.team.id,
            channel: { id: room.id, name: room.name },
            team: {
              id: world.options.team.id,
              name: world.options.team.name,
              aadGroupId: groupIdOf(world.options.team.id),
            },
          }),
      tenant: { id: tenant },
    },
  }
}

/** Every team has a Microsoft 365 group; its id is drawn from the team's, so that it stays the same. */
const groupIdOf = (team: string): string =>
  createHash('sha256')
    .update(team)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

const clientInfo = (user: TeamsUser): Json => ({
  type: 'clientInfo',
  locale: 'en-US',
  country: 'US',
  platform: 'Web',
  timezone: user.zone ?? 'UTC',
})

/** A user's message as the bot is sent it; its body is what the other people see. */
export const messageActivity = (world: World, user: TeamsUser, spot: Spot, id: string, body: Json): Json => {
  const inChannel = spot.room.kind === 'channel'
  const shared = envelope(world, user, { room: spot.room, root: inChannel ? (spot.root ?? id) : undefined })
  return {
    ...shared,
    type: 'message',
    id,
    locale: 'en-US',
    ...body,
    entities: [...((body['entities'] as readonly Json[] | undefined) ?? []), clientInfo(user)],
  }
}

/** An invoke that follows a user's click. `on` is the message that was clicked on. */
export const invokeActivity = (
  world: World,
  user: TeamsUser,
  spot: Spot,
  name: string,
  value: Json,
  on?: Message,
): Json => ({
  ...envelope(world, user, {
    room: spot.room,
    root: on === undefined ? spot.root : spot.room.kind === 'direct' ? undefined : (on.root ?? on.id),
  }),
  type: 'invoke',
  id: `f:${randomUUID()}`,
  name,
  value,
  locale: 'en-US',
  entities: [clientInfo(user)],
  ...(on === undefined ? {} : { replyToId: on.id }),
})

export const reactionActivity = (
  world: World,
  user: TeamsUser,
  spot: Spot,
  on: Message,
  reaction: string,
): Json => ({
  ...envelope(world, user, {
    room: spot.room,
    root: spot.room.kind === 'direct' ? undefined : (on.root ?? on.id),
  }),
  type: 'messageReaction',
  id: `f:${randomUUID()}`,
  reactionsAdded: [{ type: reaction }],
  replyToId: on.id,
})

/** The bot came to, or left, a conversation. */
export const membershipActivities = (
  world: World,
  user: TeamsUser,
  spot: Spot,
  action: 'add' | 'remove',
): readonly Json[] => {
  const inTeam = spot.room.kind === 'channel'
  const shared = envelope(world, user, spot)
  const base: Json = inTeam
    ? {
        ...shared,
        // The app is installed in the team, whose id stands for its first channel.
        conversation: {
          isGroup: true,
          conversationType: 'channel',
          tenantId: world.options.tenant,
          id: world.options.team.id,
        },
      }
    : shared
  const channelData = base['channelData'] as Json
  const members = [{ id: world.botId }]
  const update: Json = {
    ...base,
    type: 'conversationUpdate',
    id: `f:${randomUUID()}`,
    ...(action === 'add' ? { membersAdded: members } : { membersRemoved: members }),
    channelData: inTeam
      ? { ...channelData, eventType: action === 'add' ? 'teamMemberAdded' : 'teamMemberRemoved' }
      : channelData,
  }
  const installation: Json = {
    ...base,
    type: 'installationUpdate',
    id: `f:${randomUUID()}`,
    action,
    entities: [clientInfo(user)],
    channelData: {
      ...channelData,
      settings: { selectedChannel: { id: spot.room.id } },
      source: { name: 'message' },
    },
  }
  return [update, installation]
}
