import { describe, expect, it } from 'vitest'
import { readFormState } from '../../../src/bot/slack/form-state.ts'
import { slackLimits } from '../../../src/bot/slack/limits.ts'
import { renderBlocks, renderCard } from '../../../src/bot/slack/render-card.ts'
import { renderForm } from '../../../src/bot/slack/render-form.ts'
import type { Card, CardElement } from '../../../src/bot/ui/card.ts'
import type { Form } from '../../../src/bot/ui/form.ts'

const nasty = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'
const card = (...elements: CardElement[]): Card => ({ fallback: nasty, elements })
const at = Temporal.Instant.from('2026-11-21T09:30:00Z')

/** Every text object of mrkdwn in the value, wherever it is. */
const marked = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(marked)
  if (typeof value !== 'object' || value === null) return []
  const own = 'type' in value && value.type === 'mrkdwn' && 'text' in value ? [String(value.text)] : []
  return [...own, ...Object.values(value).flatMap(marked)]
}

const button = (record: string) => ({
  label: 'Take it',
  action: { name: 'incident.take', record, version: 2 },
})

describe('a card', () => {
  it('shows what a person typed literally, wherever it stands', () => {
    const { blocks, text } = renderCard(
      card(
        { kind: 'header', text: nasty },
        { kind: 'text', text: nasty },
        { kind: 'text', text: [{ text: nasty, bold: true }, { text: nasty }] },
        { kind: 'fields', fields: [{ label: nasty, value: nasty }] },
        { kind: 'context', text: nasty },
        { kind: 'context', text: [{ text: nasty }, { at }] },
        { kind: 'context', text: [{ text: nasty }, { link: 'https://x.test', text: nasty }] },
        { kind: 'buttons', buttons: [{ label: nasty, action: { name: 'incident.take' } }] },
      ),
    )
    expect(marked(blocks)).toEqual([
      `<!date^${at.epochMilliseconds / 1000}^{date_short_pretty} {time}|2026-11-21 09:30 UTC>`,
    ])
    expect(blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text: nasty, emoji: false } })
    expect(blocks[1]).toMatchObject({ elements: [{ elements: [{ type: 'text', text: nasty }] }] })
    expect(text).toBe('&lt;!channel&gt; *x* &lt;http://a|b&gt; [x](y) &lt;at&gt;z&lt;/at&gt;')
  })

  it('mentions people of Slack, names those of Teams, and shows times in the reader’s zone', () => {
    const { blocks } = renderCard(
      card({
        kind: 'text',
        text: [
          { mention: { platform: 'slack', tenant: 'T1', user: 'U0ADA' }, name: 'Ada' },
          { mention: { platform: 'teams', tenant: 'x', user: 'y' }, name: 'Bob' },
          { at },
          { link: 'https://x.test/', text: 'there' },
          { link: 'javascript:alert(1)', text: 'not there' },
        ],
      }),
    )
    expect(blocks).toEqual([
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'user', user_id: 'U0ADA' },
              { type: 'text', text: 'Bob', style: { bold: true } },
              {
                type: 'date',
                timestamp: 1_795_253_400,
                format: '{date_short_pretty} {time}',
                fallback: '2026-11-21 09:30 UTC',
              },
              { type: 'link', url: 'https://x.test/', text: 'there' },
              { type: 'text', text: 'not there' },
            ],
          },
        ],
      },
    ])
  })

  it('gives every button an id of its own and the action as its value', () => {
    const [actions] = renderBlocks(card({ kind: 'buttons', buttons: [button('INC-1'), button('INC-2')] }), 50)
    expect(actions).toMatchObject({
      type: 'actions',
      elements: [
        { action_id: 'incident.take', value: '{"n":"incident.take","r":"INC-1","v":2}' },
        { action_id: 'incident.take-2', value: '{"n":"incident.take","r":"INC-2","v":2}' },
      ],
    })
  })

  it('is cut to what Slack takes, never refused', () => {
    const long = 'ä😀'.repeat(20_000)
    const buttons = Array.from({ length: 30 }, () => ({ label: long, action: { name: 'home' } }))
    const { blocks, text } = renderCard({
      fallback: long,
      elements: [
        { kind: 'header', text: long },
        { kind: 'text', text: [{ text: long }, { text: long, bold: true }] },
        { kind: 'fields', fields: Array.from({ length: 30 }, () => ({ label: long, value: long })) },
        { kind: 'context', text: long },
        { kind: 'buttons', buttons },
        ...Array.from({ length: 80 }, () => ({ kind: 'divider' }) as const),
      ],
    })
    expect(blocks).toHaveLength(50)
    expect(blocks.at(-1)).toMatchObject({ type: 'context' })
    expect(blocks[0]?.type === 'header' && blocks[0].text.text.length).toBeLessThanOrEqual(150)
    expect(lengthOfText(blocks[1])).toBeLessThanOrEqual(3000)
    const actions = blocks.filter((block) => block.type === 'actions')
    expect(actions.map((block) => block.elements.length)).toEqual([25, 5])
    expect(text.length).toBeLessThanOrEqual(slackLimits.fallback)
  })

  it('with nothing in it says its fallback', () => {
    expect(renderCard({ fallback: 'INC-1', elements: [{ kind: 'text', text: '' }] }).blocks).toEqual([
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'INC-1' }] }],
      },
    ])
    expect(renderCard({ fallback: '', elements: [{ kind: 'buttons', buttons: [] }] }).blocks).toEqual([])
  })

  it('has no context with an empty or a blank part, and none with more than ten', () => {
    const many = Array.from({ length: 6 }, () => [{ text: ' by ' }, { at }]).flat()
    const [few, more] = renderBlocks(
      card(
        { kind: 'context', text: [{ text: 'by ' }, { at }, { text: ' ' }] },
        { kind: 'context', text: many },
      ),
      50,
    )
    expect(few).toMatchObject({ type: 'context', elements: [{ text: 'by' }, { type: 'mrkdwn' }] })
    expect(more?.type).toBe('rich_text')
  })
})

