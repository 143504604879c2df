import { expect, test } from 'vitest'
import { createMetrics } from '../src/metrics.ts'

const linesOf = async (metrics: ReturnType<typeof createMetrics>): Promise<string[]> =>
  (await metrics.expose()).text
    .split('\n')
    .filter((line) => line.startsWith('bellwire_') && !line.includes('_bucket'))

test('counts by platform, kind, outcome, state and reason', async () => {
  const metrics = createMetrics()
  metrics.intent({ platform: 'slack', kind: 'incident', outcome: 'done' })
  metrics.intent({ platform: 'slack', kind: 'incident', outcome: 'done' })
  metrics.intent({ platform: 'teams', kind: 'take', outcome: 'refused' })
  metrics.acknowledged('teams', 0.25)
  metrics.delivery('slack', 'sent')
  metrics.turnedAway('slack', 'wrong-signature')
  expect(await linesOf(metrics)).toEqual([
    'bellwire_intents_total{platform="slack",kind="incident",outcome="done"} 2',
    'bellwire_intents_total{platform="teams",kind="take",outcome="refused"} 1',
    'bellwire_ack_seconds_sum{platform="teams"} 0.25',
    'bellwire_ack_seconds_count{platform="teams"} 1',
    'bellwire_deliveries_total{platform="slack",state="sent"} 1',
    'bellwire_turned_away_total{platform="slack",reason="wrong-signature"} 1',
  ])
})

test('tells how late the last tick over the clocks was, once there was one', async () => {
  const metrics = createMetrics()
  expect(await linesOf(metrics)).toEqual([])
  const before = Date.now() / 1000
  metrics.clockTick(12.5)
  const [lag = '', ticked = ''] = await linesOf(metrics)
  expect(lag).toBe('bellwire_clock_tick_lag_seconds 12.5')
  expect(ticked).toMatch(/^bellwire_clock_last_tick_timestamp_seconds /)
  expect(Number(ticked.split(' ')[1])).toBeGreaterThanOrEqual(before)
})

test('a late tick is told of for five minutes, however rarely somebody looks, and longer while no other comes', async () => {
  let now = 0
  const metrics = createMetrics(() => now * 1000)
  const told = async (): Promise<number> => Number((await linesOf(metrics))[0]?.split(' ')[1])
  const tick = (at: number, lag: number): void => {
    now = at
    metrics.clockTick(lag)
  }
  tick(0, 90)
  tick(10, 0)
  tick(20, 40)
  tick(30, 3)
  expect(await told()).toBe(90)
  now = 299
  expect(await told()).toBe(90)
  now = 300
  expect(await told()).toBe(40)
  tick(310, 7)
  now = 320
  expect(await told()).toBe(7)
  tick(330, 50)
  expect(await told()).toBe(50)
  now = 5000
  expect(await told()).toBe(50)
  tick(5010, 0)
  expect(await told()).toBe(0)
})

test('asks for the depth of the queues at each scrape, and goes without when it cannot be had', async () => {
  const metrics = createMetrics()
  let waiting = 3
  metrics.watchQueues(() =>
    waiting < 0 ? Promise.reject(new Error('no database')) : Promise.resolve({ deliveries: waiting }),
  )
  expect(await linesOf(metrics)).toEqual(['bellwire_queue_depth{queue="deliveries"} 3'])
  waiting = 1
  expect(await linesOf(metrics)).toEqual(['bellwire_queue_depth{queue="deliveries"} 1'])
  waiting = -1
  expect(await linesOf(metrics)).toEqual([])
})

test('what could be anything does not become a label', async () => {
  const metrics = createMetrics()
  metrics.turnedAway('teams', 'Bearer abc"} 1\nevil 1')
  metrics.intent({ platform: 'teams', kind: 'my printer burns', outcome: 'done' })
  expect(await linesOf(metrics)).toEqual([
    'bellwire_intents_total{platform="teams",kind="other",outcome="done"} 1',
    'bellwire_turned_away_total{platform="teams",reason="other"} 1',
  ])
})

test('two programs in one process do not share counters, and each tells of the process', async () => {
  const [one, other] = [createMetrics(), createMetrics()]
  one.delivery('slack', 'sent')
  expect(await linesOf(other)).toEqual([])
  const { text, contentType } = await other.expose()
  expect(text).toContain('process_resident_memory_bytes')
  expect(contentType).toContain('text/plain')
})
