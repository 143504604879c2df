import type { Desk } from '../../domain/desk.ts'
import type { IncidentCommand } from '../../domain/incident-command.ts'
import type { Incident } from '../../domain/incident.ts'
import { type Card, bold, line, text } from '../ui/card.ts'
import { openQuestion } from './agreement.ts'
import * as names from './names.ts'

/** What a person is told when a command was carried out; said after the commit, never before. */
export const doneCard = (incident: Incident, command: IncidentCommand, desk: Desk): Card =>
  line([bold(incident.id), text(` ${doneText(incident, command, desk)}`)])

const doneText = (incident: Incident, command: IncidentCommand, desk: Desk): string => {
  const affected = names.personName(desk, incident.affected)
  switch (command.type) {
    case 'take':
      return 'is yours now and in progress.'
    case 'assign':
      return `is assigned to ${names.personName(desk, command.to)}.`
    case 'hand-over':
      return `was handed over to ${names.teamName(desk, incident.team)}; its card is in their triage channel.`
    case 'escalate':
      return 'was escalated; management has been told.'
    case 'note':
      return 'has your note. Only the team can see it.'
    case 'comment':
      return 'has your comment; the other side sees it in its thread.'
    case 'set-priority':
    case 'classify':
    case 'suspend':
      return openQuestion(incident) === undefined
        ? settledText(incident, command, desk)
        : `waits for the agreement of ${affected} or a desk lead. You will see the answer in the thread.`
    case 'resume':
      return 'is back at work.'
    case 'agree':
    case 'decline':
      return 'has your answer.'
    case 'resolve':
      return `is resolved. ${affected} has been asked whether it works again.`
    case 'reopen':
      return `is open again; ${names.teamName(desk, incident.team)} sees why.`
    case 'close':
      return 'is closed. Thank you for telling.'
    case 'cancel':
      return 'is cancelled.'
    case 'acknowledge':
      return 'is acknowledged: its warnings go no further up. Should a target be missed, that still does.'
    case 'tick':
    case 'recheck':
      return 'has what the clock had to do.'
    case 'hear-of-changes':
      return 'has what is to be heard of changes.'
    case 'explain-miss':
      return 'has the cause of its missed target. Thank you.'
  }
}

const settledText = (
  incident: Incident,
  command: Extract<IncidentCommand, { type: 'set-priority' | 'classify' | 'suspend' }>,
  desk: Desk,
): string => {
  if (command.type === 'suspend')
    return incident.waitingFor === undefined
      ? 'was suspended; its card shows how it is now.'
      : `is suspended, waiting for ${names.waitingName[incident.waitingFor]}.`
  if (command.type === 'set-priority') return `has priority ${incident.priority} now.`
  return `is classified as ${names.serviceName(desk, incident.service)}, ${names.categoryName(desk, incident.category)}; priority ${incident.priority}.`
}

/** "INC-17 is recorded": with where it will be answered. */
export const raisedCard = (
  incident: Incident,
  desk: Desk,
  reader: string,
  answered: 'in-thread' | 'directly',
): Card => {
  const mine =
    answered === 'in-thread'
      ? 'The answers come in the thread of the message.'
      : 'The answers come to you in your chat with the desk.'
  const where =
    incident.affected === reader ? mine : `${names.personName(desk, incident.affected)} gets the answers.`
  return {
    fallback: `${incident.id} is recorded.`,
    elements: [
      {
        kind: 'text',
        text: [bold(`${incident.id} is recorded`), text(` with priority ${incident.priority}.`)],
      },
      { kind: 'text', text: incident.title },
      {
        kind: 'text',
        text: `${names.teamName(desk, incident.team)} has it in its triage channel. ${where}`,
      },
    ],
  }
}
