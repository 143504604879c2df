import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChatFailure } from '../../../src/bot/chat-port.ts'
import { createConnector } from '../../../src/bot/teams/connector.ts'
import { line } from '../../../src/bot/ui/card.ts'
import { message } from './activities.ts'
import { ada, openWorld, tenant } from './harness.ts'
import type { World } from './harness.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
})

const identity = { platform: 'teams', tenant, user: ada.objectId } as const
const place = { platform: 'teams', tenant, conversation: '19:requests@thread.tacv2' } as const
const card = line('Hello')

const failure = async (work: Promise<unknown>): Promise<ChatFailure> => {
  const error: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (error instanceof ChatFailure) return error
  throw new Error(`Not a ChatFailure: ${String(error)}`)
}
const answering = (status: number, body = '', headers: Record<string, string> = {}): void => {
  world.connector = (_, response) => {
    response.writeHead(status, headers).end(body)
    return true
  }
}

describe('the chat port', () => {
  it('posts at the top level, in a thread, and edits', async () => {
    const { chat } = world.edge
    const posted = await chat.post(place, card, 'key')
    expect(posted).toEqual({ place, message: 'posted-1' })
    await chat.post({ ...place, thread: '17' }, card, 'key')
    await chat.update(posted, line('Changed'))
    expect(world.calls).toMatchObject([
      { method: 'POST', path: `conversations/${place.conversation}/activities`, body: { summary: 'Hello' } },
      { method: 'POST', path: `conversations/${place.conversation};messageid=17/activities` },
      {
        method: 'PUT',
        path: `conversations/${place.conversation}/activities/posted-1`,
        body: { summary: 'Changed' },
      },
    ])
  })

  it('opens a direct chat once and asks for one token', async () => {
    const { chat } = world.edge
    const direct = { platform: 'teams', tenant, conversation: `a:direct-${ada.objectId}` }
    expect(await chat.openDirect(identity)).toEqual(direct)
    expect(await chat.openDirect(identity)).toEqual(direct)
    expect(world.calls).toMatchObject([
      {
        path: 'conversations',
        body: { members: [{ id: ada.objectId }], tenantId: tenant, channelData: { tenant: { id: tenant } } },
      },
    ])
    expect(world.tokens.count).toBe(1)
  })

  it('tells who somebody is', async () => {
    expect(await world.edge.chat.profile(identity)).toEqual({
      name: ada.name,
      email: 'ada@bellwire.example',
      outsider: false,
      bot: false,
    })
  })

  it.each([
    { userRole: 'guest' },
    { userPrincipalName: 'eve_other.example#EXT#@bellwire.example' },
    { tenantId: 'another' },
  ])('calls %j an outsider', async (member) => {
    world.connector = (called, response) => {
      if (!called.path.includes('/members/')) return false
      response.end(JSON.stringify({ id: '29:eve', name: 'Eve', ...member }))
      return true
    }
    expect(await world.edge.chat.profile(identity)).toMatchObject({ name: 'Eve', outsider: true })
  })

  it('writes to the service URL that the tenant last came from', async () => {
    const headers = {
      authorization: `Bearer ${await world.token({ serviceurl: `${world.serviceUrl}emea/` })}`,
    }
    await world.send(message(`${world.serviceUrl}emea/`, 'help'), headers)
    await world.edge.chat.post(place, card, 'key')
    expect(world.calls).toMatchObject([
      { path: `/teams/emea/v3/conversations/${place.conversation}/activities` },
    ])
  })
})

