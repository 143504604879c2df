import type {
  ApprovalPolicy,
  ApproverRule,
  ChangePolicy,
  EmergencyPolicy,
  FreezeWindow,
  RiskQuestion,
  Sizing,
  StagePolicy,
} from '../domain/change-policy.ts'
import type { ApprovalFile, ChangesFile } from './changes.ts'
import { placesOf } from './address.ts'
import { durationOf } from './time.ts'

/** What a file without mistakes says about changes, with what it leaves out. `calendar` is the one of closing. */
export const toChanges = (file: ChangesFile, calendar: string): ChangePolicy => ({
  managers: file.managers,
  authorities: file.authorities.map(({ channels, ...authority }) => ({
    ...authority,
    channels: placesOf(channels),
  })),
  riskQuestions: file['risk-questions'] ?? usualRiskQuestions,
  sizing: toSizing(file.sizes),
  approvals: {
    minor: toApproval(file.approvals.minor, calendar, usual),
    significant: toApproval(file.approvals.significant, calendar, usual),
    major: toApproval(file.approvals.major, calendar, usual),
  },
  emergency: toEmergency(file.emergency, calendar),
  freezeWindows: (file.freezes ?? []).map(toFreeze),
  remindBefore: durationOf(file['remind-before'] ?? 'PT1H') ?? 0,
  ...(file.schedule === undefined ? {} : { schedule: { channels: placesOf(file.schedule.channels) } }),
})

/** The longest times that an approval may take unless the file says otherwise, in open time. */
interface Usual {
  readonly remindEvery: string
  readonly expiresAfter: string
}

const usual: Usual = { remindEvery: 'PT4H', expiresAfter: 'PT40H' }
const usualEmergency: Usual = { remindEvery: 'PT15M', expiresAfter: 'PT4H' }

const toApproval = (
  file: ApprovalFile,
  calendar: string,
  { remindEvery, expiresAfter }: Usual,
): ApprovalPolicy => ({
  authority: file.authority,
  stages: file.stages.map(toStage),
  calendar: file.calendar ?? calendar,
  remindEvery: durationOf(file['remind-every'] ?? remindEvery) ?? 0,
  expiresAfter: durationOf(file['expires-after'] ?? expiresAfter) ?? 0,
})

const toEmergency = (file: ChangesFile['emergency'], calendar: string): EmergencyPolicy => ({
  ...toApproval(file, calendar, usualEmergency),
  alone: file.alone ?? [],
  tells: file.tells ?? [],
  reviewWithin: durationOf(file['review-within'] ?? 'PT40H') ?? 0,
})

const toStage = ({ name, approvers, needs, veto }: ApprovalFile['stages'][number]): StagePolicy => ({
  name,
  approvers: toRules(approvers),
  needs: typeof needs === 'number' ? { atLeast: needs } : (needs ?? 'all'),
  veto: veto ?? false,
})

const toRules = (approvers: ApprovalFile['stages'][number]['approvers']): readonly ApproverRule[] => [
  ...(approvers.people ?? []).map((person) => ({ kind: 'person', person }) as const),
  ...(approvers.roles ?? []).map((role) => ({ kind: 'role', role }) as const),
  ...(approvers.authorities ?? []).map((authority) => ({ kind: 'authority', authority }) as const),
  ...(approvers.teams ?? []).map((team) => ({ kind: 'team', team }) as const),
  ...(approvers['team-leads'] ?? []).map((team) => ({ kind: 'team-lead', team }) as const),
  ...(approvers.parts ?? []).map((kind) => ({ kind })),
]

const toSizing = (sizes: ChangesFile['sizes']): Sizing => ({
  significantFrom: sizes?.['significant-from'] ?? 3,
  majorFrom: sizes?.['major-from'] ?? 6,
  majorAboveServices: sizes?.['major-above-services'] ?? 3,
})

const toFreeze = ({
  services,
  emergencies,
  ...freeze
}: NonNullable<ChangesFile['freezes']>[number]): FreezeWindow => ({
  ...freeze,
  ...(services === undefined ? {} : { services }),
  emergencies: emergencies ?? false,
})

const answer = (id: string, name: string, risk: number) => ({ id, name, risk })

/** Questions that a desk file need not list; 10 is the most that they come to. */
export const usualRiskQuestions: readonly RiskQuestion[] = [
  {
    id: 'reach',
    question: 'Who would notice if it went wrong?',
    answers: [
      answer('nobody', 'Nobody outside the team', 0),
      answer('some', 'Some people', 1),
      answer('customer', 'A whole customer', 2),
      answer('all', 'Everyone', 3),
    ],
  },
  {
    id: 'practice',
    question: 'How often has it been done before?',
    answers: [answer('often', 'Often', 0), answer('seldom', 'Once or twice', 1), answer('never', 'Never', 2)],
  },
  {
    id: 'reversal',
    question: 'How quickly can it be reversed?',
    answers: [
      answer('minutes', 'In minutes', 0),
      answer('window', 'Within the window', 1),
      answer('longer', 'Not within the window, or not at all', 3),
    ],
  },
  {
    id: 'trial',
    question: 'Where was it tried?',
    answers: [
      answer('whole', 'All of it, on something like the real thing', 0),
      answer('part', 'In part', 1),
      answer('nowhere', 'Nowhere', 2),
    ],
  },
]
