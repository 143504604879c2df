import { LogLevel, WebClient } from '@slack/web-api'
import type { AnyBlock, ModalView, PlainTextElement } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fields } from '../../../playground/slack/fields.ts'
import type { Fields } from '../../../playground/slack/fields.ts'
import type { SlackWorkspace } from '../../../playground/slack/workspace.ts'
import { ada, botToken, startBot, startWorkspace } from './support.ts'
import type { BotAnswer, TestBot } from './support.ts'

let bot: TestBot
let workspace: SlackWorkspace
let web: WebClient
const clock = { ms: Date.UTC(2026, 10, 20, 9, 0) }

beforeEach(async () => {
  bot = await startBot()
  workspace = await startWorkspace(bot.url, { patience: 500, now: () => clock.ms })
  web = new WebClient(botToken, {
    slackApiUrl: workspace.apiUrl,
    retryConfig: { retries: 0 },
    logLevel: LogLevel.ERROR,
  })
})
afterEach(async () => {
  await workspace.settled()
  await workspace.close()
  await bot.close()
})

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (value: string, text: string) => ({ text: plain(text), value })
const view = (more: { title?: PlainTextElement; blocks?: AnyBlock[] } = {}): ModalView => ({
  type: 'modal',
  callback_id: 'incident.raise',
  title: plain('Report a problem'),
  submit: plain('Send'),
  private_metadata: '{"form":"f1"}',
  blocks: [
    { type: 'section', text: plain('Tell us.') },
    {
      type: 'input',
      block_id: 'title',
      label: plain('Title'),
      element: { type: 'plain_text_input', action_id: 'value', max_length: 10, initial_value: 'Printer' },
    },
    {
      type: 'input',
      block_id: 'impact',
      label: plain('Impact'),
      element: {
        type: 'static_select',
        action_id: 'value',
        options: [option('high', 'High'), option('low', 'Low')],
      },
    },
    {
      type: 'input',
      block_id: 'service',
      optional: true,
      label: plain('Service'),
      element: { type: 'external_select', action_id: 'value', min_query_length: 1 },
    },
  ],
  ...more,
})

const trigger = async (): Promise<string> => {
  await workspace.shortcut(ada, 'Report a problem')
  return String(bot.received.at(-1)!.payload['trigger_id'])
}
const open = async (given = view()) => web.views.open({ trigger_id: await trigger(), view: given })
const code = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call
  } catch (error) {
    return (error as { data?: { error?: string } }).data?.error
  }
  return 'accepted'
}
/** Answers submissions so, everything else with nothing. */
const onSubmit = (answer: BotAnswer): void => {
  bot.answer = ({ kind }) => (kind === 'view_submission' ? answer : {})
}

describe('triggers', () => {
  test('open one view, within three seconds', async () => {
    const once = await trigger()
    await web.views.open({ trigger_id: once, view: view() })
    expect(await code(web.views.open({ trigger_id: once, view: view() }))).toBe('exchanged_trigger_id')
    const late = await trigger()
    clock.ms += 3001
    expect(await code(web.views.open({ trigger_id: late, view: view() }))).toBe('expired_trigger_id')
    expect(await code(web.views.open({ trigger_id: '1.2.x', view: view() }))).toBe('invalid_trigger_id')
    workspace.unfairness.staleTriggers = true
    expect(await code(open())).toBe('expired_trigger_id')
  })
})

