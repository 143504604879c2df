import type { App } from '@slack/bolt'
import { within } from '../edge.ts'
import { type Intent, NotYetKnown } from '../intent.ts'
import type { Door } from './door.ts'
import { hear } from './inbound-events.ts'
import type { Heard } from './inbound-events.ts'
import { createOnce } from './once.ts'
import { trouble } from './sentences.ts'
import { readMarkup } from './words.ts'

/** Slack sends an event again at once, after a minute and after five minutes. docs.slack.dev/apis/events-api#retries */
const lastRetry = 3

/**
 * What happens in conversations. An event is acknowledged once it is dealt with, so that Slack sends it again when the
 * desk dies half-way; the intent's id makes it count once.
 */
export const listenToEvents = (app: App, door: Door): void => {
  const { services, acts, answers, self, pace } = door
  const once = createOnce()

  app.event(/^(?:message|app_mention|app_home_opened|reaction_added)$/, async ({ body, context }) => {
    const heard = hear(body, self.known())
    if (heard === undefined) return
    const work = acts.run(() =>
      once(heard.id, async () => {
        const intent = await understand(door, heard)
        if (intent === undefined) return
        const retry = (context.retryNum ?? 0) > 0
        const reply = await services.converse(retry ? { ...intent, retry } : intent)
        acts.start('answer', () => answers.deliver(heard.surface, reply, heard.id))
      }),
    )
    try {
      const outcome = await within(work, pace.eventDeadline)
      if ('done' in outcome) return
      outcome.late.catch((cause: unknown) => answers.blame(cause, heard.id))
    } catch (cause) {
      if (cause instanceof NotYetKnown) throw cause
      const reference = answers.blame(cause, heard.id)
      const spokenTo = heard.kind !== 'words' || heard.toDesk
      // Before the last time it may still go well, and then nothing needs to be said.
      if (spokenTo && (context.retryNum ?? 0) >= lastRetry)
        acts.start('trouble', () => answers.say(heard.surface, trouble(reference)))
      throw cause
    }
    services.log.warn({ intent: heard.id }, 'An event takes long; Slack will send it again')
    throw new Error('an event was not dealt with in time')
  })
}

/** Asks Slack for what the event does not tell. Undefined when the message that is meant is gone. */
const understand = async ({ asides }: Door, heard: Heard): Promise<Intent | undefined> => {
  switch (heard.kind) {
    case 'ready':
      return heard.intent
    case 'words':
      return heard.finish(await asides.namesIn(heard.pieces))
    case 'reaction': {
      const message = await asides.message(heard.channel, heard.ts)
      if (message === undefined) return undefined
      return heard.finish(message, await asides.namesIn(readMarkup(message.text)))
    }
  }
}
