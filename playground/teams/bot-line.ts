import { setTimeout as sleep } from 'node:timers/promises'
import type { Json } from './json.ts'
import { isObject, parsed, string } from './json.ts'
import type { Keys } from './keys.ts'
import type { BotAnswer, Credentials, TeamsTenantOptions } from './options.ts'

/** The way to the bot: signs, sends, waits and tries again. */
export interface BotLine {
  /** Sends once, as it is. */
  send(activity: unknown, credentials?: Credentials): Promise<BotAnswer>
  /** Sends until the bot takes it; false when it never did. */
  deliver(activity: Json): Promise<boolean>
  /** Sends until the bot answers; undefined when it never did with success. An empty answer is an empty object. */
  invoke(activity: Json): Promise<Json | undefined>
}

const defaultDelays = [1_000, 2_000]

/**
 * Every try of one activity carries the same id, and a token of its own. Teams waits 15 s for a message and 5 s for
 * an invoke, then its client tries twice more (learn.microsoft.com/microsoftteams/platform/messaging-extensions).
 */
export const createBotLine = (
  options: TeamsTenantOptions,
  keys: Keys,
  serviceUrl: string,
  refused: (reason: string) => void,
): BotLine => {
  const post = async (activity: unknown, patience: number, credentials?: Credentials): Promise<BotAnswer> => {
    const token =
      credentials?.token === undefined ? await keys.channelToken(serviceUrl, credentials) : credentials.token
    const response = await fetch(options.messagesUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Microsoft-BotFramework/3.0',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(patience),
    })
    return { status: response.status, body: await response.text() }
  }
  const untilTaken = async (activity: Json, patience: number): Promise<BotAnswer | undefined> => {
    const what = string(activity['name']) || string(activity['type'])
    for (const delay of [0, ...(options.retryDelays ?? defaultDelays)]) {
      if (delay > 0) await sleep(delay)
      try {
        const answer = await post(activity, patience)
        if (answer.status >= 200 && answer.status < 300) return answer
        refused(`${what}: the bot answered ${answer.status}`)
      } catch (error) {
        refused(`${what}: the bot did not answer (${error instanceof Error ? error.name : 'unknown'})`)
      }
    }
    return undefined
  }
  const patience = options.patience ?? 15_000
  return {
    send: async (activity, credentials) => await post(activity, patience, credentials),
    deliver: async (activity) => (await untilTaken(activity, patience)) !== undefined,
    invoke: async (activity) => {
      const answer = await untilTaken(activity, options.invokePatience ?? 5_000)
      if (answer === undefined) return undefined
      if (answer.body === '') return {}
      const body = parsed(answer.body)
      if (isObject(body)) return body
      refused(`${string(activity['name'])}: the bot's answer is not a JSON object`)
      return undefined
    },
  }
}
