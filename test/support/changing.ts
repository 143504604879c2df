import type { SeenMessage } from '../../playground/chat.ts'
import type { Platform } from '../../src/domain/person.ts'
import type { DeskHouse } from './desk-house.ts'
import { type PersonAtChat, quiet } from './person.ts'
import { closed } from './raising.ts'
import { buttons } from './reading.ts'

type Values = Readonly<Record<string, string | readonly string[]>>

/** Where those who decide see the cards of changes. */
export const boards: Readonly<Record<Platform, string>> = {
  slack: 'C0CHANGES',
  teams: '19:change-board@thread.tacv2',
}

/** Answers that make a change minor. */
const harmless = {
  'Who would notice if it went wrong?': 'Only the team',
  'How often have we done it before?': 'Often',
  'How quickly can it be reversed?': 'In minutes',
  'Where was it tried?': 'All of it, on spare equipment',
}

/** An instant so many minutes from now, as a form takes it. */
export const inMinutes = ({ clock }: DeskHouse, minutes: number): string =>
  clock.now.add({ minutes }).toString({ smallestUnit: 'minute' })

/** Proposes a minor change that begins in so many hours and takes one; gives its number. */
export const propose = async (
  house: DeskHouse,
  person: PersonAtChat,
  title: string,
  hours: number,
  values: Values = {},
): Promise<string> => {
  await person.command('change')
  await person.form('Propose a change')
  await person.fillIn({
    'What shall be changed?': title,
    Scope: 'The firmware of both readers',
    'Reason and benefit': 'They freeze once a week',
    'Services affected': ['Orders and invoices'],
    ...harmless,
    Plan: 'Load it, restart, try ten cards',
    'Plan to reverse it': 'Load the old one again',
    'How was reversing it tested?': 'On the spare reader',
    'Window from': inMinutes(house, hours * 60),
    'Window to': inMinutes(house, hours * 60 + 60),
    ...values,
  })
  const record = /CHG-\d+/.exec(await person.told(/is recorded/))?.[0] ?? ''
  await closed(person)
  await quiet(house)
  return record
}

/** Whether a card asks whoever reads it to decide. */
export const asksToDecide = (card: SeenMessage): boolean => buttons(card).includes('Approve')

/** Sets the clock to a whole minute, so that what a form says in minutes is exact. */
export const onTheMinute = (house: DeskHouse): void => {
  house.clock.now = house.clock.now.round({ smallestUnit: 'minute', roundingMode: 'floor' })
}

/**
 * Moves the clock and lets the desk do what has come due about changes, until all is said. By a few minutes in all: of a chat
 * that is more behind than five, nothing is believed.
 */
export const after = async (house: DeskHouse, minutes: number): Promise<number> => {
  house.clock.now = house.clock.now.add({ minutes })
  const done = await house.service.tickChanges()
  await quiet(house)
  return done
}
