import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, settings } from '../../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import type { Forger } from '../../support/forger.ts'
import { quiet } from '../../support/person.ts'
import { raise } from '../../support/raising.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { garbage, hiddenWords, inherited, sqlWords, stage } from './forgeries.ts'

let house: DeskHouse
let desk: Watch
beforeAll(async () => {
  house = await openDeskHouse()
  desk = watch(house)
})
afterAll(async () => {
  await desk.close()
  await house.close()
})

describe.each(settings.slice(0, 2))('a button forged in $name', (setting) => {
  let cast: Cast
  let record: string
  let owner: Forger
  let agent: Forger
  let stranger: Forger
  beforeAll(async () => {
    ;({ cast, record, owner, agent, stranger } = await stage(house, setting))
  })
  const platform = setting.requesterChat

  it('a button that carries something else does nothing', async () => {
    const answers = await desk.refuses(
      async () => {
        const all: string[] = []
        for (const value of garbage[platform]) all.push(await stranger.pressRaw(value))
        return all
      },
      { reason: 'forged-button', platform },
    )
    for (const [index, answer] of answers.entries())
      expect(`${JSON.stringify(garbage[platform][index])}: ${answer}`).toMatch(
        /cannot be used any more|does not know this button/,
      )
  })

  it('what stands in every object of the language is no button, form or word of ours', async () => {
    await desk.refuses(
      async () => {
        for (const name of inherited) {
          const pressed = await owner.press({ name, record, version: 1 })
          expect(`${name}: ${pressed}`).toContain('This button is no longer known.')
          const sent = await owner.submit(name, { record, version: '1' })
          expect(`${name}: ${sent}`).toContain(hiddenWords(record))
        }
      },
      ...inherited.flatMap((intent) => [
        { reason: 'unknown-button', platform, detail: { intent } },
        { reason: 'not-involved', platform, detail: { intent } },
      ]),
    )
    expect(await owner.command(`constructor ${record}`)).toMatch(
      /is not something the desk understands|Shall “constructor/,
    )
  })

  it('a button of an action that there is not does nothing', async () => {
    const answer = await desk.refuses(() => owner.press({ name: 'incident.explode', record, version: 1 }), {
      reason: 'unknown-button',
      actor: cast.requester.id,
      detail: { intent: 'incident.explode' },
    })
    expect(answer).toContain('This button is no longer known.')
  })

  it('the words of another person’s offer are not given away, nor added to anything', async () => {
    await cast.bystander.say('My salary statement is wrong: 4711')
    await cast.bystander.toldWith(/Shall this|reported as a problem/)
    await quiet(house)
    const offer = await desk.db
      .selectFrom('offers')
      .selectAll()
      .where('person', '=', cast.bystander.id)
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow()
    const told = { reason: 'unknown-offer', platform, actor: cast.requester.id }
    const opened = await desk.refuses(
      () => owner.press({ name: 'incident.report', argument: offer.id }),
      told,
    )
    expect(opened).not.toContain('4711')
    expect(JSON.stringify(house.playground[platform].form(owner.user)?.inputs ?? [])).not.toContain('4711')
    const added = await desk.refuses(
      () => owner.press({ name: 'incident.add-words', record, version: 1, argument: offer.id }),
      told,
    )
    expect(added).toContain(hiddenWords(record))
    // The offer's own person may not put them into somebody else's record either.
    await desk.refuses(
      () => stranger.press({ name: 'incident.add-words', record, version: 1, argument: offer.id }),
      { reason: 'not-involved', actor: cast.bystander.id, record },
    )
  })

  it('an offer that is none is none', async () => {
    await desk.refuses(
      async () => {
        for (const argument of [sqlWords, '1', randomUUID(), 'x'.repeat(200)]) {
          const answer = await owner.press({ name: 'incident.add-words', record, version: 1, argument })
          expect(`${argument}: ${answer}`).toContain(hiddenWords(record))
        }
      },
      { reason: 'unknown-offer', actor: cast.requester.id, record },
    )
  })

  it('a question of another record is not answered on this one', async () => {
    const other = await raise(house, cast, 'Asked about')
    await agent.submit(
      'incident.suspend',
      { form: randomUUID(), record: other },
      { waitingFor: 'supplier', reason: 'spare part' },
    )
    await quiet(house)
    const row = await desk.db
      .selectFrom('incidents')
      .select('agreement')
      .where('id', '=', other)
      .executeTakeFirst()
    const id = (row?.agreement as { id: string } | undefined)?.id ?? 'no question'
    for (const argument of [id, sqlWords, randomUUID()])
      for (const name of ['incident.agree', 'incident.decline']) {
        const answer = await desk.refuses(() => owner.press({ name, record, version: 1, argument }), {
          reason: 'forged-value',
          platform,
          actor: cast.requester.id,
          record,
          detail: { intent: name, field: 'question' },
        })
        expect(answer).toContain('That question has been answered already')
      }
    // Nor is it by those whom it was not put to.
    const answer = await desk.refuses(
      () => agent.press({ name: 'incident.agree', record: other, version: 2, argument: id }),
      { reason: 'not-affected', actor: cast.agent.id, record: other },
    )
    expect(answer).toContain(`only ${cast.requester.name}`)

    const answered = { name: 'incident.agree', record: other, version: 2, argument: id }
    await owner.press(answered)
    await quiet(house)
    const mark = (await desk.trail()).at(-1)?.id
    await desk.refuses(
      async () => {
        // The button of a question that is over may still stand somewhere: that one is pressed in good faith.
        expect(await owner.press(answered)).toContain('That question has been answered already')
        await owner.press({ ...answered, argument: randomUUID() })
      },
      { reason: 'forged-value', record: other, detail: { intent: 'incident.agree', field: 'question' } },
    )
    expect((await desk.trail(mark)).map(({ detail }) => detail)).toEqual([
      { intent: 'incident.agree', field: 'question' },
    ])
  })

  it('what only administrators decide is decided by nobody else', async () => {
    const names = ['link.confirm', 'link.refuse']
    await desk.refuses(
      async () => {
        for (const name of names)
          for (const sender of [stranger, owner, agent])
            expect(await sender.press({ name, argument: randomUUID() })).toContain('Only an administrator')
      },
      ...names.map((intent) => ({ reason: 'not-admin', detail: { intent } })),
    )
  })

  it('pages and lookups that ask for the impossible get what there is', async () => {
    for (const argument of ['-1', '1e9', '9'.repeat(100), 'NaN', sqlWords, '0x10'])
      expect(await desk.recordsNothing(() => stranger.press({ name: 'list.mine', argument }))).toContain(
        'Your open records',
      )
  })
})
