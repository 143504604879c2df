import type { Edit } from './spoil.ts'
import { eachIsToldOnce } from './told-once.ts'

const days = 'days have no fixed number of open hours, so write hours, such as PT16H for two days of eight'
const parts =
  '"assignee", "team", "team-lead", "service-owner", "desk-lead", "supplier-manager", "requester", "interested"'
const choices = `choices are: ${parts.replaceAll('"', '')}`

/** The time of one priority of the first target. */
const within = (time: string): Edit => ['{ P1: PT30M, P2: PT90M }', `{ P1: ‸${time}, P2: PT90M }`]

eachIsToldOnce('times of targets', {
  'no time for any priority': [
    [['within: { P1: PT30M, P2: PT90M }', '‸within: {}']],
    'this target promises nothing; give a time for one priority at least',
  ],
  'a priority that does not exist': [
    [['{ P1: PT30M, P2: PT90M }', '{ ‸P5: PT30M, P2: PT90M }']],
    'the key "P5" is not known in targets[0].within; did you mean "P1"?',
  ],
  'a day': [[within('P1D')], `"P1D" is not a time that can be promised; ${days}`],
  'a day and hours': [[within('P1DT4H')], `"P1DT4H" is not a time that can be promised; ${days}`],
  'a week': [[within('P2W')], `"P2W" is not a time that can be promised; ${days}`],
  'less than nothing': [
    [within('-PT4H')],
    '"-PT4H" is not a time that can be promised; it cannot be negative',
  ],
  'a part that is less than nothing': [
    [within('PT-4H')],
    '"PT-4H" is not a time that can be promised; it cannot be negative',
  ],
  nothing: [
    [within('PT0S')],
    '"PT0S" is not a time that can be promised; it must be longer than nothing, such as PT30M',
  ],
  'nothing in hours': [
    [within('PT0H0M')],
    '"PT0H0M" is not a time that can be promised; it must be longer than nothing, such as PT30M',
  ],
  'more than anybody promises': [
    [within('PT20001H')],
    '"PT20001H" is not a time that can be promised; write at most 20000 hours, each unit once: hours, minutes, seconds',
  ],
  'minutes before hours': [
    [within('PT30M4H')],
    '"PT30M4H" is not a time that can be promised; write at most 20000 hours, each unit once: hours, minutes, seconds',
  ],
  nonsense: [
    [within('soon')],
    '"soon" is not a time that can be promised; write hours, minutes or seconds, such as PT4H or PT30M',
  ],
  'a time as people say it': [
    [within('4h')],
    '"4h" is not a time that can be promised; write hours, minutes or seconds, such as PT4H or PT30M',
  ],
  'a time without its T': [
    [within('P4H')],
    '"P4H" is not a time that can be promised; write hours, minutes or seconds, such as PT4H or PT30M',
  ],
  'a number': [[within('30')], '30 is read as a number; put it in quotes to make it text'],
  'an exception that ends before it starts': [
    [['to: 2027-01-06', 'to: ‸2026-12-23']],
    'this exception ends before it starts on 2026-12-24',
  ],
  'an exception from a day that is none': [
    [['from: 2026-12-24', 'from: ‸2026-11-31']],
    '"2026-11-31" is not a day of the calendar',
  ],
  'an exception to a day that is none': [
    [['to: 2027-01-06', 'to: ‸2027-02-29']],
    '"2027-02-29" is not a day of the calendar',
  ],
  'an exception with a date in another order': [
    [['to: 2027-01-06', 'to: ‸06.01.2027']],
    '"06.01.2027" is not a date; write year, month and day, such as 2026-12-25',
  ],
  'an exception without a reason': [
    [['reason: The mail is moved', 'reason: ‸" "']],
    'a reason says in a few words what was agreed',
  ],
  'an exception with a customer that is not there': [
    [['{ customer: small, from', '{ customer: ‸big, from']],
    'customer "big" is not known; customers are: small',
  ],
  'an exception with a customer that the target is not agreed with': [
    [
      ['    name: Small company\n', '    name: Small company\n  - { id: big, name: Big }\n'],
      ['{ customer: small, from', '{ customer: ‸big, from'],
    ],
    'this target is not agreed with "big"; its customers are: small',
  ],
  'a supplier whose clock pauses': [
    [['P1: PT6H }\n', 'P1: PT6H }\n    ‸paused-by: [change]\n']],
    'a supplier\'s target counts only while an incident waits for the supplier, so nothing pauses it; take "paused-by" out',
  ],
  'an unknown word for what pauses': [
    [['paused-by: [requester, change]', 'paused-by: [‸customer, change]']],
    '"customer" is not known; choices are: requester, supplier, change',
  ],
  'what pauses listed twice': [
    [['paused-by: [requester, change]', 'paused-by: [change, ‸change]']],
    '"change" is listed twice (first in line 106)',
  ],
  'an answer that starts anew': [
    [['for: response\n', 'for: response\n    reopening: ‸restarts\n']],
    'only a customer\'s or a team\'s target for resolution goes on or starts anew; take "reopening" out',
  ],
  'an unknown word for reopening': [
    [['reopening: restarts', 'reopening: ‸restart']],
    '"restart" is not known; choices are: continues, restarts',
  ],
})

