import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SeenMessage } from '../../playground/chat.ts'
import { fields, text } from '../../playground/slack/fields.ts'
import { hasPictures } from '../../src/bot/ui/card.ts'
import type { Place } from '../../src/domain/place.ts'
import { eventually } from '../support/desk-house.ts'
import { cardWith, picture } from '../support/picture.ts'
import { type Side, openSide, platforms } from './sides.ts'

/** Everything in a message that shows a picture: blocks in Slack, elements of a card in Teams. */
const imagesIn = (body: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(body)
    ? body.flatMap((each: unknown) => imagesIn(each))
    : /^image$/i.test(text(fields(body)['type']))
      ? [fields(body)]
      : Object.values(fields(body)).flatMap((each) => imagesIn(each))

/** The bytes of the pictures that somebody sees, however the platform keeps them. */
const picturesIn = (side: Side, message: SeenMessage | undefined): readonly (Buffer | undefined)[] =>
  imagesIn(message?.body).map((image) => {
    const id = text(fields(image['slack_file'])['id'])
    const bytes = side.simulated.file?.(id)
    if (bytes !== undefined) return Buffer.from(bytes)
    const [, base64] = text(image['url']).split('data:image/png;base64,')
    return base64 === undefined ? undefined : Buffer.from(base64, 'base64')
  })

describe.each(platforms)('a card with a picture in %s', (platform) => {
  let side: Side
  let direct: Place
  beforeAll(async () => {
    side = await openSide(platform)
    direct = await side.chat.openDirect(side.reader)
  })
  afterAll(() => side.close())

  const read = (place: Place) => side.simulated.read(side.reader.user, place.conversation)
  const asked = async (where: Place): Promise<void> =>
    side.simulated.command(side.reader.user, { conversation: where.conversation }, 'sla')

  it('shows it between its words, and says it to those who do not see it', async () => {
    const [first, second] = [picture({ alt: 'One' }), picture({ alt: 'Two' })]
    const seen = await side.shows(cardWith(first, second))
    expect(picturesIn(side, seen)).toEqual([Buffer.from(first.png), Buffer.from(second.png)])
    expect(
      seen.text
        .replaceAll(/^Service targets$/gm, '')
        .trim()
        .split(/\n+/),
    ).toEqual(['One', 'Two', 'Mail 92 % (23 of 25)'])
    expect(seen.fallback).toBe('Service targets of the network team')
  })

  it('shows another one once it is edited, and none once that has none', async () => {
    const posted = await side.chat.post(side.place, cardWith(picture()), 'edited')
    const message = () => side.simulated.read(side.reader.user, side.place.conversation, posted.message)[0]
    const next = picture()
    await side.chat.update(posted, cardWith(next))
    expect(picturesIn(side, message())).toEqual([Buffer.from(next.png)])
    await side.chat.update(posted, cardWith())
    expect(picturesIn(side, message())).toEqual([])
  })

  it('shows a real chart', async () => {
    const { complianceChart } = await import('../../src/charts/compliance-chart.ts')
    const { sample } = await import('../charts/samples.ts')
    const chart = await complianceChart(sample(['Mail', 'Network', 'Printing', 'Telephony'], 12))
    const lines = Array.from({ length: 30 }, (_, at) => `Service ${at}: 92 % (23 of 25)`).join('\n')
    const card = cardWith(chart)
    const seen = await side.shows({
      ...card,
      elements: [...card.elements, { kind: 'text', text: lines }],
    })
    expect(picturesIn(side, seen)).toEqual([Buffer.from(chart.png)])
    expect(seen.text).toContain('Service 29: 92 %')
  })

  it('answers a command in the direct chat with it', async () => {
    const shown = picture()
    side.answer = () => ({ kind: 'private', card: cardWith(shown) })
    const before = read(direct).length
    await asked(direct)
    const seen = await eventually(() => read(direct).slice(before).find(fromDesk), 'the answer')
    expect(picturesIn(side, seen)).toEqual([Buffer.from(shown.png)])
    expect(seen.onlyFor).toBeUndefined()
    expect(read(direct).slice(before).filter(fromDesk)).toHaveLength(1)
  })

  it('answers a command in a channel with it in the direct chat, for nobody else to see', async () => {
    const shown = picture()
    side.answer = () => ({ kind: 'private', card: cardWith(shown) })
    const [inChannel, before] = [read(side.place).length, read(direct).length]
    await asked(side.place)
    const seen = await eventually(() => read(direct).slice(before).find(fromDesk), 'the picture')
    expect(picturesIn(side, seen)).toEqual([Buffer.from(shown.png)])
    const there = read(side.place).slice(inChannel).filter(fromDesk)
    expect(there.flatMap((each) => picturesIn(side, each))).toEqual([])
    // In Slack the words are there at once, for that person only.
    const words = /Mail: 92 % in the last week\.[^]*Mail 92 %[^]*direct chat/
    const shownThere = { onlyFor: side.reader.user, text: expect.stringMatching(words) }
    expect(there).toMatchObject(platform === 'slack' ? [shownThere] : [])
    const others = side.simulated.read(side.guest.user, side.place.conversation).slice(inChannel)
    expect(others.filter(fromDesk)).toEqual([])
  })

  it('has words in its place where no message is: on the home, in a form that is done', async () => {
    const card = cardWith(picture())
    const home = await side.showsHome(card)
    // The home of Teams is a message.
    expect(picturesIn(side, home)).toHaveLength(platform === 'slack' ? 0 : 1)
    expect(home.text).toContain('Mail: 92 % in the last week.')
    const form = {
      name: 'incident.report',
      title: 'A form',
      submitLabel: 'Send',
      state: {},
      inputs: [{ kind: 'text', name: 'title', label: 'Title', value: 'x', maxLength: 9 }],
    } as const
    await side.opens(form)
    side.answer = () => ({ kind: 'done', card })
    await side.simulated.submit(side.reader.user, {})
    const done = side.simulated.form(side.reader.user)
    expect(done?.text).toContain('Mail: 92 % in the last week.')
    expect(imagesIn(done?.body)).toEqual([])
    expect(hasPictures(card)).toBe(true)
  })

  it('has words in its place when it is none, or too large to be shown', async () => {
    const nonsense = { ...picture(), png: Uint8Array.from({ length: 100 }, () => 7) }
    const tooWide = picture({}, 1200, 10)
    for (const shown of platform === 'slack' ? [nonsense] : [nonsense, tooWide]) {
      const seen = await side.shows(cardWith(shown))
      expect(picturesIn(side, seen)).toEqual([])
      expect(seen.text).toMatch(/Mail: 92 % in the last week\.[^]*Mail 92 % \(23 of 25\)/)
    }
  }, 30_000)

  it('keeps its words when there are too many of them for a picture beside them', async () => {
    const long = Array.from({ length: 12 }, (_, at) => `${at} ${'w'.repeat(2900)}`)
    const card = cardWith(picture({}, 900, 400))
    const seen = await side.shows({
      ...card,
      elements: [...card.elements, ...long.map((each) => ({ kind: 'text', text: each }) as const)],
    })
    for (const each of long) expect(seen.text).toContain(each.slice(0, 50))
  })
})

const fromDesk = ({ author }: SeenMessage): boolean => author === 'desk'

describe('Slack', () => {
  let side: Side
  beforeAll(async () => {
    side = await openSide('slack')
  })
  afterAll(() => side.close())

  it.each(['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'])(
    'that fails at %s costs a card only its picture',
    async (method) => {
      for (const how of [
        { kind: 'status', status: 429, retryAfter: 30 },
        { kind: 'status', status: 500 },
        { kind: 'lost' },
      ] as const) {
        side.simulated.fault({ method, times: 1, how })
        const seen = await side.shows(cardWith(picture()))
        expect(imagesIn(seen.body)).toEqual([])
        expect(seen.text).toMatch(/Mail: 92 % in the last week\.[^]*Mail 92 % \(23 of 25\)/)
      }
    },
  )
})
