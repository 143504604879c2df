import { describe, expect, test } from 'vitest'
import { readDeskFile } from '../../src/desk-file/read.ts'
import type { ServiceTarget } from '../../src/domain/service-target.ts'
import { smallDesk } from './small-desk.ts'
import { type Edit, spoil } from './spoil.ts'
import { eachIsToldOnce, mistakesIn } from './told-once.ts'

eachIsToldOnce('targets and what they refer to', {
  'a target without a calendar': [
    [
      ['  - id: answer', '  - ‸id: answer'],
      ['within: { P1: PT30M, P2: PT90M }\n    calendar: office', 'within: { P1: PT30M, P2: PT90M }'],
    ],
    '"calendar" is missing: the calendar in which the time counts, by id',
  ],
  'a target for nothing': [
    [
      ['  - id: answer', '  - ‸id: answer'],
      ['    for: response\n', ''],
    ],
    '"for" is missing: what is promised: response (the first public answer, or that somebody takes it), resolution, or update (that the requester hears something new)',
  ],
  'a target for something else': [
    [['for: response', 'for: ‸answer']],
    '"answer" is not known; choices are: response, resolution, update',
  ],
  'a calendar that is not there': [
    [['P2: PT90M }\n    calendar: office', 'P2: PT90M }\n    calendar: ‸offce']],
    'calendar "offce" is not known; calendars are: office, never',
  ],
  'a calendar that never opens': [
    [['P2: PT90M }\n    calendar: office', 'P2: PT90M }\n    calendar: ‸never']],
    'the calendar "never" has no hours at all, so the time of this target would never be up; give it hours or choose another',
  ],
  'a calendar in a zone that is none': [
    [
      [
        'calendars:\n  - id: office\n    zone: Europe/Lisbon',
        'calendars:\n  - id: office\n    zone: ‸Europe/Lisboa',
      ],
    ],
    '"Europe/Lisboa" is not an IANA time zone; did you mean "Europe/Lisbon"?',
  ],
  'a team that is not there': [
    [['for: resolution\n    team: network', 'for: resolution\n    team: ‸netwrok']],
    'team "netwrok" is not known; teams are: network, workplace',
  ],
  'a supplier that is not there': [
    [['for: resolution\n    supplier: orbit', 'for: resolution\n    supplier: ‸obrit']],
    'supplier "obrit" is not known; suppliers are: orbit',
  ],
  'a supplier in a file without suppliers': [
    [
      ['    supplier: orbit\n    interested', '    interested'],
      ['suppliers:\n  - id: orbit\n    name: Orbit\n    manager: ada\n', ''],
      ['for: resolution\n    supplier: orbit', 'for: resolution\n    supplier: ‸orbit'],
    ],
    'supplier "orbit" is not known; the file has no suppliers',
  ],
  'a supplier that underpins no service': [
    [
      ['    supplier: orbit\n    interested', '    interested'],
      ['for: resolution\n    supplier: orbit', 'for: resolution\n    supplier: ‸orbit'],
    ],
    'no service has the supplier "orbit", so this target would never count; name it at a service',
  ],
  'a manager of a supplier who is not there': [
    [['manager: ada', 'manager: ‸adda']],
    'person "adda" is not known; people are: ada, ben',
  ],
  'a customer that is not there': [
    [['services: [mail]\n    customers: [small]', 'services: [mail]\n    customers: [small, ‸big]']],
    'customer "big" is not known; customers are: small',
  ],
  'a service that is not there': [
    [['services: [mail]', 'services: [mail, ‸post]']],
    'service "post" is not known; services are: mail, wifi',
  ],
  'a service listed twice': [
    [['services: [mail]', 'services: [mail, ‸mail]']],
    '"mail" is listed twice (first in line 95)',
  ],
  'no service at all': [
    [['services: [mail]', '‸services: []']],
    'name at least one service, or leave the key out for all of them',
  ],
  'no customer at all': [
    [['services: [mail]\n    customers: [small]', 'services: [mail]\n    ‸customers: []']],
    'name at least one customer, or leave the key out for all of them',
  ],
  'a team and a supplier in one target': [
    [['for: resolution\n    supplier: orbit', 'for: resolution\n    team: network\n    supplier: ‸orbit']],
    'a target is of a team or of a supplier; make two targets of it',
  ],
  'a supplier that promises an answer': [
    [['for: resolution\n    supplier: orbit', 'for: ‸response\n    supplier: orbit']],
    "a supplier's target is for resolution: it counts while an incident waits for the supplier",
  ],
  'a supplier that promises news': [
    [['for: resolution\n    supplier: orbit', 'for: ‸update\n    supplier: orbit']],
    "a supplier's target is for resolution: it counts while an incident waits for the supplier",
  ],
  'a team that promises news': [
    [['for: resolution\n    team: network', 'for: ‸update\n    team: network']],
    "a team's target is for response or for resolution",
  ],
  'two targets with one id': [
    [['- id: orbit-repairs', '- id: ‸answer']],
    'the id "answer" is already taken by another target (first in line 87)',
  ],
  'two targets that are equally close': [
    [
      [
        'miss-causes:',
        '  - id: ‸second-answer\n    name: Again\n    for: response\n    within: { P2: PT1H }\n    calendar: office\nmiss-causes:',
      ],
    ],
    'for some incidents "second-answer" and "answer" would both hold, equally close; name other customers or services in one of them (first in line 87)',
  ],
})

