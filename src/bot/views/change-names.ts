import { tallyOf } from '../../domain/approval-quorum.ts'
import type { Approval } from '../../domain/approval.ts'
import type { ChangeSize, ChangeType } from '../../domain/change-policy.ts'
import type { Conflict } from '../../domain/change-schedule.ts'
import type { ChangeState } from '../../domain/change.ts'
import type { Desk } from '../../domain/desk.ts'
import { componentName as nameOfComponent, personName, serviceName } from './names.ts'

export const changeStateName: Readonly<Record<ChangeState, string>> = {
  draft: 'Draft',
  requested: 'Waiting for approval',
  returned: 'Returned with remarks',
  approved: 'Approved',
  'in-progress': 'Being made',
  done: 'Done, to be reviewed',
  failed: 'Failed, to be reviewed',
  'backed-out': 'Backed out, to be reviewed',
  reviewed: 'Reviewed',
  rejected: 'Rejected',
  expired: 'Expired without a decision',
  withdrawn: 'Withdrawn',
}

export const changeStateSign: Readonly<Record<ChangeState, string>> = {
  draft: '📝',
  requested: '⏳',
  returned: '↩️',
  approved: '👍',
  'in-progress': '🔧',
  done: '✅',
  failed: '❌',
  'backed-out': '⏪',
  reviewed: '🔒',
  rejected: '👎',
  expired: '⌛',
  withdrawn: '🚫',
}

export const sizeName: Readonly<Record<ChangeSize, string>> = {
  minor: 'Minor',
  significant: 'Significant',
  major: 'Major',
}

export const typeName: Readonly<Record<ChangeType, string>> = { normal: 'Normal', emergency: '🚨 Emergency' }

export const servicesText = (services: readonly string[], desk: Desk): string =>
  services.map((id) => serviceName(desk, id)).join(', ')

export const componentsText = (components: readonly string[], desk: Desk): string =>
  components
    .map((id) => {
      const service = desk.services.find((one) => one.components.some((part) => part.id === id))
      return service === undefined ? id : nameOfComponent(desk, service.id, id)
    })
    .join(', ')

/** "2 of 3 approvals in “Owners”, then “Board”": how far it is. */
export const progressText = (approval: Approval): string => {
  const stage = approval.stages[approval.stage]
  if (stage === undefined) return 'Nobody can decide it'
  const { approved, needed } = tallyOf(stage)
  const later = approval.stages.slice(approval.stage + 1).map(({ name }) => `“${name}”`)
  const enough = Number.isFinite(needed) ? `${approved} of ${needed}` : 'Nobody to decide'
  return `${enough} in “${stage.name}”${later.length === 0 ? '' : `, then ${later.join(', ')}`}`
}

/** What a change was allowed to overlap: numbers of changes, and freeze windows by their names. */
export const overlapsText = (conflicts: readonly string[], desk: Desk): string =>
  conflicts
    .map((one) => {
      if (!one.startsWith('freeze/')) return one
      const id = one.slice('freeze/'.length)
      const freeze = desk.changes?.freezeWindows.find((window) => window.id === id)
      return `the freeze “${freeze?.name ?? id}”`
    })
    .join(', ')

/** What a change is in the way of, in one sentence each. */
export const conflictText = (conflict: Conflict, desk: Desk): string => {
  switch (conflict.kind) {
    case 'freeze':
      return `It falls into the freeze “${conflict.freeze.name}”.`
    case 'same-component':
      return `${conflict.change} works on ${componentsText(conflict.components, desk)} at the same time.`
    case 'same-service':
      return `${conflict.change} works on ${servicesText(conflict.services, desk)} at the same time.`
    case 'dependent-service':
      return `${conflict.change} works at the same time on something it depends on, or that depends on it (${(conflict.ways[0] ?? []).map((id) => serviceName(desk, id)).join(' → ')}).`
    case 'same-implementer':
      return `${personName(desk, conflict.implementer)} makes ${conflict.change} at the same time.`
  }
}
