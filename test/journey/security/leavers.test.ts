import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, settings } from '../../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { type Forger, forger } from '../../support/forger.ts'
import { changeDesk, without } from '../../support/new-desk.ts'
import { quiet } from '../../support/person.ts'
import { raise } from '../../support/raising.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { stage } from './forgeries.ts'

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

const unknown = 'The desk does not know this account yet'

describe.each(settings.slice(0, 2))('in $name', (setting) => {
  let cast: Cast
  let record: string
  let owner: Forger
  let agent: Forger
  const platform = setting.requesterChat
  beforeAll(async () => {
    ;({ cast, record, owner, agent } = await stage(house, setting))
  })

  it('a role that was taken away between the drawing of a button and the click is gone', async () => {
    const other = await raise(house, cast, 'Taken in time')
    const took = await agent.press({ name: 'incident.take', record: other, version: 1 })
    expect(took).not.toContain('not one of its agents')
    const drawn = await cast.agent.card(record, cast.triage)
    expect(drawn.buttons.map(({ label }) => label)).toContain('Take it')
    const opened = { form: randomUUID(), record: other, version: '2' }
    await quiet(house)

    const { id } = cast.agent
    await changeDesk(house, (source) => source.replace(new RegExp(`(members: \\[)${id}, `), '$1'))
    // Nobody's agent any more, and without another part in it: not even that it is there is told.
    const gone = { reason: 'not-involved', platform, actor: id }
    const answers = await desk.refuses(
      async () => [
        await agent.press({ name: 'incident.take', record, version: 1 }),
        await agent.submit('incident.note', opened, { text: 'still here' }),
        await agent.submit('incident.resolve', opened, { code: 'fixed', text: 't', ...classified() }),
        await agent.command(`note ${other} still here`),
      ],
      { ...gone, record, detail: { intent: 'incident.take' } },
      { ...gone, record: other, detail: { intent: 'incident.note' } },
      { ...gone, record: other, detail: { intent: 'incident.resolve' } },
      { ...gone, record: other, detail: { intent: 'words' } },
    )
    for (const answer of answers) expect(answer).toContain('or it does not concern you')
    await desk.refuses(
      async () => {
        await cast.agent.chat.press(cast.agent.user, drawn, 'Take it')
      },
      { ...gone, record },
    )
  })
  const classified = () => ({ service: cast.service.id, category: 'fault' })

  it('a leaver’s old buttons, forms and words are nobody’s', async () => {
    const card = await cast.requester.card(record)
    const opened = { form: randomUUID(), record, version: '1' }
    await quiet(house)
    await changeDesk(house, without(cast.requester.id))
    const told = {
      reason: 'unknown-account',
      platform,
      actor: `${platform}/${house.playground[platform].tenant}/${owner.user}`,
    }
    const answers = await desk.refuses(
      async () => [
        await owner.press({ name: 'incident.details', record, version: 1 }),
        await owner.press({ name: 'incident.cancel', record, version: 1 }),
        await owner.submit('incident.comment', opened, { text: 'still here' }),
        await owner.submit('incident.report', { form: randomUUID() }, { title: 'x', ...classified() }),
        await owner.command(`show ${record}`),
        await owner.command('list'),
      ],
      ...['pressed', 'submitted', 'words'].map((intent) => ({ ...told, detail: { intent } })),
    )
    for (const answer of answers) {
      expect(answer).toContain(unknown)
      expect(answer).not.toContain('Nobody else')
    }
    await desk.refuses(async () => {
      await cast.requester.chat.press(owner.user, card, 'Details')
      await cast.requester.say('my old record')
    }, told)
    expect(house.playground[platform].form(owner.user)?.inputs ?? []).toEqual([])
  })
})

it('an account that was confirmed for a leaver does not become whoever has its address now', async () => {
  const fern = forger(house, 'U0FERN', 'slack')
  await desk.db
    .insertInto('link_proposals')
    .values({
      id: randomUUID(),
      platform: 'slack',
      tenant: 'T0BELLWIRE',
      user_id: 'U0FERN',
      person: 'fern',
      asked_at: house.clock.now.toString(),
      decided_by: 'kofi',
      decided_at: house.clock.now.toString(),
      confirmed: true,
    })
    .execute()
  await changeDesk(house, (source) =>
    source
      .replace('- id: fern\n', '- id: fern-the-second\n    roles: [admin]\n')
      .replace('T0BELLWIRE/U0FERN', 'T0BELLWIRE/U0ANOTHER'),
  )
  const answer = await desk.refuses(() => fern.command('list team'), {
    reason: 'link-of-another',
    actor: 'slack/T0BELLWIRE/U0FERN',
  })
  expect(answer).toContain(unknown)
  await desk.refuses(() => fern.press({ name: 'link.confirm', argument: randomUUID() }), {
    reason: 'link-of-another',
  })
})
