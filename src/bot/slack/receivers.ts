import { HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type { App, Logger, Receiver, ReceiverEvent } from '@slack/bolt'
import { clientOptions } from './clients.ts'
import type { SlackSettings } from './settings.ts'

export const eventsPath = '/slack/events'

/**
 * Bolt's receiver of HTTP requests. The signature is checked before, by the guard, and not a second time here.
 * Nothing is answered before the listener has finished, events included; one that fails is left to Slack to send again.
 */
export const httpReceiver = (settings: SlackSettings, logger: Logger): HTTPReceiver =>
  new HTTPReceiver({
    signingSecret: settings.signingSecret,
    signatureVerification: false,
    endpoints: [eventsPath],
    processBeforeResponse: true,
    logger,
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) response.writeHead(503).end()
      return true
    },
    // The listeners keep to three seconds themselves; this answers only payloads that none of them knows.
    unhandledRequestHandler: ({ response }) => {
      if (!response.headersSent) response.writeHead(404).end()
    },
  })

/**
 * Bolt's receiver of Socket Mode. Bolt acknowledges events there before any listener runs; here too they are
 * acknowledged afterwards, and what failed is not, so that Slack sends it again.
 */
export const socketReceiver = (settings: SlackSettings, appToken: string, logger: Logger): Receiver => {
  const inner = new SocketModeReceiver({
    appToken,
    logger,
    logLevel: LogLevel.WARN,
    installerOptions: { clientOptions: clientOptions(settings, logger) },
    processEventErrorHandler: async () => false,
  })
  return {
    init: (app) => inner.init(acknowledgingLast(app)),
    start: () => inner.start(),
    stop: () => inner.stop(),
  }
}

/** The app, with the acknowledgement of each event held back until it is dealt with. */
export const acknowledgingLast = (app: App): App =>
  Object.create(app, {
    processEvent: {
      value: async (event: ReceiverEvent): Promise<void> => {
        let answer: { body: unknown } | undefined
        await app.processEvent({
          ...event,
          ack: async (body?: unknown) => {
            answer = { body }
          },
        })
        if (answer !== undefined) await event.ack(answer.body)
      },
    },
  })
