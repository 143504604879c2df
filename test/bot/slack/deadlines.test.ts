import { afterEach, describe, expect, it } from 'vitest'
import { stillSaving } from '../../../src/bot/edge.ts'
import { writeButton } from '../../../src/bot/slack/button-code.ts'
import { line } from '../../../src/bot/ui/card.ts'
import { openDoor } from './desk-at-door.ts'
import { buttonClick, globalShortcut, homeClick, messageShortcut, slashCommand } from './payloads.ts'
import { form, slowly, yes } from './replies.ts'

let door: Awaited<ReturnType<typeof openDoor>>
afterEach(() => door.close())

const take = writeButton({ name: 'incident.take', record: 'INC-17', version: 3 })

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

  it('of the message shortcut picks the message, with its permalink', async () => {
    door = await openDoor(async () => ({ kind: 'form', form }))
    await door.interact(messageShortcut())
    await door.settle()
    expect(door.intents).toMatchObject([
      {
        kind: 'picked',
        by: 'shortcut',
        message: { link: 'https://bellwire.slack.com/archives/C0REQUESTS/p1700000000000100' },
      },
    ])
    expect(door.callsOf('views.open')).toHaveLength(1)
  })
})
