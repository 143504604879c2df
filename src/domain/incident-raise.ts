import { personOf, serviceOf, teamOf } from './authority.ts'
import { type Decision, type Meta, accepted, refused } from './decision.ts'
import type { Desk } from './desk.ts'
import type { Effect } from './effect.ts'
import { type RaiseIncident, longest } from './incident-command.ts'
import type { Classification, IncidentEvent } from './incident.ts'
import { priorityOf } from './priority.ts'
import type { FieldProblem, Refusal } from './refusal.ts'
import { tidy } from './text.ts'

export type IncidentDecision = Decision<IncidentEvent, Effect, Refusal>

/**
 * Raising is open to everyone the desk knows, for themselves or on behalf of someone (8.1-a); the priority is the
 * matrix's (8.1-b) and the first team is the service's.
 */
export const decideRaise = (command: RaiseIncident, meta: Meta): IncidentDecision => {
  const { desk } = meta
  if (personOf(desk, meta.actor) === undefined) return refused({ code: 'not-involved' })
  const wrong =
    checkText('title', command.title, longest.title) ??
    checkOptionalText('description', command.description, longest.description) ??
    checkClassification(desk, command)
  if (wrong !== undefined) return refused(wrong)
  const affected = personOf(desk, command.affected)
  if (affected === undefined) return refused(field('affected', { kind: 'unknown' }))
  const service = serviceOf(desk, command.service)
  if (service === undefined) return refused(field('service', { kind: 'unknown' }))
  if (!service.customers.includes(affected.customer))
    return refused(field('service', { kind: 'not-offered' }))
  if (teamOf(desk, service.team) === undefined)
    throw new Error(`service ${service.id} has no team ${service.team}`)
  return accepted(
    [
      {
        type: 'raised',
        title: tidy(command.title),
        description: tidy(command.description),
        service: command.service,
        ...(command.component === undefined ? {} : { component: command.component }),
        category: command.category,
        impact: command.impact,
        urgency: command.urgency,
        priority: priorityOf(desk.priorityMatrix, command.impact, command.urgency),
        affected: affected.id,
        customer: affected.customer,
        team: service.team,
        ...(command.followUpOf === undefined ? {} : { followUpOf: command.followUpOf }),
        ...(command.link === undefined ? {} : { link: command.link }),
      },
    ],
    [
      { kind: 'open-requester', person: affected.id },
      { kind: 'open-triage', team: service.team },
      ...(command.followUpOf === undefined ? [] : [{ kind: 'redraw', record: command.followUpOf } as const]),
    ],
  )
}

/** The first thing wrong with a classification, if anything is. */
export const checkClassification = (desk: Desk, given: Classification): Refusal | undefined => {
  const service = serviceOf(desk, given.service)
  if (service === undefined) return field('service', { kind: 'unknown' })
  if (
    given.component !== undefined &&
    !service.components.some((component) => component.id === given.component)
  )
    return field('component', { kind: 'unknown' })
  if (!desk.categories.some((category) => category.id === given.category))
    return field('category', { kind: 'unknown' })
  return undefined
}

export const checkText = (name: string, value: string, most: number): Refusal | undefined =>
  tidy(value) === '' ? field(name, { kind: 'missing' }) : checkOptionalText(name, value, most)

export const checkOptionalText = (name: string, value: string, most: number): Refusal | undefined =>
  tidy(value).length > most ? field(name, { kind: 'too-long', most }) : undefined

export const field = (name: string, problem: FieldProblem): Refusal => ({
  code: 'field',
  field: name,
  problem,
})
