import type { Desk } from '../../domain/desk.ts'
import type { TargetKind, Tier } from '../../domain/service-target.ts'
import type { Clock } from '../../domain/sla-clock.ts'
import { teamName } from './names.ts'

/** What of a clock its words depend on. */
export type ClockName = Pick<Clock, 'tier' | 'kind' | 'party'>

/** A slot taken apart again, for events that name one: `sla/resolution`, `ola/network/response`. */
export const slotName = (slot: string): ClockName => {
  const [tier = '', ...rest] = slot.split('/')
  const kind = rest.pop() ?? ''
  const party = rest.join('/')
  return { tier: tier as Tier, kind: kind as TargetKind, ...(party === '' ? {} : { party }) }
}

export const supplierName = (desk: Desk, id: string): string =>
  desk.suppliers.find((supplier) => supplier.id === id)?.name ?? id

/** Whose promise it is, where it is not the desk's to the customer: said before or after what was promised. */
export const partyName = ({ tier, party = '' }: ClockName, desk: Desk): string | undefined => {
  if (tier === 'ola') return teamName(desk, party)
  return tier === 'uc' ? supplierName(desk, party) : undefined
}

const labels: Readonly<Record<TargetKind, string>> = {
  response: 'Answer by',
  resolution: 'Resolve by',
  update: 'Update by',
}

/** "Resolve by", as the label of a due time; with whose promise it is where it is not the desk's to the customer. */
export const dueLabel = (clock: ClockName, desk: Desk): string => {
  const party = partyName(clock, desk)
  if (party === undefined) return labels[clock.kind]
  return clock.tier === 'uc' ? `${party}, by` : `${party}: ${labels[clock.kind].toLowerCase()}`
}

/** "to be resolved", after "it is" or "it was". */
export const promised = (clock: ClockName, desk: Desk): string => {
  const what = {
    response: 'to be answered',
    resolution: 'to be resolved',
    update: 'to hear something new',
  }[clock.kind]
  if (clock.tier === 'uc') return `due from ${partyName(clock, desk) ?? 'the supplier'}`
  return clock.tier === 'ola' ? `${what} by ${partyName(clock, desk) ?? 'the team'}` : what
}

const things: Readonly<Record<TargetKind, string>> = {
  response: 'the target for an answer',
  resolution: 'the target for resolving',
  update: 'the target for news',
}

/** "the target for resolving", with whose it is. */
export const targetName = (slot: string, desk: Desk): string => {
  const clock = slotName(slot)
  const party = partyName(clock, desk)
  return party === undefined ? things[clock.kind] : `${things[clock.kind]} (${party})`
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** The two largest units that tell, rounded down: "3 h 20 min", "45 s". Open time has no days: see `openTime`. */
export const duration = (ms: number): string => spell(ms, units)

/** The same without days: an open day has as many hours as the calendar says. */
export const openTime = (ms: number): string => spell(ms, units.slice(1))

const spell = (ms: number, among: readonly (readonly [string, number])[]): string => {
  let left = Math.max(0, ms)
  const told: string[] = []
  for (const [unit, size] of among) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count === 0 && told.length === 0) continue
    if (count > 0) told.push(`${count} ${unit}`)
    if (told.length === 2 || count === 0) break
  }
  return told.length === 0 ? '0 s' : told.join(' ')
}