const targetsOf = (edits: readonly Edit[] = []): Readonly<Record<string, ServiceTarget>> => {
  const reading = readDeskFile(edits.length === 0 ? smallDesk : spoil(edits))
  if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes))
  return Object.fromEntries(reading.desk.targets.map((target) => [target.id, target]))
}

describe('6.1-b: a target of a file without mistakes', () => {
  const hour = 3_600_000

  test('is what it says', () => {
    expect(targetsOf()['restore-mail']).toEqual({
      id: 'restore-mail',
      name: 'E-mail works again',
      kind: 'resolution',
      tier: 'sla',
      services: ['mail'],
      customers: ['small'],
      within: { P1: 4 * hour, P2: 8 * hour },
      calendar: 'office',
      warnings: [
        { at: { percent: 50 }, tells: ['assignee', 'team'] },
        { at: { left: hour }, tells: ['team-lead', 'requester'] },
      ],
      breachTells: ['desk-lead', 'interested'],
      pausedBy: ['requester', 'change'],
      reopening: 'restarts',
      exceptions: [{ customer: 'small', from: '2026-12-24', to: '2027-01-06', reason: 'The mail is moved' }],
    })
  })

  test('warns at 50, 75 and 90 % unless it says otherwise, and pauses while it waits for the requester', () => {
    const { answer } = targetsOf()
    expect(answer?.warnings.map(({ at }) => at)).toEqual([{ percent: 50 }, { percent: 75 }, { percent: 90 }])
    expect(answer).toMatchObject({ tier: 'sla', pausedBy: ['requester'], reopening: 'continues' })
    expect(answer?.breachTells).toEqual(answer?.warnings.at(-1)?.tells)
    expect(answer?.breachTells).toContain('requester')
  })

  test('of a team or a supplier is a clock of its own, of which the requester does not hear', () => {
    const { 'network-restores': ola, 'orbit-repairs': uc } = targetsOf()
    expect([ola?.tier, ola?.party, uc?.tier, uc?.party]).toEqual(['ola', 'network', 'uc', 'orbit'])
    for (const target of [ola, uc])
      expect(target?.warnings.flatMap(({ tells }) => tells)).not.toContain('requester')
    expect(uc?.breachTells).toContain('supplier-manager')
    expect(uc?.pausedBy).toEqual([])
  })

  test('may warn of nothing; its breach is told all the same', () => {
    const { answer } = targetsOf([['for: response\n', 'for: response\n    warnings: []\n']])
    expect(answer?.warnings).toEqual([])
    expect(answer?.breachTells).toEqual(['assignee', 'team', 'team-lead'])
  })

  test.each(['PT59S', 'PT1M', 'PT3H20M', 'PT40H', 'PT1H0M1S', 'PT20000H'])('may take %s', (time) => {
    expect(mistakesIn(spoil([['{ P1: PT30M, P2: PT90M }', `{ P1: ${time} }`]]))).toEqual([])
  })

  test.each([
    ['for other priorities', 'within: { P3: PT1H }'],
    ['closer: for one service', 'services: [wifi]\n    within: { P1: PT1H }'],
    ['closer: for one customer', 'customers: [small]\n    within: { P1: PT1H }'],
    ['of a team', 'team: network\n    within: { P1: PT1H }'],
  ])('stands beside another that is %s', (_, rest) => {
    const more = `  - id: more\n    name: More\n    for: response\n    ${rest}\n    calendar: office\n`
    expect(mistakesIn(spoil([['miss-causes:', `${more}miss-causes:`]]))).toEqual([])
  })

  test('a file that promises nothing is a desk file, with the usual causes and nobody interested', () => {
    const promises = smallDesk.slice(smallDesk.indexOf('suppliers:\n'))
    const reading = readDeskFile(
      spoil([
        [promises, ''],
        ['    supplier: orbit\n    interested: [ada]\n', ''],
      ]),
    )
    if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes))
    expect(reading.desk).toMatchObject({ suppliers: [], targets: [] })
    expect(reading.desk.services.flatMap(({ interested }) => interested)).toEqual([])
    expect(reading.desk.missCauses.map(({ id }) => id)).toContain('other')
  })
})
