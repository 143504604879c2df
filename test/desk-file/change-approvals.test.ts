import { inChanges, withChanges } from './small-changes.ts'
import { spoil } from './spoil.ts'
import { eachIsToldOnce } from './told-once.ts'

eachIsToldOnce(
  'approvals',
  inChanges({
    'a size without approval': [
      [
        [/ {4}minor:[^]*?( {4}significant:)/.exec(spoil(withChanges))?.[0] ?? '', '    significant:'],
        ['  approvals:', '  ‸approvals:'],
      ],
      '"minor" is missing: how minor changes are decided',
    ],
    'no short path': [
      [
        [/ {2}emergency:[^]*?( {2}freezes:)/.exec(spoil(withChanges))?.[0] ?? '', '  freezes:'],
        ['changes:', '‸changes:'],
      ],
      '"emergency" is missing: the short path of emergency changes, agreed beforehand',
    ],
    'an authority that is not there': [
      [['authority: night', 'authority: ‸nihgt']],
      'change authority "nihgt" is not known; change authorities are: board, night',
    ],
    'no stages': [
      [
        [
          'stages:\n      - name: Whoever is awake\n        approvers: { authorities: [night], people: [ada] }\n        needs: any',
          '‸stages: []',
        ],
      ],
      'there must be at least one stage',
    ],
    'two stages with one name': [
      [['- name: Board', '- name: ‸Leads']],
      'there is a stage "Leads" before this one already (first in line 116)',
    ],
    'a stage without approvers': [
      [['approvers: { parts: [service-owner] }', '‸approvers: {}']],
      'this stage asks nobody; name at least one, such as "people: [...]" or "parts: [service-owner]"',
    ],
    'a stage with empty approvers': [
      [['approvers: { parts: [service-owner] }', '‸approvers: { people: [] }']],
      'this stage asks nobody; name at least one, such as "people: [...]" or "parts: [service-owner]"',
    ],
    'a stage of a role that nobody has': [
      [['approvers: { parts: [service-owner] }', '‸approvers: { roles: [auditor] }']],
      'this stage asks nobody: nobody has these roles',
    ],
    'a role that does not exist': [
      [['roles: [desk-lead], parts', 'roles: [‸boss], parts']],
      '"boss" is not known; choices are: desk-lead, admin, auditor',
    ],
    'a part that does not exist': [
      [['parts: [service-owner]', 'parts: [‸owner]']],
      '"owner" is not known; choices are: service-owner, customer-representative, line-manager',
    ],
    'an approver who is not there': [
      [['people: [ben]', 'people: [‸bob]']],
      'person "bob" is not known; people are: ada, ben',
    ],
    'an approver listed twice': [
      [['people: [ben]', 'people: [ben, ‸ben]']],
      '"ben" is listed twice (first in line 129)',
    ],
    'a team that is not there': [
      [['teams: [workplace]', 'teams: [‸workpalce]']],
      'team "workpalce" is not known; teams are: network, workplace',
    ],
    'the lead of a team that is not there': [
      [['team-leads: [network', 'team-leads: [‸netwrok']],
      'team "netwrok" is not known; teams are: network, workplace',
    ],
    'a stage of an authority that is not there': [
      [['approvers: { authorities: [board] }', 'approvers: { authorities: [‸bored] }']],
      'change authority "bored" is not known; change authorities are: board, night',
    ],
    'more approvals than approvers': [
      [['needs: 2', 'needs: ‸3']],
      '3 cannot approve where 2 are asked: ben, ada',
    ],
    'more approvals than one approver': [
      [
        [
          'approvers: { authorities: [night], people: [ada] }\n        needs: any',
          'approvers: { authorities: [night] }\n        needs: ‸2',
        ],
      ],
      '2 cannot approve where 1 is asked: ben',
    ],
    'a quorum that is no word for one': [
      [['needs: majority', 'needs: ‸most']],
      '"most" is no number of approvals; write any, all, majority, or a whole number from 1 to 100',
    ],
    'a quorum of nobody': [
      [['needs: 2', 'needs: ‸0']],
      '0 is no number of approvals; write any, all, majority, or a whole number from 1 to 100',
    ],
    'representatives where there are none': [
      [
        ['\n    representatives: [ben]', ''],
        ['parts: [customer-representative', 'parts: [‸customer-representative'],
      ],
      'no customer has representatives; name some under "representatives" of a customer',
    ],
    'line managers where there are none': [
      [
        ['\n    manager: ada', ''],
        ['customer-representative, line-manager', 'customer-representative, ‸line-manager'],
      ],
      'nobody has a line manager; name some under "manager" of a person',
    ],
    'a calendar that is not there': [
      [['authority: board\n      calendar: office', 'authority: board\n      calendar: ‸offce']],
      'calendar "offce" is not known; calendars are: office, never',
    ],
    'a calendar that never opens': [
      [['authority: board\n      calendar: office', 'authority: board\n      calendar: ‸never']],
      'the calendar "never" has no hours at all, so this approval would never expire; give it hours or choose another',
    ],
    'days until it expires': [
      [['expires-after: PT20H', 'expires-after: ‸P5D']],
      '"P5D" is not a time that can be counted; days have no fixed number of open hours, so write hours, such as PT16H for two days of eight',
    ],
    'a negative time between reminders': [
      [['remind-every: PT2H', 'remind-every: ‸-PT2H']],
      '"-PT2H" is not a time that can be counted; it cannot be negative',
    ],
    'no time for a review': [
      [['review-within: PT24H', 'review-within: ‸PT0H']],
      '"PT0H" is not a time that can be counted; it must be longer than nothing, such as PT30M',
    ],
    'days before the window': [
      [['remind-before: PT2H', 'remind-before: ‸P1D']],
      '"P1D" is not a time by the clock; write hours, such as PT24H for the day before',
    ],
    'somebody who may go ahead alone and is not there': [
      [['alone: [ben]', 'alone: [‸bob]']],
      'person "bob" is not known; people are: ada, ben',
    ],
    'somebody who is told and is not there': [
      [['tells: [ada]', 'tells: [‸bob]']],
      'person "bob" is not known; people are: ada, ben',
    ],
  }),
)
