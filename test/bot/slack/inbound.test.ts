import { describe, expect, it } from 'vitest'
import type {
  BlockAction,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewSubmitAction,
} from '@slack/bolt'
import { readButton, writeButton } from '../../../src/bot/slack/button-code.ts'
import {
  commandIntent,
  pickedIntent,
  pressedIntent,
  shortcutIntent,
  submittedIntent,
} from '../../../src/bot/slack/inbound.ts'
import {
  buttonClick,
  globalShortcut,
  home,
  homeClick,
  messageShortcut,
  slashCommand,
  viewSubmission,
} from './payloads.ts'

const room = { team: home, direct: false }
const ada = { platform: 'slack', tenant: home, user: 'U0ADA' }

const intent = (changes: Record<string, string>, around = room) =>
  commandIntent(slashCommand(changes) as unknown as SlashCommand, around)

describe('a command', () => {
  it('is words to the desk, with a trigger', () => {
    expect(intent({ text: ' incident the printer ', trigger_id: 't1' })).toEqual({
      id: 'slack:command:t1',
      identity: ada,
      where: { place: { platform: 'slack', tenant: home, conversation: 'C0REQUESTS' }, kind: 'channel' },
      kind: 'words',
      text: 'incident the printer',
      mentions: [],
      to: 'desk',
      command: true,
    })
  })

  it('has everything escaped by Slack as it was typed', () => {
    const text =
      'incident &lt;!channel&gt; *x* &lt;http://a|b&gt; [x](y) &lt;at&gt;z&lt;/at&gt; &amp;amp; <#C1|general> <!here> ' +
      '<http://x.test|x.test> <http://x.test/y|here> <mailto:a@b.test|a@b.test> <!subteam^S1|@oncall>'
    expect(intent({ text })).toMatchObject({
      text:
        'incident <!channel> *x* <http://a|b> [x](y) <at>z</at> &amp; #general @here ' +
        'x.test here (http://x.test/y) a@b.test @oncall',
    })
  })

  it('names people as @name and says who they are', () => {
    expect(intent({ text: 'assign <@U0BOB|bob> or <@U0EVE>' })).toMatchObject({
      text: 'assign @bob or @U0EVE',
      mentions: [
        { platform: 'slack', tenant: home, user: 'U0BOB' },
        { platform: 'slack', tenant: home, user: 'U0EVE' },
      ],
    })
  })

  it('is by a stranger where the workspace is not ours, and the place stays ours', () => {
    expect(intent({ team_id: 'T0OTHER' })).toMatchObject({
      identity: { tenant: 'T0OTHER' },
      where: { place: { tenant: home } },
    })
  })

  it('in the direct chat of two people has no place that the desk could write to', () => {
    expect(intent({ channel_id: 'D0TWO' })).not.toHaveProperty('where')
    expect(intent({ channel_id: 'D0ADA' }, { team: home, direct: true })).toMatchObject({
      where: { kind: 'direct', place: { conversation: 'D0ADA' } },
    })
  })
})

describe('a click', () => {
  const action = { name: 'incident.take', record: 'INC-17', version: 3, argument: 'a1' }

  it('is the action that the button carries', () => {
    const body = buttonClick(writeButton(action), { trigger_id: 't2' }) as unknown as BlockAction
    expect(pressedIntent(body, action, room)).toEqual({
      id: 'slack:action:t2',
      identity: ada,
      where: { place: { platform: 'slack', tenant: home, conversation: 'C0TRIAGE' }, kind: 'channel' },
      kind: 'pressed',
      action,
    })
  })

  it('in the home view has no place', () => {
    expect(pressedIntent(homeClick('') as unknown as BlockAction, action, room)).not.toHaveProperty('where')
  })

  it('belongs to the workspace of the person, not of the app', () => {
    const body = buttonClick('', { user: { id: 'U0EVE', team_id: 'T0OTHER' } }) as unknown as BlockAction
    expect(pressedIntent(body, action, room).identity).toEqual({
      platform: 'slack',
      tenant: 'T0OTHER',
      user: 'U0EVE',
    })
  })

  it('reads back what was written in a button, and nothing else', () => {
    expect(readButton(writeButton(action))).toEqual(action)
    expect(readButton(writeButton({ name: 'home' }))).toEqual({ name: 'home' })
    for (const forged of [
      undefined,
      '',
      'null',
      '[]',
      '{"n":1}',
      '{"n":"a","v":-1}',
      '{"n":"a","v":1.5}',
      'x'.repeat(3000),
    ])
      expect(readButton(forged)).toBeUndefined()
    expect(() => writeButton({ name: 'a', argument: 'x'.repeat(2000) })).toThrow('does not fit')
  })
})

describe('shortcuts', () => {
  it('of the workspace report a problem', () => {
    const body = globalShortcut({ trigger_id: 't3' }) as unknown as GlobalShortcut
    expect(shortcutIntent(body)).toEqual({
      id: 'slack:shortcut:t3',
      identity: ada,
      kind: 'pressed',
      action: { name: 'incident.report' },
    })
  })

  it('of a message pick it, with its author and link', () => {
    const body = messageShortcut({ thread_ts: '1700000000.000001' }) as unknown as MessageShortcut
    expect(pickedIntent(body, room, { link: 'https://x.test/p1', names: new Map() })).toMatchObject({
      identity: ada,
      kind: 'picked',
      by: 'shortcut',
      message: {
        place: { conversation: 'C0REQUESTS', thread: '1700000000.000001' },
        id: '1700000000.000100',
        text: 'the printer <3rd floor> is down (https://status.test)',
        link: 'https://x.test/p1',
        author: { platform: 'slack', tenant: home, user: 'U0BOB' },
      },
    })
  })

  it('of a bot’s message know no author', () => {
    const body = messageShortcut({ bot_id: 'B1' }) as unknown as MessageShortcut
    expect(pickedIntent(body, room, { link: undefined, names: new Map() })).not.toHaveProperty(
      'message.author',
    )
  })
})

const submitted = (metadata: unknown, values = {}) =>
  submittedIntent(viewSubmission(metadata, values) as unknown as ViewSubmitAction)

describe('a submitted form', () => {
  it('is its name, its state and what was typed or chosen', () => {
    const values = {
      title: { text: { type: 'plain_text_input', value: 'Printer' } },
      description: { text: { type: 'plain_text_input', value: null } },
      impact: { choice: { type: 'static_select', selected_option: { value: 'high' } } },
      service: { 'lookup.services': { type: 'external_select', selected_option: null } },
    }
    expect(submitted({ f: 'incident.raise', s: { form: 'f1' } }, values)).toMatchObject({
      kind: 'submitted',
      form: 'incident.raise',
      state: { form: 'f1' },
      values: { title: 'Printer', impact: 'high' },
    })
    const read = submitted({ f: 'incident.raise', s: {} }, values)
    expect(read?.kind === 'submitted' && Object.keys(read.values)).toEqual(['title', 'impact'])
  })

  it('pressed twice is two acts, as its state knows better', () => {
    const metadata = { f: 'incident.raise', s: { form: 'f1' } }
    expect(submitted(metadata)?.id).not.toBe(submitted(metadata)?.id)
  })

  it.each(['', 'x', '{}', '{"f":"a"}', '{"f":"a","s":{"x":1}}', '{"f":"a","s":{},"more":1}'])(
    'with the metadata %s is not ours',
    (metadata) => {
      expect(submitted(metadata)).toBeUndefined()
    },
  )
})
