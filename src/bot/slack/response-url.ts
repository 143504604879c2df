import type { SlackMessage } from './render-card.ts'
import { leadsTo } from './settings.ts'
import type { SlackSettings } from './settings.ts'

/** Answers later to a command or click, visible to that person only. docs.slack.dev/interactivity/handling-user-interaction */
export interface ResponseUrls {
  /** Whether an address may be written to at all: it came in a payload, and must not send us anywhere else. */
  trusted(url: string | undefined): url is string
  /** Rejects when the answer was not accepted. An address takes five answers within 30 minutes. */
  answer(url: string, message: SlackMessage, thread?: string): Promise<void>
}

/** In milliseconds. */
const answerTimeout = 10_000

export const createResponseUrls = (settings: SlackSettings): ResponseUrls => {
  const trusted = (url: string | undefined): url is string =>
    url !== undefined && leadsTo(settings, 'hooks.slack.com', url)
  return {
    trusted,
    async answer(url, message, thread) {
      if (!trusted(url)) throw new Error('a response_url that is not Slack’s')
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(answerTimeout),
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({
          ...ephemeral(message),
          replace_original: false,
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`the response_url answered with status ${response.status}`)
    },
  }
}

/** A message that only the person who acted sees, as the answer to a command or at a response_url. */
export const ephemeral = (message: SlackMessage) =>
  ({
    response_type: 'ephemeral',
    text: message.text,
    blocks: message.blocks,
    mrkdwn: false,
    link_names: false,
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
  }) as const
