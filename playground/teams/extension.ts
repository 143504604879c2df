import { invokeActivity } from './activities.ts'
import type { Spot } from './activities.ts'
import { cardProblems } from './card-rules.ts'
import { cardType } from './activity-rules.ts'
import type { DialogOrigin, Dialogs } from './dialogs.ts'
import { object, objects, string } from './json.ts'
import type { Json } from './json.ts'
import type { InstalledApp } from './manifest.ts'
import type { TeamsUser } from './options.ts'
import type { Message } from './rooms.ts'
import { readMessageText } from './markdown.ts'
import { payloadOf } from './message-payload.ts'
import { sayCard } from './say.ts'
import { wentWrong } from './world.ts'
import type { World } from './world.ts'

/** learn.microsoft.com/microsoftteams/platform/messaging-extensions */
export interface Extension {
  /** Begins an action from the compose box, or on a message. Throws when the app has none of that title there. */
  begin(user: TeamsUser, spot: Spot, title: string, on?: Message): Promise<void>
  search(user: TeamsUser, spot: Spot, query: string): Promise<Found>
  /** Does what the bot answered to an action's submission. */
  finish(user: TeamsUser, answer: Json, origin: DialogOrigin): Promise<void>
  insert(user: TeamsUser, spot: Spot, attachment: Json): Promise<string>
}

export interface Found {
  readonly attachments: readonly Json[]
  /** What the bot said in place of results. */
  readonly words: string
}

/** So many results come at a time. */
const pageSize = 25

export const createExtension = (world: World, app: InstalledApp, dialogs: Dialogs): Extension => {
  const wrong = (user: TeamsUser, reason: string): void => {
    world.refused(`composeExtension: ${reason}`)
    world.complain(user.id, wentWrong)
  }

  const search = async (user: TeamsUser, spot: Spot, query: string): Promise<Found> => {
    const command = app.query()
    if (query === '' && !command.initialRun) return { attachments: [], words: '' }
    const value = {
      commandId: command.id,
      parameters:
        query === '' ? [{ name: 'initialRun', value: 'true' }] : [{ name: command.parameter, value: query }],
      queryOptions: { skip: 0, count: pageSize },
      context: { theme: 'default' },
    }
    const answer = await world.line.invoke(invokeActivity(world, user, spot, 'composeExtension/query', value))
    const result = object(answer?.['composeExtension'])
    if (result['type'] === 'message') return { attachments: [], words: string(result['text']) }
    const attachments = objects(result['attachments'])
    const problems = attachments.flatMap((attachment) => resultProblems(attachment))
    if (result['type'] === 'result' && problems.length === 0) return { attachments, words: '' }
    wrong(user, problems.join('; ') || `the result has the type ${string(result['type']) || '(none)'}`)
    return { attachments: [], words: '' }
  }

  const insert = async (user: TeamsUser, spot: Spot, attachment: Json): Promise<string> => {
    const { preview: _, ...card } = attachment
    return await sayCard(world, app, user, spot, card)
  }

  return {
    search,
    insert,
    begin: async (user, spot, title, on) => {
      const command = app.action(title, on === undefined ? 'compose' : 'message')
      const context: Json = {
        commandId: command.id,
        commandContext: on === undefined ? 'compose' : 'message',
        ...(on === undefined ? {} : { messagePayload: payloadOf(world, spot, on) }),
      }
      const value = { ...context, context: { theme: 'default' } }
      const answer = await world.line.invoke(
        invokeActivity(world, user, spot, 'composeExtension/fetchTask', value),
      )
      if (answer === undefined) return world.complain(user.id, wentWrong)
      dialogs.follow(user.id, answer['task'], { spot, submits: 'composeExtension/submitAction', context })
    },
    finish: async (user, answer, origin) => {
      if (answer['task'] !== undefined) return dialogs.follow(user.id, answer['task'], origin)
      dialogs.close(user.id)
      if (answer['composeExtension'] === undefined) return undefined
      const result = object(answer['composeExtension'])
      if (result['type'] === 'message') return world.complain(user.id, string(result['text']))
      const [attachment] = objects(result['attachments'])
      if (result['type'] !== 'result' || attachment === undefined)
        return wrong(user, 'there is nothing to insert')
      const problems = resultProblems(attachment)
      if (problems.length > 0) return wrong(user, problems.join('; '))
      await insert(user, origin.spot, attachment)
    },
  }
}

/** "title — subtitle" of what stands in the list of results. */
export const resultLine = (attachment: Json): string => {
  const content = object(object(attachment['preview'])['content'])
  const card = Object.keys(content).length > 0 ? content : object(attachment['content'])
  const title = string(card['title'])
  // The text of a thumbnail card is HTML; its titles are not.
  const subtitle = string(card['subtitle']) || readMessageText(string(card['text']), 'xml', [])
  return subtitle === '' ? title : `${title} — ${subtitle}`
}

const resultProblems = (attachment: Json): readonly string[] => {
  if (attachment['contentType'] !== cardType) return []
  const preview = string(object(object(attachment['preview'])['content'])['title'])
  return [
    ...cardProblems(attachment['content']),
    ...(preview === '' ? ['a result has no preview with a title'] : []),
  ]
}
