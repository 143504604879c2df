import { afterEach, describe, expect, it } from 'vitest'
import { line } from '../../../src/bot/ui/card.ts'
import { openDoor } from './desk-at-door.ts'
import { blockSuggestion, eventCallback, messageEvent, reactionEvent, viewSubmission } from './payloads.ts'
import { form, slowly, yes } from './replies.ts'

let door: Awaited<ReturnType<typeof openDoor>>
afterEach(() => door.close())

describe('a submitted form', () => {
  const metadata = { f: 'incident.raise', s: { form: 'f1' } }
  const values = { title: { text: { type: 'plain_text_input', value: 'Printer on fire' } } }
  const blocks = [
    {
      type: 'input',
      block_id: 'title',
      label: { type: 'plain_text', text: 'Title', emoji: false },
      element: { type: 'plain_text_input', action_id: 'text', max_length: 120 },
    },
  ]

  it('closes on its confirmation', async () => {
    door = await openDoor(async () => ({ kind: 'done', card: line('INC-17 is recorded') }))
    const { json } = await door.interact(viewSubmission(metadata, values))
    expect(json.response_action).toBe('update')
    expect(json.view.submit).toBeUndefined()
    expect(JSON.stringify(json.view.blocks)).toContain('INC-17 is recorded')
  })

  it('stays as it is with complaints beside its inputs', async () => {
    const inputs = form.inputs.map((input) =>
      input.name === 'title' ? { ...input, error: 'Too short' } : input,
    )
    door = await openDoor(async () => ({ kind: 'errors', form: { ...form, inputs } }))
    const { json } = await door.interact(viewSubmission(metadata, values))
    expect(json).toEqual({ response_action: 'errors', errors: { title: 'Too short' } })
  })

  it('is drawn again, filled in, with a problem that no input is to blame for', async () => {
    door = await openDoor(async () => ({ kind: 'errors', form: { ...form, problem: 'Changed meanwhile' } }))
    const { json } = await door.interact(viewSubmission(metadata, values))
    expect(json.response_action).toBe('update')
    expect(JSON.stringify(json.view.blocks[0])).toContain('Changed meanwhile')
    expect(JSON.stringify(json.view.blocks)).toContain('"initial_value":"Printer"')
  })

  it('that fails stays filled in, with the reference at its top', async () => {
    door = await openDoor(async () => Promise.reject(new Error('no database')))
    const { json } = await door.interact(viewSubmission(metadata, values, blocks))
    expect(json.response_action).toBe('update')
    expect(json.view).toMatchObject({
      private_metadata: JSON.stringify(metadata),
      submit: { text: 'Report' },
    })
    expect(JSON.stringify(json.view.blocks[0])).toContain('Reference: ')
    expect(json.view.blocks[1]).toMatchObject({
      block_id: 'title',
      element: { initial_value: 'Printer on fire' },
    })
  })

  it('that takes long says so in its place, and then the outcome', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse, { pace: { patience: 5 } })
    const { json } = await door.interact(viewSubmission(metadata, values))
    expect(JSON.stringify(json.view.blocks)).toContain('Still saving')
    slow.answer({ kind: 'done', card: line('INC-17 is recorded') })
    await door.settle()
    const [update] = door.callsOf('views.update')
    expect(update).toMatchObject({ view_id: 'V0FORM' })
    expect(JSON.stringify(update)).toContain('INC-17 is recorded')
  })

  it('that was closed while it was saved is answered in the direct chat', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse, {
      pace: { patience: 5 },
      answers: { 'views.update': { ok: false, error: 'not_found' } },
    })
    await door.interact(viewSubmission(metadata, values))
    slow.answer({ kind: 'errors', form: { ...form, problem: 'Changed meanwhile' } })
    await door.settle()
    const [told] = door.callsOf('chat.postMessage')
    expect(told).toMatchObject({ channel: 'D0ADA' })
    expect(told?.['text']).toBe('Report a problem was not saved. Changed meanwhile')
  })

  it('with metadata that is not ours reaches nobody', async () => {
    door = await openDoor(async () => yes)
    const { json } = await door.interact(viewSubmission('{"f":1}', values, blocks))
    expect(door.intents).toEqual([])
    expect(door.refused).toMatchObject([{ reason: 'forged-form' }])
    expect(json.view.blocks[1].element.initial_value).toBe('Printer on fire')
  })
})

describe('a look-up', () => {
  it('gets its options at once', async () => {
    door = await openDoor(async () => ({
      kind: 'options',
      options: [{ value: 'p1', label: 'Ada <Lovelace>' }],
    }))
    const { json } = await door.interact(blockSuggestion('lookup.people', 'ada'))
    expect(json).toEqual({
      options: [{ text: { type: 'plain_text', text: 'Ada <Lovelace>', emoji: false }, value: 'p1' }],
    })
    expect(door.intents).toMatchObject([{ kind: 'lookup', source: 'people', query: 'ada' }])
  })

  it('gets none when they take too long, when it fails, and from an unknown source', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse, { pace: { patience: 5 } })
    expect((await door.interact(blockSuggestion('lookup.people', 'ada'))).json).toEqual({ options: [] })
    slow.fail(new Error('late'))
    expect((await door.interact(blockSuggestion('lookup.people', 'ada'))).json).toEqual({ options: [] })
    expect((await door.interact(blockSuggestion('lookup.salaries', 'ada'))).json).toEqual({ options: [] })
  })
})

