import type { IncomingMessage, ServerResponse } from 'node:http'

import { z } from 'zod'

import type { Platform } from '../../src/domain/person.ts'
import type { SimulatedChat } from '../chat.ts'
import { actSchema, createActor } from './act.ts'
import type { Asset } from './assets.ts'
import { readAsset, readPage } from './assets.ts'
import { createChangeFeed } from './events.ts'
import { refusalOf, securityHeaders } from './guard.ts'
import type { PagePerson, Suggestion } from './people.ts'
import type { Look, PageState } from './state.ts'
import { sideState } from './state.ts'

export interface PlaygroundPage {
  /** Answers the request and resolves to true when it was for the page; otherwise leaves it alone. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** Ends the open event streams. */
  close(): void
}

export interface PlaygroundPageOptions {
  readonly slack: SimulatedChat
  readonly teams: SimulatedChat
  /** Zone and roles of the people of the desk; whoever is in a chat and not here is shown as not in the desk file. */
  readonly people: readonly PagePerson[]
  /** What the top bar proposes to try first. */
  readonly suggestions?: readonly Suggestion[]
}

const mostBytes = 64 * 1024

/** The page that shows both simulated chats, as a request handler for `GET /` and everything below `/playground/`. */
export const createPlaygroundPage = (options: PlaygroundPageOptions): PlaygroundPage => {
  const { slack, teams, people, suggestions = [] } = options
  const feed = createChangeFeed()
  const perform = createActor({ slack, teams })
  const stops = [slack, teams].map((chat) => chat.subscribe(() => feed.changed()))

  // Whoever comes first is somebody worth trying something as.
  const first = (side: Platform): Look => {
    const suggested = suggestions.find((suggestion) => suggestion.platform === side)?.user
    return suggested === undefined ? {} : { user: suggested }
  }
  const state = (query: URLSearchParams): PageState => ({
    slack: sideState(slack, people, { ...first('slack'), ...lookOf(query, 'slack') }),
    teams: sideState(teams, people, { ...first('teams'), ...lookOf(query, 'teams') }),
    suggestions,
  })

  const act = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readJson(request)
    const parsed = actSchema.safeParse(body)
    if (!parsed.success) {
      sendJson(response, 400, { error: z.prettifyError(parsed.error) })
      return
    }
    try {
      sendJson(response, 200, { result: await perform(parsed.data) })
    } catch (error) {
      // The simulators say in words what a person cannot do; this is a page on the developer's own machine.
      sendJson(response, 422, { error: error instanceof Error ? error.message : String(error) })
    }
  }

  const route = async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'POST') {
      if (url.pathname === '/playground/act') return await act(request, response)
    } else if (url.pathname === '/') {
      return sendAsset(response, await readPage())
    } else if (url.pathname === '/playground/state') {
      return sendJson(response, 200, state(url.searchParams))
    } else if (url.pathname === '/playground/events') {
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
      return feed.open(response)
    } else if (url.pathname.startsWith('/playground/files/')) {
      const bytes = slack.file?.(url.pathname.slice('/playground/files/'.length))
      if (bytes !== undefined) return sendAsset(response, { type: 'image/png', content: Buffer.from(bytes) })
    } else if (url.pathname.startsWith('/playground/assets/')) {
      const asset = await readAsset(url.pathname.slice('/playground/assets/'.length))
      if (asset !== undefined) return sendAsset(response, asset)
    }
    sendJson(response, 404, { error: 'There is no such page.' })
  }

  return {
    handle: async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      if (url.pathname !== '/' && !url.pathname.startsWith('/playground/')) return false
      const refusal = refusalOf(request)
      if (refusal !== undefined) {
        sendJson(response, refusal.status, { error: refusal.error })
        return true
      }
      try {
        await route(url, request, response)
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (response.headersSent) response.end()
        else sendJson(response, error instanceof BadBody ? 400 : 500, { error: message })
      }
      return true
    },
    close: () => {
      for (const stop of stops) stop()
      feed.close()
    },
  }
}

const lookOf = (query: URLSearchParams, side: 'slack' | 'teams'): Look => {
  const user = query.get(`${side}User`)
  const conversation = query.get(`${side}Conversation`)
  const thread = query.get(`${side}Thread`)
  return {
    ...(user === null ? {} : { user }),
    ...(conversation === null ? {} : { conversation }),
    ...(thread === null ? {} : { thread }),
  }
}

class BadBody extends Error {}

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new BadBody('That is too much at once.')
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new BadBody('The body is not JSON.')
  }
}

const sendJson = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(value))
}

const sendAsset = (response: ServerResponse, asset: Asset): void => {
  response.writeHead(200, { ...securityHeaders, 'content-type': asset.type })
  response.end(asset.content)
}
