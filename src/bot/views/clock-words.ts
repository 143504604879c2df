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

/** Whose promise it is, where it is not the desk's to the customer. */
export const partyName = ({ tier, party = '' }: ClockName, desk: Desk): string | undefined => {
  if (tier === 'ola') return teamName(desk, party)
  return tier === 'uc' ? supplierName(desk, party) : undefined
}

const labels: Readonly<Record<TargetKind, string>> = {
  response: 'Answer by',
  resolution: 'Resolve by',
  update: 'Update by',
}

/** The same for whom it was promised to: nothing that sounds like something to do. */
const promises: Readonly<Record<TargetKind, string>> = {
  response: 'Answer by',
  resolution: 'To be resolved by',
  update: 'News by',
}

/** "Resolve by", as the label of a due time; with whose promise it is where it is not the desk's to the customer. */
export const dueLabel = (clock: ClockName, desk: Desk, reader: 'requester' | 'desk' = 'desk'): string => {
  const party = partyName(clock, desk)
  if (party === undefined) return (reader === 'requester' ? promises : labels)[clock.kind]
  return clock.tier === 'uc' ? `${party}: until` : `${party}: ${labels[clock.kind].toLowerCase()}`
}

const ofDesk: Readonly<Record<TargetKind, string>> = {
  response: 'it # to be answered by',
  resolution: 'it # to be resolved by',
  update: 'the person affected # to hear something new by',
}

const ofTeam: Readonly<Record<TargetKind, string>> = {
  response: '# to answer it by',
  resolution: '# to resolve it by',
  update: '# to say something new by',
}

/** "it is to be resolved by", "Network was to answer it by": what a due time follows, said to those who work on it. */
export const promised = (clock: ClockName, desk: Desk, tense: 'is' | 'was'): string => {
  const party = partyName(clock, desk)
  if (clock.tier === 'uc') return `${party} ${tense === 'is' ? 'has' : 'had'} until`
  if (clock.tier === 'ola') return `${party} ${ofTeam[clock.kind].replace('#', tense)}`
  return ofDesk[clock.kind].replace('#', tense)
}

/** "an answer", after "you were promised". */
export const promisedThing: Readonly<Record<TargetKind, string>> = {
  response: 'an answer',
  resolution: 'that it is resolved',
  update: 'news',
}

const things: Readonly<Record<TargetKind, string>> = {
  response: 'an answer',
  resolution: 'resolving',
  update: 'news',
}

/** "the target for resolving", with whose it is. */
export const targetName = (slot: string, desk: Desk): string => {
  const clock = slotName(slot)
  const party = partyName(clock, desk)
  if (clock.tier === 'uc') return `the target of ${party}`
  return `the target ${party === undefined ? '' : `of ${party} `}for ${things[clock.kind]}`
}

/** "the time for resolving", with whose it is. */
export const timeName = (slot: string, desk: Desk): string =>
  targetName(slot, desk).replace('the target', 'the time')

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** Time that passed on the clock on the wall, in the two largest units that tell, rounded down: "1 d 16 h", "45 s". */
export const duration = (ms: number): string => spell(ms, units)

/** Open time: without days, since an open day has as many hours as the calendar says. "40 h", "3 h 20 min". */
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
