import { eachIsToldOnce } from './told-once.ts'

const tenant = '5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10'

eachIsToldOnce('people, teams and channels', {
  'one Slack account for two people': [
    [['slack: T0SMALL/U0BEN', 'slack: ‸T0SMALL/U0ADA']],
    'the Slack account "T0SMALL/U0ADA" already belongs to another person (first in line 14)',
  ],
  'one Teams account for two people, in other letters': [
    [['slack: T0SMALL/U0BEN', `teams: ‸${tenant.toUpperCase()}/11111111-1111-4111-A111-111111111111`]],
    `the Teams account "${tenant.toUpperCase()}/11111111-1111-4111-A111…" already belongs to another person (first in line 15)`,
  ],
  'one e-mail address for two people': [
    [['email: ben@elsewhere.example', 'email: ‸Ada@small.example']],
    'the e-mail address "Ada@small.example" already belongs to another person (first in line 10)',
  ],
  'a malformed e-mail address': [
    [['email: ben@elsewhere.example', 'email: ‸ben.elsewhere.example']],
    '"ben.elsewhere.example" is not an e-mail address',
  ],
  'a Slack account without its workspace': [
    [['slack: T0SMALL/U0BEN', 'slack: ‸U0BEN']],
    '"U0BEN" is not a Slack account; write the workspace and the member, such as T0BELLWIRE/U0ADA',
  ],
  'a preferred chat without an account': [
    [['slack: T0SMALL/U0BEN', 'slack: T0SMALL/U0BEN\n    prefers: ‸teams']],
    'prefers teams, but there is no Teams account under "teams"',
  ],
  'nobody is admin': [
    [
      ['people:', '‸people:'],
      ['[desk-lead, admin]', '[desk-lead]'],
    ],
    'nobody has the role admin, who may apply a new version of this file; add "roles: [admin]" to a person',
  ],
  'nobody is desk lead': [
    [
      ['people:', '‸people:'],
      ['[desk-lead, admin]', '[admin]'],
    ],
    'nobody has the role desk-lead, who may agree in the name of the desk; add "roles: [desk-lead]" to a person',
  ],
  'a role that does not exist': [
    [['[desk-lead, admin]', '[desk-lead, admin, ‸boss]']],
    '"boss" is not known; choices are: desk-lead, admin, auditor',
  ],
  'a zone that does not exist': [
    [['zone: Asia/Kathmandu', 'zone: ‸Asia/Tokio']],
    '"Asia/Tokio" is not an IANA time zone; did you mean "Asia/Tokyo"?',
  ],
  'an offset for a zone': [
    [['zone: Asia/Kathmandu', 'zone: ‸"+05:45"']],
    '"+05:45" is not an IANA time zone; names look like "Europe/Lisbon"',
  ],

  'a team without a lead': [
    [
      [
        '  - id: workplace\n    name: Workplace\n    lead: ben\n',
        '  - ‸id: workplace\n    name: Workplace\n',
      ],
    ],
    '"lead" is missing: the person who leads the team, by id',
  ],
  'a team without triage': [
    [
      ['    triage:\n      slack: T0SMALL/C0WORKPLACE\n', ''],
      ['- id: workplace', '- ‸id: workplace'],
    ],
    '"triage" is missing: where the cards of the team are posted: a channel in Slack, in Teams, or one in each',
  ],
  'a team with an empty triage': [
    [['triage:\n      slack: T0SMALL/C0WORKPLACE', '‸triage: {}']],
    'a team needs a triage channel, in Slack or in Teams or one in each',
  ],
  'one triage channel for two teams': [
    [['slack: T0SMALL/C0WORKPLACE', 'slack: ‸T0SMALL/C0NETWORK']],
    'the channel "T0SMALL/C0NETWORK" is already the triage channel of another team; give each its own (first in line 29)',
  ],
  'a request channel that is a triage channel': [
    [['slack: T0SMALL/C0HELP', 'slack: ‸T0SMALL/C0NETWORK']],
    'the channel "T0SMALL/C0NETWORK" is a triage channel; it cannot be a request channel too (first in line 29)',
  ],
  'a request channel listed twice': [
    [['category: fault', 'category: fault\n  - slack: ‸T0SMALL/C0HELP']],
    'the channel "T0SMALL/C0HELP" is already a request channel (first in line 62)',
  ],
  'a request channel without address': [
    [['- slack: T0SMALL/C0HELP\n    service', '- ‸service']],
    'a request channel needs an address, under slack or teams or both',
  ],
  'a Teams channel without its tenant': [
    [['slack: T0SMALL/C0WORKPLACE', 'teams: ‸19:x@thread.tacv2']],
    `"19:x@thread.tacv2" is not a Teams channel; write the tenant id, a slash and the channel id, such as ${tenant}/19:help@thread.tacv2`,
  ],
})
