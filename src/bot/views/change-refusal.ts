import type { ChangeRefusal } from '../../domain/change-refusal.ts'
import type { Desk } from '../../domain/desk.ts'
import { plain } from '../ui/card.ts'
import { type ApprovalWords, approvalRefusalText } from './approval-refusal.ts'
import { changeStateName, conflictText } from './change-names.ts'
import { personName } from './names.ts'
import { fieldText } from './refusal-field.ts'

const nothing = 'Nothing was changed:'

const ofChanges: ApprovalWords = {
  manager: 'a change manager',
  managers: 'the change managers',
  requester: 'you ask for this change yourself, so others decide it.',
  implementer: 'you make this change yourself, so others decide it.',
  expired: (at) => `it expired ${at}.`,
}

/** Why something was not done with a change, in words for the person who wanted it. */
export const changeRefusalText = (refusal: ChangeRefusal, desk: Desk): string => {
  switch (refusal.code) {
    case 'field':
      return fieldText(refusal.problem)
    case 'no-policy':
      return `${nothing} the desk file says nothing about changes yet. An administrator of the desk can add them.`
    case 'not-involved':
      return `${nothing} this change does not concern you. Those who ask for it, make it, decide it or answer for its services can act on it.`
    case 'not-requester':
      return `${nothing} only ${personName(desk, refusal.requester)}, who asks for it, and the change managers can do that.`
    case 'not-implementer':
      return `${nothing} only ${personName(desk, refusal.implementer)}, who makes it, and the change managers can do that.`
    case 'not-change-manager':
      return `${nothing} only a change manager can do that.`
    case 'not-alone':
      return `${nothing} only those named in the desk file may go ahead alone, and never with what they ask for themselves.`
    case 'not-confirmed':
      return `${nothing} please confirm that you go ahead before the others have decided.`
    case 'not-task-owner':
      return `${nothing} this is for ${personName(desk, refusal.owner)} to do.`
    case 'change-state':
      return `${nothing} it is ${changeStateName[refusal.state].toLowerCase()} by now, and that cannot be done any more. The card shows what can.`
    case 'changed-since':
      return 'Somebody changed this request while you were filling this in. Nothing of yours is lost: look at the card, then send it again.'
    case 'revised-since':
      return `${nothing} the request was revised after this card was drawn. Please read it as it is now, then decide.`
    case 'conflicts':
      return `${nothing} it cannot be made as it stands. ${refusal.conflicts.map((conflict) => conflictText(conflict, desk)).join(' ')} A change manager can allow the overlap with a reason.`
    case 'no-conflicts':
      return `${nothing} it collides with nothing now.`
    case 'too-early':
      return `${nothing} its window begins ${plain([{ at: refusal.from }])}.`
    case 'window-over':
      return `${nothing} its window ended ${plain([{ at: refusal.to }])}. Please withdraw it and ask for another.`
    case 'task-done':
      return `${nothing} that is done already.`
    case 'nothing-due':
      return `${nothing} there is nothing to do about it now.`
    case 'approval':
      return approvalRefusalText(refusal.refusal, desk, ofChanges)
  }
}
