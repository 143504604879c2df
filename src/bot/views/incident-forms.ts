import { agentsOf, teamOf } from '../../domain/authority.ts'
import type { Desk, Service } from '../../domain/desk.ts'
import { longest } from '../../domain/incident-command.ts'
import { type Incident, waitingFors } from '../../domain/incident.ts'
import type { Person } from '../../domain/person.ts'
import { type Level, levels, priorities } from '../../domain/priority.ts'
import type { ChoiceInput, Form, FormState, Input, Option, TextInput } from '../ui/form.ts'
import { limits } from '../ui/limits.ts'
import * as names from './names.ts'

/** What is known already when somebody begins to report a problem. */
export interface RaisePrefill {
  readonly title?: string
  readonly description?: string
  readonly service?: string
  readonly category?: string
}

/** What a report begins with, and means when nothing was chosen. */
export const usual = { impact: 'low', urgency: 'medium' } as const

/** *Report a problem*: everything has a sensible start but the title. */
export const raiseForm = (desk: Desk, person: Person, prefill: RaisePrefill, state: FormState): Form => ({
  name: 'incident.report',
  title: 'Report a problem',
  submitLabel: 'Send',
  state,
  inputs: [
    {
      kind: 'text',
      name: 'title',
      label: 'What is wrong?',
      maxLength: longest.title,
      ...given('value', prefill.title),
    },
    {
      kind: 'text',
      name: 'description',
      label: 'Details',
      hint: 'What did you do, what did you expect, what happened instead?',
      multiline: true,
      optional: true,
      maxLength: longest.description,
      ...given('value', prefill.description),
    },
    serviceInput(offered(desk, person), prefill.service),
    levelInput('impact', 'How many does it hurt?', names.impactHint, usual.impact),
    levelInput('urgency', 'How soon is it needed?', names.urgencyHint, usual.urgency),
    categoryInput(desk, prefill.category ?? desk.categories[0]?.id),
    {
      kind: 'lookup',
      source: 'people',
      name: 'affected',
      label: 'On behalf of',
      hint: 'Leave empty if it is you.',
      optional: true,
    },
  ],
})

/** The services of the person's own customer first; an agent may raise for others, so all are there for agents. */
const offered = (desk: Desk, person: Person): readonly Service[] => {
  const own = desk.services.filter((service) => service.customers.includes(person.customer))
  const agent = desk.teams.some((team) => agentsOf(team).includes(person.id))
  return agent ? [...own, ...desk.services.filter((service) => !own.includes(service))] : own
}

const serviceInput = (services: readonly Service[], value: string | undefined): Input => {
  const options = services.map(({ id, name }) => ({ value: id, label: name }))
  const chosen = options.find((option) => option.value === value)
  if (options.length > limits.optionsPerChoice)
    return {
      kind: 'lookup',
      source: 'services',
      name: 'service',
      label: 'Service',
      ...given('chosen', chosen),
    }
  return choice('service', 'Service', options, chosen?.value)
}

export const commentForm = (incident: Incident, state: FormState): Form =>
  wordsForm(
    incident,
    'comment',
    'Comment',
    'Send',
    'Your comment',
    'Both sides of the desk will see it.',
    state,
  )

export const noteForm = (incident: Incident, state: FormState): Form =>
  wordsForm(
    incident,
    'note',
    'Internal note',
    'Save',
    'Note',
    'Only the team sees it, never the requester.',
    state,
  )

export const escalateForm = (incident: Incident, state: FormState): Form =>
  reasonForm(
    incident,
    'escalate',
    'Escalate',
    'Escalate',
    'The team lead, the service owner and the desk leads are told.',
    state,
  )

export const reopenForm = (incident: Incident, state: FormState): Form =>
  reasonForm(incident, 'reopen', 'Reopen', 'Reopen', 'What still does not work?', state)

export const cancelForm = (incident: Incident, state: FormState): Form =>
  reasonForm(incident, 'cancel', 'Cancel', 'Cancel it', 'Why is it not needed any more?', state)

export const assignForm = (incident: Incident, desk: Desk, state: FormState): Form => {
  const team = teamOf(desk, incident.team)
  const options = (team === undefined ? [] : agentsOf(team)).map((id) => ({
    value: id,
    label: names.personName(desk, id),
  }))
  return formOf(incident, 'assign', 'Assign', 'Assign', state, [
    choice('assignee', 'To whom', options, incident.assignee),
  ])
}

export const handOverForm = (incident: Incident, desk: Desk, state: FormState): Form => {
  const options = desk.teams
    .filter((team) => team.id !== incident.team)
    .map(({ id, name }) => ({ value: id, label: name }))
  return formOf(incident, 'hand-over', 'Hand over', 'Hand over', state, [
    choice('team', 'To which team', options, undefined),
    reasonInput('What should they know?'),
  ])
}

