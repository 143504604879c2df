import { setTimeout as wait } from 'node:timers/promises'
import { App } from '@slack/bolt'
import type { HTTPReceiver } from '@slack/bolt'
import type { Edge, EdgeServices } from '../edge.ts'
import { createActs } from './acts.ts'
import { createAnswers } from './answers.ts'
import { createAsides } from './asides.ts'
import { createSlackChat } from './chat.ts'
import { boltLogger, clientOptions, createClients } from './clients.ts'
import { eventDeadline, longestPatience } from './door.ts'
import type { Door, Pace } from './door.ts'
import { answerNothing, answerOverHttp } from './http.ts'
import { listenToActs } from './listen-acts.ts'
import { listenToEvents } from './listen-events.ts'
import { listenToViews } from './listen-views.ts'
import { httpReceiver, socketReceiver } from './receivers.ts'
import { createPictures } from './pictures.ts'
import { createResponseUrls } from './response-url.ts'
import { createSelfFinder } from './self.ts'
import type { SlackSettings } from './settings.ts'

/**
 * Slack's door. Starts whether Slack can be reached or not. Throws without a signing secret when requests come over
 * HTTP: an unsigned request must never be accepted because a setting was missing. `hurry` is for tests.
 */
export const createSlackEdge = (
  settings: SlackSettings,
  services: EdgeServices,
  hurry: Partial<Pace> = {},
): Edge => {
  const { log } = services
  const { appToken } = settings
  if (appToken === undefined && settings.signingSecret === '')
    throw new Error('Slack over HTTP needs a signing secret')

  const logger = boltLogger(log)
  const clients = createClients(settings, logger)
  const self = createSelfFinder(clients.interactive, log)
  const homes = async (): Promise<readonly string[]> =>
    settings.teamIds.length > 0 ? settings.teamIds : [(await self.find()).team]
  const pictures = {
    bulk: createPictures({ client: clients.bulk, settings, log }),
    interactive: createPictures({ client: clients.interactive, settings, log }),
  }
  const chat = createSlackChat({ clients, book: services.book, pictures: pictures.bulk, homes })
  const acts = createActs(log)
  const urls = createResponseUrls(settings)
  const answers = createAnswers({
    clients,
    chat,
    pictures: pictures.interactive,
    urls,
    converse: services.converse,
    log,
  })
  const asides = createAsides(clients.interactive, chat)
  const pace = { patience: Math.min(services.patience, longestPatience), eventDeadline, ...hurry }
  const door: Door = { services, acts, answers, asides, self, pace }

  const http: HTTPReceiver | undefined = appToken === undefined ? httpReceiver(settings, logger) : undefined
  const receiver = http ?? socketReceiver(settings, appToken ?? '', logger)
  const app = new App({
    receiver,
    logger,
    clientOptions: clientOptions(settings, logger),
    // No call of auth.test for every request: who the bot is, is found out once and in the background.
    authorize: async () => ({ botToken: settings.botToken }),
    tokenVerificationEnabled: false,
    convoStore: false,
    ignoreSelf: false,
  })
  app.error(async (error) => {
    throw error
  })
  listenToActs(app, door)
  listenToViews(app, door)
  listenToEvents(app, door)

  const stopping = new AbortController()
  const connect = async (): Promise<void> => {
    for (let pause = 1000; !stopping.signal.aborted; pause = Math.min(pause * 2, 60_000)) {
      try {
        await app.start()
        return
      } catch (cause) {
        log.warn({ err: cause, again: pause }, 'Socket Mode does not connect')
      }
      await wait(pause, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
    }
  }

  return {
    platform: 'slack',
    chat,
    handle:
      http === undefined
        ? answerNothing(services)
        : answerOverHttp({ settings, services, receiver: http, acts }),
    async start() {
      self.start()
      if (http === undefined) void connect()
    },
    async stop() {
      stopping.abort()
      self.stop()
      if (http === undefined) await app.stop()
      await acts.drain()
    },
  }
}
