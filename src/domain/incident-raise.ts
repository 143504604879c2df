import { personOf, serviceOf, teamOf } from './authority.ts'
import { type Decision, type Meta, accepted, refused } from './decision.ts'
import type { Desk } from './desk.ts'
import type { Effect } from './effect.ts'
import { type Described, type RaiseIncident, longest } from './incident-command.ts'
import type { Classification, IncidentEvent } from './incident.ts'
import { levels, priorityOf } from './priority.ts'
import type { FieldProblem, FieldRefusal, Refusal } from './refusal.ts'
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
    checkOptionalText('description', command.description, longest.description)
  if (wrong !== undefined) return refused(wrong)
  const classification = readClassification(desk, command)
  if ('code' in classification) return refused(classification)
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
        ...classification,
        priority: priorityOf(desk.priorityMatrix, classification.impact, classification.urgency),
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

/** What was said, as a classification that the desk knows; or the first thing wrong with it. */
export const readClassification = (desk: Desk, said: Described): Classification | Refusal => {
  const { service: id, component, category } = said
  const service = serviceOf(desk, id)
  if (service === undefined) return field('service', { kind: 'unknown' })
  if (component !== undefined && !service.components.some((known) => known.id === component))
    return field('component', { kind: 'unknown' })
  if (!desk.categories.some((known) => known.id === category)) return field('category', { kind: 'unknown' })
  const impact = choose('impact', said.impact, levels)
  if (typeof impact === 'object') return impact
  const urgency = choose('urgency', said.urgency, levels)
  if (typeof urgency === 'object') return urgency
  return { service: id, ...(component === undefined ? {} : { component }), category, impact, urgency }
}

/** The choice that was made; a refusal when none was, or none that there is: nobody gets what they did not choose. */
export const choose = <Choice extends string>(
  name: string,
  made: string,
  choices: readonly Choice[],
): Choice | Refusal =>
  choices.find((choice) => choice === made) ?? field(name, { kind: made === '' ? 'missing' : 'no-choice' })

export const checkText = (name: string, value: string, most: number): FieldRefusal | undefined =>
  tidy(value) === '' ? field(name, { kind: 'missing' }) : checkOptionalText(name, value, most)

export const checkOptionalText = (name: string, value: string, most: number): FieldRefusal | undefined =>
  tidy(value).length > most ? field(name, { kind: 'too-long', most }) : undefined

export const field = (name: string, problem: FieldProblem): FieldRefusal => ({
  code: 'field',
  field: name,
  problem,
})
