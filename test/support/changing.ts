import type { Filling, SeenMessage } from '../../playground/chat.ts'
import type { Platform } from '../../src/domain/person.ts'
import type { DeskHouse } from './desk-house.ts'
import { type PersonAtChat, quiet } from './person.ts'
import { propose as proposeFilled, request } from './proposing.ts'
import { buttons } from './reading.ts'

/** Where those who decide see the cards of changes. */
export const boards: Readonly<Record<Platform, string>> = {
  slack: 'C0CHANGES',
  teams: '19:change-board@thread.tacv2',
}

/** An instant so many minutes from now, as a form takes it. */
export const inMinutes = ({ clock }: DeskHouse, minutes: number): string =>
  clock.now.add({ minutes }).toString({ smallestUnit: 'minute' })

/** Proposes a minor change that begins in so many hours and takes one; gives its number. */
export const propose = (
  house: DeskHouse,
  person: PersonAtChat,
  title: string,
  hours: number,
  values: Filling = {},
): Promise<string> =>
  proposeFilled(
    house,
    person,
    request(house, title, {
      'Services affected': ['Orders and invoices'],
      'Window from': inMinutes(house, hours * 60),
      'Window to': inMinutes(house, hours * 60 + 60),
      ...values,
    }),
  )

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
