import type { Change } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import { type Card, type CardElement, text } from '../ui/card.ts'
import * as words from './change-names.ts'
import { personName } from './names.ts'

/** What a calendar says about a change besides its title and time. */
export const calendarDetails = (change: Change, desk: Desk): string => {
  const parts = change.components.length === 0 ? '' : ` (${words.componentsText(change.components, desk)})`
  return [
    `${words.changeStateName[change.state]} · ${words.typeName[change.type]}, ${words.sizeName[change.size].toLowerCase()}`,
    `Services: ${words.servicesText(change.services, desk)}${parts}`,
    `Made by ${personName(desk, change.implementer)}, asked by ${personName(desk, change.requestedBy)}`,
    ...(change.scope === '' ? [] : [change.scope]),
  ].join('\n')
}

export const calendarTitle = (desk: Desk): string => `${desk.name}: schedule of change`

/**
 * The heading keeps the link out of channels: what has one is nothing for all to read, so that a chat in which nobody can be
 * answered apart says so in place of it.
 */
const card = (fallback: string, ...elements: readonly CardElement[]): Card => ({
  fallback,
  elements: [{ kind: 'header', text: 'Your calendar of changes' }, ...elements],
})

const newLink = (label: string) => ({ label, action: { name: 'schedule.new-link' } }) as const
const endLink = { label: 'Turn it off', style: 'danger', action: { name: 'schedule.end-link' } } as const

/** Said once: only what the address comes to is kept, so that nobody can look it up. */
export const calendarLinkCard = (address: string): Card =>
  card(
    'Your calendar link is here.',
    { kind: 'text', text: 'Subscribe to this address in Outlook, Google Calendar or Apple Calendar:' },
    { kind: 'text', text: [{ link: address, text: address }] },
    {
      kind: 'text',
      text: 'It shows the changes that you may see, for whoever has the address: keep it to yourself. It is shown only this once. If somebody else got it, press “New link”: this one then stops working.',
    },
    { kind: 'buttons', buttons: [newLink('New link'), endLink] },
  )

/** There is one already, which cannot be shown again. */
export const calendarLinkMadeCard = (madeAt: Temporal.Instant): Card =>
  card(
    'You have a calendar link already.',
    {
      kind: 'text',
      text: [
        text('You got your calendar link on '),
        { at: madeAt },
        text(
          '. It still works, and cannot be shown again. “New link” makes another; the old one then stops working.',
        ),
      ],
    },
    { kind: 'buttons', buttons: [newLink('New link'), endLink] },
  )

/** The settings do not say where people reach the desk. */
export const noCalendarCard = (): Card =>
  card('This desk has no calendar link.', {
    kind: 'text',
    text: 'This desk cannot give you a calendar link yet: it does not know the address at which people reach it. Whoever runs the desk can set that (PUBLIC_URL). “schedule” shows the changes here.',
  })

export const calendarEndedCard = (): Card =>
  card(
    'Your calendar link is turned off.',
    {
      kind: 'text',
      text: 'Your calendar link no longer works, and calendars that used it are no longer kept up to date. “New link” makes another.',
    },
    { kind: 'buttons', buttons: [newLink('New link')] },
  )
