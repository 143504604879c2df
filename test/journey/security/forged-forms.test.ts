import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, settings } from '../../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import type { Forger } from '../../support/forger.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { hiddenWords, sqlWords, noState, stage } from './forgeries.ts'

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

describe.each(settings.slice(0, 2))('a form forged in $name', (setting) => {
  let cast: Cast
  let record: string
  let owner: Forger
  let agent: Forger
  let stranger: Forger
  beforeAll(async () => {
    ;({ cast, record, owner, agent, stranger } = await stage(house, setting))
  })
  const platform = setting.requesterChat

  it('a follow-up of somebody else’s record is not recorded', async () => {
    const values = { title: 'Mine now', service: cast.service.id, category: 'fault' }
    const answer = await desk.refuses(
      () => stranger.submit('incident.report', { form: randomUUID(), followUpOf: record }, values),
      { reason: 'not-involved', actor: cast.bystander.id, record },
    )
    expect(answer).toContain(hiddenWords(record))
  })

  it('values that the form does not offer are not recorded', async () => {
    const right = {
      title: 'Fine',
      service: cast.service.id,
      category: 'fault',
      impact: 'low',
      urgency: 'low',
    }
    const wrong: readonly [Record<string, string>, RegExp][] = [
      [{ service: 'nothing' }, /not known to the desk/],
      [{ service: sqlWords }, /not known to the desk/],
      [
        { service: cast.desk.services.find(({ customers }) => !customers.includes(customerOf()))?.id ?? '' },
        /not offered/,
      ],
      [{ category: 'nothing' }, /not known to the desk/],
      [{ affected: 'nobody' }, /not known to the desk/],
      [{ title: 'x'.repeat(151) }, /Too long/],
      [{ description: 'x'.repeat(3001) }, /Too long/],
    ]
    for (const [change, words] of wrong) {
      const answer = await desk.recordsNothing(() =>
        owner.submit('incident.report', { form: randomUUID() }, { ...right, ...change }),
      )
      expect(`${JSON.stringify(change).slice(0, 80)}: ${answer}`).toMatch(words)
    }
    const worked: readonly [string, Record<string, string>, RegExp][] = [
      ['incident.assign', { assignee: 'nobody' }, /not known to the desk/],
      ['incident.assign', { assignee: cast.requester.id }, /is not an agent of/],
      ['incident.hand-over', { team: 'nothing', reason: 'r' }, /not known to the desk/],
      ['incident.priority', { priority: 'P0', reason: 'r' }, /nothing was changed/],
      ['incident.classify', { part: 'nothing', category: 'fault', reason: 'r' }, /not known to the desk/],
      ['incident.classify', { part: cast.service.id, category: 'nothing' }, /not known to the desk/],
      ['incident.resolve', { ...right, code: 'nothing', text: 't' }, /not known to the desk/],
      [
        'incident.resolve',
        { ...right, code: 'fixed', service: 'nothing', text: 't' },
        /not known to the desk/,
      ],
    ]
    for (const [form, values, words] of worked) {
      const answer = await desk.recordsNothing(() =>
        agent.submit(form, { form: randomUUID(), record }, values),
      )
      expect(`${form} ${JSON.stringify(values)}: ${answer}`).toMatch(words)
    }
  })
  const customerOf = (): string => cast.desk.people.find(({ id }) => id === cast.requester.id)?.customer ?? ''

  it('state that no form of ours has is nobody’s record, and does not silence the trail', async () => {
    const states: readonly Record<string, string>[] = [
      {},
      { record: '' },
      { record: 'INC-1\u0000' },
      { record: `INC-1${sqlWords}` },
      { record: 'x'.repeat(1900) },
      { record: '\uD800' },
      { record, version: '-1', form: 'x\u0007' },
      { record, version: sqlWords },
      { record, version: 'NaN' },
    ]
    const names = ['incident.comment', 'incident.explode', 'incident.take']
    await desk.refuses(
      async () => {
        for (const form of names)
          for (const state of states) {
            const answer = await stranger.submit(form, state, { text: 'words', reason: 'because' })
            expect(`${JSON.stringify(state).slice(0, 80)}: ${answer}`).toMatch(
              /There is no (such record|INC-\d+), or it does not concern you/,
            )
          }
      },
      ...names.map((intent) => ({ reason: 'not-involved', actor: cast.bystander.id, detail: { intent } })),
    )
    const odd = `incident\u0000${'x'.repeat(60)}`
    if (platform === 'slack')
      await desk.refuses(() => stranger.submit(odd, { record }), {
        reason: 'not-involved',
        detail: { intent: odd.replace('\u0000', '\uFFFD') },
      })
  })

  it('what is no state at all is turned away at the door', async () => {
    const answers = await desk.refuses(
      async () => {
        const all: string[] = []
        for (const state of noState[platform]) all.push(await owner.submitRaw(state))
        return all
      },
      { reason: platform === 'slack' ? 'forged-form' : 'forged-button', platform },
    )
    for (const answer of answers)
      expect(answer).toMatch(/This form cannot be used any more|does not know this button or form/)
  })
})
