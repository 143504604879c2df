import { describe, expect, it } from 'vitest'
import type { TeamsActivity } from '../../../src/bot/teams/activity.ts'
import { activitySchema } from '../../../src/bot/teams/activity.ts'
import { readWords, wordsOfHtml } from '../../../src/bot/teams/words.ts'
import { message } from './activities.ts'
import { ada, appId, bob } from './harness.ts'

const markup = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'
const escaped = '&lt;!channel&gt; *x* &lt;http://a|b&gt; [x](y) &lt;at&gt;z&lt;/at&gt;'
const said = (text: string, entities: object[] = []): TeamsActivity =>
  activitySchema.parse(message('https://smba.example/', text, { entities }))
const mention = (id: string, name: string) => ({
  type: 'mention',
  mentioned: { id, name },
  text: `<at>${name}</at>`,
})
const desk = mention(`28:${appId}`, 'Desk')

describe('words', () => {
  it.each([
    ['Printer is jammed', 'Printer is jammed'],
    [' incident&nbsp; Printer&nbsp;jammed\n', 'incident Printer jammed'],
    [escaped, markup],
    ['a &amp;lt; b &amp;amp; c', 'a &lt; b &amp; c'],
    ['5 < 6 && <http://a|b> stays', '5 < 6 && <http://a|b> stays'],
    ['<p>one<br>two</p>', 'one\ntwo'],
    ['it&#39;s &#x1F514; &#xFFFFFFF; &unknown;', "it's 🔔 &#xFFFFFFF; &unknown;"],
    ['<at>nobody</at> listed', '<at>nobody</at> listed'],
  ])('%j are %j', (text, typed) => {
    expect(readWords(said(text))).toEqual({ text: typed, mentionsDesk: false, mentioned: [] })
  })

  it('lose the mention of the desk, wherever it stands', () => {
    expect(readWords(said('<at>Desk</at>&nbsp;list mine', [desk]))).toMatchObject({
      text: 'list mine',
      mentionsDesk: true,
    })
    expect(readWords(said('take this, <at>Desk</at>', [desk]))).toMatchObject({
      text: 'take this,',
      mentionsDesk: true,
    })
  })

  it('keep people as @name, in order, and what was typed like a mention as it is', () => {
    const text =
      '<at>Desk</at> assign INC-1 <at>Bob Noyce</at> not &lt;at&gt;Bob Noyce&lt;/at&gt; nor <at>Ada Lovelace</at>'
    expect(readWords(said(text, [mention(ada.id, ada.name), desk, mention(bob.id, bob.name)]))).toEqual({
      text: 'assign INC-1 @Bob Noyce not <at>Bob Noyce</at> nor @Ada Lovelace',
      mentionsDesk: true,
      mentioned: [{ id: bob.id }, { id: ada.id }],
    })
  })
})

describe('the body of a picked message', () => {
  it.each([
    ['<p>Printer is <strong>jammed</strong></p><p>again</p>', 'Printer is jammed\nagain'],
    [`<div>${escaped}</div>`, markup],
    ['<p>Ask <at id="0">Ada Lovelace</at>&nbsp;please</p>', 'Ask Ada Lovelace please'],
    ['<ul><li>one</li><li>two</li></ul>', '- one\n- two'],
    ['<p>see<img src="x" alt="y"></p><script>alert(1)</script>', 'see'],
  ])('%j says %j', (html, words) => {
    expect(wordsOfHtml(html)).toBe(words)
  })
})
