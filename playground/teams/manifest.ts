import { object, objects, string } from './json.ts'
import type { Json } from './json.ts'

/** What an installed app may do, read from its manifest: learn.microsoft.com/microsoft-365/extensibility/schema. */
export interface InstalledApp {
  /** What people mention the bot by. */
  readonly name: string
  /** Whether the bot is told every message of a channel, mentioned or not. */
  readonly overhears: boolean
  /** Whether the bot may be in `personal` chats, or in a `team`. */
  hasScope(scope: 'personal' | 'team'): boolean
  /** The action of that title which can be begun in that place. Throws when there is none. */
  action(title: string, context: 'compose' | 'message'): Command
  /** The search command. Throws when there is none. */
  query(): Command
}

export interface Command {
  readonly id: string
  /** Whether the search is asked before anything was typed. */
  readonly initialRun: boolean
  /** The name of its first parameter. */
  readonly parameter: string
}

/** Throws for a manifest without a bot or a name. */
export const readManifest = (manifest: unknown): InstalledApp => {
  const app = object(manifest)
  const name = string(object(app['name'])['short'])
  const bot = objects(app['bots'])[0]
  if (name === '' || bot === undefined) throw new Error('The manifest has no name or no bot')
  const commands = objects(app['composeExtensions']).flatMap((extension) => objects(extension['commands']))
  const permissions = objects(object(object(app['authorization'])['permissions'])['resourceSpecific'])
  return {
    name,
    overhears: permissions.some(
      ({ name, type }) => name === 'ChannelMessage.Read.Group' && type === 'Application',
    ),
    hasScope: (scope) => includes(bot['scopes'], scope),
    action: (title, context) => {
      const command = commands.find(
        (candidate) =>
          candidate['type'] === 'action' &&
          candidate['title'] === title &&
          candidate['fetchTask'] === true &&
          // Where a manifest names no context, it is the compose box and the command box.
          includes(candidate['context'] ?? ['compose', 'commandBox'], context),
      )
      if (command === undefined) throw new Error(`The app has no action "${title}" for a ${context}`)
      return commandOf(command)
    },
    query: () => {
      const command = commands.find((candidate) => (candidate['type'] ?? 'query') === 'query')
      if (command === undefined) throw new Error('The app has no search')
      return commandOf(command)
    },
  }
}

const commandOf = (command: Json): Command => ({
  id: string(command['id']),
  initialRun: command['initialRun'] === true,
  parameter: string(objects(command['parameters'])[0]?.['name']),
})

const includes = (list: unknown, member: string): boolean => Array.isArray(list) && list.includes(member)