describe('a failure', () => {
  it.each([
    [429, '', { 'retry-after': '3' }, 'busy', 3000],
    [429, '', {}, 'busy', 1000],
    [412, '', { 'retry-after': '0.5' }, 'busy', 500],
    [403, '{"error":{"code":"ConversationBlockedByUser"}}', {}, 'unreachable', 0],
    [403, '{"error":{"code":"BotNotInConversationRoster"}}', {}, 'unreachable', 0],
    [404, '{"error":{"code":"ConversationNotFound"}}', {}, 'unreachable', 0],
    [413, '{"error":{"code":"MessageSizeTooBig"}}', {}, 'rejected', 0],
    [400, 'not even json', {}, 'rejected', 0],
    [401, '', {}, 'away', 0],
    [500, '', {}, 'ambiguous', 0],
    [502, '', {}, 'ambiguous', 0],
    [503, '', {}, 'ambiguous', 0],
    [504, '', {}, 'ambiguous', 0],
    [307, '', { location: 'http://127.0.0.1:1/' }, 'rejected', 0],
  ] as const)('%i %s %j of a post is %s', async (status, body, headers, kind, retryAfter) => {
    answering(status, body, { ...headers })
    expect(await failure(world.edge.chat.post(place, card, 'key'))).toMatchObject({ kind, retryAfter })
    expect(world.calls).toHaveLength(1)
  })

  it('says when to come back by date, too', async () => {
    answering(429, '', { 'retry-after': new Date(Date.now() + 60_000).toUTCString() })
    const { retryAfter } = await failure(world.edge.chat.post(place, card, 'key'))
    expect(retryAfter).toBeGreaterThan(50_000)
    expect(retryAfter).toBeLessThanOrEqual(60_000)
  })

  it('of the server is away for an edit, which may be repeated', async () => {
    answering(503)
    const edit = world.edge.chat.update({ place, message: 'm' }, card)
    expect(await failure(edit)).toMatchObject({ kind: 'away' })
  })

  it('of the connection after sending is ambiguous for a post, away for an edit', async () => {
    world.connector = (_, response) => {
      response.destroy()
      return true
    }
    expect(await failure(world.edge.chat.post(place, card, 'key'))).toMatchObject({ kind: 'ambiguous' })
    const edit = world.edge.chat.update({ place, message: 'm' }, card)
    expect(await failure(edit)).toMatchObject({ kind: 'away' })
  })

  it('to answer in time is ambiguous', async () => {
    const hanging = createConnector({
      bearer: { get: async () => 'token', drop: () => undefined },
      allowed: () => true,
      timeout: 30,
    })
    world.connector = () => true
    const call = hanging.call({
      serviceUrl: world.serviceUrl,
      method: 'POST',
      path: ['conversations'],
      body: {},
      repeatable: false,
    })
    expect(await failure(call)).toMatchObject({ kind: 'ambiguous' })
  })

  it('to connect is away: nothing was sent', async () => {
    // A port that was just given back refuses connections.
    const port = await new Promise<number>((resolve) => {
      const server = createServer()
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 1))
      })
    })
    const gone = await openWorld({ serviceUrls: [`http://127.0.0.1:${port}/`] })
    expect(await failure(gone.edge.chat.post(place, card, 'key'))).toMatchObject({ kind: 'away' })
    await gone.close()
  })

  it('to get a token is away, and tells nobody the secret', async () => {
    const without = await openWorld({ tokenUrl: 'http://127.0.0.1:1/token' })
    const error = await failure(without.edge.chat.post(place, card, 'key'))
    expect(error).toMatchObject({ kind: 'away' })
    expect(`${error.message} ${String(error.cause)}`).not.toContain('outgoing-secret')
    expect(without.calls).toEqual([])
    await without.close()
  })

  it('with 401 is tried with a fresh token the next time', async () => {
    answering(401)
    await failure(world.edge.chat.post(place, card, 'key'))
    world.connector = () => false
    await world.edge.chat.post(place, card, 'key')
    expect(world.calls.map((call) => call.authorization)).toEqual(['Bearer outgoing-1', 'Bearer outgoing-2'])
  })

  it('of trust: the token is never sent outside the allow-list', async () => {
    const call = createConnector({
      bearer: {
        get: async () => {
          throw new Error('asked for a token')
        },
        drop: () => undefined,
      },
      allowed: () => false,
    }).call({ serviceUrl: world.serviceUrl, method: 'GET', path: ['conversations'], repeatable: true })
    expect(await failure(call)).toMatchObject({ kind: 'unreachable' })
    expect(world.calls).toEqual([])
  })
})
