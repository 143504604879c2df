import { expect, test } from 'vitest'
import type { Desk } from '../../src/domain/desk.ts'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { usualRiskQuestions } from '../../src/desk-file/to-changes.ts'
import { inChanges, withChanges } from './small-changes.ts'
import { type Edit, spoil } from './spoil.ts'
import { eachIsToldOnce, mistakesIn } from './told-once.ts'

const read = (edits: readonly Edit[] = []): Omit<Desk, 'version'> => {
  const result = readDeskFile(spoil([...withChanges, ...edits]))
  if (!result.ok) throw new Error(JSON.stringify(result.mistakes, null, 2))
  return result.desk
}

const hour = 3_600_000

test('9.2-c what the file says about changes is what the desk has', () => {
  const desk = read()
  expect(desk.customers[0]?.representatives).toEqual(['ben'])
  expect(desk.people[1]?.manager).toBe('ada')
  expect(desk.services[1]?.dependsOn).toEqual(['mail'])
  expect(desk.changes).toEqual({
    managers: ['ada'],
    authorities: [
      {
        id: 'board',
        name: 'Change advisory board',
        members: ['ada', 'ben'],
        channels: [
          { platform: 'slack', tenant: 'T0SMALL', conversation: 'C0BOARD' },
          {
            platform: 'teams',
            tenant: '5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10',
            conversation: '19:board@thread.tacv2',
          },
        ],
      },
      {
        id: 'night',
        name: 'Night watch',
        members: ['ben'],
        channels: [{ platform: 'slack', tenant: 'T0SMALL', conversation: 'C0NIGHT' }],
      },
    ],
    riskQuestions: [
      {
        id: 'reach',
        question: 'Who would notice?',
        answers: [
          { id: 'few', name: 'A few people', risk: 0 },
          { id: 'all', name: 'Everyone', risk: 3 },
        ],
      },
    ],
    sizing: { significantFrom: 2, majorFrom: 3, majorAboveServices: 1 },
    approvals: {
      minor: {
        authority: 'board',
        stages: [{ name: 'Owner', approvers: [{ kind: 'service-owner' }], needs: 'any', veto: false }],
        calendar: 'office',
        remindEvery: 4 * hour,
        expiresAfter: 40 * hour,
      },
      significant: {
        authority: 'board',
        stages: [
          {
            name: 'Leads',
            approvers: [
              { kind: 'team', team: 'workplace' },
              { kind: 'team-lead', team: 'network' },
              { kind: 'team-lead', team: 'workplace' },
            ],
            needs: { atLeast: 2 },
            veto: false,
          },
          {
            name: 'Board',
            approvers: [{ kind: 'authority', authority: 'board' }],
            needs: 'majority',
            veto: true,
          },
        ],
        calendar: 'office',
        remindEvery: 2 * hour,
        expiresAfter: 20 * hour,
      },
      major: {
        authority: 'board',
        stages: [
          {
            name: 'Everyone',
            approvers: [
              { kind: 'person', person: 'ben' },
              { kind: 'role', role: 'desk-lead' },
              { kind: 'customer-representative' },
              { kind: 'line-manager' },
            ],
            needs: 'all',
            veto: false,
          },
        ],
        calendar: 'office',
        remindEvery: 4 * hour,
        expiresAfter: 40 * hour,
      },
    },
    emergency: {
      authority: 'night',
      stages: [
        {
          name: 'Whoever is awake',
          approvers: [
            { kind: 'person', person: 'ada' },
            { kind: 'authority', authority: 'night' },
          ],
          needs: 'any',
          veto: false,
        },
      ],
      calendar: 'office',
      remindEvery: hour / 12,
      expiresAfter: hour,
      alone: ['ben'],
      tells: ['ada'],
      reviewWithin: 24 * hour,
    },
    freezeWindows: [
      {
        id: 'christmas',
        name: 'Christmas',
        zone: 'Europe/Lisbon',
        from: '2026-12-18T18:00',
        to: '2027-01-06T24:00',
        services: ['mail'],
        emergencies: true,
      },
    ],
    remindBefore: 2 * hour,
  })
})