eachIsToldOnce('warnings and who hears them', {
  'a share that comes before the one above it': [
    [['at: PT1H', 'at: ‸40%']],
    '"40%" does not come after "50%" (P1 has PT4H); warnings go in the order of time',
  ],
  'the same share twice': [
    [['at: PT1H', 'at: ‸50%']],
    '"50%" does not come after "50%" (P1 has PT4H); warnings go in the order of time',
  ],
  'a time left that comes before the share above it, for one priority only': [
    [['at: PT1H', 'at: ‸PT3H']],
    '"PT3H" does not come after "50%" (P1 has PT4H); warnings go in the order of time',
  ],
  'a time left and a share that fall together': [
    [['at: PT1H', 'at: ‸PT2H']],
    '"PT2H" does not come after "50%" (P1 has PT4H); warnings go in the order of time',
  ],
  'a time left as long as the time': [
    [['at: PT1H', 'at: ‸PT4H']],
    '"PT4H" before the time is up is not after its start: P1 has PT4H in all',
  ],
  'a share of everything': [
    [['at: 50%', 'at: ‸100%']],
    '"100%" is no threshold; write a share of the time such as "75%" (1 to 99), or a time left such as PT30M',
  ],
  'a share of nothing': [
    [['at: 50%', 'at: ‸0%']],
    '"0%" is no threshold; write a share of the time such as "75%" (1 to 99), or a time left such as PT30M',
  ],
  'a number for a share': [
    [['at: 50%', 'at: ‸50']],
    '50 is read as a number; put it in quotes to make it text',
  ],
  'days left': [[['at: PT1H', 'at: ‸P1D']], `"P1D" is no time left; ${days}`],
  'a warning that nobody hears': [
    [['tell: [assignee, team]', '‸tell: []']],
    'this would be told to nobody; name at least one, such as assignee',
  ],
  'a breach that nobody hears': [
    [['tell: [desk-lead, interested]', '‸tell: []']],
    'this would be told to nobody; name at least one, such as assignee',
  ],
  'a part that there is not': [
    [['tell: [assignee, team]', 'tell: [assignee, ‸boss]']],
    `"boss" is not known; ${choices}`,
  ],
  'a part listed twice': [
    [['tell: [assignee, team]', 'tell: [team, ‸team]']],
    '"team" is listed twice (first in line 101)',
  ],
  'the manager of no supplier, for what is promised to customers': [
    [['tell: [assignee, team]', 'tell: [assignee, ‸supplier-manager]']],
    '"supplier-manager" hears of a supplier\'s targets only, and this one is promised to customers; tell team-lead or service-owner',
  ],
  "the manager of no supplier, for a team's target": [
    [['P1: PT2H }\n', 'P1: PT2H }\n    breach: { tell: [‸supplier-manager] }\n']],
    '"supplier-manager" hears of a supplier\'s targets only, and this one is a team\'s; tell team-lead or service-owner',
  ],
  "the requester, for a team's target": [
    [['P1: PT2H }\n', 'P1: PT2H }\n    breach: { tell: [team, ‸requester] }\n']],
    '"requester" hears of what is promised to customers only, and this target is a team\'s; tell team or team-lead',
  ],
  "interested people, for a supplier's target": [
    [['P1: PT6H }\n', 'P1: PT6H }\n    warnings: [{ at: 50%, tell: [‸interested] }]\n']],
    '"interested" hears of what is promised to customers only, and this target is a supplier\'s; tell team or team-lead',
  ],
  'an interested person listed twice': [
    [['interested: [ada]', 'interested: [ada, ‸ada]']],
    '"ada" is listed twice (first in line 54)',
  ],
  'an interested person who is not there': [
    [['interested: [ada]', 'interested: [‸adda]']],
    'person "adda" is not known; people are: ada, ben',
  ],
  'an interested person of a customer who does not receive the service': [
    [
      ['    name: Small company\n', '    name: Small company\n  - { id: big, name: Big }\n'],
      ['customer: small\n    roles', 'customer: big\n    roles'],
      ['interested: [ada]', 'interested: [‸ada]'],
    ],
    '"ada" belongs to "big", which does not receive this service; its customers are: small',
  ],
  'two causes with one id': [
    [
      [
        '    name: Too much other work\n',
        '    name: Too much other work\n  - { id: ‸workload, name: More }\n',
      ],
    ],
    'the id "workload" is already taken by another cause (first in line 123)',
  ],
  'a list of causes without any': [
    [['miss-causes:\n  - id: workload\n    name: Too much other work\n', '‸miss-causes: []\n']],
    'there must be at least one cause',
  ],
})
