import type { Filling, SeenForm } from '../../playground/chat.ts'
import type { DeskHouse } from './desk-house.ts'
import { type PersonAtChat, quiet } from './person.ts'
import { closed } from './raising.ts'

/** Answers of the demo organisation's questions that make a change minor. */
export const harmless: Filling = {
  'Who would notice if it went wrong?': 'Only the team',
  'How often have we done it before?': 'Often',
  'How quickly can it be reversed?': 'In minutes',
  'Where was it tried?': 'All of it, on spare equipment',
}

/** An instant so many hours from the desk's now. */
export const inHours = ({ clock }: Pick<DeskHouse, 'clock'>, hours: number): string =>
  clock.now.add({ hours }).toString({ smallestUnit: 'minute' })

/** A whole request, minor, with a window from one hour to three hours from now. */
export const request = (house: Pick<DeskHouse, 'clock'>, title: string, more: Filling = {}): Filling => ({
  'What shall be changed?': title,
  Scope: 'The firmware of both readers',
  'Reason and benefit': 'They freeze once a week',
  ...harmless,
  Plan: 'Load it, restart, try ten cards',
  'Plan to reverse it': 'Load the old one again',
  'How was reversing it tested?': 'On the spare reader',
  'Window from': inHours(house, 1),
  'Window to': inHours(house, 3),
  ...more,
})

/** A minor request about remote access, for two hours from so many hours from now on. */
export const requestFrom = (house: Pick<DeskHouse, 'clock'>, hours: number, more: Filling = {}): Filling =>
  request(house, 'New firmware', {
    'Services affected': ['Remote access (VPN)'],
    'Window from': inHours(house, hours),
    'Window to': inHours(house, hours + 2),
    ...more,
  })

/** Fills in and sends the request that is open in front of a person; gives the change's number. */
export const sendRequest = async (
  house: DeskHouse,
  person: PersonAtChat,
  values: Filling,
): Promise<string> => {
  await person.fillIn(values)
  const record = /CHG-\d+/.exec(await person.told(/is recorded/))?.[0] ?? ''
  await closed(person)
  await quiet(house)
  return record
}

/** Proposes a change by command; gives its number. */
export const propose = async (house: DeskHouse, person: PersonAtChat, values: Filling): Promise<string> => {
  await person.command('change')
  await person.form('Propose a change')
  return sendRequest(house, person, values)
}

/** What stands in a form's inputs, by label; empty ones left out. */
export const filledIn = (form: SeenForm): Readonly<Record<string, string>> =>
  Object.fromEntries(
    form.inputs.flatMap(({ label, value }) => (value === undefined || value === '' ? [] : [[label, value]])),
  )

/** Proposes a change of that service from one instant to another, by command; gives its number. */
export const proposeChange = (
  house: DeskHouse,
  person: PersonAtChat,
  title: string,
  service: string,
  [from, to]: readonly [string, string],
): Promise<string> =>
  propose(
    house,
    person,
    request(house, title, { 'Services affected': [service], 'Window from': from, 'Window to': to }),
  )

/** The approver's answer, on their own card. */
export const approveChange = async (
  house: DeskHouse,
  person: PersonAtChat,
  record: string,
): Promise<void> => {
  await person.press(await person.card(record), 'Approve')
  await person.cardSays(record, /Approved/)
  await quiet(house)
}
