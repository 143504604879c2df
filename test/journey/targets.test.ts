import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personOf } from '../../src/domain/authority.ts'
import { type Cast, castOf, settings } from '../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../support/desk-house.ts'
import { asPerson, quiet } from '../support/person.ts'
import { closed, raise, resolve, take } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

/** Targets of seconds, counted round the clock. */
const targets = `
targets:
  - id: answer
    name: First answer
    for: response
    within: { P1: PT20S, P2: PT20S, P3: PT20S, P4: PT20S }
    calendar: round-the-clock
  - id: restore
    name: Service restored
    for: resolution
    within: { P1: PT100S, P2: PT100S, P3: PT100S, P4: PT100S }
    calendar: round-the-clock
`

let house: DeskHouse

/**
 * Lets seconds pass, then ticks twice: the second tick must find nothing left to do. Five minutes in all are the most, since
 * the doors turn away what is older than that.
 */
const pass = async (seconds: number): Promise<void> => {
  house.clock.now = house.clock.now.add({ seconds })
  await house.service.tickClocks()
  await house.service.tickClocks()
  await quiet(house)
}

describe.each(settings)('8.1-h: targets in $name', (setting) => {
  let cast: Cast
  let record: string
  beforeAll(async () => {
    house = await openDeskHouse({
      file: (source) => source.slice(0, source.indexOf('\ntargets:')) + targets,
    })
    cast = await castOf(house, setting)
    record = await raise(house, cast, 'The crew tablets lose their link')
  })
  afterAll(() => house.close())

  const inTriage = (words: string) => holding(cast.agent.lines(record, cast.triage), words)
  const toRequester = (words: string) => holding(cast.requester.lines(record), words)
  const toldDirectly = (person: Cast['agent'], words: string) =>
    person.read().filter(({ text }) => text.includes(record) && text.includes(words))

  test('both cards say by when, and what is left', async () => {
    const mine = await cast.requester.card(record)
    const theirs = await cast.agent.card(record, cast.triage)
    expect(mine.text).toMatch(/To be resolved by.*1 min 40 s left/s)
    expect(theirs.text).toMatch(/Resolve by.*1 min 40 s left/s)
    for (const card of [mine, theirs]) {
      expect(card.text).toMatch(/Answer by.*20 s left/s)
      expect(card.text).toContain('Times left as of')
      expect(buttons(card)).toContain('Why this due time?')
    }
  })

  test('the team is warned in its thread before anybody above it', async () => {
    await pass(11)
    expect(inTriage('50% of the time has passed: it is to be answered by')).toHaveLength(1)
    expect(inTriage('Nobody has taken it yet')).toHaveLength(1)
    expect(toldDirectly(cast.lead, 'of the time has passed')).toHaveLength(0)
    await pass(5)
    expect(inTriage('75% of the time has passed')).toHaveLength(1)
    expect(toldDirectly(cast.lead, '75% of the time has passed')).toHaveLength(1)
    expect(toRequester('longer than agreed')).toHaveLength(0)
  })

  test('an answer in time ends that clock: nothing more is said about it', async () => {
    await take(house, cast, record)
    await pass(10)
    expect(inTriage('answered by')).toHaveLength(2)
    const card = await cast.agent.card(record, cast.triage)
    expect(card.text).not.toContain('Answer by')
    expect(card.text).toContain('Resolve by')
  })

  test('several warnings at once are one message for each; the requester is told in advance', async () => {
    const before = cast.agent.lines(record, cast.triage).length
    await pass(65)
    // The newest says what is so; that the others were passed as well stands in the history.
    expect(inTriage('90% of the time has passed: it is to be resolved by')).toHaveLength(1)
    for (const share of ['50%', '75%'])
      expect(inTriage(`${share} of the time has passed: it is to be resolved by`)).toHaveLength(0)
    expect(cast.agent.lines(record, cast.triage).length).toBe(before + 1)
    const mine = toldDirectly(cast.agent, '90% of the time has passed')
    expect(mine).toHaveLength(1)
    expect(mine[0]?.text).not.toContain('50% of the time has passed')
    expect(buttons(mine[0]!)).toContain('Acknowledge')
    const [advance = '', ...more] = toRequester('may take longer than agreed')
    expect(more).toEqual([])
    expect(advance).toContain('You were promised that it is resolved by')
    expect(advance).toContain(`What happens next: ${cast.agent.name} is working on it.`)
    expect(advance).toContain('told')
    for (const id of cast.service.interested) {
      const person = personOf(cast.desk, id)!
      const interested = asPerson(house, person, person.identities[0]!.platform)
      const [message, ...others] = toldDirectly(interested, 'may take longer than agreed')
      expect(others).toEqual([])
      expect(message?.text).toContain(`${cast.requester.name} was promised that it is resolved by`)
      expect(message?.text).toContain('Details shows how it stands.')
      expect(buttons(message!)).toEqual(['Why this due time?', 'Details'])
    }
  })

  test('whoever acknowledges stops the warnings', async () => {
    await cast.requester.command(`ack ${record}`)
    expect(await cast.requester.told(/Nothing was changed/)).toContain('not one of its agents')
    const card = await cast.agent.card(record, cast.triage)
    await cast.agent.act(card, 'Acknowledge')
    await eventually(
      () => (inTriage('has seen the warnings and deals with it').length === 1 ? true : undefined),
      'the acknowledgement in the thread',
    )
    await quiet(house)
    expect(buttons(await cast.agent.card(record, cast.triage))).not.toContain('Acknowledge')
  })

  test('a breach is told once to everyone whom it concerns, and its cause is asked for', async () => {
    await pass(12)
    expect(inTriage('Missed: it was to be resolved by')).toHaveLength(1)
    expect(inTriage('please tell it with Say why on the card')).toHaveLength(1)
    expect(toldDirectly(cast.agent, 'Missed:')).toHaveLength(1)
    expect(toldDirectly(cast.lead, 'Missed:')).toHaveLength(1)
    expect(toRequester('and that was not kept')).toHaveLength(1)
    await cast.requester.cardSays(record, /missed/)
    const card = await cast.agent.cardSays(record, /missed/, cast.triage)
    expect(buttons(card)).toContain('Say why')
    await pass(60)
    expect(inTriage('Missed:')).toHaveLength(1)
    expect(toRequester('was not kept')).toHaveLength(1)
  })

  test('6.1-c: the cause is recorded, and the requester does not see it', async () => {
    await cast.agent.act(await cast.agent.card(record, cast.triage), 'Say why', {
      Cause: 'Harder than expected',
      'What happened?': 'The antenna had to be replaced.',
    })
    await cast.agent.told(/has the cause of its missed target/)
    await closed(cast.agent)
    await quiet(house)
    expect(inTriage('Harder than expected. The antenna had to be replaced.')).toHaveLength(1)
    expect(toRequester('antenna')).toHaveLength(0)
    expect(buttons(await cast.agent.card(record, cast.triage))).not.toContain('Say why')
    await cast.agent.command(`cause ${record}`)
    expect(await cast.agent.told(/No missed target/)).toContain(
      'waits for a cause any more; nothing was changed.',
    )
    await cast.requester.command(`cause ${record}`)
    expect(await cast.requester.told(/you are not one of its agents/)).toContain('Nothing was changed')
    await cast.requester.command(`show ${record}`)
    const details = await cast.requester.told(/History/)
    expect(details).toContain('Missed: the time for resolving was up')
    expect(details).not.toMatch(/antenna|Harder than expected|has seen the warnings/)
  })

  test('anyone whom it concerns may ask why it is due when it is', async () => {
    await cast.requester.command(`why ${record}`)
    const told = await cast.requester.told(new RegExp(`Why ${record} is due when it is`))
    expect(told).toContain(
      '“Service restored”: 1 min 40 s for P4, counted in the hours of “round-the-clock” (UTC',
    )
    expect(told).toContain('Counted so far:')
    await cast.bystander.command(`why ${record}`)
    expect(await cast.bystander.told(/There is no/)).toContain('does not concern you')
  })

  test('what is missed or due soon is a list, for the team, the owner of the service and the one who waits', async () => {
    await cast.agent.command('list breaching')
    expect(await cast.agent.told(/Missed, or due within a day/)).toContain(record)
    await cast.requester.command('list breaching')
    expect(await cast.requester.told(/Missed, or due within a day/)).toContain(record)
    await cast.owner.command('list breaching')
    expect(await cast.owner.told(/Missed, or due within a day/)).toContain(record)
    for (const id of cast.service.interested) {
      const interested = asPerson(
        house,
        personOf(cast.desk, id)!,
        personOf(cast.desk, id)!.identities[0]!.platform,
      )
      await interested.command('list breaching')
      expect(await interested.told(/Nothing is missed/)).not.toContain(record)
    }
    await cast.bystander.command('list breaching')
    expect(await cast.bystander.told(/Nothing is missed/)).not.toContain(record)
  })

  test('how services keep their targets is a picture with its numbers', async () => {
    await resolve(house, cast, record)
    const { agent, requester, triage, service } = cast
    await agent.command('sla', triage)
    const shown = await eventually(
      () => agent.read(triage).findLast(({ text, author }) => author === 'desk' && text.includes('by week:')),
      'the figures in the triage channel',
    )
    expect(shown.onlyFor).toBeUndefined()
    expect(shown.text).toContain(service.name)
    expect(JSON.stringify(shown.body)).toMatch(/slack_file|data:image\/png;base64/)
    await agent.command(`sla ${cast.team.name}`)
    expect(await agent.told(/by week:/)).toContain(service.name)
    await agent.command('sla nobody')
    expect(await agent.told(/There is no team/)).toContain(cast.team.name)
    await requester.command('sla')
    expect(await requester.told(/is shown to those who work on them/)).not.toContain('by week')
  })
})
