import type { Filled, Filling, SeenForm, SeenInput } from '../../../playground/chat.ts'
import type { Platform } from '../../../src/domain/person.ts'

/** 09:30 UTC, which is 10:30 in Berlin and 15:15 in Kathmandu. */
const due = Date.parse('2026-11-20T09:30:00Z')

/** A card as the desk would send it, in the platform's own words. */
export const card = (
  platform: Platform,
  title: string,
  fields: readonly (readonly [string, string])[],
  buttons: readonly string[],
): unknown => {
  if (platform === 'slack') {
    return [
      { type: 'header', text: { type: 'plain_text', text: title } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: fields.flatMap(([label, value]) => [
              { type: 'text', text: `${label}: `, style: { bold: true } },
              { type: 'text', text: `${value}\n` },
            ]),
          },
        ],
      },
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'plain_text', text: 'Answer due' },
          { type: 'mrkdwn', text: `<!date^${due / 1000}^{date_num} {time}|later> by <@ben> &lt;soon&gt;` },
        ],
      },
      {
        type: 'actions',
        elements: buttons.map((label, index) => ({
          type: 'button',
          action_id: label,
          text: { type: 'plain_text', text: label },
          ...(index === 0 ? { style: 'primary' } : {}),
        })),
      },
    ]
  }
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.5',
          msteams: { width: 'Full', entities: [{ type: 'mention', text: '<at>Ben Okafor</at>' }] },
          body: [
            {
              type: 'RichTextBlock',
              inlines: [{ type: 'TextRun', text: title, weight: 'bolder', size: 'large' }],
            },
            ...fields.map(([label, value]) => ({
              type: 'ColumnSet',
              columns: [
                {
                  type: 'Column',
                  width: '120px',
                  items: [
                    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: label, weight: 'bolder' }] },
                  ],
                },
                {
                  type: 'Column',
                  width: 'stretch',
                  items: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: value }] }],
                },
              ],
            })),
            {
              type: 'TextBlock',
              wrap: true,
              isSubtle: true,
              size: 'small',
              text: 'Due {{TIME(2026-11-20T09:30:00Z)}} by <at>Ben Okafor</at>, **soon**, not \\*later\\* <i>',
            },
            {
              type: 'ActionSet',
              actions: buttons.map((label, index) => ({
                type: 'Action.Execute',
                verb: 'press',
                title: label,
                ...(index === 0 ? { style: 'positive' } : {}),
              })),
            },
          ],
        },
      },
    ],
  }
}

const text = (words: string) => ({ type: 'plain_text', text: words })

const block = (label: string, element: object, optional = true) => ({
  type: 'input',
  block_id: label,
  label: text(label),
  optional,
  element,
})

const column = (item: object) => ({ type: 'Column', width: 'stretch', items: [item] })

const input = (id: string, extra: object) => ({ id, label: id, ...extra })

const impacts = ['High', 'Low']

const sites = ['Berlin', 'Kathmandu, old town', 'Lisbon']

const idOf = (site: string): string => site.toLowerCase().replaceAll(/[^a-z]+/g, '-')

/** The form for reporting, as modal or dialog, with what was typed and what is wrong. */
export const form = (platform: Platform, values: Filling, error?: string): SeenForm => {
  const filled = (label: string): Filled => values[label] ?? ''
  const value = (label: string): string => [filled(label)].flat().join(', ')
  const chosen = [filled('Sites')].flat().filter((site) => site !== '')
  const inputs: SeenInput[] = [
    { label: 'Title', kind: 'text', value: value('Title'), ...(error === undefined ? {} : { error }) },
    { label: 'Description', kind: 'text', value: value('Description') },
    { label: 'Impact', kind: 'choice', value: value('Impact'), options: impacts },
    { label: 'Service', kind: 'lookup', value: value('Service') },
    { label: 'Needed by', kind: 'moment', value: value('Needed by') },
    { label: 'Sites', kind: 'choices', value: value('Sites'), chosen, options: sites },
  ]
  const about = { title: 'Report a problem', text: '', inputs, submitLabel: 'Report' }
  if (platform === 'slack') {
    return {
      ...about,
      body: {
        type: 'modal',
        blocks: [
          { type: 'section', text: text('What is wrong?') },
          block('Title', { type: 'plain_text_input', max_length: 120 }, false),
          block('Description', { type: 'plain_text_input', multiline: true }),
          block('Impact', { type: 'static_select' }),
          block('Service', { type: 'external_select' }),
          block('Needed by', { type: 'datetimepicker' }),
          block('Sites', { type: 'multi_static_select' }),
        ],
      },
    }
  }
  return {
    ...about,
    body: {
      type: 'continue',
      value: {
        title: 'Report a problem',
        card: {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.5',
            body: [
              input('Title', {
                type: 'Input.Text',
                value: value('Title'),
                isRequired: true,
                errorMessage: 'Title: this is needed.',
              }),
              ...(error === undefined ? [] : [{ type: 'TextBlock', color: 'attention', text: error }]),
              input('Description', { type: 'Input.Text', isMultiline: true, value: value('Description') }),
              input('Impact', {
                type: 'Input.ChoiceSet',
                value: value('Impact').toLowerCase(),
                choices: impacts.map((title) => ({ title, value: title.toLowerCase() })),
              }),
              input('Service', {
                type: 'Input.ChoiceSet',
                style: 'filtered',
                choices: [],
                'choices.data': { type: 'Data.Query', dataset: 'services' },
              }),
              {
                type: 'ColumnSet',
                columns: [
                  column(input('Needed by', { type: 'Input.Date', value: '2026-11-25' })),
                  column(input('Needed by: time in Berlin', { type: 'Input.Time' })),
                ],
              },
              input('Sites', {
                type: 'Input.ChoiceSet',
                isMultiSelect: true,
                style: 'compact',
                value: chosen.map(idOf).join(','),
                choices: sites.map((title) => ({ title, value: idOf(title) })),
              }),
            ],
            actions: [{ type: 'Action.Submit', title: 'Report', style: 'positive' }],
          },
        },
      },
    },
  }
}
