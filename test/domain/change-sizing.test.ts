import { describe, expect, test } from 'vitest'
import { riskOf, sizeOf } from '../../src/domain/change-request.ts'
import { policyFor } from '../../src/domain/change-rules.ts'
import { changeOf, changePolicy } from '../support/given-change.ts'

/** Risk of each answer, services affected, removal or transfer: what that makes of a change. */
const table = [
  { reach: 'nobody', practice: 'often', services: ['wifi'], removal: false, risk: 0, size: 'minor' },
  { reach: 'nobody', practice: 'never', services: ['wifi'], removal: false, risk: 2, size: 'significant' },
  { reach: 'some', practice: 'often', services: ['wifi'], removal: false, risk: 2, size: 'significant' },
  { reach: 'some', practice: 'never', services: ['wifi'], removal: false, risk: 4, size: 'major' },
  { reach: 'all', practice: 'often', services: ['wifi'], removal: false, risk: 4, size: 'major' },
  { reach: 'all', practice: 'never', services: ['wifi'], removal: false, risk: 6, size: 'major' },
  {
    reach: 'nobody',
    practice: 'often',
    services: ['wifi', 'payroll'],
    removal: false,
    risk: 0,
    size: 'major',
  },
  { reach: 'nobody', practice: 'often', services: ['wifi'], removal: true, risk: 0, size: 'major' },
  { reach: 'some', practice: 'never', services: ['wifi', 'payroll'], removal: true, risk: 4, size: 'major' },
] as const

describe('9.2-a: how large a change is', () => {
  test.each(table)(
    '$reach, $practice, $services, removal $removal: $size',
    ({ reach, practice, services, removal, risk, size }) => {
      const change = changeOf([], { risks: { reach, practice }, services, removal })
      expect(riskOf(change, changePolicy)).toBe(risk)
      expect(change.size).toBe(size)
    },
  )

  test('what was not answered, and answers that the policy has no more, add nothing', () => {
    const change = changeOf()
    expect(riskOf({ risks: {} }, changePolicy)).toBe(0)
    expect(riskOf({ risks: { reach: 'gone', asked: 'never' } }, changePolicy)).toBe(0)
    expect(sizeOf({ ...change, risks: { reach: 'gone' } }, changePolicy)).toBe('minor')
  })

  test('removing or transferring a service is major whatever else is said', () => {
    for (const reach of ['nobody', 'some', 'all'])
      for (const practice of ['often', 'never'])
        for (const type of ['normal', 'emergency'])
          expect(changeOf([], { risks: { reach, practice }, type, removal: true }).size).toBe('major')
  })

  test('a change that is revised is sized anew', () => {
    const small = changeOf([], {}, false)
    expect(small.size).toBe('minor')
    const { approvals, emergency } = changePolicy
    expect(policyFor({ type: 'normal', size: 'minor' }, changePolicy)).toBe(approvals.minor)
    expect(policyFor({ type: 'normal', size: 'major' }, changePolicy)).toBe(approvals.major)
    expect(policyFor({ type: 'emergency', size: 'major' }, changePolicy)).toBe(emergency)
  })
})