describe('a form', () => {
  test('is seen with its words, inputs and options', async () => {
    await open()
    expect(workspace.form(ada)).toMatchObject({
      title: 'Report a problem',
      text: 'Tell us.',
      submitLabel: 'Send',
      inputs: [
        { label: 'Title', value: 'Printer' },
        { label: 'Impact', value: '', options: ['High', 'Low'] },
        { label: 'Service', value: '' },
      ],
    })
    await workspace.closeForm(ada)
    expect(workspace.form(ada)).toBeUndefined()
  })

  test('is sent with ids, values and metadata, and closes on an empty answer', async () => {
    await open()
    await workspace.submit(ada, { Impact: 'High' })
    expect(bot.of('view_submission')[0]).toMatchObject({
      signed: true,
      payload: {
        view: {
          callback_id: 'incident.raise',
          private_metadata: '{"form":"f1"}',
          state: {
            values: {
              title: { value: { type: 'plain_text_input', value: 'Printer' } },
              impact: { value: { type: 'static_select', selected_option: option('high', 'High') } },
              service: { value: { type: 'external_select', selected_option: null } },
            },
          },
        },
      },
    })
    expect(workspace.form(ada)).toBeUndefined()
  })

  test('is not even sent when Slack’s client finds it wanting', async () => {
    await open()
    await workspace.submit(ada, { Title: 'far too long for it' })
    expect(bot.of('view_submission')).toEqual([])
    expect(workspace.form(ada)!.inputs.map((each) => each.error)).toEqual([
      'Please use at most 10 characters.',
      'Please complete this required field.',
      undefined,
    ])
    await expect(workspace.submit(ada, { Impact: 'Medium' })).rejects.toThrow('only: High, Low')
    await expect(workspace.submit(ada, { Colour: 'red' })).rejects.toThrow('no input "Colour"')
  })

  test('comes back with errors beside the inputs, filled in', async () => {
    await open()
    onSubmit({ body: { response_action: 'errors', errors: { title: 'Say more.' } } })
    await workspace.submit(ada, { Title: 'Fax', Impact: 'Low' })
    expect(workspace.form(ada)!.inputs).toMatchObject([
      { value: 'Fax', error: 'Say more.' },
      { value: 'Low' },
      {},
    ])
    onSubmit({ body: { response_action: 'errors', errors: { nowhere: 'x' } } })
    await workspace.submit(ada, {})
    expect(workspace.complaints(ada)).toEqual(['We had some trouble connecting. Try again?'])
  })

  test('stays open when the bot is slow or answers nonsense', async () => {
    await open()
    for (const answer of [
      { hang: true },
      { status: 500 },
      { text: 'ok' },
      { body: { response_action: 'x' } },
    ]) {
      onSubmit(answer)
      await workspace.submit(ada, { Impact: 'Low' })
    }
    onSubmit({ body: { response_action: 'update', view: view({ title: plain('x'.repeat(25)) }) } })
    await workspace.submit(ada, {})
    expect(workspace.complaints(ada)).toHaveLength(5)
    expect(workspace.form(ada)!.inputs[1]).toMatchObject({ value: 'Low' })
  })

  test('an update keeps what was typed where the ids are the same', async () => {
    await open()
    const changed = view({ title: plain('Again') }).blocks.map((block) =>
      block.block_id === 'impact' ? { ...block, block_id: 'impact2' } : block,
    )
    onSubmit({
      body: { response_action: 'update', view: view({ title: plain('Again'), blocks: changed }) },
    })
    await workspace.submit(ada, { Title: 'Fax', Impact: 'Low' })
    expect(workspace.form(ada)).toMatchObject({
      title: 'Again',
      inputs: [{ value: 'Fax' }, { label: 'Impact', value: '' }, {}],
    })
  })

  test('is replaced only as long as nobody else has replaced it', async () => {
    const opened = (await open()).view as unknown as Fields
    const update = (hash: unknown) =>
      web.views.update({ view_id: String(opened['id']), hash: String(hash), view: view() })
    const second = fields((await update(opened['hash'])).view)
    expect(second['hash']).not.toBe(opened['hash'])
    expect(await code(update(opened['hash']))).toBe('hash_conflict')
    expect(await code(web.views.update({ view_id: 'V404', view: view() }))).toBe('not_found')
  })

  test('at most three are stacked, and clear closes them all', async () => {
    await open()
    for (const title of ['Two', 'Three']) {
      onSubmit({ body: { response_action: 'push', view: view({ title: plain(title) }) } })
      await workspace.submit(ada, { Impact: 'Low' })
    }
    expect(workspace.form(ada)!.title).toBe('Three')
    onSubmit({ body: { response_action: 'push', view: view({ title: plain('Four') }) } })
    await workspace.submit(ada, { Impact: 'Low' })
    expect(workspace.complaints(ada)).toHaveLength(1)
    await workspace.closeForm(ada)
    expect(workspace.form(ada)!.title).toBe('Two')
    onSubmit({ body: { response_action: 'clear' } })
    await workspace.submit(ada, { Impact: 'Low' })
    expect(workspace.form(ada)).toBeUndefined()
  })

  test('what Slack would refuse is refused with the place of the mistake', async () => {
    await expect(open(view({ title: plain('x'.repeat(25)) }))).rejects.toMatchObject({
      data: {
        error: 'invalid_arguments',
        response_metadata: {
          messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
        },
      },
    })
    const blocks = Array.from({ length: 100 }, () => ({ type: 'section', text: plain('x'.repeat(2600)) }))
    expect(await code(open(view({ blocks })))).toBe('view_too_large')
  })
})

describe('a lookup', () => {
  test('asks for the options that are typed for, and one of them is chosen', async () => {
    bot.answer = ({ kind, payload }) =>
      kind === 'block_suggestion'
        ? { body: { options: [option('s1', `Mail ${String(payload['value'])}`), option('s2', 'Maps')] } }
        : {}
    await open()
    expect(await workspace.lookup(ada, 'Service', '')).toEqual([])
    expect(bot.of('block_suggestion')).toEqual([])
    expect(await workspace.lookup(ada, 'Service', 'ma')).toEqual(['Mail ma', 'Maps'])
    expect(bot.of('block_suggestion')[0]!.payload).toMatchObject({
      action_id: 'value',
      block_id: 'service',
      value: 'ma',
      view: { callback_id: 'incident.raise' },
    })
    await workspace.submit(ada, { Impact: 'Low', Service: 'Maps' })
    expect(bot.of('view_submission')[0]!.payload).toMatchObject({
      view: { state: { values: { service: { value: { selected_option: { value: 's2' } } } } } },
    })
  })

  test('a label that was not looked up before is looked up on the way', async () => {
    bot.answer = ({ kind }) =>
      kind === 'block_suggestion' ? { body: { options: [option('s1', 'Mail')] } } : {}
    await open()
    await workspace.submit(ada, { Impact: 'Low', Service: 'Mail' })
    expect(bot.of('view_submission')).toHaveLength(1)
  })

  test('without options from the bot the person is told', async () => {
    bot.answer = ({ kind }) => (kind === 'block_suggestion' ? { status: 500 } : {})
    await open()
    expect(await workspace.lookup(ada, 'Service', 'ma')).toEqual([])
    expect(workspace.complaints(ada)).toEqual(['Could not load the options'])
  })
})
