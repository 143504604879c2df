import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card, CardElement } from '../../src/bot/ui/card.ts'
import type { Form } from '../../src/bot/ui/form.ts'
import { picture } from '../support/picture.ts'
import { markup } from './arbitrary.ts'
import { type Side, openSide, people, platforms } from './sides.ts'

const at = Temporal.Instant.from('2026-11-21T09:30:00Z')
const asked = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'

const someone = (platform: 'slack' | 'teams') => ({
  mention: { platform, tenant: 'x', user: people[platform].reader },
  name: 'Rhea Reader',
})

/** The words in every place of a card in which a person's words can stand. */
const places = (words: string): readonly CardElement[] => {
  return [
    { kind: 'header', text: words },
    { kind: 'text', text: words },
    { kind: 'text', text: [{ text: words, bold: true }] },
    { kind: 'text', text: [someone('slack'), { text: ` ${words}` }] },
    { kind: 'text', text: [someone('teams'), { text: ` ${words} `, bold: true }, { at }] },
    { kind: 'text', text: [{ link: 'https://example.org/', text: words }] },
    {
      kind: 'text',
      text: [someone('teams'), { text: ' ' }, { link: 'https://example.org/(a)', text: words }],
    },
    { kind: 'fields', fields: [{ label: 'A', value: words }] },
    { kind: 'fields', fields: [{ label: 'A', value: [{ text: words }, { text: ' ' }, { at }] }] },
    { kind: 'context', text: words },
    { kind: 'picture', picture: picture({ alt: words, title: 'A title' }) },
    { kind: 'context', text: [{ at }, { text: ' ' }, { text: words }] },
    { kind: 'context', text: [someone('slack'), someone('teams'), { text: ` ${words}` }] },
    { kind: 'context', text: [{ text: words }, { link: 'https://example.org/', text: 'there' }] },
  ]
}

/** What Teams' zero-width break in `{{DATE` adds cannot be seen. */
const seenWords = (text: string): string => text.replaceAll('\u200B', '')

const times = (text: string, words: string): number => text.split(words).length - 1

describe.each(platforms)('what a person typed, in %s,', (platform) => {
  let side: Side
  beforeAll(async () => {
    side = await openSide(platform)
  })
  afterAll(() => side.close())

  const isLiteral = async (words: string): Promise<void> => {
    const elements = places(words)
    const button = { label: words.slice(0, 70), action: { name: 'help' } }
    const card: Card = { fallback: words, elements: [...elements, { kind: 'buttons', buttons: [button] }] }
    const seen = await side.shows(card)
    expect(times(seenWords(seen.text), words)).toBe(elements.length)
    expect(seenWords(seen.fallback)).toBe(words)
    expect(seen.buttons.map(({ label }) => seenWords(label))).toEqual([button.label])
    expect(side.simulated.complaints(side.reader.user)).toEqual([])
  }

  it('stands there as it was typed, in every part of a message and in its notification', async () => {
    await isLiteral(asked)
    const seen = await side.shows({ fallback: asked, elements: places(asked) })
    expect(seen.text).not.toContain('[@channel]')
  })

  it('stands there as it was typed, whatever it was', async () => {
    const words = fc
      .array(fc.oneof(markup, fc.stringMatching(/^[!-~]{1,12}$/)), { minLength: 1, maxLength: 6 })
      .map((parts) => seenWords(`w${parts.join(' ')}`).trim())
    await expect(fc.assert(fc.asyncProperty(words, isLiteral), { numRuns: 60 })).resolves.toBeUndefined()
  })

  it('stands there as it was typed in an edited message', async () => {
    const posted = await side.chat.post(side.place, { fallback: 'before', elements: [] }, 'edited')
    await side.chat.update(posted, { fallback: asked, elements: places(asked) })
    const [seen] = side.simulated.read(side.reader.user, side.place.conversation, posted.message)
    // Slack has no way to switch bold and the like off in the notification text of an edit; mentions and links are off.
    const formatted = platform === 'slack' ? asked.replaceAll('*', '') : asked
    expect(seen?.fallback).toBe(formatted)
    expect(times(seen?.text ?? '', asked)).toBe(places(asked).length)
  })

  it('stands there as it was typed in a form, its complaints and what is filled in', async () => {
    const form: Form = {
      name: 'incident.report',
      title: 'A form',
      submitLabel: 'Send',
      state: { title: asked },
      intro: asked,
      problem: asked,
      inputs: [
        { kind: 'text', name: 'title', label: asked, hint: asked, value: asked, maxLength: 150 },
        {
          kind: 'choice',
          name: 'service',
          label: 'Service',
          value: 'one',
          options: [
            { value: 'one', label: asked },
            { value: 'two', label: 'Two' },
          ],
        },
      ],
    }
    const seen = await side.opens(form)
    expect(times(seen.text, asked)).toBeGreaterThanOrEqual(2)
    expect(seen.text).not.toContain('[@channel]')
    expect(seen.inputs).toMatchObject([
      { label: asked, value: asked },
      { label: 'Service', value: asked, options: [asked, 'Two'] },
    ])
    side.answer = () => ({
      kind: 'done',
      card: { fallback: asked, elements: [{ kind: 'text', text: asked }] },
    })
    await side.simulated.submit(side.reader.user, {})
    expect(side.intents.at(-1)).toMatchObject({
      kind: 'submitted',
      state: { title: asked },
      values: { title: asked, service: 'one' },
    })
    expect(side.simulated.form(side.reader.user)?.text).toContain(asked)
  })

  it('stands there as it was typed where the home is shown', async () => {
    const seen = await side.showsHome({ fallback: asked, elements: places(asked) })
    expect(times(seen.text, asked)).toBe(places(asked).length)
  })
})
