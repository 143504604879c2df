import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../src/bot/reply.ts'
import { cardWith, picture } from '../../support/picture.ts'
import { channel, execute, inThread } from './activities.ts'
import { ada, openWorld, tenant } from './harness.ts'
import type { World } from './harness.ts'
import { action, form, said, submission } from './samples.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
})

const identity = { platform: 'teams', tenant, user: ada.objectId }
const reasons = () => world.turnedAway.map((attempt) => attempt.reason)
const answering = (reply: Reply): void => {
  world.answer = async () => reply
}

describe('Action.Execute', () => {
  it('presses a button, and the answer is the card', async () => {
    answering({ kind: 'replace', card: said('Taken') })
    const sent = execute(world.serviceUrl, 'press', { action })
    expect(await world.send(sent)).toMatchObject({
      status: 200,
      body: {
        statusCode: 200,
        type: 'application/vnd.microsoft.card.adaptive',
        value: { type: 'AdaptiveCard' },
      },
    })
    expect(world.intents).toMatchObject([
      { id: `teams:invoke:${sent.id}`, kind: 'pressed', action, identity },
    ])
    expect(world.calls).toEqual([])
  })

  it('asks for one person’s view', async () => {
    await world.send(execute(world.serviceUrl, 'refresh', { record: 'INC-1' }))
    expect(world.intents).toMatchObject([{ kind: 'refresh', record: 'INC-1' }])
  })

  it.each([
    ['press', { action: { name: 'incident.take', extra: 1 } }],
    ['press', { action: { name: 'incident.take', record: 'INC-1; drop' } }],
    ['press', { action: { name: 'Take it!' } }],
    ['press', { action: { name: 'incident.take', version: '2' } }],
    ['press', {}],
    ['submit', { submit: 'all' }],
    ['refresh', { record: '../INC-1' }],
    ['delete', { action }],
    ['press', 'text'],
  ])('is refused in words when it was forged: %s %j', async (verb, data) => {
    const { status, body } = await world.send(execute(world.serviceUrl, verb, data))
    expect(status).toBe(200)
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' })
    expect(reasons()).toEqual(['forged-button'])
    expect(world.intents).toEqual([])
  })

  it('is answered alike when it comes again', async () => {
    let count = 0
    world.answer = async () => {
      count += 1
      return { kind: 'replace', card: said(`answer ${count}`) }
    }
    const sent = execute(world.serviceUrl, 'press', { action })
    const answers = await Promise.all([world.send(sent), world.send(sent)])
    answers.push(await world.send(sent))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(world.intents).toHaveLength(1)
    expect(reasons()).toEqual(['repeated', 'repeated'])
  })

  it('in a channel says a picture in words, and brings it to the person’s own chat', async () => {
    const shown = picture()
    answering({ kind: 'private', card: cardWith(shown) })
    const at = { conversation: inThread('1690000000001') }
    const { body } = await world.send(execute(world.serviceUrl, 'press', { action }, at))
    expect(body).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('Mail: 92 % in the last week.'),
    })
    await world.edge.stop()
    expect(JSON.stringify(world.calls.at(-1)?.body)).toContain(Buffer.from(shown.png).toString('base64'))
  })

  it('in a channel says privately, in words, what only one person is to see', async () => {
    answering({ kind: 'private', card: said('Not yours to take.') })
    const { body } = await world.send(
      execute(world.serviceUrl, 'press', { action }, { conversation: inThread('1690000000001') }),
    )
    expect(body).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: 'Not yours to take.',
    })
    expect(world.calls).toEqual([])
  })

  it('puts a form that it opens beside the card', async () => {
    answering({ kind: 'form', form })
    const at = { conversation: inThread('1690000000001') }
    const { body } = await world.send(execute(world.serviceUrl, 'press', { action }, at))
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message' })
    await world.edge.stop()
    expect(world.calls).toMatchObject([
      {
        method: 'POST',
        path: `conversations/${channel};messageid=1690000000001/activities`,
        body: { attachments: [{ content: { actions: [{ verb: 'submit' }] } }] },
      },
    ])
  })

  it('submits a form that stands in a card, refills it, and replaces it when it is done', async () => {
    answering({ kind: 'errors', form: { ...form, problem: 'Say more.' } })
    const first = await world.send(execute(world.serviceUrl, 'submit', submission))
    expect(JSON.stringify(first.body)).toContain('Say more.')
    expect(world.intents).toMatchObject([
      { kind: 'submitted', form: form.name, state: form.state, values: { title: 'Printer is jammed' } },
    ])
    answering({ kind: 'done', card: said('INC-1 is recorded') })
    const second = await world.send(execute(world.serviceUrl, 'submit', submission))
    expect(JSON.stringify(second.body)).toContain('INC-1 is recorded')
    await world.edge.stop()
    expect(world.calls).toMatchObject([
      { method: 'PUT', path: 'conversations/a:ada-and-desk/activities/1690000000001' },
    ])
  })
})
