import type { ApprovalRefusal } from '../../domain/approval-command.ts'
import type { Unfit } from '../../domain/approval.ts'
import type { Desk } from '../../domain/desk.ts'
import { plain } from '../ui/card.ts'
import { personName } from './names.ts'
import { fieldText } from './refusal-field.ts'

const nothing = 'Nothing was changed:'

/** What is said otherwise of approvals of one kind than of another. */
export interface ApprovalWords {
  readonly manager: string
  readonly managers: string
  /** Why those who have a part in it do not decide it. */
  readonly requester: string
  readonly implementer: string
  readonly expired: (at: string) => string
}

/** Why somebody could not decide, in words that only they see. */
export const approvalRefusalText = (refusal: ApprovalRefusal, desk: Desk, words: ApprovalWords): string => {
  const unfit = { ...gone, requester: words.requester, implementer: words.implementer }
  const lost = {
    ...unfit,
    'lost-role': 'you do not have the part any more that decides it.',
    reassigned: `${words.manager} asked somebody else.`,
  }
  const name = (person: string): string => personName(desk, person)
  switch (refusal.code) {
    case 'field':
      return fieldText(refusal.problem)
    case 'over':
      return `${nothing} it is ${refusal.state} already (${plain([{ at: refusal.at }])}).`
    case 'expired':
      return `${nothing} ${words.expired(plain([{ at: refusal.at }]))}`
    case 'unfit':
      return `${nothing} ${unfit[refusal.because]}`
    case 'already-decided':
      return `${nothing} ${name(refusal.by)} has ${refusal.answer} it already${refusal.for === undefined ? '' : ` for ${name(refusal.for)}`}.`
    case 'delegated':
      return `${nothing} you asked ${name(refusal.to)} to decide instead.`
    case 'delegation-over':
      return `${nothing} you do not stand in for ${refusal.for === undefined ? 'anybody' : name(refusal.for)} any more.`
    case 'seat-lost':
      return `${nothing} you are not asked any more: ${lost[refusal.because]}${refusal.to === undefined ? '' : ` ${name(refusal.to)} is asked now.`}`
    case 'not-yet':
      return `${nothing} “${refusal.waitsFor}” has to decide first. You will be asked.`
    case 'stage-over':
      return `${nothing} “${refusal.stage}” has decided already.`
    case 'not-approver':
      return `${nothing} you are not among those who decide this.`
    case 'only-a-deputy':
      return `${nothing} you stand in for ${name(refusal.for)} and can only give it back to them.`
    case 'cannot-sit':
      return `${nothing} ${name(refusal.person)} cannot decide this: ${refusal.because === 'seated' ? 'they are asked already.' : theirs[refusal.because]}`
    case 'away':
      return `${nothing} ${name(refusal.person)} is away until ${plain([{ at: refusal.until }])}.`
    case 'not-change-manager':
      return `${nothing} only ${words.manager} can do that.`
    case 'not-yours':
      return `${nothing} only whoever asks for it and ${words.managers} can withdraw it.`
    case 'nothing-due':
      return `${nothing} there is nothing to do about it now.`
  }
}

const gone = {
  left: 'you are not in the desk file any more.',
  disabled: 'your account has been disabled.',
} as const

const theirs: Readonly<Record<Unfit, string>> = {
  left: 'they are not in the desk file any more.',
  disabled: 'their account has been disabled.',
  requester: 'they ask for it themselves.',
  implementer: 'they make it themselves.',
}