test('a desk file without changes has none, and says nothing of dependencies, managers and representatives', () => {
  const result = readDeskFile(spoil([]))
  if (!result.ok) throw new Error('the small desk has mistakes')
  const { changes, customers, people, services } = result.desk
  expect(changes).toBeUndefined()
  for (const each of [...customers, ...people, ...services])
    for (const key of ['representatives', 'manager', 'dependsOn'])
      expect(Object.hasOwn(each, key)).toBe(false)
})

test('what is left out is the usual', () => {
  const { changes } = read([
    [/ {2}risk-questions:[^]*?( {2}approvals:)/.exec(spoil(withChanges))?.[0] ?? '', '  approvals:\n'],
    ['    remind-every: PT5M\n    expires-after: PT1H\n    review-within: PT24H\n', ''],
    ['    alone: [ben]\n    tells: [ada]\n', ''],
    ['      services: [mail]\n      emergencies: true\n', ''],
    ['  remind-before: PT2H\n', ''],
  ])
  expect(changes?.riskQuestions).toEqual(usualRiskQuestions)
  expect(changes?.sizing).toEqual({ significantFrom: 3, majorFrom: 6, majorAboveServices: 3 })
  expect(changes?.emergency).toMatchObject({
    calendar: 'office',
    alone: [],
    tells: [],
    remindEvery: hour / 4,
    expiresAfter: 4 * hour,
    reviewWithin: 40 * hour,
  })
  expect(changes?.freezeWindows[0]).toEqual({
    id: 'christmas',
    name: 'Christmas',
    zone: 'Europe/Lisbon',
    from: '2026-12-18T18:00',
    to: '2027-01-06T24:00',
    emergencies: false,
  })
  expect(changes?.remindBefore).toBe(hour)
})

test('the usual questions can come to every usual size', () => {
  const most = usualRiskQuestions.map(({ answers }) => Math.max(...answers.map(({ risk }) => risk)))
  expect(most.reduce((sum, each) => sum + each, 0)).toBe(10)
  for (const { answers } of usualRiskQuestions) expect(answers[0]?.risk).toBe(0)
})

eachIsToldOnce(
  'who decides changes',
  inChanges({
    'nobody looks after changes': [
      [['  managers: [ada]\n', '  ‸managers: []\n']],
      'somebody must look after changes; name at least one change manager',
    ],
    'change managers left out': [
      [
        ['  managers: [ada]\n', ''],
        ['changes:', '‸changes:'],
      ],
      '"managers" is missing: who looks after changes: gives approvals to others, is told when nobody is left to decide, by id',
    ],
    'a change manager who is not there': [
      [['managers: [ada]', 'managers: [‸adda]']],
      'person "adda" is not known; people are: ada, ben',
    ],
    'a change manager listed twice': [
      [['managers: [ada]', 'managers: [ada, ‸ada]']],
      '"ada" is listed twice (first in line 86)',
    ],
    'no authority': [
      [
        [
          / {2}authorities:[^]*?( {2}risk-questions:)/.exec(spoil(withChanges))?.[0] ?? '',
          '  ‸authorities: []\n  risk-questions:',
        ],
      ],
      'there must be at least one change authority',
    ],
    'two authorities with one id': [
      [
        ['- id: night', '- id: ‸board'],
        ['authority: night', 'authority: board'],
        ['authorities: [night]', 'authorities: [board]'],
      ],
      'the id "board" is already taken by another change authority (first in line 88)',
    ],
    'an authority without members': [
      [['members: [ada, ben]', '‸members: []']],
      'an authority without members decides nothing; name at least one',
    ],
    'a member who is not there': [
      [['members: [ada, ben]', 'members: [ada, ‸bob]']],
      'person "bob" is not known; people are: ada, ben',
    ],
    'an authority without channels': [
      [['channels: { slack: T0SMALL/C0NIGHT }', '‸channels: {}']],
      'an authority needs a channel, in Slack or in Teams or one in each',
    ],
    'an authority with channels left out': [
      [
        ['      channels: { slack: T0SMALL/C0NIGHT }\n', ''],
        ['- id: night', '- ‸id: night'],
      ],
      '"channels" is missing: where the cards of its changes are posted: a channel in Slack, in Teams, or one in each',
    ],
    'one channel for two authorities': [
      [
        ['C0NIGHT', 'C0BOARD'],
        ['slack: T0SMALL/C0BOARD }', 'slack: ‸T0SMALL/C0BOARD }'],
      ],
      'the channel "T0SMALL/C0BOARD" is already that of another change authority; give each its own (first in line 92)',
    ],
    'a triage channel': [
      [['slack: T0SMALL/C0NIGHT', 'slack: ‸T0SMALL/C0NETWORK']],
      'the channel "T0SMALL/C0NETWORK" is a triage channel; it cannot be that of a change authority too (first in line 31)',
    ],
    'a request channel': [
      [['slack: T0SMALL/C0NIGHT', 'slack: ‸T0SMALL/C0HELP']],
      'the channel "T0SMALL/C0HELP" is a request channel; it cannot be that of a change authority too (first in line 65)',
    ],
    'their own line manager': [[['manager: ada', 'manager: ‸ben']], '"ben" cannot be their own line manager'],
    'a line manager who is not there': [
      [['manager: ada', 'manager: ‸bob']],
      'person "bob" is not known; people are: ada, ben',
    ],
    'a representative who is not there': [
      [['representatives: [ben]', 'representatives: [‸bob]']],
      'person "bob" is not known; people are: ada, ben',
    ],
  }),
)

