import type { Finding } from '../mistake.ts'
import { quote } from '../words.ts'
import { calendarOpens } from './times.ts'
import { type Check, type Spot, child, list, repeated, textAt } from './spot.ts'

/** Everything that is decided in stages: by size, and the short path. */
export const approvalsIn = (file: Spot): readonly Spot[] => {
  const changes = child(file, 'changes')
  const approvals = child(changes, 'approvals')
  return [
    ...['minor', 'significant', 'major'].map((size) => child(approvals, size)),
    child(changes, 'emergency'),
  ]
}

/** Approvals expire, and each of their stages can be decided by those it asks. */
export const approvalsCanBeDecided: Check = function* (file) {
  for (const approval of approvalsIn(file)) {
    yield* calendarOpens(file, child(approval, 'calendar'), 'this approval would never expire')
    const stages = list(approval, 'stages')
    yield* repeated(
      stages.map((stage) => child(stage, 'name')),
      (name) => `there is a stage ${quote(name)} before this one already`,
    )
    for (const stage of stages) yield* canBeDecided(file, stage)
  }
}

function* canBeDecided(file: Spot, stage: Spot): Iterable<Finding> {
  const approvers = child(stage, 'approvers')
  const parts = list(approvers, 'parts')
  for (const part of parts) yield* somebodyHas(file, part)
  // Who has a part in a change is not known before it.
  if (parts.length > 0) return
  const asked = peopleAsked(file, approvers)
  if (asked === undefined) return
  const needs = child(stage, 'needs')
  if (asked.size === 0)
    yield { path: approvers.path, message: 'this stage asks nobody: nobody has these roles' }
  else if (typeof needs.value === 'number' && Number.isInteger(needs.value) && needs.value > asked.size)
    yield {
      path: needs.path,
      message: `${needs.value} cannot approve where ${asked.size} ${asked.size === 1 ? 'is' : 'are'} asked: ${[...asked].join(', ')}`,
    }
}

/** Everyone whom the stage names; undefined where something that it refers to is not in order, which is told there. */
const peopleAsked = (file: Spot, approvers: Spot): ReadonlySet<string> | undefined => {
  const people = list(file, 'people')
  const found = ['people', 'roles', 'authorities', 'teams', 'team-leads'].flatMap((key) =>
    list(approvers, key).map((spot) => {
      const id = textAt(spot)
      if (key === 'people') return idsOf([byId(people, id)])
      if (key === 'roles')
        return idsOf(people.filter((each) => list(each, 'roles').some((role) => role.value === id)))
      if (key === 'authorities') {
        const authority = byId(list(child(file, 'changes'), 'authorities'), id)
        const members = authority === undefined ? [] : list(authority, 'members').map(textAt)
        return members.length === 0 ? [undefined] : members
      }
      const team = byId(list(file, 'teams'), id)
      if (team === undefined) return [undefined]
      return [child(team, 'lead'), ...(key === 'teams' ? list(team, 'members') : [])].map(textAt)
    }),
  )
  const ids = found.flat()
  const known = ids.filter((id) => id !== undefined)
  return known.length < ids.length || found.length === 0 ? undefined : new Set(known)
}

const byId = (items: readonly Spot[], id: string | undefined): Spot | undefined =>
  items.find((item) => id !== undefined && child(item, 'id').value === id)

const idsOf = (items: readonly (Spot | undefined)[]): readonly (string | undefined)[] =>
  items.map((item) => (item === undefined ? undefined : textAt(child(item, 'id'))))

/** A part that nobody in the file has would leave the stage without anybody for every change. */
function* somebodyHas(file: Spot, part: Spot): Iterable<Finding> {
  if (
    part.value === 'customer-representative' &&
    list(file, 'customers').every((customer) => list(customer, 'representatives').length === 0)
  )
    yield {
      path: part.path,
      message: 'no customer has representatives; name some under "representatives" of a customer',
    }
  if (
    part.value === 'line-manager' &&
    list(file, 'people').every((each) => child(each, 'manager').value === undefined)
  )
    yield { path: part.path, message: 'nobody has a line manager; name some under "manager" of a person' }
}