describe('an event', () => {
  it('is acknowledged after it was dealt with', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse)
    let acknowledged = false
    const sent = door.event(eventCallback(messageEvent())).then((response) => {
      acknowledged = true
      return response
    })
    while (door.intents.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(acknowledged).toBe(false)
    slow.answer({ kind: 'nothing' })
    expect((await sent).status).toBe(200)
  })

  it('that fails is left to Slack to send again, and the person is told at the last time', async () => {
    door = await openDoor(async () => Promise.reject(new Error('no database')))
    const body = eventCallback(messageEvent({ channel: 'D0ADA', channel_type: 'im' }))
    expect((await door.event(body)).status).toBe(503)
    expect((await door.event(body, { 'x-slack-retry-num': '1' })).status).toBe(503)
    expect(door.callsOf('chat.postMessage')).toEqual([])
    expect((await door.event(body, { 'x-slack-retry-num': '3' })).status).toBe(503)
    await door.settle()
    expect(door.callsOf('chat.postMessage')[0]?.['text']).toContain('Something went wrong')
    expect(new Set(door.intents.map((intent) => intent.id)).size).toBe(1)
    expect(door.intents.map((intent) => intent.retry)).toEqual([undefined, true, true])
  })

  it('that takes long is sent again by Slack but done and answered once', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse, { pace: { eventDeadline: 5 } })
    const body = eventCallback(messageEvent({ type: 'app_mention', text: '<@U0DESK> help' }))
    expect((await door.event(body)).status).toBe(503)
    slow.answer(yes)
    expect((await door.event(body, { 'x-slack-retry-num': '1' })).status).toBe(200)
    await door.settle()
    expect(door.intents).toHaveLength(1)
    expect(door.callsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C0REQUESTS', user: 'U0ADA' }])
  })

  it('answered with a form says where it opens', async () => {
    door = await openDoor(async () => ({ kind: 'form', form }))
    await door.event(eventCallback(messageEvent({ channel: 'D0ADA', channel_type: 'im' })))
    await door.settle()
    const [told] = door.callsOf('chat.postMessage')
    expect(told).toMatchObject({ channel: 'D0ADA' })
    expect(JSON.stringify(told?.['blocks'])).toContain('Open the form')
  })

  it('of the home view publishes it', async () => {
    door = await openDoor(async () => ({ kind: 'home', card: line('my records') }))
    await door.event(
      eventCallback({ type: 'app_home_opened', user: 'U0ADA', channel: 'D0ADA', tab: 'home', event_ts: '1' }),
    )
    await door.settle()
    expect(door.intents).toMatchObject([{ kind: 'home', page: 0 }])
    expect(door.callsOf('views.publish')).toHaveLength(1)
  })

  it('of the ticket reaction asks for the message before it is an act', async () => {
    const message = {
      ts: '1700000000.000500',
      user: 'U0BOB',
      team: 'T0BELLWIRE',
      text: 'ask <@U0EVE> &amp; me',
    }
    door = await openDoor(async () => yes, {
      answers: {
        'conversations.history': { messages: [] },
        'conversations.replies': { messages: [{ ts: '1.1' }, { ...message, thread_ts: '1.1' }] },
        'users.info': { user: { profile: { display_name: 'Eve' } } },
      },
    })
    expect((await door.event(eventCallback(reactionEvent()))).status).toBe(200)
    expect(door.intents).toMatchObject([
      {
        kind: 'picked',
        by: 'reaction',
        message: {
          text: 'ask @Eve & me',
          author: { user: 'U0BOB' },
          place: { thread: '1.1' },
          link: 'https://bellwire.slack.com/archives/C0REQUESTS/p1700000000000100',
        },
      },
    ])
    expect(door.callsOf('conversations.history')).toMatchObject([
      { channel: 'C0REQUESTS', latest: '1700000000.000500', inclusive: 'true', limit: '1' },
    ])
  })

  it('of a reaction to a message that is gone means nothing, and one that Slack does not show is tried again', async () => {
    door = await openDoor(async () => yes)
    expect((await door.event(eventCallback(reactionEvent()))).status).toBe(200)
    await door.close()
    door = await openDoor(async () => yes, {
      answers: { 'conversations.history': { ok: false, error: 'ratelimited' } },
    })
    expect((await door.event(eventCallback(reactionEvent()))).status).toBe(503)
    expect(door.intents).toEqual([])
  })
})
