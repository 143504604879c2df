import { type Priority, priorities } from '../domain/priority.ts'
import type { ServiceTarget, Threshold, Tier, Told, Warning } from '../domain/service-target.ts'
import { type TargetFile, percentOf } from './targets.ts'
import { durationOf } from './time.ts'

/** A target of a file without mistakes, with what it leaves out. */
export const toTarget = (file: TargetFile): ServiceTarget => {
  const tier: Tier = file.supplier !== undefined ? 'uc' : file.team !== undefined ? 'ola' : 'sla'
  const party = file.supplier ?? file.team
  const warnings = file.warnings?.map(({ at, tell }) => ({ at: toThreshold(at), tells: tell })) ?? usual[tier]
  return {
    id: file.id,
    name: file.name,
    kind: file.for,
    tier,
    ...(party === undefined ? {} : { party }),
    ...(file.services === undefined ? {} : { services: file.services }),
    ...(file.customers === undefined ? {} : { customers: file.customers }),
    within: withinOf(file.within),
    calendar: file.calendar,
    warnings,
    breachTells: file.breach?.tell ?? warnings.at(-1)?.tells ?? ['assignee', 'team', 'team-lead'],
    pausedBy: file['paused-by'] ?? (tier === 'uc' ? [] : ['requester']),
    reopening: file.reopening ?? 'continues',
    exceptions: (file.exceptions ?? []).map(({ customer, ...period }) => ({
      ...period,
      ...(customer === undefined ? {} : { customer }),
    })),
  }
}

const withinOf = (within: TargetFile['within']): Readonly<Partial<Record<Priority, number>>> =>
  Object.fromEntries(
    priorities.flatMap((priority) => {
      const ms = durationOf(within[priority] ?? '')
      return ms === undefined ? [] : [[priority, ms] as const]
    }),
  )

export const toThreshold = (text: string): Threshold => {
  const percent = percentOf(text)
  return percent === undefined ? { left: durationOf(text) ?? 0 } : { percent }
}

const at = (percent: number, ...tells: readonly Told[]): Warning => ({ at: { percent }, tells })

/** First those who can do something about it, then those above them; a customer before the promise is broken (8.1-h). */
const usual: Readonly<Record<Tier, readonly Warning[]>> = {
  sla: [
    at(50, 'assignee', 'team'),
    at(75, 'assignee', 'team', 'team-lead'),
    at(90, 'assignee', 'team', 'team-lead', 'service-owner', 'requester', 'interested'),
  ],
  ola: [at(50, 'assignee', 'team'), at(75, 'assignee', 'team'), at(90, 'assignee', 'team', 'team-lead')],
  uc: [
    at(50, 'assignee', 'team'),
    at(75, 'assignee', 'team', 'supplier-manager'),
    at(90, 'assignee', 'team', 'supplier-manager', 'team-lead'),
  ],
}
