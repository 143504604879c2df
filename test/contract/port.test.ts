import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../playground/chat.ts'
import { ChatFailure } from '../../src/bot/chat-port.ts'
import { line } from '../../src/bot/ui/card.ts'
import type { Place } from '../../src/domain/place.ts'
import { type Side, openSide, platforms } from './sides.ts'

/** What each platform calls what the port does. */
const methods = {
  slack: { post: 'chat.postMessage', update: 'chat.update', open: 'conversations.open', look: 'users.info' },
  teams: { post: 'post', update: 'update', open: 'create', look: 'member' },
} as const

type How = Fault['how']
const status = (code: number, more: { retryAfter?: number; error?: string } = {}): How => ({
  kind: 'status',
  status: code,
  ...more,
})

/** How each kind of failure looks on each platform. Slack says most of it with a 200. */
const failures = {
  slack: {
    busy: status(429, { retryAfter: 7 }),
    unreachable: status(200, { error: 'is_archived' }),
    rejected: status(200, { error: 'invalid_blocks' }),
    refusedForNow: status(200, { error: 'token_revoked' }),
    broken: status(503),
  },
  teams: {
    busy: status(429, { retryAfter: 7 }),
    unreachable: status(403, { error: 'BotNotInConversationRoster' }),
    rejected: status(400, { error: 'BadSyntax' }),
    refusedForNow: status(401),
    broken: status(503),
  },
} as const

const failureOf = async (work: Promise<unknown> | undefined): Promise<ChatFailure> => {
  const outcome = await work?.then(
    () => 'it went well',
    (cause: unknown) => cause,
  )
  if (outcome instanceof ChatFailure) return outcome
  throw new Error(`not a failure of the chat: ${String(outcome)}`)
}

const post = ({ chat, place }: Side) => chat.post(place, line('Lost?'), `lost-${Math.random()}`)

