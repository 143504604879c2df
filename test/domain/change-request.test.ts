import { describe, expect, test } from 'vitest'
import type { AskedChange } from '../../src/domain/change-command.ts'
import { decideProposal } from '../../src/domain/change-decide.ts'
import type { Effect } from '../../src/domain/effect.ts'
import type { FieldProblem } from '../../src/domain/refusal.ts'
import { asked, changeDesk, changeIn, changeMeta, changeOf, whenChange } from '../support/given-change.ts'
import { thursday } from '../support/given.ts'

const long = (most: number): string => 'x'.repeat(most + 1)

/** What is wrong with a request, beside which input; `draft`: already when it is only kept. */
const table: readonly {
  readonly said: Partial<AskedChange>
  readonly field: string
  readonly problem: FieldProblem
  readonly draft: boolean
}[] = [
  { said: { type: 'standard' }, field: 'type', problem: { kind: 'no-choice' }, draft: true },
  { said: { services: [] }, field: 'services', problem: { kind: 'missing' }, draft: true },
  { said: { services: ['gone'] }, field: 'services', problem: { kind: 'unknown' }, draft: true },
  { said: { components: ['gone'] }, field: 'components', problem: { kind: 'not-offered' }, draft: true },
  {
    said: { services: ['payroll'], components: ['core'] },
    field: 'components',
    problem: { kind: 'not-offered' },
    draft: true,
  },
  { said: { risks: { reach: 'gone' } }, field: 'risk-reach', problem: { kind: 'unknown' }, draft: true },
  { said: { implementer: 'zoe' }, field: 'implementer', problem: { kind: 'unknown' }, draft: true },
  { said: { from: 'tonight' }, field: 'from', problem: { kind: 'no-choice' }, draft: true },
  { said: { title: ' ' }, field: 'title', problem: { kind: 'missing' }, draft: true },
  { said: { title: long(150) }, field: 'title', problem: { kind: 'too-long', most: 150 }, draft: true },
  { said: { plan: long(3000) }, field: 'plan', problem: { kind: 'too-long', most: 3000 }, draft: true },
  { said: { cost: long(500) }, field: 'cost', problem: { kind: 'too-long', most: 500 }, draft: true },
  {
    said: { links: ['the', 'readers'] },
    field: 'links',
    problem: { kind: 'no-number', typed: 'the' },
    draft: true,
  },
  { said: { links: ['INC-0'] }, field: 'links', problem: { kind: 'no-number', typed: 'INC-0' }, draft: true },
  { said: { links: ['PRB-1'] }, field: 'links', problem: { kind: 'no-number', typed: 'PRB-1' }, draft: true },
  {
    said: { links: ['inc-9'] },
    field: 'links',
    problem: { kind: 'no-record', record: 'INC-9' },
    draft: true,
  },
  {
    said: { links: Array.from({ length: 21 }, (_, index) => `INC-${index + 1}`) },
    field: 'links',
    problem: { kind: 'too-many', most: 20 },
    draft: true,
  },
  { said: { scope: '' }, field: 'scope', problem: { kind: 'missing' }, draft: false },
  { said: { reason: '' }, field: 'reason', problem: { kind: 'missing' }, draft: false },
  { said: { plan: '' }, field: 'plan', problem: { kind: 'missing' }, draft: false },
  { said: { reversal: '' }, field: 'reversal', problem: { kind: 'missing' }, draft: false },
  { said: { reversalTested: ' ' }, field: 'reversalTested', problem: { kind: 'missing' }, draft: false },
  { said: { risks: { reach: 'all' } }, field: 'risk-practice', problem: { kind: 'missing' }, draft: false },
  { said: { from: '' }, field: 'from', problem: { kind: 'missing' }, draft: false },
  { said: { to: '' }, field: 'to', problem: { kind: 'missing' }, draft: false },
  { said: { to: asked.from }, field: 'to', problem: { kind: 'before-start' }, draft: false },
  {
    said: { from: '2026-03-12T07:00:00Z', to: thursday.toString() },
    field: 'to',
    problem: { kind: 'in-the-past' },
    draft: false,
  },
]

describe('9.2-a, 9.2-b, 9.2-d: what a request must say', () => {
  const linkable = new Set(['INC-1'])

  test.each(table)('$field is $problem.kind', ({ said, field, problem, draft }) => {
    const refused = { kind: 'refused', refusal: { code: 'field', field, problem } }
    const request = { ...asked, ...said }
    expect(decideProposal(request, true, changeMeta('ben', { linkable }))).toEqual(refused)
    const kept = decideProposal(request, false, changeMeta('ben', { linkable }))
    expect(kept).toMatchObject(draft ? refused : { kind: 'accepted' })
  })

  test('it is kept tidied, each thing once', () => {
    const change = changeOf(
      [],
      {
        title: '  New firmware ',
        services: ['wifi', 'wifi'],
        components: ['core', 'core'],
        links: ['inc-1', 'INC-1'],
        from: '2026-03-12T13:00:00+01:00',
      },
      true,
      { linkable },
    )
    expect(change).toMatchObject({
      title: 'New firmware',
      services: ['wifi'],
      components: ['core'],
      links: ['INC-1'],
      from: '2026-03-12T12:00:00Z',
    })
  })

  test('a desk without agreements about changes takes none, nor do people who left propose any', () => {
    const { changes: _, ...without } = changeDesk
    expect(decideProposal(asked, true, changeMeta('ben', { desk: without }))).toEqual({
      kind: 'refused',
      refusal: { code: 'no-policy' },
    })
    expect(decideProposal(asked, true, changeMeta('zoe'))).toEqual({
      kind: 'refused',
      refusal: { code: 'not-involved' },
    })
  })
})

const redrawn = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === 'redraw' ? [effect.record] : [])).toSorted()

describe('8.1-k: the cards of incidents that it belongs to are drawn anew', () => {
  const linkable = new Set(['INC-1', 'INC-2', 'CHG-7'])
  test('when it is proposed, and whenever it stands otherwise, not when something is said', () => {
    const links = ['INC-1', 'CHG-7', 'INC-2']
    const proposed = decideProposal({ ...asked, links }, true, changeMeta('ben', { linkable }))
    expect(proposed.kind === 'accepted' && redrawn(proposed.effects)).toEqual(['INC-1', 'INC-2'])
    const change = changeOf([], { links }, true, { linkable })
    expect(
      redrawn(
        whenChange(change, 'hana', { type: 'approval', command: { type: 'approve', stage: 0 } }).effects(),
      ),
    ).toEqual(['INC-1', 'INC-2'])
    expect(
      redrawn(whenChange(change, 'ben', { type: 'comment', text: 'Soon?', files: 0 }).effects()),
    ).toEqual([])
  })

  test('when it is revised: those that it belonged to, and those that it belongs to now', () => {
    const change = changeIn('draft')
    const before = { ...change, links: ['INC-1'] }
    const revised = whenChange(
      before,
      'ben',
      { type: 'revise', asked: { ...asked, links: ['INC-2'] }, submit: false },
      { linkable },
    )
    expect(redrawn(revised.effects())).toEqual(['INC-1', 'INC-2'])
  })
})