const lengthOfText = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + lengthOfText(each), 0)
  if (typeof value !== 'object' || value === null) return 0
  const own = 'text' in value && typeof value.text === 'string' ? value.text.length : 0
  return own + lengthOfText(Object.values(value).filter((each) => typeof each === 'object'))
}

describe('a form', () => {
  const form: Form = {
    name: 'incident.raise',
    title: `Report a problem ${nasty}`,
    submitLabel: 'Report',
    state: { form: 'f1', version: '3' },
    intro: nasty,
    problem: nasty,
    inputs: [
      { kind: 'text', name: 'title', label: 'Title', maxLength: 120, value: 'x'.repeat(500), error: nasty },
      {
        kind: 'text',
        name: 'description',
        label: nasty,
        maxLength: 9000,
        multiline: true,
        optional: true,
        value: '',
      },
      {
        kind: 'choice',
        name: 'impact',
        label: 'Impact',
        hint: nasty,
        value: 'v149',
        options: Array.from({ length: 150 }, (_, n) => ({ value: `v${n}`, label: nasty })),
      },
      { kind: 'choice', name: 'none', label: 'None', options: [] },
      { kind: 'lookup', name: 'service', label: 'Service', source: 'services' },
      { kind: 'lookup', name: 'who', label: 'Who', source: 'people', chosen: { value: 'p1', label: nasty } },
    ],
  }

  it('is a modal whose inputs are named by their blocks', () => {
    const view = renderForm(form)
    expect(view.title.text.length).toBeLessThanOrEqual(24)
    expect(marked(view)).toEqual([])
    expect(readFormState(view.private_metadata ?? '')).toEqual({ form: 'incident.raise', state: form.state })
    const inputs = view.blocks.flatMap((block) => (block.type === 'input' ? [block] : []))
    expect(inputs.map((block) => block.block_id)).toEqual([
      'title',
      'description',
      'impact',
      'service',
      'who',
    ])
    expect(inputs).toMatchObject([
      { optional: false, element: { type: 'plain_text_input', max_length: 120 } },
      { optional: true, element: { type: 'plain_text_input', max_length: 3000, multiline: true } },
      { element: { type: 'static_select', initial_option: { value: 'v149' } } },
      { element: { type: 'external_select', action_id: 'lookup.services', min_query_length: 0 } },
      {
        element: {
          type: 'external_select',
          action_id: 'lookup.people',
          min_query_length: 1,
          initial_option: { value: 'p1' },
        },
      },
    ])
  })

  it('offers at most a hundred options, the chosen one among them, and fills in no more than fits', () => {
    const [title, description, impact] = renderForm(form).blocks.flatMap((block) =>
      'element' in block ? [block.element] : [],
    )
    expect(title).toMatchObject({ initial_value: `${'x'.repeat(119)}…` })
    expect(description).not.toHaveProperty('initial_value')
    const options = impact?.type === 'static_select' ? (impact.options ?? []) : []
    expect(options).toHaveLength(100)
    expect(options.at(-1)?.value).toBe('v149')
  })

  it('says what is wrong at its top and below the input', () => {
    const ids = renderForm(form).blocks.map((block) => block.block_id)
    expect(ids.slice(0, 4)).toEqual(['_problem', '_intro', 'title', '_error.title'])
  })

  it('does not hide that its state does not fit', () => {
    expect(() => renderForm({ ...form, state: { x: 'y'.repeat(3000) } })).toThrow('does not fit')
  })
})