describe.each(platforms)('the chat port of %s', (platform) => {
  let side: Side
  let direct: Place
  beforeAll(async () => {
    side = await openSide(platform)
    direct = await side.chat.openDirect(side.reader)
  })
  afterAll(() => side.close())

  const read = (place: Place, thread?: string) =>
    side.simulated.read(side.reader.user, place.conversation, thread)
  const method = methods[platform]
  const how = failures[platform]

  it('posts once where it is told, and names what it posted', async () => {
    const before = read(side.place).length
    const posted = await side.chat.post(side.place, line('First'), 'first')
    expect(posted.place).toEqual(side.place)
    expect(read(side.place).slice(before)).toMatchObject([
      { id: posted.message, author: 'desk', text: 'First', fallback: 'First', edited: false },
    ])
  })

  it('posts into a thread', async () => {
    const root = await side.chat.post(side.place, line('Root'), 'root')
    const reply = await side.chat.post({ ...side.place, thread: root.message }, line('Reply'), 'reply')
    expect(read(side.place, root.message).map(({ id, text, thread }) => ({ id, text, thread }))).toEqual([
      { id: root.message, text: 'Root', thread: undefined },
      { id: reply.message, text: 'Reply', thread: root.message },
    ])
    expect(read(side.place).some(({ id }) => id === reply.message)).toBe(false)
  })

  it('replaces a message as a whole, and keeps its place', async () => {
    const posted = await side.chat.post(
      side.place,
      {
        fallback: 'Before',
        elements: [
          { kind: 'header', text: 'Before' },
          { kind: 'buttons', buttons: [{ label: 'Take it', action: { name: 'incident.take' } }] },
        ],
      },
      'replaced',
    )
    await side.chat.update(posted, line('After'))
    const [seen] = read(side.place, posted.message)
    expect(seen).toMatchObject({
      id: posted.message,
      text: 'After',
      fallback: 'After',
      edited: true,
      buttons: [],
    })
    await side.chat.update(posted, line('After'))
    expect(read(side.place, posted.message)).toHaveLength(1)
  })

  it('replaces a reply in its thread', async () => {
    const root = await side.chat.post(side.place, line('Root'), 'root-2')
    const reply = await side.chat.post({ ...side.place, thread: root.message }, line('Reply'), 'reply-2')
    await side.chat.update(reply, line('Better reply'))
    expect(read(side.place, root.message).map(({ text }) => text)).toEqual(['Root', 'Better reply'])
  })

  it('opens one direct chat with a person, which others cannot read', async () => {
    expect(await side.chat.openDirect(side.reader)).toEqual(direct)
    expect(direct).toMatchObject({ platform, tenant: side.reader.tenant })
    expect(direct.conversation).not.toBe(side.place.conversation)
    await side.chat.post(direct, line('For you alone'), 'alone')
    expect(read(direct).at(-1)?.text).toBe('For you alone')
    const others = side.simulated.conversations(side.guest.user).map(({ id }) => id)
    expect(others).not.toContain(direct.conversation)
  })

  it('tells who somebody is, and who is from elsewhere', async () => {
    expect(await side.chat.profile(side.reader)).toEqual({
      name: 'Rhea Reader',
      email: 'rhea@bellwire.example',
      outsider: false,
      bot: false,
    })
    expect(await side.chat.profile(side.guest)).toMatchObject({ name: 'Gus Guest', outsider: true })
  })

  it('says of nobody that they are somebody', async () => {
    const nobody = {
      ...side.reader,
      user: platform === 'slack' ? 'U0NOBODY' : '99999999-9999-4999-8999-999999999999',
    }
    expect(await failureOf(side.chat.profile(nobody))).toMatchObject({ kind: 'unreachable' })
    expect(await failureOf(side.chat.openDirect(nobody))).toMatchObject({ kind: 'unreachable' })
  })

  it('finds a message by its key exactly where it says that it can', async () => {
    const posted = await side.chat.post(side.place, line('Find me'), 'the key')
    const reply = await side.chat.post({ ...side.place, thread: posted.message }, line('Me too'), 'its key')
    const { finds } = side.chat.capabilities
    const inThread = { ...side.place, thread: posted.message }
    expect(await side.chat.find(side.place, 'the key')).toEqual(finds ? posted : undefined)
    expect(await side.chat.find(inThread, 'its key')).toEqual(finds ? reply : undefined)
    expect(await side.chat.find(side.place, 'no key')).toBeUndefined()
    expect(await side.chat.find(direct, 'the key')).toBeUndefined()
  })

  it('says what it can do', () => {
    expect(side.chat).toMatchObject({ platform, capabilities: { postEvery: expect.any(Number) } })
    expect(side.chat.capabilities.directThreads).toBe(platform === 'slack')
  })

  describe('fails', () => {
    it.each([
      ['busy', how.busy, 'busy'],
      ['unreachable', how.unreachable, 'unreachable'],
      ['rejected', how.rejected, 'rejected'],
      ['refused for now', how.refusedForNow, 'away'],
      ['broken', how.broken, 'ambiguous'],
      ['gone after sending', { kind: 'lost' } as const, 'ambiguous'],
    ] as const)('a post that is %s', async (_name, fault, kind) => {
      side.simulated.fault({ method: method.post, times: 1, how: fault })
      const failure = await failureOf(post(side))
      expect(failure).toMatchObject({ kind, retryAfter: kind === 'busy' ? 7000 : 0 })
      // The fault is over, and with it the failure.
      await expect(post(side)).resolves.toMatchObject({ place: side.place })
    })

    it.each([
      ['busy', how.busy, 'busy'],
      ['unreachable', how.unreachable, 'unreachable'],
      ['rejected', how.rejected, 'rejected'],
      ['refused for now', how.refusedForNow, 'away'],
      ['broken', how.broken, 'away'],
      ['gone after sending', { kind: 'lost' } as const, 'away'],
    ] as const)('an edit that is %s', async (_name, fault, kind) => {
      const posted = await post(side)
      side.simulated.fault({ method: method.update, times: 1, how: fault })
      expect(await failureOf(side.chat.update(posted, line('Edited')))).toMatchObject({ kind })
    })

    it.each([
      ['busy', how.busy, 'busy'],
      ['broken', how.broken, 'away'],
      ['gone after sending', { kind: 'lost' } as const, 'away'],
    ] as const)('a look at a person that is %s', async (_name, fault, kind) => {
      side.simulated.fault({ method: method.look, times: 1, how: fault })
      expect(await failureOf(side.chat.profile(side.reader))).toMatchObject({ kind })
    })

    it('what was lost after sending has arrived once, and is found where that is possible', async () => {
      side.simulated.fault({ method: method.post, times: 1, how: { kind: 'lost' } })
      expect(await failureOf(side.chat.post(side.place, line('Did it arrive?'), 'lost key'))).toMatchObject({
        kind: 'ambiguous',
      })
      const arrived = read(side.place).filter(({ text }) => text === 'Did it arrive?')
      expect(arrived).toHaveLength(1)
      const found = await side.chat.find(side.place, 'lost key')
      expect(found?.message).toBe(side.chat.capabilities.finds ? arrived[0]?.id : undefined)
    })

    it('a message that is not there, or in a conversation that is not there', async () => {
      const gone = { place: side.place, message: platform === 'slack' ? '1700000000.000001' : '1' }
      expect(await failureOf(side.chat.update(gone, line('x')))).toMatchObject({ kind: 'unreachable' })
      const nowhere = {
        ...side.place,
        conversation: platform === 'slack' ? 'C0NOWHERE' : '19:no@thread.tacv2',
      }
      expect(await failureOf(side.chat.post(nowhere, line('x'), 'x'))).toMatchObject({ kind: 'unreachable' })
    })

    it('says why in words that an operator can read, and without a token', async () => {
      side.simulated.fault({ method: method.post, times: 1, how: how.broken })
      const failure = await failureOf(post(side))
      expect(failure.message).toMatch(/^(Slack|Teams) /)
      expect(failure.message).not.toMatch(/xoxb|eyJ|Bearer/)
    })
  })
})
