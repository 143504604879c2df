import { expect, it } from 'vitest'
import { createReplays } from '../../../src/bot/slack/replays.ts'
import { blockSuggestion, buttonClick, eventCallback, messageEvent } from './payloads.ts'

const now = Date.parse('2026-03-12T09:00:00Z')
const at = (seconds: number, signature = 'a', more = {}) => ({
  'x-slack-request-timestamp': String(now / 1000 + seconds),
  'x-slack-signature': signature,
  ...more,
})
const event = Buffer.from(JSON.stringify(eventCallback(messageEvent())))
const interaction = (payload: object): Buffer =>
  Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString())
const retried = { 'x-slack-retry-num': '1' }

it.each([
  ['a click', interaction(buttonClick('x')), {}, 'replayed'],
  ['a click that says it is a retry', interaction(buttonClick('x')), retried, 'replayed'],
  ['a command', Buffer.from('command=%2Fdesk&text=payload'), {}, 'replayed'],
  ['an event', event, {}, 'replayed'],
  ['an event that says it is a retry', event, retried, 'repeated'],
  ['a look-up', interaction(blockSuggestion('people', 'ad')), {}, 'repeated'],
  [
    'a click by one who typed like a look-up',
    interaction(buttonClick('x', { state: { typed: '"type":"block_suggestion"' } })),
    {},
    'replayed',
  ],
])('%s is known again', (_, body, more, repetition) => {
  const replays = createReplays()
  expect(replays.recognize(at(0), body, now)).toBeUndefined()
  expect(replays.recognize(at(0, 'a', more), body, now)).toBe(repetition)
  expect(replays.recognize(at(0, 'b'), body, now)).toBeUndefined()
})

it('is remembered for as long as its timestamp lets it in', () => {
  const replays = createReplays()
  replays.recognize(at(300), event, now)
  replays.recognize(at(0, 'b'), event, now)
  replays.recognize(at(600, 'c'), event, now + 600_000)
  expect(replays.recognize(at(300), event, now + 600_000)).toBe('replayed')
  replays.recognize(at(601, 'd'), event, now + 601_000)
  expect(replays.recognize(at(300), event, now + 601_000)).toBeUndefined()
})

it('does not remember without end', () => {
  const replays = createReplays(2)
  for (const signature of ['a', 'b', 'c']) replays.recognize(at(0, signature), event, now)
  expect(replays.recognize(at(0, 'c'), event, now)).toBe('replayed')
  expect(replays.recognize(at(0, 'a'), event, now)).toBeUndefined()
})
