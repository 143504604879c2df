import { expect, test } from 'vitest'
import { dueFields } from '../../src/bot/views/clock-fields.ts'
import { whyCard } from '../../src/bot/views/why.ts'
import { tracesOf } from '../../src/domain/clock-trace.ts'
import { calendarIn } from '../support/calendars.ts'
import { lived, promising, target, when } from '../support/promised.ts'

test('6.1-b: what never is due is said in words, on the card and to whoever asks why (OCA/project#73)', () => {
  const closed = { ...calendarIn('Europe/Berlin', {}), id: 'closed' }
  const desk = { ...promising(target({ calendar: 'closed' })), calendars: [closed] }
  const { incident, clocks, history } = lived(desk, '2026-03-12T09:00')
  const now = when('2030-01-01T09:00')
  const shown = dueFields({ incident, clocks, desk, now }, 'requester')
  expect(JSON.stringify(shown)).toContain('no date: its calendar does not open long enough')
  const why = whyCard(incident, tracesOf(history, clocks, desk, now), [], desk, 'requester')
  expect(JSON.stringify(why)).toContain('no date, its calendar does not open long enough')
})
