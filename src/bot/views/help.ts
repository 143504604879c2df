import type { Desk } from '../../domain/desk.ts'
import type { Platform } from '../../domain/person.ts'
import { type Card, type CardElement, bold, text } from '../ui/card.ts'
import { reportButton } from './home.ts'

/** How the desk is addressed in each chat; the verbs behind it are the same. */
export const commandOf = (platform: Platform): string => (platform === 'slack' ? '/desk' : '@Desk')

const verbs: readonly (readonly [string, string])[] = [
  ['incident [title]', 'report a problem'],
  [
    'list [mine|team|breaching|words]',
    'your open records, your teams’, what is due soon, or those with these words',
  ],
  ['change [INC-1] [title]', 'propose a change, for an incident if you name one'],
  ['schedule [service] [week]', 'which changes are made when'],
  ['list approvals', 'changes that wait for your decision'],
  ['show INC-1', 'one record with its history'],
  ['take [INC-1]', 'take it and start working on it'],
  ['assign [INC-1] @who', 'give it to an agent of its team'],
  ['note [INC-1] text', 'write an internal note'],
  ['comment [INC-1] text', 'write to both sides'],
  ['escalate [INC-1]', 'tell management'],
  ['resolve [INC-1]', 'say how it was resolved'],
  ['reopen [INC-1]', 'it still does not work'],
  ['why [INC-1]', 'what its due times were counted from'],
  ['ack [INC-1]', 'say that you deal with it: warnings go no further up'],
  ['sla [team]', 'how services kept their targets in the last weeks'],
  ['cause [INC-1]', 'say why a target was missed'],
  ['close [INC-1]', 'agree that it works again'],
  ['away [until 2026-12-03 @deputy]', 'when you are away, and who decides for you'],
  ['back', 'you are back: what waits for your decision comes to you'],
  ['help', 'this text'],
]

export const helpCard = (desk: Desk, platform: Platform): Card => ({
  fallback: `${desk.name}: what you can say`,
  elements: [
    { kind: 'header', text: desk.name },
    ...verbLines(platform),
    {
      kind: 'context',
      text: 'In the thread of a record its number may be left out. What is said there reaches the other side.',
    },
    { kind: 'buttons', buttons: menuButtons },
  ],
})

/** The bare command: the few things that most people want, as buttons. */
export const menuCard = (desk: Desk, platform: Platform): Card => ({
  fallback: `${desk.name}: what would you like to do?`,
  elements: [
    { kind: 'text', text: [bold(`${desk.name}. `), text('What would you like to do?')] },
    { kind: 'buttons', buttons: menuButtons },
    { kind: 'context', text: `${commandOf(platform)} help lists what you can say.` },
  ],
})

const menuButtons = [
  reportButton(),
  { label: 'My records', action: { name: 'list.mine' } },
  { label: 'Waiting for me', action: { name: 'list.waiting' } },
  { label: 'For my decision', action: { name: 'list.approvals' } },
  { label: 'My teams', action: { name: 'list.team' } },
  { label: 'Help', action: { name: 'help' } },
] as const

const verbLines = (platform: Platform): readonly CardElement[] =>
  verbs.map(([verb, meaning]) => ({
    kind: 'text',
    text: [bold(`${commandOf(platform)} ${verb}`), text(`  ${meaning}`)],
  }))

/** To a verb of incidents said of a change. */
export const onItsCard = (verb: string, change: string): Card => ({
  fallback: `“${verb}” is for incidents.`,
  elements: [
    {
      kind: 'text',
      text: `“${verb}” is for incidents, and ${change} is a change. Nothing was changed. What can be done with it is on its card, and below its details.`,
    },
    { kind: 'buttons', buttons: [{ label: 'Details', action: { name: 'change.details', record: change } }] },
  ],
})

/** To words that the desk does not understand, or that come in a later version: says what would be understood. */
export const notUnderstood = (verb: string, platform: Platform): Card => ({
  fallback: `“${verb}” is not something the desk understands.`,
  elements: [
    {
      kind: 'text',
      text: `“${verb}” is not something the desk understands; nothing was recorded. Try ${commandOf(platform)} with incident, change, list, schedule, show, take, assign, note, comment, escalate, resolve, reopen, close, why, ack, cause, sla, away, back or help.`,
    },
    { kind: 'buttons', buttons: menuButtons },
  ],
})
