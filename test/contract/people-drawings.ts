import type { Card } from '../../src/bot/ui/card.ts'
import { line } from '../../src/bot/ui/card.ts'
import type { Form } from '../../src/bot/ui/form.ts'
import { absenceForm } from '../../src/bot/views/absence-form.ts'
import {
  absenceEntered,
  absenceNotice,
  absenceRefusalText,
  absenceTakenBack,
  absencesCard,
  enterButton,
  notAnAbsence,
  notAway,
} from '../../src/bot/views/absence.ts'
import { approvalsCard, approvalsPerPage } from '../../src/bot/views/approvals-list.ts'
import { approvalsHint } from '../../src/bot/views/change-list.ts'
import { openFormCard } from '../../src/bot/views/offer.ts'
import { reassignForm } from '../../src/bot/views/reassign-form.ts'
import type { AbsenceRefusal, EnteredAbsence } from '../../src/domain/absence.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { thursday } from '../support/given.ts'
import { changeLives } from './change-lives.ts'
import type { Drawing } from './drawings.ts'
import { lives } from './lives.ts'

const absence = (index: number): EnteredAbsence => ({
  id: `6f1f0f0e-0000-4000-8000-0000000000${10 + index}`,
  person: 'iris',
  ...(index % 3 === 0 ? {} : { deputy: index % 3 === 1 ? 'ben' : 'gone' }),
  from: thursday.add({ hours: 48 * index }),
  to: thursday.add({ hours: 48 * index + 24 }),
  enteredBy: index % 2 === 0 ? 'iris' : 'ada',
  enteredAt: thursday,
})

const many = Array.from({ length: 14 }, (_, index) => absence(index))
const covered = absence(1)
const ended: EnteredAbsence = { ...covered, takenBack: { by: 'ada', at: covered.from.add({ hours: 3 }) } }
const cancelled: EnteredAbsence = { ...covered, takenBack: { by: 'iris', at: thursday } }
const named: readonly (readonly [string, EnteredAbsence])[] = [
  ['to come', covered],
  ['without a deputy', absence(0)],
  ['ended', ended],
  ['that will not be', cancelled],
]

const refusals: readonly AbsenceRefusal[] = [
  { code: 'field', field: 'deputy', problem: { kind: 'themselves' } },
  { code: 'no-policy' },
  { code: 'not-your-absence', person: 'iris' },
  { code: 'overlaps', absence: covered },
  { code: 'taken-back-already', by: 'ada', at: thursday },
  { code: 'absence-over', at: thursday },
]

const asked = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'

/** Every card about who is away, and about what waits for whom. */
export const peopleCards = (desk: Desk): readonly Drawing<Card>[] => {
  const changes = changeLives.map(({ change }) => change)
  const [reader] = desk.people
  if (reader === undefined) throw new Error('a desk without people')
  return [
    { view: 'absencesCard', of: 'nothing', drawn: absencesCard([], 'iris', 'iris', desk) },
    { view: 'absencesCard', of: 'nothing of another', drawn: absencesCard([], 'iris', 'ada', desk) },
    { view: 'absencesCard', of: 'many', drawn: absencesCard(many, 'iris', 'iris', desk) },
    ...named.flatMap(([of, one]): Drawing<Card>[] => [
      ...['iris', 'ada'].flatMap((who) => [
        {
          view: 'absencesCard',
          of: `${of}, just entered, to ${who}`,
          drawn: absencesCard(many.slice(0, 3), 'iris', who, desk, absenceEntered(one, who, desk)),
        },
        {
          view: 'absencesCard',
          of: `${of}, taken back, to ${who}`,
          drawn: absencesCard([], 'iris', who, desk, absenceTakenBack(one, who, desk)),
        },
      ]),
      ...(['entered', 'taken-back'] as const).flatMap((happened) =>
        ['iris', 'ben', undefined].map((who) => ({
          view: 'absenceNotice',
          of: `${of}, ${happened}, to ${who}`,
          drawn: absenceNotice(one, happened, who, desk),
        })),
      ),
    ]),
    ...refusals.map((refusal) => ({
      view: 'absenceRefusalText',
      of: refusal.code,
      drawn: line(absenceRefusalText(refusal, reader, desk)),
    })),
    { view: 'notAnAbsence', of: 'many words', drawn: line(notAnAbsence(asked.repeat(40), '/desk')) },
    { view: 'notAway', of: 'somebody there', drawn: line(notAway) },
    { view: 'openFormCard', of: 'an absence', drawn: openFormCard('Enter an absence', enterButton('x')) },
    ...[1, 27].map((total) => ({
      view: 'approvalsHint',
      of: `${total} waiting`,
      drawn: { fallback: 'Waiting for you', elements: approvalsHint(total) },
    })),
    {
      view: 'approvalsCard',
      of: 'nothing',
      drawn: approvalsCard(
        { changes: { changes: [], total: 0 }, agreements: { incidents: [], total: 0 } },
        desk,
        'dawa',
        0,
      ),
    },
    ...[0, 1, 2].map((page) => ({
      view: 'approvalsCard',
      of: `page ${page}`,
      drawn: approvalsCard(
        {
          changes: { changes: changes.slice(0, approvalsPerPage), total: 27 },
          agreements: {
            incidents: lives.slice(0, approvalsPerPage).map(({ incident }) => incident),
            total: 14,
          },
        },
        desk,
        'dawa',
        page,
      ),
    })),
  ]
}

/** Every form about who is away, and about who decides instead. */
export const peopleForms = (desk: Desk): readonly Drawing<Form>[] => {
  const state = { form: '6f1f0f0e-0000-4000-8000-000000000004', record: 'CHG-123456789', version: '12' }
  const [reader] = desk.people
  if (reader === undefined) throw new Error('a desk without people')
  const known = {
    person: 'iris',
    deputy: 'gone',
    from: '2026-12-01T09:00:00Z',
    to: '2026-12-03T23:00:00Z',
  }
  return [
    ...[true, false].flatMap((forOthers) => [
      {
        view: 'absenceForm',
        of: `nothing, ${forOthers ? 'by a change manager' : 'of oneself'}`,
        drawn: absenceForm(desk, reader, [], {}, forOthers, state),
      },
      {
        view: 'absenceForm',
        of: `much, ${forOthers ? 'by a change manager' : 'of oneself'}`,
        drawn: absenceForm(desk, reader, many, known, forOthers, state),
      },
    ]),
    ...changeLives
      .filter(({ change }) => change.state === 'requested')
      .map(({ name: of, change }) => ({
        view: 'reassignForm',
        of,
        drawn: reassignForm(change, state, desk),
      })),
  ]
}
