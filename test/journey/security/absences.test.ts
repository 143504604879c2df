import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personOf } from '../../../src/domain/authority.ts'
import { demoDesk } from '../../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { type Forger, forger } from '../../support/forger.ts'
import { quiet } from '../../support/person.ts'
import { type Watch, watch } from '../../support/watch.ts'

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

const enter = (by: Forger, values: Record<string, string>): Promise<string> =>
  by.submit(
    'absence.enter',
    { form: randomUUID() },
    { to: '2031-01-01T10:00:00Z', from: '2030-12-31T10:00:00Z', ...values },
  )

const press = (by: Forger, name: string, argument: string): Promise<string> => by.press({ name, argument })

describe.each(['slack', 'teams'] as const)('in %s, an absence', (platform) => {
  let owner: Forger
  let other: Forger
  let actor: string
  let absent: string
  beforeAll(async () => {
    const people = await demoDesk()
    absent = platform === 'slack' ? 'iris' : 'sam'
    actor = platform === 'slack' ? 'ben' : 'priya'
    owner = forger(house, personOf(people, absent)!, platform)
    other = forger(house, personOf(people, actor)!, platform)
  })

  it('of somebody else is entered by nobody without the right to it, whatever the form had', async () => {
    const answer = await desk.refuses(() => enter(other, { person: absent }), {
      reason: 'not-your-absence',
      platform,
      actor,
    })
    expect(answer).toContain('and the change managers can do that')
  })

  it('of somebody else is taken back by nobody without the right to it', async () => {
    await enter(owner, {})
    await quiet(house)
    const { id } = await desk.db
      .selectFrom('absences')
      .select('id')
      .where('person', '=', absent)
      .executeTakeFirstOrThrow()
    const takeBack = 'absence.take-back'
    await desk.refuses(() => press(other, takeBack, id), { reason: 'not-your-absence', platform, actor })
    await desk.refuses(() => press(other, takeBack, randomUUID()), {
      reason: 'unknown-button',
      platform,
      actor,
    })
    await desk.refuses(() => press(other, takeBack, `'; drop table absences`), {
      reason: 'unknown-button',
      platform,
      actor,
    })
    expect(await owner.press({ name: 'absence.take-back', argument: id })).toContain('Taken back')
  })

  it('with a deputy who is none is refused at the input, and kept without the value', async () => {
    const answer = await desk.refuses(() => enter(owner, { deputy: 'zoe' }), {
      reason: 'unknown-value',
      platform,
      actor: absent,
      detail: { intent: 'absence.enter', field: 'deputy' },
    })
    expect(answer).toContain('not known to the desk')
  })

  it('of words that were kept for something else opens an empty form', async () => {
    expect(await desk.recordsNothing(() => press(other, 'absence.enter', randomUUID()))).not.toContain(
      'went wrong',
    )
  })
})
