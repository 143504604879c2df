import type { AskedChange } from '../../src/domain/change-command.ts'
import type { ChangePolicy } from '../../src/domain/change-policy.ts'
import type { DeskContent } from '../../src/store/desk-versions.ts'
import { policyOf, stage } from './given-approval.ts'
import { smallDesk } from './small-desk.ts'

const oneOwner = policyOf(stage([{ kind: 'service-owner' }], 'any'))

/** One service owner is enough; jo looks after changes, gil may go ahead alone. */
export const smallPolicy: ChangePolicy = {
  authorities: [{ id: 'cab', name: 'CAB', members: ['hana', 'ivo'], channels: [] }],
  managers: ['jo'],
  riskQuestions: [],
  sizing: { significantFrom: 3, majorFrom: 6, majorAboveServices: 3 },
  approvals: { minor: oneOwner, significant: oneOwner, major: oneOwner },
  emergency: { ...oneOwner, alone: ['gil'], tells: [], reviewWithin: 3_600_000 },
  freezeWindows: [],
  remindBefore: 3_600_000,
}

const { version: _, ...content } = smallDesk
/** The small desk with changes; payroll rests on Wi-Fi. */
export const schedulingDesk: DeskContent = {
  ...content,
  services: content.services.map((one) => (one.id === 'payroll' ? { ...one, dependsOn: ['wifi'] } : one)),
  changes: smallPolicy,
}

/** A request that nothing is wrong with: Wi-Fi, on the Friday after `thursday`, from 20 to 22. */
export const asked = (more: Partial<AskedChange> = {}): AskedChange => ({
  title: 'New firmware',
  scope: 'All access points',
  reason: 'They freeze',
  type: 'normal',
  services: ['wifi'],
  components: [],
  removal: false,
  risks: {},
  impact: '',
  cost: '',
  assessment: '',
  plan: 'Load it',
  reversal: 'Load the old one',
  reversalTested: 'On a spare one',
  from: '2026-03-13T20:00:00Z',
  to: '2026-03-13T22:00:00Z',
  implementer: 'carl',
  links: [],
  ...more,
})
