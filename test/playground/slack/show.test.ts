import { describe, expect, test } from 'vitest'
import { showBlocks } from '../../../playground/slack/show-blocks.ts'
import { showMrkdwn } from '../../../playground/slack/show-mrkdwn.ts'

const reader = {
  zone: 'Asia/Kathmandu',
  now: Date.UTC(2026, 10, 20, 9, 0),
  userName: (id: string) => (id === 'U1' ? 'Ada' : id),
  channelName: (id: string) => (id === 'C1' ? 'requests' : id),
}
const seconds = Date.UTC(2026, 10, 20, 20, 0) / 1000
const nasty = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'

describe('mrkdwn', () => {
  test.each([
    ['*bold* _it_ ~no~ `c *d*`', 'bold it no c *d*'],
    ['2*3*4 snake_case_name', '2*3*4 snake_case_name'],
    ['```a\n<b>```', 'a\n<b>'],
    ['<@U1> in <#C1> and <#C2|other>', '@Ada in #requests and #other'],
    ['<!here> <!everyone>', '[@here] [@everyone]'],
    ['<https://example.com|*there*> <mailto:a@b.c>', '*there* mailto:a@b.c'],
    ['a &lt;b&gt; &amp;amp; &quot;', 'a <b> &amp; &quot;'],
    ['&gt; quoted', 'quoted'],
    [`<!date^${seconds}^{date_short_pretty} {time}|later>`, 'tomorrow 1:45 AM'],
    [nasty, '[@channel] x b [x](y) <at>z</at>'],
  ])('%s is read as %s', (text, shown) => {
    expect(showMrkdwn(text, reader)).toBe(shown)
  })

  test('without formatting only control sequences count', () => {
    expect(showMrkdwn('*a* <!channel>', reader, false)).toBe('*a* [@channel]')
  })

  test('escaped words are read as they were typed', () => {
    const escaped = nasty.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    expect(showMrkdwn(escaped, reader, false)).toBe(nasty)
  })
})

describe('blocks', () => {
  test('plain text and rich text are literal, mrkdwn is not', () => {
    const rich = [{ type: 'rich_text_section', elements: [{ type: 'text', text: nasty }] }]
    expect(
      showBlocks(
        [
          { type: 'header', text: { type: 'plain_text', text: nasty } },
          { type: 'rich_text', elements: rich },
          {
            type: 'section',
            text: { type: 'mrkdwn', text: nasty },
            fields: [{ type: 'plain_text', text: nasty }],
          },
        ],
        reader,
      ).split('\n'),
    ).toEqual([nasty, nasty, '[@channel] x b [x](y) <at>z</at>', nasty])
  })

  test('rich text names people and gives times in the reader’s zone', () => {
    const elements = [
      { type: 'user', user_id: 'U1' },
      { type: 'text', text: ' until ', style: { bold: true } },
      { type: 'date', timestamp: seconds, format: '{date_num} {time}', fallback: 'then' },
      { type: 'link', url: 'https://example.com' },
      { type: 'broadcast', range: 'here' },
    ]
    const list = {
      type: 'rich_text_list',
      style: 'ordered',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
    }
    expect(
      showBlocks([{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }, list] }], reader),
    ).toBe('@Ada until 2026-11-21 1:45 AMhttps://example.com[@here]\n1. one')
  })
})
