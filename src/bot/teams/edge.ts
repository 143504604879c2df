import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Activity } from 'botbuilder'
import type { Edge, EdgeServices } from '../edge.ts'
import { createAcquaintances } from './acquaintances.ts'
import { createAdapter } from './adapter.ts'
import { createBearer } from './bearer.ts'
import { createChat } from './chat.ts'
import { createConnector } from './connector.ts'
import { createDeliver } from './deliver.ts'
import { createDoor } from './door.ts'
import type { Admitted, Refused } from './door.ts'
import { answerJson, readJson } from './http.ts'
import { createMembers } from './members.ts'
import { createOnce } from './once.ts'
import { allowServiceUrls } from './service-urls.ts'
import { addressesOf } from './settings.ts'
import type { TeamsSettings } from './settings.ts'
import { createTurn } from './turn.ts'
import type { HttpAnswer } from './turn.ts'

/**
 * The Microsoft Teams edge: `handle` answers `POST /api/messages` of the Bot Framework protocol. Throws when the settings
 * cannot be trusted (see `addressesOf`).
 */
export const createTeamsEdge = (settings: TeamsSettings, services: EdgeServices): Edge => {
  const addresses = addressesOf(settings)
  const allowed = allowServiceUrls(addresses.serviceUrls)
  const bearer = createBearer({ ...settings, tokenUrl: addresses.tokenUrl })
  const { adapter, authentication } = createAdapter(settings.appId, addresses, bearer, allowed)
  const connector = createConnector({ bearer, allowed })
  const members = createMembers(connector)
  const chat = createChat({
    appId: settings.appId,
    serviceUrls: addresses.serviceUrls,
    allowed,
    connector,
    members,
    book: services.book,
  })
  const door = createDoor({ appId: settings.appId, tenantId: settings.tenantId, allowed, authentication })
  const once = createOnce<HttpAnswer>(services.now, ({ status }) => status < 500)

  const underway = new Set<Promise<unknown>>()
  const track = (work: Promise<unknown>): void => {
    underway.add(work)
    const forget = (): void => {
      underway.delete(work)
    }
    work.then(forget, forget)
  }

  const turn = createTurn({
    services,
    members,
    deliver: createDeliver(chat, services.log),
    acquaintances: createAcquaintances(services),
    track,
  })

  /** Botbuilder's turn around ours, with the caller that the door has verified: the token is not looked at again. */
  const runTurn = async (admitted: Admitted): Promise<HttpAnswer> => {
    let answer: HttpAnswer = { status: 500 }
    await adapter.processActivityDirect(
      admitted.caller,
      admitted.activity as unknown as Activity,
      async () => {
        answer = await turn(admitted)
      },
    )
    return answer
  }

  const noted = (request: IncomingMessage, reason: string): void => {
    const from = request.socket.remoteAddress ?? 'unknown'
    services.turnedAway({ platform: 'teams', reason, from })
  }

  const refuse = (request: IncomingMessage, response: ServerResponse, refused: Refused): void => {
    if (refused.reason !== undefined) noted(request, refused.reason)
    if (refused.status === 503) services.log.error({ error: refused.cause }, refused.message)
    answerJson(response, refused.status, {
      error: { code: refused.reason ?? 'refused', message: refused.message },
    })
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') {
      noted(request, 'wrong-method')
      return answerJson(response, 405)
    }
    const { authorization } = request.headers
    const glanced = door.glance(authorization)
    if (glanced !== undefined || authorization === undefined) {
      request.resume()
      return glanced === undefined ? undefined : refuse(request, response, glanced)
    }
    const body = await readJson(request)
    if (!('json' in body)) {
      if (body.status === 413) noted(request, 'too-large')
      return answerJson(response, body.status, { error: { message: body.message } })
    }
    const admitted = await door.admit(authorization, body.json)
    if ('status' in admitted) return refuse(request, response, admitted)
    // Teams repeats what was not answered, and what was not answered is not kept. An answer may have been lost on its way,
    // though, and nothing in the activity tells that from a recording played back.
    const done = await once(
      actKey(admitted),
      async () => await runTurn(admitted),
      () => noted(request, 'repeated'),
    )
    answerJson(response, done.status, done.body)
  }

  return {
    platform: 'teams',
    chat,
    handle: async (request, response) => {
      const work = answer(request, response).catch((error: unknown) => {
        services.log.error({ error }, 'a request of Teams could not be answered')
        answerJson(response, 500)
      })
      track(work)
      await work
    },
    start: async () => undefined,
    stop: async () => {
      // What is underway may start more, such as the message that follows a late answer.
      while (underway.size > 0) await Promise.allSettled(underway)
    },
  }
}

/** The same for every retry of one activity. */
const actKey = ({ activity, tenant }: Admitted): string | undefined =>
  activity.id === undefined
    ? undefined
    : [tenant, activity.conversation.id, activity.type, activity.name ?? '', activity.id].join(' ')
