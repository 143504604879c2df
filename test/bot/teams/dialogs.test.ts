import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../../../src/bot/reply.ts'
import { channel, inThread, invoke } from './activities.ts'
import { bob, openWorld, tenant } from './harness.ts'
import type { Json, World } from './harness.ts'
import { action, form, said, submission } from './samples.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
})

const answering = (reply: Reply): void => {
  world.answer = async () => reply
}
const submit = async (reply: Reply) => {
  answering(reply)
  return (await world.send(invoke(world.serviceUrl, 'task/submit', { data: submission }))).body
}
const content = (body: Json): Json | undefined => body['task']?.['value']?.['card']?.['content']
const query = (parameters: object[]) => ({
  commandId: 'search',
  parameters,
  queryOptions: { skip: 25, count: 25 },
})

describe('dialogs and extensions', () => {
  it('open a form', async () => {
    answering({ kind: 'form', form })
    const { body } = await world.send(
      invoke(world.serviceUrl, 'task/fetch', {
        data: { msteams: { type: 'task/fetch' }, action },
        context: {},
      }),
    )
    expect(body).toMatchObject({ task: { type: 'continue', value: { title: 'Report a problem' } } })
    expect(content(body)).toMatchObject({ actions: [{ type: 'Action.Submit' }] })
    expect(world.intents).toMatchObject([{ kind: 'pressed', action }])
  })

  it('come back with errors, end on a confirmation, and close on nothing', async () => {
    expect(content(await submit({ kind: 'errors', form }))).toHaveProperty('actions')
    const done = await submit({ kind: 'done', card: said('Recorded') })
    expect(JSON.stringify(content(done))).toContain('Recorded')
    expect(await submit({ kind: 'nothing' })).toEqual({})
  })

  it('keep what was typed when the desk fails, and offer to send it again', async () => {
    world.answer = async () => {
      throw new Error('no')
    }
    const { body } = await world.send(invoke(world.serviceUrl, 'task/submit', { data: submission }))
    expect(JSON.stringify(content(body))).toContain('Printer is jammed')
    expect(content(body)).toMatchObject({
      actions: [{ type: 'Action.Submit', data: { submit: submission.submit, i_title: 'Printer is jammed' } }],
    })
  })

  it('report from the compose box, without a place', async () => {
    answering({ kind: 'form', form })
    const value = { commandId: 'report', commandContext: 'compose', context: {} }
    const { body } = await world.send(invoke(world.serviceUrl, 'composeExtension/fetchTask', value))
    expect(body).toMatchObject({ task: { type: 'continue' } })
    expect(world.intents).toMatchObject([{ kind: 'pressed', action: { name: 'incident.report' } }])
    expect(world.intents[0]?.where).toBeUndefined()
  })

  it('report a message that was picked', async () => {
    const messagePayload = {
      id: '1690000000009',
      replyToId: '1690000000001',
      createdDateTime: '2026-11-21T05:00:00Z',
      linkToMessage: 'https://teams.microsoft.com/l/message/19:x/1690000000009',
      from: { user: { id: bob.objectId, displayName: bob.name, userIdentityType: 'aadUser' } },
      body: { contentType: 'html', content: '<p>It is &lt;b&gt;jammed&lt;/b&gt;</p>' },
    }
    const value = { commandId: 'report', commandContext: 'message', messagePayload }
    await world.send(
      invoke(world.serviceUrl, 'composeExtension/fetchTask', value, {
        conversation: inThread('1690000000001'),
      }),
    )
    expect(world.intents).toMatchObject([
      {
        kind: 'picked',
        by: 'shortcut',
        message: {
          place: { platform: 'teams', tenant, conversation: channel, thread: '1690000000001' },
          id: '1690000000009',
          text: 'It is <b>jammed</b>',
          link: messagePayload.linkToMessage,
          author: { platform: 'teams', tenant, user: bob.objectId },
        },
      },
    ])
  })

  it('find records to share', async () => {
    const results = [{ record: 'INC-1', title: 'INC-1 <x>', subtitle: 'new & open', card: said('Printer') }]
    answering({ kind: 'results', results })
    const name = 'composeExtension/query'
    const { body } = await world.send(
      invoke(world.serviceUrl, name, query([{ name: 'query', value: ' printer ' }])),
    )
    expect(body).toMatchObject({
      composeExtension: {
        type: 'result',
        attachmentLayout: 'list',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            preview: { content: { title: 'INC-1 <x>', text: 'new &amp; open' } },
          },
        ],
      },
    })
    await world.send(invoke(world.serviceUrl, name, query([{ name: 'initialRun', value: 'true' }])))
    expect(world.intents).toMatchObject([
      { kind: 'search', query: 'printer', skip: 25 },
      { kind: 'search', query: '' },
    ])
  })

  it('find options by typing', async () => {
    answering({ kind: 'options', options: [{ value: 'mail', label: 'E-mail' }] })
    const value = { queryText: 'ma', queryOptions: { skip: 0, top: 15 }, dataset: 'services' }
    const { body } = await world.send(invoke(world.serviceUrl, 'application/search', value))
    expect(body).toEqual({
      type: 'application/vnd.microsoft.search.searchResponse',
      value: { results: [{ title: 'E-mail', value: 'mail' }] },
    })
    expect(world.intents).toMatchObject([{ kind: 'lookup', source: 'services', query: 'ma' }])
  })

  it('that the desk never offered are not implemented', async () => {
    expect((await world.send(invoke(world.serviceUrl, 'config/fetch', {}))).status).toBe(501)
  })
})
