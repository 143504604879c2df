import { describe, expect, it } from 'vitest'
import type { Card, Span } from '../../../src/bot/ui/card.ts'
import { mostCardCharacters, mostCharactersWithPictures } from '../../../src/bot/teams/limits.ts'
import { cardInWords, renderCard } from '../../../src/bot/teams/render-card.ts'
import { cardWith, picture } from '../../support/picture.ts'
import { ada } from './harness.ts'

const markup = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'
const mentionOfAda: Span = {
  mention: { platform: 'teams', tenant: 't', user: ada.objectId },
  name: 'Ada <b>*Lovelace*',
}
const card = (elements: Card['elements'], fallback = 'said'): Card => ({ fallback, elements })
const bodyOf = (of: Card): unknown => renderCard(of).attachment.content['body']
const run = (text: string, look: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...look }],
})

describe('a card', () => {
  it('is an Adaptive Card 1.5 with plain words for notifications', () => {
    const { attachment, summary } = renderCard(card([{ kind: 'header', text: 'INC-1' }], markup))
    expect(attachment.contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect(attachment.content).toMatchObject({ type: 'AdaptiveCard', version: '1.5', fallbackText: markup })
    expect(summary).toBe(markup)
  })

  it('shows typed words in runs, which render nothing', () => {
    const fields = [{ label: 'Title', value: markup }]
    expect(
      bodyOf(
        card([
          { kind: 'header', text: markup },
          { kind: 'text', text: markup },
          { kind: 'context', text: markup },
          { kind: 'fields', fields },
        ]),
      ),
    ).toEqual([
      run(markup, { weight: 'bolder', size: 'large' }),
      run(markup),
      run(markup, { size: 'small', isSubtle: true }),
      expect.objectContaining({
        type: 'ColumnSet',
        columns: [
          expect.objectContaining({ items: [run('Title', { weight: 'bolder' })] }),
          expect.objectContaining({ items: [run(markup)] }),
        ],
      }),
    ])
  })

  it('escapes what stands beside a mention, so that only the mention is one', () => {
    const typed = '<at>Ada b Lovelace</at> *x* [x](y) {{DATE(2026-01-01T00:00:00Z)}}'
    const { content } = renderCard(card([{ kind: 'text', text: [mentionOfAda, { text: typed }] }])).attachment
    expect(content['body']).toEqual([
      {
        type: 'TextBlock',
        wrap: true,
        text:
          String.raw`<at>Ada b Lovelace</at>\<at\>Ada b Lovelace\</at\> \*x\* \[x\]\(y\) ` +
          `{\u200B{DATE${String.raw`\(2026\-01\-01T00:00:00Z\)`}}}`,
      },
    ])
    expect(content['msteams']).toMatchObject({
      entities: [
        {
          type: 'mention',
          text: '<at>Ada b Lovelace</at>',
          mentioned: { id: ada.objectId, name: 'Ada b Lovelace' },
        },
      ],
    })
  })

  it('names a person of the other chat without mentioning anybody', () => {
    const slack: Span = { mention: { platform: 'slack', tenant: 'T0', user: 'U1' }, name: '<at>Eve</at>' }
    const { content } = renderCard(card([{ kind: 'text', text: [slack] }])).attachment
    expect(content['body']).toEqual([run('<at>Eve</at>')])
    expect(content['msteams']).toEqual({ width: 'Full' })
  })

  it('mentions one of two people with one name, and names the other', () => {
    const twin: Span = { mention: { platform: 'teams', tenant: 't', user: 'other' }, name: 'Ada b Lovelace' }
    const { content } = renderCard(card([{ kind: 'text', text: [mentionOfAda, twin] }])).attachment
    expect(content['body']).toMatchObject([{ text: '<at>Ada b Lovelace</at>Ada b Lovelace' }])
  })

  it("shows a time in the reader's own zone, and not one that was typed", () => {
    const at = Temporal.Instant.from('2026-11-21T05:00:00.123Z')
    expect(
      bodyOf(card([{ kind: 'text', text: [{ text: '{{TIME(2026-11-21T05:00:00Z)}} ' }, { at }] }])),
    ).toEqual([
      {
        type: 'RichTextBlock',
        inlines: [
          { type: 'TextRun', text: '{\u200B{TIME(2026-11-21T05:00:00Z)}} ' },
          { type: 'TextRun', text: '{{DATE(2026-11-21T05:00:00Z, SHORT)}} {{TIME(2026-11-21T05:00:00Z)}}' },
        ],
      },
    ])
  })

  it('links to the web only', () => {
    const links: Span[] = [
      { link: 'https://a.example/b', text: 'good' },
      { link: 'javascript:alert(1)', text: 'bad' },
    ]
    expect(bodyOf(card([{ kind: 'text', text: links }]))).toEqual([
      {
        type: 'RichTextBlock',
        inlines: [
          {
            type: 'TextRun',
            text: 'good',
            selectAction: { type: 'Action.OpenUrl', url: 'https://a.example/b' },
          },
          { type: 'TextRun', text: 'bad' },
        ],
      },
    ])
  })

  it('keeps lines as lines', () => {
    expect(
      bodyOf(card([{ kind: 'text', text: [{ text: 'one\n\ntwo ' }, { text: 'and\r\nthree' }] }])),
    ).toEqual([
      run('one'),
      {
        type: 'RichTextBlock',
        inlines: [
          { type: 'TextRun', text: 'two ' },
          { type: 'TextRun', text: 'and' },
        ],
        spacing: 'none',
      },
      { ...run('three'), spacing: 'none' },
    ])
  })

  it('draws buttons that carry ids only, six in a set, and says which open a dialog', () => {
    const action = { name: 'incident.take', record: 'INC-1', version: 3 }
    const buttons = Array.from({ length: 7 }, (_, index) => ({ label: `B${index}`, action }))
    const content = renderCard(
      card([
        {
          kind: 'buttons',
          buttons: [
            { label: 'Resolve', action, style: 'primary', opensForm: true },
            { label: 'Cancel', action, style: 'danger' },
          ],
        },
        { kind: 'buttons', buttons },
      ]),
    ).attachment.content
    expect(content['body']).toEqual([
      {
        type: 'ActionSet',
        actions: [
          {
            type: 'Action.Submit',
            title: 'Resolve',
            style: 'positive',
            data: { msteams: { type: 'task/fetch' }, action },
          },
          { type: 'Action.Execute', verb: 'press', title: 'Cancel', style: 'destructive', data: { action } },
        ],
      },
      expect.objectContaining({ actions: expect.objectContaining({ length: 6 }) }),
      expect.objectContaining({ actions: expect.objectContaining({ length: 1 }) }),
    ])
    expect(content['refresh']).toEqual({
      action: { type: 'Action.Execute', title: 'Refresh', verb: 'refresh', data: { record: 'INC-1' } },
      userIds: [],
    })
  })

  it('is cut until Teams takes it', () => {
    const lines = Array.from({ length: 40 }, () => ({ kind: 'text', text: 'é\n'.repeat(1500) }) as const)
    const { content } = renderCard(card(lines)).attachment
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(mostCardCharacters)
    const fields = Array.from({ length: 500 }, () => ({
      kind: 'fields',
      fields: [{ label: 'L'.repeat(75), value: 'v'.repeat(2000) }],
    })) satisfies Card['elements']
    const last = {
      kind: 'buttons',
      buttons: [{ label: 'Take it', action: { name: 'incident.take' } }],
    } as const
    const crowded = renderCard(card([...fields, last])).attachment.content
    expect(JSON.stringify(crowded).length).toBeLessThanOrEqual(mostCardCharacters)
    expect(JSON.stringify(crowded)).toContain('Take it')
  })

  it('can be said in words', () => {
    expect(
      cardInWords(
        card([
          { kind: 'header', text: 'INC-1' },
          { kind: 'fields', fields: [{ label: 'Priority', value: 'P1' }] },
        ]),
      ),
    ).toBe('INC-1\nPriority: P1')
    expect(cardInWords(card([], 'only this'))).toBe('only this')
  })
})

const typesOf = (of: Card, options = {}): readonly unknown[] =>
  (renderCard(of, options).attachment.content['body'] as readonly { type: string }[]).map(({ type }) => type)

describe('a picture on a card', () => {
  const words = ['RichTextBlock', 'RichTextBlock', 'RichTextBlock']

  it('stands in its place as a data URI, with its words for those who do not see it', () => {
    const shown = picture({ alt: markup })
    expect(bodyOf(cardWith(shown))).toEqual([
      run('Service targets', { weight: 'bolder', size: 'large' }),
      {
        type: 'Image',
        url: `data:image/png;base64,${Buffer.from(shown.png).toString('base64')}`,
        altText: markup,
        size: 'stretch',
        msteams: { allowExpand: true },
      },
      run('Mail 92 % (23 of 25)'),
    ])
  })

  it.each([
    ['not a PNG', picture({ png: Uint8Array.from({ length: 64 }, () => 1) })],
    ['nothing', picture({ png: new Uint8Array() })],
    ['wider than Teams shows', picture({}, 1025, 2)],
    ['higher than Teams shows', picture({}, 2, 1025)],
  ])('that is %s has its words there', (_what, shown) => {
    expect(typesOf(cardWith(shown))).toEqual(words)
    expect(JSON.stringify(bodyOf(cardWith(shown)))).toContain('Mail: 92 % in the last week.')
  })

  it('that is too large for a message has its words there, and nothing else is cut for it', () => {
    const { png } = picture()
    const large = picture({ png: Buffer.concat([png, Buffer.alloc(40_000, 7)]) })
    expect(typesOf(cardWith(large))).toEqual(words)
    const some = picture({ png: Buffer.concat([png, Buffer.alloc(26_000, 7)]) })
    expect(typesOf(cardWith(some))).toEqual(['RichTextBlock', 'Image', 'RichTextBlock'])
    expect(typesOf(cardWith(some, some))).toEqual([...words, 'RichTextBlock'])
    const long = Array.from({ length: 5 }, () => ({ kind: 'text', text: 'w'.repeat(3000) }) as const)
    const both = { ...cardWith(some), elements: [...cardWith(some).elements, ...long] }
    const { content } = renderCard(both).attachment
    expect(JSON.stringify(content).length).toBeLessThanOrEqual(mostCardCharacters)
    expect(JSON.stringify(content).match(/w{3000}/g)).toHaveLength(5)
  })

  it('is counted in what a message may have', () => {
    const some = picture({ png: Buffer.concat([picture().png, Buffer.alloc(26_000, 7)]) })
    for (let length = 0; length < 16_000; length += 1000) {
      const more = { kind: 'text', text: 'w'.repeat(Math.min(length, 3000)) } as const
      const elements = [...cardWith(some).elements, ...Array.from({ length: length / 1000 }, () => more)]
      const size = JSON.stringify(renderCard({ fallback: 'x', elements }).attachment.content).length
      expect(size).toBeLessThanOrEqual(mostCharactersWithPictures)
    }
  })

  it('has its words where a card is told in words, or stands where no message is', () => {
    expect(cardInWords(cardWith(picture()))).toBe(
      'Service targets\nMail: 92 % in the last week.\nMail 92 % (23 of 25)',
    )
    expect(typesOf(cardWith(picture()), { pictures: false })).toEqual(words)
  })
})
