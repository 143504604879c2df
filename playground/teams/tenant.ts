import type { At, SeenMessage } from '../chat.ts'
import { membershipActivities, spotOf } from './activities.ts'
import { createBotLine } from './bot-line.ts'
import { cardParts } from './card-parts.ts'
import { click } from './cards.ts'
import { createConnector } from './connector.ts'
import { createDialogs } from './dialogs.ts'
import { createDirectory } from './directory.ts'
import { createExtension, resultLine } from './extension.ts'
import { createFaults } from './faults.ts'
import { createForms } from './forms.ts'
import { isValid } from './inputs.ts'
import { createKeys } from './keys.ts'
import { readManifest } from './manifest.ts'
import type { TeamsTenant, TeamsTenantOptions } from './options.ts'
import { createRefreshes } from './refreshes.ts'
import { createRooms } from './rooms.ts'
import type { Message, Room } from './rooms.ts'
import { deliver, react, say, wouldSay } from './say.ts'
import { createTenantServer, paths } from './server.ts'
import { bodyFor, cardsOf, seen, sees } from './show.ts'
import type { World } from './world.ts'

/**
 * A simulated Microsoft Teams tenant with the app installed on `install()`. The bot talks to it, and is talked to, by
 * the public protocols only: Bot Connector REST, signed activities, the OpenID key set and the token endpoint.
 */
