import { describe, expect, it } from 'vitest'
import { createConversation } from '../../src/bot/conversation/router.ts'
import type { DeskServices } from '../../src/bot/conversation/services.ts'
import type { Intent } from '../../src/bot/intent.ts'
import type { Reply } from '../../src/bot/reply.ts'
import { plain } from '../../src/bot/ui/card.ts'
import { smallDesk } from '../support/small-desk.ts'

const person = smallDesk.people.find((one) => one.identities.length > 0)
if (person === undefined) throw new Error('the small desk has nobody in a chat')
const [identity] = person.identities
if (identity === undefined) throw new Error('nobody')

const unexpected = (): never => {
  throw new Error('not in these tests')
}

/** A desk that writes down what it was asked to do. */
const listening = (thread?: string): { services: DeskServices; asked: unknown[] } => {
  const asked: unknown[] = []
  const services: DeskServices = {
    desk: () => Promise.resolve(smallDesk),
    act: (id, command) => {
      asked.push({ id, ...command })
      return Promise.resolve({ kind: 'no-such-record' })
    },
    recordInThread: () =>
      Promise.resolve(thread === undefined ? undefined : { record: thread, audience: 'requester' as const }),
    list: () => Promise.resolve({ incidents: [], total: 0 }),
    compliance: unexpected,
    propose: unexpected,
    actOnChange: unexpected,
    changeFacts: unexpected,
    changeHistory: unexpected,
    searchChanges: () => Promise.resolve({ changes: [], total: 0 }),
    listChanges: unexpected,
    absencesOf: unexpected,
    enterAbsence: unexpected,
    takeBackAbsence: unexpected,
    chart: unexpected,
    noteCard: unexpected,
    isPosting: () => Promise.resolve(false),
    planned: unexpected,
    calendar: { reachable: false, madeAt: unexpected, make: unexpected, end: unexpected },
    saveOffer: (_, offer) => {
      asked.push({ offered: offer.text })
      return Promise.resolve()
    },
    facts: () => Promise.resolve(undefined),
    raise: unexpected,
    history: unexpected,
    findOffer: unexpected,
    proposeLink: unexpected,
    decideLink: unexpected,
    profile: unexpected,
    isHome: () => true,
    turnedAway: () => undefined,
    now: () => Temporal.Instant.from('2026-11-20T09:00:00Z'),
    drawId: () => '00000000-0000-4000-8000-000000000000',
    idOf: () => '00000000-0000-4000-8000-000000000001',
  }
  return { services, asked }
}

const said = (text: string, thread: boolean): Intent => ({
  kind: 'words',
  id: `test:${text}`,
  identity,
  where: {
    place: {
      platform: identity.platform,
      tenant: identity.tenant,
      conversation: 'D1',
      ...(thread ? { thread: '1.1' } : {}),
    },
    kind: 'direct',
  },
  text,
  mentions: [],
  to: 'desk',
  command: false,
  message: { id: '2.2', files: 0 },
})

const say = async (text: string, thread?: string): Promise<{ reply: Reply; asked: unknown[] }> => {
  const { services, asked } = listening(thread)
  const reply = await createConversation(services)(said(text, thread !== undefined))
  return { reply, asked }
}

describe('words to the desk alone', () => {
  it.each([
    'close the window please, it is freezing',
    'help me, the printer is broken',
    'take care of my laptop',
    'home office does not work',
    'my screen is black',
  ])('8.1-a: “%s” is offered to be recorded', async (text) => {
    expect((await say(text)).asked).toEqual([{ offered: text }])
  })

  it.each([
    ['close INC-7', { id: 'INC-7', type: 'close' }],
    ['take inc-7', { id: 'INC-7', type: 'take' }],
    ['comment INC-7 it is back', { id: 'INC-7', type: 'comment', text: 'it is back', files: 0 }],
    ['reopen INC-7 still dark', { id: 'INC-7', type: 'reopen', reason: 'still dark' }],
  ])('“%s” is done', async (text, command) => {
    expect((await say(text)).asked).toEqual([command])
  })

  it('a verb without a record asks which one', async () => {
    const { reply, asked } = await say('take')
    expect(asked).toEqual([])
    const [element] = reply.kind === 'private' ? reply.card.elements : []
    expect(element?.kind === 'text' && plain(element.text)).toContain('Which record?')
  })
})

describe('words in the thread of a record', () => {
  it.each([
    'close the window please',
    'take care, thanks',
    'help is on the way?',
    'list of what I tried: nothing',
  ])('8.1-d: “%s” is a comment to the other side', async (text) => {
    expect((await say(text, 'INC-7')).asked).toEqual([{ id: 'INC-7', type: 'comment', text, files: 0 }])
  })

  it('a verb alone is done to the record of the thread', async () => {
    expect((await say('close', 'INC-7')).asked).toEqual([{ id: 'INC-7', type: 'close' }])
  })

  it('a number that is said wins over the thread', async () => {
    expect((await say('close INC-8', 'INC-7')).asked).toEqual([{ id: 'INC-8', type: 'close' }])
  })
})
