import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { castOf, settings } from '../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../support/desk-house.ts'
import { quiet } from '../support/person.ts'
import { closed, raise, resolve, take } from '../support/raising.ts'
import { valueIn } from '../support/reading.ts'

let house: DeskHouse
beforeAll(async () => {
  house = await openDeskHouse()
})
afterAll(() => house.close())

/** What is markup in one chat or the other. */
const markup = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'
/** More of it, that may not be typed into a title: lines, lists, escapes, dates, pictures, mentions by id. */
const more =
  '**b** _i_ ~s~ `c` &lt;b&gt; &amp; <@U0ADA> {{DATE(2026-01-01T00:00:00Z)}} ![p](q) <b>t</b> \\* # h'

/** What is read: an invisible space, by which Teams is kept from reading a date, is none of it. */
const asRead = (text: string | undefined): string => (text ?? '').replaceAll('\u200B', '')

describe.each(settings)('what people type stays what they typed in $name', (setting) => {
  test('on cards, in notifications, lines, lists and at home', async () => {
    const cast = await castOf(house, setting)
    const { requester, agent, triage } = cast
    await requester.say(markup)
    const offer = await requester.toldWith(/Nothing is recorded yet/)
    expect(offer.text).toContain(`“${markup}”`)
    const form = await requester.opens(offer, 'Report a problem')
    expect(valueIn(form, 'What is wrong?')).toBe(markup)
    await requester.fillIn({ Service: cast.service.name, Details: more })
    const told = await requester.told(/is recorded/)
    expect(told).toContain(markup)
    const record = /INC-\d+/.exec(told)![0]
    await closed(requester)
    await quiet(house)
    for (const card of [await requester.card(record), await agent.card(record, triage)]) {
      expect(card.text).toContain(`${record} · ${markup}`)
      expect(asRead(card.text)).toContain(more)
      expect(card.fallback).toBe(`${record} New, P4: ${markup}`)
    }

    await requester.reply(record, `${markup} ${more}`)
    await quiet(house)
    const [line] = agent.lines(record, triage).filter(({ text }) => text.includes('(requester)'))
    expect(asRead(line?.text)).toContain(`${markup} ${more}`)
    expect(asRead(line?.fallback)).toContain(`${markup} ${more}`)
    await agent.reply(record, `${markup} ${more}`, triage)
    await quiet(house)
    const [back] = requester.lines(record).filter(({ text }) => text.includes(`(${cast.team.name})`))
    expect(asRead(back?.text)).toContain(`${markup} ${more}`)
    expect(asRead(back?.fallback)).toContain(`${markup} ${more}`)

    await take(house, cast, record)
    await resolve(house, cast, record, `${markup} ${more}`)
    expect(asRead((await requester.cardSays(record, /Resolved/)).text)).toContain(`: ${markup} ${more}`)
    const resolved = requester.lines(record).find(({ text }) => text.includes('resolved it (Fixed)'))
    expect(asRead(resolved?.text)).toContain(`: ${markup} ${more}`)
    expect((await requester.home()).text).toContain(markup)
    await requester.command('list')
    expect(await requester.told(/Your open records/)).toContain(markup)
    await agent.press(await agent.card(record, triage), 'Details')
    expect(asRead(await agent.told(/History/))).toContain(`${markup} ${more}`)
    expect((await requester.chat.search(requester.user, record)).join('\n')).toContain(markup)
    await requester.command(markup)
    await requester.told(/Nothing is recorded yet|is not something the desk understands/)
  })

  test('in a command and in a message to management', async () => {
    const cast = await castOf(house, setting)
    const { requester, lead } = cast
    const record = await raise(house, cast, markup)
    expect((await requester.card(record)).text).toContain(`${record} · ${markup}`)
    await requester.act(await requester.card(record), 'Escalate', { Reason: more })
    await requester.told(/escalated/)
    await closed(requester)
    await quiet(house)
    const [notice] = lead.read().filter(({ text }) => text.startsWith(`${record} ·`))
    expect(notice?.text).toContain(markup)
    expect(asRead(notice?.text)).toContain(more)
    expect(notice?.fallback).toContain(markup)
  })
})