eachIsToldOnce(
  'risk, freezes and dependencies',
  inChanges({
    'significant above major': [
      [['significant-from: 2', 'significant-from: ‸4']],
      'significant from 4 is above major from 3; a major change has at least the risk of a significant one',
    ],
    'a size from no risk at all': [
      [['significant-from: 2', 'significant-from: ‸0']],
      'a sum of risk is a whole number from 1 to 1000',
    ],
    'questions without sizes': [
      [
        ['  sizes: { significant-from: 2, major-from: 3, major-above-services: 1 }\n', ''],
        ['  risk-questions:', '  ‸risk-questions:'],
      ],
      'the usual sizes are made for the usual questions; with your own, say under "sizes" what they come to',
    ],
    'no questions': [
      [
        [
          /risk-questions:[^]*?( {2}sizes:)/.exec(spoil(withChanges))?.[0] ?? '',
          '‸risk-questions: []\n  sizes:',
        ],
      ],
      'leave the key out to ask the usual questions',
    ],
    'one answer': [
      [
        ['        - { id: all, name: Everyone, risk: 3 }\n', ''],
        ['      answers:', '      ‸answers:'],
      ],
      'a question with fewer than two answers asks nothing',
    ],
    'two answers with one id': [
      [['{ id: all', '{ id: ‸few']],
      'the id "few" is already taken by another answer of this question (first in line 102)',
    ],
    'two questions with one id': [
      [
        [
          '  sizes:',
          '    - id: ‸reach\n      question: Again?\n      answers: [{ id: a, name: A, risk: 0 }, { id: b, name: B, risk: 1 }]\n  sizes:',
        ],
      ],
      'the id "reach" is already taken by another risk question (first in line 99)',
    ],
    'less than no risk': [[['risk: 3', 'risk: ‸-1']], '-1 is no risk; write a whole number from 0 to 100'],
    'half a risk': [[['risk: 3', 'risk: ‸1.5']], '"risk" should be a whole number, this is 1.5'],

    'a freeze that ends before it starts': [
      [['to: 2027-01-06T24:00', 'to: ‸2026-12-06T24:00']],
      'this freeze ends before it starts, on 2026-12-18 at 18:00',
    ],
    'a freeze that ends when it starts': [
      [['to: 2027-01-06T24:00', 'to: ‸2026-12-18T18:00']],
      'this freeze ends when it starts, on 2026-12-18 at 18:00',
    ],
    'a freeze in an hour that clocks skip': [
      [
        ['from: 2026-12-18T18:00', 'from: 2027-03-28T01:15'],
        ['to: 2027-01-06T24:00', 'to: ‸2027-03-28T01:45'],
      ],
      'this freeze is over when it starts: clocks in that zone skip all of it',
    ],
    'a freeze in no zone': [
      [['zone: Europe/Lisbon\n      from', 'zone: ‸Europe/Lisboa\n      from']],
      '"Europe/Lisboa" is not an IANA time zone; did you mean "Europe/Lisbon"?',
    ],
    'a freeze on no day': [
      [['to: 2027-01-06T24:00', 'to: ‸2027-02-30T10:00']],
      '"2027-02-30" is not a day of the calendar',
    ],
    'a freeze at no time': [
      [['to: 2027-01-06T24:00', 'to: ‸2027-01-06T25:00']],
      '"2027-01-06T25:00" is not a date and time; write both with a T between them, such as 2026-12-18T18:00',
    ],
    'a freeze to a date alone': [
      [['to: 2027-01-06T24:00', 'to: ‸2027-01-06']],
      '"2027-01-06" is not a date and time; write both with a T between them, such as 2026-12-18T18:00',
    ],
    'a freeze of a service that is not there': [
      [['services: [mail]\n      emergencies', 'services: [‸post]\n      emergencies']],
      'service "post" is not known; services are: mail, wifi',
    ],
    'a freeze of no services': [
      [['services: [mail]\n      emergencies', '‸services: []\n      emergencies']],
      'name at least one service, or leave the key out for all of them',
    ],
    'two freezes with one id': [
      [
        [
          '  remind-before',
          '    - { id: ‸christmas, name: Again, zone: UTC, from: 2026-01-01T00:00, to: 2026-01-02T00:00 }\n  remind-before',
        ],
      ],
      'the id "christmas" is already taken by another freeze window (first in line 142)',
    ],

    'a dependency that is not there': [
      [['depends-on: [mail]', 'depends-on: [‸post]']],
      'service "post" is not known; services are: mail, wifi',
    ],
    'a dependency on itself': [
      [['depends-on: [mail]', 'depends-on: [‸wifi]']],
      '"wifi" cannot depend on itself',
    ],
    'a dependency listed twice': [
      [['depends-on: [mail]', 'depends-on: [mail, ‸mail]']],
      '"mail" is listed twice (first in line 49)',
    ],
    'dependencies in a circle': [
      [
        ['    name: E-mail\n', '    name: E-mail\n    depends-on: [wifi]\n'],
        ['depends-on: [mail]', 'depends-on: [‸mail]'],
      ],
      'these services depend on each other in a circle: mail, wifi, mail; take one of them out',
    ],
  }),
)

const chain = (length: number): string =>
  Array.from(
    { length },
    (_, n) =>
      `  - { id: s${n}, name: S, owner: ada, team: network, customers: [small], depends-on: [s${(n + 1) % length}] }\n`,
  ).join('')

test('each circle is told where it closes, and a long one in short', () => {
  const told = (length: number) =>
    mistakesIn(spoil([['services:\n', `services:\n${chain(length)}`]])).map(({ message }) => message)
  expect(told(3)).toEqual([
    'these services depend on each other in a circle: s0, s1, s2, s0; take one of them out',
  ])
  expect(told(3000)).toEqual([
    'these services depend on each other in a circle: s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, …, s0; take one of them out',
  ])
  const two = spoil([
    ['services:\n', `services:\n${chain(3)}`.replace('depends-on: [s2]', 'depends-on: [s2, s0]')],
  ])
  expect(mistakesIn(two).map(({ message }) => message)).toEqual([
    'these services depend on each other in a circle: s0, s1, s0; take one of them out',
    'these services depend on each other in a circle: s0, s1, s2, s0; take one of them out',
  ])
})
