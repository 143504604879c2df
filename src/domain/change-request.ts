import { personOf, serviceOf } from './authority.ts'
import { type AskedChange, longestOf } from './change-command.ts'
import { checkLinks, linksOf } from './change-links.ts'
import type { ChangePolicy, ChangeSize, ChangeType } from './change-policy.ts'
import type { RequestForChange } from './change.ts'
import type { Desk } from './desk.ts'
import { checkOptionalText, checkText, field } from './incident-raise.ts'
import type { FieldRefusal } from './refusal.ts'
import { tidy } from './text.ts'

const types: readonly ChangeType[] = ['normal', 'emergency']

/**
 * The request as it is recorded, or the first thing wrong with it (9.2-a, 9.2-b, 9.2-d). A draft needs a title and what it is
 * about; before approvers see it, it needs everything: the plan, how it is reversed, and how that was tested.
 */
export const requestOf = (
  asked: AskedChange,
  submit: boolean,
  desk: Desk,
  policy: ChangePolicy,
  now: Temporal.Instant,
  linkable: ReadonlySet<string> = new Set(),
): RequestForChange | FieldRefusal =>
  checkShape(asked, desk, policy) ??
  checkLinks(asked.links, linkable) ??
  (submit ? checkWhole(asked, policy, now) : undefined) ??
  recorded(asked)

export const isRefused = (checked: RequestForChange | FieldRefusal): checked is FieldRefusal =>
  'code' in checked

const checkShape = (asked: AskedChange, desk: Desk, policy: ChangePolicy): FieldRefusal | undefined => {
  const { services, components } = asked
  const known = services.map((id) => serviceOf(desk, id))
  if (!types.some((type) => type === asked.type)) return field('type', { kind: 'no-choice' })
  if (services.length === 0) return field('services', { kind: 'missing' })
  if (known.includes(undefined)) return field('services', { kind: 'unknown' })
  const parts = known.flatMap((service) => service?.components ?? [])
  if (!components.every((id) => parts.some((part) => part.id === id)))
    return field('components', { kind: 'not-offered' })
  for (const { id, answers } of policy.riskQuestions) {
    const answer = asked.risks[id]
    if (answer !== undefined && !answers.some((one) => one.id === answer))
      return field(`risk-${id}`, { kind: 'unknown' })
  }
  if (personOf(desk, asked.implementer) === undefined) return field('implementer', { kind: 'unknown' })
  for (const name of ['from', 'to'] as const)
    if (asked[name] !== '' && instantOf(asked[name]) === undefined) return field(name, { kind: 'no-choice' })
  return (
    checkText('title', asked.title, longestOf.title) ??
    checkWords(asked, ['scope', 'reason', 'impact', 'plan', 'reversal', 'reversalTested', 'assessment']) ??
    checkOptionalText('cost', asked.cost, longestOf.short)
  )
}

type Words = 'scope' | 'reason' | 'impact' | 'plan' | 'reversal' | 'reversalTested' | 'assessment'

const checkWords = (asked: AskedChange, names: readonly Words[]): FieldRefusal | undefined => {
  for (const name of names) {
    const wrong = checkOptionalText(name, asked[name], longestOf.words)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

const wanted = ['scope', 'reason', 'plan', 'reversal', 'reversalTested'] as const

const checkWhole = (
  asked: AskedChange,
  policy: ChangePolicy,
  now: Temporal.Instant,
): FieldRefusal | undefined => {
  for (const name of wanted) if (tidy(asked[name]) === '') return field(name, { kind: 'missing' })
  const open = policy.riskQuestions.find(({ id }) => asked.risks[id] === undefined)
  if (open !== undefined) return field(`risk-${open.id}`, { kind: 'missing' })
  const [from, to] = [instantOf(asked.from), instantOf(asked.to)]
  if (from === undefined) return field('from', { kind: 'missing' })
  if (to === undefined) return field('to', { kind: 'missing' })
  if (Temporal.Instant.compare(from, to) >= 0) return field('to', { kind: 'before-start' })
  return Temporal.Instant.compare(to, now) <= 0 ? field('to', { kind: 'in-the-past' }) : undefined
}

export const instantOf = (text: string): Temporal.Instant | undefined => {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}

const recorded = (asked: AskedChange): RequestForChange => ({
  title: tidy(asked.title),
  scope: tidy(asked.scope),
  reason: tidy(asked.reason),
  type: types.find((type) => type === asked.type) ?? 'normal',
  services: [...new Set(asked.services)],
  components: [...new Set(asked.components)],
  removal: asked.removal,
  risks: asked.risks,
  impact: tidy(asked.impact),
  cost: tidy(asked.cost),
  assessment: tidy(asked.assessment),
  plan: tidy(asked.plan),
  reversal: tidy(asked.reversal),
  reversalTested: tidy(asked.reversalTested),
  from: instantOf(asked.from)?.toString() ?? '',
  to: instantOf(asked.to)?.toString() ?? '',
  implementer: asked.implementer,
  links: linksOf(asked.links),
})

/** The sum of what the answers of the questionnaire add. */
export const riskOf = ({ risks }: Pick<RequestForChange, 'risks'>, policy: ChangePolicy): number =>
  policy.riskQuestions.reduce(
    (sum, { id, answers }) => sum + (answers.find((answer) => answer.id === risks[id])?.risk ?? 0),
    0,
  )

/** Minor, significant or major by policy; removing or transferring a service is always major (9.2-a). */
export const sizeOf = (request: RequestForChange, policy: ChangePolicy): ChangeSize => {
  const { significantFrom, majorFrom, majorAboveServices } = policy.sizing
  const risk = riskOf(request, policy)
  if (request.removal || risk >= majorFrom || request.services.length > majorAboveServices) return 'major'
  return risk >= significantFrom ? 'significant' : 'minor'
}
