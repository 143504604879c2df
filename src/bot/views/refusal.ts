import type { Desk } from '../../domain/desk.ts'
import type { Refusal } from '../../domain/refusal.ts'
import { type Card, line } from '../ui/card.ts'
import { type ApprovalWords, approvalRefusalText } from './approval-refusal.ts'
import * as names from './names.ts'
import { fieldText } from './refusal-field.ts'

const ofAgreements: ApprovalWords = {
  manager: 'a desk lead',
  managers: 'the desk leads',
  requester: 'you asked for this yourself, so others answer it.',
  implementer: 'you resolved it yourself, so others say whether it works again.',
  expired: (at) =>
    `its time for an answer ended ${at}, and it is being closed. What is still broken can be raised as a follow-up.`,
}

/** Why something was not done, in words for the person who wanted it: what happened, what was kept, what to do next. */
export const refusalText = (refusal: Refusal, desk: Desk): string => {
  switch (refusal.code) {
    case 'field':
      return fieldText(refusal.problem)
    case 'not-your-team':
      return `Nothing was changed: this belongs to ${names.teamName(desk, refusal.team)}, and you are not one of its agents. You can comment on records that concern you, or ask ${names.teamName(desk, refusal.team)}.`
    case 'not-an-agent':
      return `${names.personName(desk, refusal.person)} is not an agent of ${names.teamName(desk, refusal.team)}. Choose one of its agents, or hand it over to another team first.`
    case 'not-involved':
      return 'Nothing was changed: this record does not concern you. The person who raised it, the person affected and its team can act on it.'
    case 'not-affected':
      return `Nothing was changed: only ${names.personName(desk, refusal.affected)}, whom it affects, can answer this.`
    case 'wrong-state':
      return `Nothing was changed: it is ${names.stateName[refusal.state].toLowerCase()} by now, and that cannot be done any more. The card shows what can.`
    case 'already-yours':
      return 'You have taken it already.'
    case 'taken':
      return `Nothing was changed: ${names.personName(desk, refusal.by)} has taken it meanwhile. To take it over from them, write “take” and its number.`
    case 'already-so':
      return 'That is so already; nothing was changed.'
    case 'changed-since':
      return 'Somebody changed this record while you were filling this in. Nothing of yours is lost: look at the card, then submit again.'
    case 'question-open':
      return 'A question is still open on this record. It has to be answered first, by the person affected or a desk lead.'
    case 'question-over':
      return 'That question has been answered already; the card shows what was decided.'
    case 'agreement':
      return approvalRefusalText(refusal.refusal, desk, ofAgreements)
    case 'nobody-to-tell':
      return 'There is nobody above you to escalate this to: the team lead, the service owner and the desk leads are all you.'
    case 'not-alerted':
      return 'There is no warning to acknowledge on this record now; nothing was changed.'
    case 'nothing-to-explain':
      return 'No missed target of this record waits for a cause any more; nothing was changed.'
    case 'not-followable':
      return `A follow-up is for something that is over; this is ${names.stateName[refusal.state].toLowerCase()}. Reopen it or comment on it instead.`
  }
}

export const refusalCard = (refusal: Refusal, desk: Desk): Card => line(refusalText(refusal, desk))

export const noSuchRecord = (id: string): Card =>
  line(`There is no ${id}, or it does not concern you. “list” shows your records.`)

/** To someone whom the desk does not know, in words that give nothing away. */
export const strangerText = {
  outsider:
    'This desk serves its own organisation only: guests and people of other organisations cannot use it. Please ask the person who invited you to raise it for you.',
  unknown:
    'The desk does not know this account yet, so nothing was recorded. Please ask an administrator of the desk to add you to the desk file, and send it again after that.',
  proposed: (name: string): string =>
    `This account looks like ${name}'s. The administrators of the desk have been asked to confirm that; until then nothing you send is recorded. You will be able to use the desk as soon as one of them has.`,
  refused:
    'The administrators of the desk did not link this account to anyone, so nothing was recorded. Please talk to one of them.',
  disabled:
    'Your account at the desk is disabled, so nothing was recorded and nothing was changed. Please ask an administrator of the desk to let you in again.',
  away: 'The desk could not find out who you are, because the chat did not answer. Nothing was recorded. Please try again in a minute.',
} as const
