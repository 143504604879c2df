import { afterEach, describe, expect, it } from 'vitest'
import { stillSaving } from '../../../src/bot/edge.ts'
import type { Reply } from '../../../src/bot/reply.ts'
import { writeButton } from '../../../src/bot/slack/button-code.ts'
import { line } from '../../../src/bot/ui/card.ts'
import type { Form } from '../../../src/bot/ui/form.ts'
import { openDoor } from './desk-at-door.ts'
import {
  blockSuggestion,
  buttonClick,
  eventCallback,
  globalShortcut,
  homeClick,
  messageEvent,
  slashCommand,
  viewSubmission,
} from './payloads.ts'

let door: Awaited<ReturnType<typeof openDoor>>
afterEach(() => door.close())

const form: Form = {
  name: 'incident.raise',
  title: 'Report a problem',
  submitLabel: 'Report',
  state: { form: 'f1', opener: 'incident.report' },
  inputs: [
    { kind: 'text', name: 'title', label: 'Title', maxLength: 120, value: 'Printer' },
    { kind: 'lookup', name: 'service', label: 'Service', source: 'services' },
  ],
}
const take = writeButton({ name: 'incident.take', record: 'INC-17', version: 3 })
const yes: Reply = { kind: 'private', card: line('INC-17 is recorded') }

/** A conversation that answers when it is told to. */
const slowly = () => {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  return { converse: () => promise, answer: resolve, fail: reject }
}

describe('a command', () => {
  it('is answered in its acknowledgement, to that person only', async () => {
    door = await openDoor(async () => yes)
    const { status, json } = await door.command(slashCommand())
    expect(status).toBe(200)
    expect(json).toMatchObject({ response_type: 'ephemeral', text: 'INC-17 is recorded', mrkdwn: false })
  })

  it('that takes long says so, and says the outcome at its response_url', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse, { pace: { patience: 5 } })
    const { json } = await door.command(slashCommand())
    expect(json.text).toBe(stillSaving)
    slow.answer(yes)
    await door.settle()
    expect(door.said).toEqual([
      {
        url: '/commands/T0BELLWIRE/1/x',
        body: expect.objectContaining({
          text: 'INC-17 is recorded',
          response_type: 'ephemeral',
          replace_original: false,
        }),
      },
    ])
  })

  it('that fails says so with the reference that is logged', async () => {
    door = await openDoor(async () => Promise.reject(new Error('no database')))
    const { status, json } = await door.command(slashCommand())
    expect(status).toBe(200)
    expect(json.text).toContain('Something went wrong')
    expect(json.text).not.toContain('database')
    const reference = /Reference: (\w+)/.exec(json.text)?.[1]
    expect(door.errors[0]?.fields).toMatchObject({ reference })
  })

  it('that fails late says so too', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse, { pace: { patience: 5 } })
    await door.command(slashCommand())
    slow.fail(new Error('no database'))
    await door.settle()
    expect(door.said[0]?.body['text']).toContain('Something went wrong')
  })

  it('opens a form with its trigger', async () => {
    door = await openDoor(async () => ({ kind: 'form', form }))
    const { text } = await door.command(slashCommand({ trigger_id: 'trigger.1' }))
    await door.settle()
    expect(text).toBe('')
    expect(door.callsOf('views.open')).toMatchObject([
      { trigger_id: 'trigger.1', view: { type: 'modal', title: { text: 'Report a problem' } } },
    ])
  })

  it('whose trigger is gone is asked to try again, with a button', async () => {
    door = await openDoor(async () => ({ kind: 'form', form }), {
      answers: { 'views.open': { ok: false, error: 'expired_trigger_id' } },
    })
    await door.command(slashCommand())
    await door.settle()
    expect(door.said[0]?.body['text']).toContain('Please try again')
    expect(JSON.stringify(door.said[0]?.body['blocks'])).toContain('incident.report')
  })

  it('is never answered at an address that is not Slack’s', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse, { pace: { patience: 5 } })
    await door.command(slashCommand({ response_url: 'https://hooks.slack.com.evil.test/x' }))
    slow.answer(yes)
    await door.settle()
    expect(door.said).toEqual([])
    expect(door.callsOf('chat.postEphemeral')).toMatchObject([{ channel: 'C0REQUESTS', user: 'U0ADA' }])
  })
})

describe('a click', () => {
  it('is acknowledged without words and answered in the thread it stands in', async () => {
    door = await openDoor(async () => yes)
    const click = buttonClick(take)
    const inThread = { ...click, message: { ...click.message, thread_ts: '1700000000.000001' } }
    const { status, text } = await door.interact(inThread)
    expect([status, text]).toEqual([200, ''])
    await door.settle()
    expect(door.said[0]?.body).toMatchObject({
      text: 'INC-17 is recorded',
      thread_ts: '1700000000.000001',
    })
  })

  it('that takes long says so at its response_url before the outcome', async () => {
    const slow = slowly()
    door = await openDoor(slow.converse, { pace: { patience: 5 } })
    const { status } = await door.interact(buttonClick(take))
    expect(status).toBe(200)
    slow.answer(yes)
    await door.settle()
    expect(new Set(door.said.map((each) => each.body['text']))).toEqual(
      new Set(['INC-17 is recorded', stillSaving]),
    )
  })

  it('with a forged value reaches nobody and is answered politely', async () => {
    door = await openDoor(async () => yes)
    for (const value of [
      '',
      'x',
      '{}',
      '{"n":"a b"}',
      '{"n":"incident.take","r":"<!channel>"}',
      '{"n":"x","z":1}',
    ]) {
      const { status } = await door.interact(buttonClick(value))
      expect(status).toBe(200)
    }
    await door.settle()
    expect(door.intents).toEqual([])
    expect(door.refused.map((each) => each.reason)).toEqual(Array(6).fill('forged-button'))
    expect(door.said).toHaveLength(6)
  })

  it('in the home view renews the home view', async () => {
    door = await openDoor(async (intent) =>
      intent.kind === 'home'
        ? { kind: 'home', card: line('my records') }
        : { kind: 'replace', card: line('INC-17') },
    )
    await door.interact(homeClick(take))
    await door.settle()
    expect(door.callsOf('views.publish')).toMatchObject([{ user_id: 'U0ADA', view: { type: 'home' } }])
  })

  it('in the home view gets its answer as a modal', async () => {
    door = await openDoor(async () => yes)
    await door.interact(homeClick(take))
    await door.settle()
    expect(door.callsOf('views.open')).toMatchObject([{ view: { type: 'modal' } }])
  })

  it('inside a modal pushes the next form', async () => {
    door = await openDoor(async () => ({ kind: 'form', form }))
    const click = homeClick(take)
    await door.interact({ ...click, view: { ...click.view, type: 'modal' } })
    await door.settle()
    expect(door.callsOf('views.push')).toHaveLength(1)
    expect(door.callsOf('views.open')).toHaveLength(0)
  })

  it('of the global shortcut opens the form of the report', async () => {
    door = await openDoor(async () => ({ kind: 'form', form }))
    await door.interact(globalShortcut())
    await door.settle()
    expect(door.intents).toMatchObject([{ kind: 'pressed', action: { name: 'incident.report' } }])
    expect(door.callsOf('views.open')).toHaveLength(1)
  })
})

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
})
