import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SenderServices } from '../../src/bot/jobs/send-deliveries.ts'
import { line } from '../../src/bot/ui/card.ts'
import { promising, take, target, warning, when } from '../support/promised.ts'
import { clockTick, dueServices } from '../support/clock-ticks.ts'
import { slackTenant } from '../support/small-desk.ts'
import { putInForce } from './clock-desk.ts'
import { type Sending, openSending } from './sending.ts'

const dana = `slack/${slackTenant}/UDANA`
const net = `slack/${slackTenant}/CNET`
const desk = promising(
  target({
    warnings: [warning({ percent: 50 }, 'team', 'team-lead'), warning({ percent: 75 }, 'team', 'team-lead')],
  }),
)

let sending: Sending
let tick: (time: string) => Promise<void>
beforeEach(async () => {
  sending = await openSending()
  await putInForce(sending.store, desk)
  let now = when('2026-03-12T09:00')
  const run = clockTick(dueServices(sending.store.services), () => now)
  tick = async (time) => {
    now = when(time)
    await run()
  }
})
afterEach(() => sending.store.close())

const raised = (): Promise<string> => sending.store.raised({}, { now: when('2026-03-12T09:00') })

/** Says what an alert tells: records and numbers of events. */
const render: SenderServices['render'] = ({ kind, seq }, { events }) =>
  Promise.resolve(
    line(
      kind === 'alert'
        ? `alert of ${events.map(({ record, seq }) => `${record}/${seq}`).join(' ')}`
        : `${kind} ${seq ?? ''}`,
    ),
  )
const send = (key: string): Promise<void> => sending.send(key, { render })
const alerts = (): readonly string[] =>
  sending.slack.shown.map(({ text }) => text).filter((text) => text.startsWith('alert'))

describe('8.1-h: several things for one person', () => {
  test('are one message, whatever records they are of', async () => {
    const [one, other] = [await raised(), await raised()]
    await tick('2026-03-12T16:00')
    await send(dana)
    const [told = '', ...more] = alerts()
    expect(told.split(' ').slice(2).toSorted()).toEqual([`${one}/2`, `${one}/3`, `${other}/2`, `${other}/3`])
    expect(more).toEqual([])
    expect(await sending.states(dana)).toEqual(Array(4).fill('alert sent'))
  })

  test('in the team’s channel are one message for each record, below its card', async () => {
    const [one, other] = [await raised(), await raised()]
    await tick('2026-03-12T16:00')
    await send(net)
    expect(alerts()).toEqual([`alert of ${one}/2 ${one}/3`, `alert of ${other}/2 ${other}/3`])
  })

  test('of more than there is room for are several messages', async () => {
    for (let index = 0; index < 11; index += 1) await raised()
    await tick('2026-03-12T16:00')
    await send(dana)
    expect(alerts().map((text) => text.split(' ').length - 2)).toEqual([20, 2])
  })

  test('whoever leads the team and is told as such hears nothing of what was told before', async () => {
    const id = await raised()
    await tick('2026-03-12T13:00:05')
    await send(dana)
    await tick('2026-03-12T15:00:05')
    await send(dana)
    expect(alerts()).toEqual([`alert of ${id}/2`, `alert of ${id}/3`])
  })
})

describe('8.1-h: when the answer to an alert was lost', () => {
  test('it is looked for as it was, and what came since is a message of its own', async () => {
    const id = await raised()
    await tick('2026-03-12T13:00:05')
    sending.slack.losesAnswer()
    await send(dana)
    expect(await sending.states(dana)).toEqual(['alert ambiguous'])
    await tick('2026-03-12T15:00:05')
    await sending.passTime()
    await send(dana)
    expect(alerts()).toEqual([`alert of ${id}/2`, `alert of ${id}/3`])
    expect(await sending.states(dana)).toEqual(['alert sent', 'alert sent'])
  })

  test('not found, it is sent as it was', async () => {
    const id = await raised()
    await tick('2026-03-12T16:00')
    sending.slack.fails('ambiguous')
    await send(dana)
    const other = await raised()
    await tick('2026-03-12T16:01')
    await sending.passTime()
    await send(dana)
    expect(alerts()).toEqual([`alert of ${id}/2 ${id}/3`, `alert of ${other}/2 ${other}/3`])
  })

  test('busy, it takes along what came meanwhile', async () => {
    const id = await raised()
    await tick('2026-03-12T13:00:05')
    sending.slack.fails('busy', 1000)
    await send(dana)
    await tick('2026-03-12T15:00:05')
    await sending.passTime()
    await send(dana)
    expect(alerts()).toEqual([`alert of ${id}/2 ${id}/3`])
  })
})

test('8.1-h: what was said about a clock has its place among what else was said', async () => {
  const id = await raised()
  await tick('2026-03-12T13:00:05')
  await sending.store.act(id, take, 'carl', { now: when('2026-03-12T13:01') })
  await send(net)
  expect(sending.slack.shown.map(({ text }) => text)).toEqual(['card ', `alert of ${id}/2`, 'line 3'])
})
