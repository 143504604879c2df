import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Reply } from '../../../src/bot/reply.ts'
import { channel, inThread, message, nextId } from './activities.ts'
import { ada, appId, bob, openWorld, tenant } from './harness.ts'
import type { World } from './harness.ts'
import { form, said } from './samples.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
})

const identity = { platform: 'teams', tenant, user: ada.objectId }
const desk = { type: 'mention', mentioned: { id: `28:${appId}`, name: 'Desk' }, text: '<at>Desk</at>' }
const added = { membersAdded: [{ id: `28:${appId}` }] }
const posts = () => world.calls.filter((call) => call.method === 'POST' && call.path.endsWith('/activities'))
const join = (more: object) => ({ ...message(world.serviceUrl, ''), text: undefined, ...more })
const answering = (reply: Reply): void => {
  world.answer = async () => reply
}

describe('a message', () => {
  it('to the desk alone is words, and is answered there', async () => {
    answering({ kind: 'private', card: said('Hello') })
    const sent = message(world.serviceUrl, 'list&nbsp;mine')
    expect(await world.send(sent)).toEqual({ status: 200, body: {} })
    expect(world.intents).toEqual([
      {
        kind: 'words',
        id: `teams:a:ada-and-desk:${sent.id}`,
        identity,
        where: {
          place: { platform: 'teams', tenant, conversation: 'a:ada-and-desk' },
          kind: 'direct',
        },
        text: 'list mine',
        mentions: [],
        to: 'desk',
        command: true,
        message: { id: sent.id, files: 0 },
      },
    ])
    expect(posts()).toMatchObject([
      {
        path: 'conversations/a:ada-and-desk/activities',
        authorization: 'Bearer outgoing-1',
        body: { type: 'message', summary: 'Hello' },
      },
    ])
  })

  it('that mentions the desk in a channel is for the desk; people are looked up once', async () => {
    const mentionOfBob = {
      type: 'mention',
      mentioned: { id: bob.id, name: bob.name },
      text: '<at>Bob Noyce</at>',
    }
    const text = '<at>Desk</at> assign <at>Bob Noyce</at> this'
    const at = { conversation: inThread('1690000000000'), entities: [desk, mentionOfBob] }
    await world.send(message(world.serviceUrl, text, at))
    await world.send(message(world.serviceUrl, text, at))
    expect(world.intents).toMatchObject([
      {
        where: { place: { conversation: channel, thread: '1690000000000' }, kind: 'channel' },
        text: 'assign @Bob Noyce this',
        mentions: [{ platform: 'teams', tenant, user: bob.objectId }],
        to: 'desk',
      },
      {},
    ])
    expect(world.calls.filter((call) => call.path.includes('/members/'))).toHaveLength(1)
  })

  it('that only stands in a channel is overheard, at the top level when it starts the thread', async () => {
    const id = nextId()
    const files = [{ contentType: 'text/html' }, { contentType: 'image/png' }]
    await world.send(
      message(world.serviceUrl, 'The printer!', { id, conversation: inThread(id), attachments: files }),
    )
    expect(world.intents).toMatchObject([{ to: 'room', command: false, message: { id, files: 1 } }])
    expect(world.intents[0]?.where?.place).toEqual({ platform: 'teams', tenant, conversation: channel })
    expect(world.intents[0]).toHaveProperty('message.link', expect.stringContaining(`/${id}?tenantId=`))
  })

  it('of a bot is not heard', async () => {
    await world.send(message(world.serviceUrl, 'beep', { from: { id: '28:other', name: 'Bot' } }))
    expect(world.intents).toEqual([])
  })

  it('from somebody without an object id is attributed by a look-up', async () => {
    await world.send(message(world.serviceUrl, 'hi', { from: { id: ada.id, name: 'Ada' } }))
    expect(world.intents).toMatchObject([{ identity }])
  })

  it('from a stranger in a shared channel is of the stranger’s own tenant', async () => {
    const from = { id: '29:eve', name: 'Eve', aadObjectId: bob.objectId, tenantId: 'elsewhere' }
    await world.send(message(world.serviceUrl, 'hi', { from, conversation: inThread('1690000000000') }))
    expect(world.intents).toMatchObject([{ identity: { tenant: 'elsewhere', user: bob.objectId } }])
  })

  it('that the platform repeats is answered once', async () => {
    answering({ kind: 'private', card: said('Hello') })
    const sent = message(world.serviceUrl, 'help')
    await Promise.all([world.send(sent), world.send(sent)])
    await world.send(sent)
    expect(world.intents).toHaveLength(1)
    expect(posts()).toHaveLength(1)
  })

  it('in a channel is answered in private where that is meant, in the thread where it cannot be', async () => {
    answering({ kind: 'private', card: said('Only for you') })
    const at = { conversation: inThread('1690000000000'), entities: [desk] }
    await world.send(message(world.serviceUrl, '<at>Desk</at> help', at))
    world.connector = (called, response) => {
      if (called.path !== 'conversations') return false
      response.writeHead(403).end('{"error":{"code":"BotNotInConversationRoster"}}')
      return true
    }
    const from = { id: bob.id, name: bob.name, aadObjectId: bob.objectId }
    await world.send(message(world.serviceUrl, '<at>Desk</at> help', { ...at, from }))
    expect(posts().map((call) => call.path)).toEqual([
      `conversations/a:direct-${ada.objectId}/activities`,
      `conversations/${channel};messageid=1690000000000/activities`,
    ])
  })

  it('may be answered with a form, as a card with inputs', async () => {
    answering({ kind: 'form', form })
    await world.send(message(world.serviceUrl, 'incident'))
    expect(posts()).toMatchObject([
      { body: { attachments: [{ content: { actions: [{ type: 'Action.Execute', verb: 'submit' }] } }] } },
    ])
  })

  it('that fails is answered with a reference that is logged beside the cause', async () => {
    world.answer = async () => {
      throw new Error('the database is gone')
    }
    await world.send(message(world.serviceUrl, 'list mine'))
    const [failure] = world.logged.filter((entry) => entry.level === 'error')
    expect(failure?.fields).toMatchObject({
      error: expect.objectContaining({ message: 'the database is gone' }),
    })
    const { reference } = z.object({ reference: z.string() }).parse(failure?.fields)
    expect(JSON.stringify(posts())).toContain(reference)
    expect(JSON.stringify(posts())).not.toContain('database')
  })
})

describe('joining', () => {
  it('is told once, and the chat is remembered', async () => {
    await world.send(join({ type: 'conversationUpdate', ...added }))
    await world.send(join({ type: 'installationUpdate', action: 'add' }))
    expect(world.intents).toMatchObject([{ kind: 'joined', identity, where: { kind: 'direct' } }])
    expect(await world.edge.chat.openDirect({ platform: 'teams', tenant, user: ada.objectId })).toEqual({
      platform: 'teams',
      tenant,
      conversation: 'a:ada-and-desk',
    })
    expect(world.calls).toEqual([])
  })

  it('is not what other members or other activities do', async () => {
    await world.send(join({ type: 'conversationUpdate', membersAdded: [{ id: bob.id }] }))
    await world.send(join({ type: 'installationUpdate', action: 'remove' }))
    await world.send(join({ type: 'typing' }))
    await world.send(join({ type: 'messageReaction' }))
    expect(world.intents).toEqual([])
  })
})
