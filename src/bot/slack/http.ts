import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HTTPReceiver } from '@slack/bolt'
import type { Edge, EdgeServices } from '../edge.ts'
import type { Acts } from './acts.ts'
import { readBody, refuseBody, refuseHead, sendRefusal } from './guard.ts'
import type { Refusal } from './guard.ts'
import { createReplays } from './replays.ts'
import type { SlackSettings } from './settings.ts'

export interface HttpDoor {
  readonly settings: SlackSettings
  readonly services: EdgeServices
  readonly receiver: HTTPReceiver
  readonly acts: Acts
}

/**
 * Checks a request and hands it to Bolt with its body already read, which Bolt then takes as it is. Resolves when the
 * request is answered. One that comes again is answered like the first, and recorded.
 */
export const answerOverHttp = ({ settings, services, receiver, acts }: HttpDoor): Edge['handle'] => {
  const replays = createReplays()

  const note = (request: IncomingMessage, reason: string): void => {
    const from = request.socket.remoteAddress ?? 'unknown'
    services.turnedAway({ platform: 'slack', reason, from })
  }

  const refuse = (request: IncomingMessage, response: ServerResponse, refusal: Refusal): void => {
    note(request, refusal.reason)
    sendRefusal(request, response, refusal)
  }

  const check = async (request: IncomingMessage): Promise<Refusal | Buffer> => {
    const head = refuseHead(request, services.now().epochMilliseconds)
    if (head !== undefined) return head
    const body = await readBody(request)
    if (body === 'too-large') return { status: 413, reason: 'too-large' }
    return refuseBody(request.headers, body, settings.signingSecret) ?? body
  }

  return async (request, response) => {
    try {
      const checked = await check(request)
      if (!Buffer.isBuffer(checked)) return refuse(request, response, checked)
      const repetition = replays.recognize(request.headers, checked, services.now().epochMilliseconds)
      if (repetition !== undefined) note(request, repetition)
      await acts.run(async () => {
        const answered = new Promise((resolve) => response.once('close', resolve))
        receiver.requestListener(Object.assign(request, { rawBody: checked }), response)
        await answered
      })
      if (!response.writableFinished || response.statusCode >= 500) replays.forget(request.headers)
    } catch (cause) {
      services.log.warn({ err: cause }, 'A request of Slack could not be answered')
      if (!response.headersSent) response.writeHead(request.destroyed ? 400 : 404).end()
    }
  }
}

/** With Socket Mode nothing comes over HTTP, and there may be no secret to check it with: what does is not Slack's. */
export const answerNothing =
  ({ turnedAway }: Pick<EdgeServices, 'turnedAway'>): Edge['handle'] =>
  async (request, response) => {
    turnedAway({ platform: 'slack', reason: 'no-door', from: request.socket.remoteAddress ?? 'unknown' })
    request.resume()
    response.writeHead(404).end()
  }
