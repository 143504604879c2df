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
    const foreign = cast.desk.services.find(({ customers }) => !customers.includes(customerOf()))
    const reports: readonly Forged[] = [
      [{ service: 'nothing' }, /not known to the desk/, 'unknown-value', 'service'],
      [{ service: sqlWords }, /not known to the desk/, 'unknown-value', 'service'],
      [{ service: foreign?.id ?? '' }, /not offered/, 'not-offered', 'service'],
      [{ category: 'nothing' }, /not known to the desk/, 'unknown-value', 'category'],
      [{ impact: 'enormous' }, /not one of the choices/, 'forged-value', 'impact'],
      [{ urgency: 'constructor' }, /not one of the choices/, 'forged-value', 'urgency'],
      [{ affected: 'nobody' }, /not known to the desk/, 'unknown-value', 'affected'],
      [{ title: 'x'.repeat(151) }, /Too long/],
      [{ description: 'x'.repeat(3001) }, /Too long/],
    ]
    for (const forged of reports) await refused(owner, 'incident.report', {}, right, forged)
    const part = cast.service.id
    const works: readonly [string, ...Forged][] = [
      ['assign', { assignee: 'nobody' }, /not known to the desk/, 'unknown-value', 'assignee'],
      ['assign', { assignee: cast.requester.id }, /is not an agent of/, 'not-an-agent'],
      ['hand-over', { team: 'nothing' }, /not known to the desk/, 'unknown-value', 'team'],
      ['priority', { priority: 'P0' }, /not one of the choices/, 'forged-value', 'priority'],
      ['priority', { priority: '' }, /Please fill this in/],
      ['classify', { part: 'nothing' }, /not known to the desk/, 'unknown-value', 'service'],
      ['classify', { part: `${part}/x/y` }, /not known to the desk/, 'unknown-value', 'component'],
      ['classify', { part, category: 'nothing' }, /not known to the desk/, 'unknown-value', 'category'],
      ['classify', { part, impact: 'enormous' }, /not one of the choices/, 'forged-value', 'impact'],
      ['classify', { part, impact: '' }, /Please fill this in/],
      ['classify', { part, urgency: sqlWords }, /not one of the choices/, 'forged-value', 'urgency'],
      ['suspend', { waitingFor: 'godot' }, /not one of the choices/, 'forged-value', 'waitingFor'],
      ['resolve', { code: 'nothing' }, /not known to the desk/, 'unknown-value', 'code'],
      ['resolve', { code: 'fixed', service: 'nothing' }, /not known/, 'unknown-value', 'service'],
    ]
    for (const [verb, ...forged] of works)
      await refused(agent, `incident.${verb}`, { record }, { ...right, reason: 'r', text: 't' }, forged)
    // The input's name is kept, and nothing that came in it.
    expect(JSON.stringify(await desk.trail())).not.toMatch(/enormous|godot|nothing|drop table/)
  })

  /** What is sent in place of the right values, the words it gets, and the row that it leaves, if it leaves one. */
  type Forged = readonly [change: Record<string, string>, words: RegExp, reason?: string, field?: string]

  const refused = async (
    who: Forger,
    form: string,
    state: Record<string, string>,
    right: Record<string, string>,
    [change, words, reason, field]: Forged,
  ): Promise<void> => {
    const send = () => who.submit(form, { ...state, form: randomUUID() }, { ...right, ...change })
    const answer = await (reason === undefined
      ? desk.recordsNothing(send)
      : desk.refuses(send, {
          reason,
          platform,
          record: state['record'] ?? null,
          detail: { intent: form, ...(field === undefined ? {} : { field }) },
        }))
    expect(`${form} ${JSON.stringify(change).slice(0, 80)}: ${answer}`).toMatch(words)
    expect(reason === 'forged-value' ? besideInput(answer, field ?? '') : answer).toMatch(words)
  }

  /** What stands between that input and the next one. */
  const besideInput = (answer: string, field: string): string | undefined => {
    if (platform === 'teams') return answer.split(`"id":"i_${field}"`)[1]?.split('"id":"i_')[0]
    return (JSON.parse(answer) as { errors?: Record<string, string> }).errors?.[field]
  }

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
