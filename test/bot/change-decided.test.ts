import { expect, test } from 'vitest'
import { plain } from '../../src/bot/ui/card.ts'
import { decidedElements } from '../../src/bot/views/change-decided.ts'
import type { Change, ChangeState } from '../../src/domain/change.ts'
import { theDesk } from '../../src/domain/decision.ts'
import { thursday } from '../support/given.ts'
import {
  type Step,
  approvalDesk,
  approve,
  askForChanges,
  cab,
  givenApproval,
  policyOf,
  reject,
  stage,
} from '../support/given-approval.ts'

const later = { now: thursday.add({ hours: 24 * 7 }) }
const withdraw: Step = ['ben', { type: 'withdraw', reason: 'The lamp is out' }]

/** What the card says about a question put to each of the three of the CAB. */
const said = (steps: readonly Step[], state: ChangeState, needs: 'all' | 'any' = 'all'): string => {
  const { approval } = givenApproval(policyOf(stage([cab], needs)), steps)
  return decidedElements({ approval, state } as Change, approvalDesk)
    .map((element) => (element.kind === 'text' ? plain(element.text) : ''))
    .join('\n')
    .replace(/ on \d{4}-\d\d-\d\d \d\d:\d\d UTC/, ' on …')
}

test.each<[string, readonly Step[], ChangeState, string]>([
  ['still open', [['hana', approve()]], 'requested', ''],
  [
    'approved',
    [
      ['hana', approve()],
      ['ivo', approve()],
      ['fay', approve()],
    ],
    'approved',
    'Approved by Hana, Ivo, Fay on …',
  ],
  [
    'made long since',
    [
      ['hana', approve()],
      ['ivo', approve()],
      ['fay', approve()],
    ],
    'reviewed',
    'Approved by Hana, Ivo, Fay on …',
  ],
  [
    'rejected: by whom and why, not who had approved',
    [
      ['hana', approve()],
      ['ivo', reject()],
    ],
    'rejected',
    'Rejected by Ivo on …: Too risky',
  ],
  ['returned: its remarks stand below', [['fay', askForChanges()]], 'returned', 'Returned by Fay on …'],
  ['withdrawn', [withdraw], 'withdrawn', 'Withdrawn by Ben on …: The lamp is out'],
  ['gone ahead', [withdraw], 'in-progress', 'Ben went ahead alone on …: The lamp is out'],
  [
    'expired, with what was there',
    [
      ['hana', approve()],
      [theDesk, { type: 'expire' }, later],
    ],
    'expired',
    'Expired on …. Only Hana had approved.',
  ],
  [
    'expired without a word',
    [[theDesk, { type: 'expire' }, later]],
    'expired',
    'Expired on …. Nobody had decided.',
  ],
])('9.2-c: the card of a change says who decided it: %s', (_, steps, state, words) => {
  expect(said(steps, state)).toBe(words)
})