export const priorityForm = (incident: Incident, state: FormState): Form => ({
  ...formOf(incident, 'priority', 'Set the priority', 'Set', state, [
    choice(
      'priority',
      'Priority',
      priorities.map((priority) => ({
        value: priority,
        label: `${names.prioritySign[priority]} ${priority}`,
      })),
      incident.priority,
    ),
    reasonInput('Why does the matrix not fit?'),
  ]),
  intro: 'Lowering it needs the agreement of the person affected or of a desk lead, who will be asked.',
})

export const classifyForm = (incident: Incident, desk: Desk, state: FormState): Form =>
  formOf(incident, 'classify', 'Classify', 'Save', state, [
    partInput(desk, incident),
    categoryInput(desk, incident.category),
    levelInput('impact', 'Impact', names.impactHint, incident.impact),
    levelInput('urgency', 'Urgency', names.urgencyHint, incident.urgency),
    { ...reasonInput('Reason'), optional: true, hint: 'Needed where this lowers the priority.' },
  ])

/** A service, or one component of it, as one choice: `mail` or `mail/archive`. */
const partInput = (desk: Desk, incident: Incident): Input => {
  const all = desk.services.flatMap((service): Option[] => [
    { value: service.id, label: service.name },
    ...service.components.map((component) => ({
      value: `${service.id}/${component.id}`,
      label: `${service.name} / ${component.name}`.slice(0, limits.optionLabel),
    })),
  ])
  const value =
    incident.component === undefined ? incident.service : `${incident.service}/${incident.component}`
  if (all.length <= limits.optionsPerChoice) return choice('part', 'Service or component', all, value)
  const chosen = all.find((option) => option.value === value)
  return { kind: 'lookup', source: 'services', name: 'part', label: 'Service', ...given('chosen', chosen) }
}

export const suspendForm = (incident: Incident, state: FormState): Form => ({
  ...formOf(incident, 'suspend', 'Suspend', 'Ask', state, [
    choice(
      'waitingFor',
      'Waiting for',
      waitingFors.map((value) => ({ value, label: names.waitingName[value] })),
      'requester',
    ),
    reasonInput('What is missing?'),
  ]),
  intro: 'The person affected or a desk lead has to agree; both are asked now.',
})

export const resolveForm = (incident: Incident, desk: Desk, state: FormState): Form => ({
  ...formOf(incident, 'resolve', 'Resolve', 'Resolve', state, [
    choice(
      'code',
      'How was it resolved?',
      desk.resolutionCodes.map(({ id, name }) => ({ value: id, label: name })),
      desk.resolutionCodes[0]?.id,
    ),
    {
      kind: 'text',
      name: 'text',
      label: 'What was done?',
      hint: 'The person affected reads this.',
      multiline: true,
      maxLength: longest.text,
    },
    serviceInput(desk.services, incident.service),
    categoryInput(desk, incident.category),
  ]),
  intro: 'Please check the service and the category before you resolve: reports are built on them.',
})

export const formOf = (
  incident: Incident,
  verb: string,
  title: string,
  submitLabel: string,
  state: FormState,
  inputs: readonly Input[],
): Form => ({
  name: `incident.${verb}`,
  title: `${title} ${incident.id}`.length <= limits.formTitle ? `${title} ${incident.id}` : title,
  submitLabel,
  state,
  inputs,
})

const wordsForm = (
  incident: Incident,
  verb: string,
  title: string,
  submitLabel: string,
  label: string,
  hint: string,
  state: FormState,
): Form =>
  formOf(incident, verb, title, submitLabel, state, [
    { kind: 'text', name: 'text', label, hint, multiline: true, maxLength: limits.textInput },
  ])

const reasonForm = (
  incident: Incident,
  verb: string,
  title: string,
  submitLabel: string,
  intro: string,
  state: FormState,
): Form => ({ ...formOf(incident, verb, title, submitLabel, state, [reasonInput('Reason')]), intro })

const reasonInput = (label: string): TextInput => ({
  kind: 'text',
  name: 'reason',
  label,
  multiline: true,
  maxLength: longest.reason,
})

const categoryInput = (desk: Desk, value: string | undefined): Input =>
  choice(
    'category',
    'Category',
    desk.categories.map(({ id, name }) => ({ value: id, label: name })),
    value,
  )

const levelInput = (
  name: string,
  label: string,
  hints: Readonly<Record<Level, string>>,
  value: Level,
): Input =>
  choice(
    name,
    label,
    levels.map((level) => ({ value: level, label: hints[level] })),
    value,
  )

export const choice = (
  name: string,
  label: string,
  options: readonly Option[],
  value: string | undefined,
): ChoiceInput => ({
  kind: 'choice',
  name,
  label,
  options: options.slice(0, limits.optionsPerChoice),
  ...given('value', options.some((option) => option.value === value) ? value : undefined),
})

const given = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  value === undefined ? {} : ({ [key]: value } as { [K in Key]: Value })