export const createTeamsTenant = async (options: TeamsTenantOptions): Promise<TeamsTenant> => {
  const app = readManifest(options.manifest)
  const directory = createDirectory(options)
  const rooms = createRooms(options, app.name)
  const keys = await createKeys(options)
  const faults = createFaults()
  const refusals: string[] = []
  const refused = (reason: string): void => {
    refusals.push(reason)
  }
  const server = await createTenantServer(options, keys, faults, refused)
  const serviceUrl = `${server.address}${paths.service}`
  const watchers = new Set<() => void>()
  const complaints = new Map<string, string[]>()
  const changed = (): void => watchers.forEach((watcher) => watcher())
  const world: World = {
    options,
    directory,
    rooms,
    line: createBotLine(options, keys, serviceUrl, refused),
    botId: `28:${options.appId}`,
    botName: app.name,
    serviceUrl,
    now: options.now ?? (() => Temporal.Now.instant()),
    changed,
    complain: (user, words) => {
      complaints.set(user, [...(complaints.get(user) ?? []), words])
      changed()
    },
    refused,
  }
  const connector = createConnector(world)
  server.serve(connector)
  const dialogs = createDialogs(world)
  const extension = createExtension(world, app, dialogs)
  const forms = createForms(world, dialogs, extension)
  const refreshes = createRefreshes(world)

  /** Where each user was last. */
  const last = new Map<string, Room>()
  const enter = (user: string, at: At) => {
    const spot = spotOf(world, user, at)
    last.set(user, spot.room)
    return spot
  }
  const lastOf = (user: string): Room => last.get(user) ?? rooms.direct(user)
  /** The message as it is now. Throws when it is gone. */
  const meet = (user: string, { conversation, id }: SeenMessage) => {
    const spot = enter(user, { conversation })
    const message = spot.room.messages.find(
      (candidate) => candidate.id === id && sees(candidate.onlyFor, user),
    )
    if (message === undefined) throw new Error(`There is no message ${id} in ${spot.room.name}`)
    return { user: directory.user(user), spot, message }
  }
  const visible = (user: string, room: Room, wanted: (message: Message) => boolean): readonly SeenMessage[] =>
    room.messages
      .filter((message) => sees(message.onlyFor, user) && wanted(message))
      .map((message) => {
        refreshes.onSight({ user: directory.user(user), spot: { room }, message })
        return seen(world, room, message, user)
      })
  const newestOfBot = (user: string): Message | undefined =>
    rooms.direct(user).messages.findLast(({ author }) => author === 'desk')

  return {
    platform: 'teams',
    tenant: options.tenant,
    serviceUrl,
    openIdMetadataUrl: `${server.address}${paths.metadata}`,
    tokenUrl: `${server.address}/${options.tenant}/oauth2/v2.0/token`,
    botId: world.botId,
    users: () => options.users.map(({ id, name }) => ({ id, name })),
    conversations: (user) =>
      [
        ...rooms.all.filter(({ kind, members }) => kind === 'channel' && members.includes(user)),
        rooms.direct(user),
      ].map(({ id, name, kind }) => ({ id, name, kind })),
    read: (user, conversation, thread) => {
      const { room } = spotOf(world, user, { conversation })
      return visible(user, room, ({ id, root }) =>
        thread === undefined ? root === undefined : id === thread || root === thread,
      )
    },
    say: async (user, at, words) => {
      enter(user, at)
      return await say(world, app, directory.user(user), at, words)
    },
    command: async (user, at, words) => {
      const { room } = enter(user, at)
      const said = room.kind === 'direct' ? words : `@${app.name} ${words}`
      await say(world, app, directory.user(user), at, said)
    },
    shortcut: async (user, name) => {
      await extension.begin(directory.user(user), { room: lastOf(user) }, name)
    },
    messageAction: async (user, message, name) => {
      const met = meet(user, message)
      const root = met.spot.room.kind === 'direct' ? undefined : (met.message.root ?? met.message.id)
      await extension.begin(met.user, { room: met.spot.room, root }, name, met.message)
    },
    react: async (user, message, emoji) => {
      const met = meet(user, message)
      await react(world, met.user, met.spot, met.message, emoji)
    },
    press: async (user, message, label) => {
      const met = meet(user, message)
      // What the user sees is what they click: their own view, when one is on its way.
      await refreshes.of(met)
      for (const card of cardsOf(bodyFor(met.message, user))) {
        const parts = cardParts(card, met.user.zone ?? 'UTC')
        const part = parts.find(
          (candidate) => candidate.kind === 'action' && candidate.action['title'] === label,
        )
        if (part?.kind !== 'action') continue
        const typing = forms.typing(met.user, card)
        const sends = part.action['type'] === 'Action.Execute' || part.action['type'] === 'Action.Submit'
        if (sends && part.action['associatedInputs'] !== 'none' && !isValid(parts, typing)) return changed()
        return await click(world, dialogs, { ...met, card, action: part.action, typing })
      }
      throw new Error(`There is no button "${label}" on message ${message.id}`)
    },
    form: (user) => forms.form(directory.user(user), lastOf(user)),
    submit: async (user, values) => await forms.submit(directory.user(user), lastOf(user), values),
    closeForm: async (user) => dialogs.close(user),
    lookup: async (user, label, query) =>
      await forms.lookup(directory.user(user), lastOf(user), label, query),
    home: async (user) => {
      const room = rooms.direct(user)
      const before = newestOfBot(user)?.id
      const arrived = new Promise<void>((resolve) => {
        const look = (): void => {
          if (newestOfBot(user)?.id !== before) done()
        }
        const done = (): void => {
          clearTimeout(timer)
          watchers.delete(look)
          resolve()
        }
        const timer = setTimeout(done, options.homePatience ?? 5_000)
        watchers.add(look)
      })
      enter(user, { conversation: room.id })
      await say(world, app, directory.user(user), { conversation: room.id }, 'home')
      // The answer may come after the bot has taken the message.
      await arrived
      const card = newestOfBot(user)
      return card === undefined ? undefined : seen(world, room, card, user)
    },
    search: async (user, query) => {
      const found = await extension.search(directory.user(user), { room: lastOf(user) }, query)
      return found.words === '' ? found.attachments.map(resultLine) : [found.words]
    },
    share: async (user, at, query, index) => {
      const spot = enter(user, at)
      const { attachments } = await extension.search(directory.user(user), spot, query)
      const chosen = attachments[index]
      if (chosen === undefined) throw new Error(`The search for "${query}" has no result ${index}`)
      return await extension.insert(directory.user(user), spot, chosen)
    },
    refresh: async (user, message) => await refreshes.byHand(meet(user, message)),
    settled: async () => await refreshes.settled(),
    complaints: (user) => complaints.get(user) ?? [],
    subscribe: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    fault: (fault) => faults.add(fault),
    install: async () => {
      const [channel] = rooms.all.filter(({ kind }) => kind === 'channel')
      const installer = options.users.find(({ id }) => channel?.members.includes(id) === true)
      if (app.hasScope('team') && channel !== undefined && installer !== undefined) {
        for (const room of rooms.all) if (room.kind === 'channel') room.installed = true
        for (const activity of membershipActivities(world, installer, { room: channel }, 'add'))
          await deliver(world, installer, activity)
      }
      if (!app.hasScope('personal')) return
      for (const user of options.users.filter((candidate) => candidate.tenant === undefined)) {
        const room = rooms.direct(user.id)
        room.installed = true
        for (const activity of membershipActivities(world, user, { room }, 'add'))
          await deliver(world, user, activity)
      }
    },
    uninstall: async (user) => {
      const room = rooms.direct(user)
      const activities = membershipActivities(world, directory.user(user), { room }, 'remove')
      room.installed = false
      for (const activity of activities) await deliver(world, directory.user(user), activity)
    },
    block: (user) => {
      rooms.direct(user).blocked = true
    },
    send: async (activity, credentials) => await world.line.send(activity, credentials),
    example: (user, at, words) => wouldSay(world, directory.user(user), at, words),
    posted: () => connector.posted,
    duplicates: () => connector.duplicates,
    refusals: () => refusals,
    close: async () => await server.close(),
  }
}
