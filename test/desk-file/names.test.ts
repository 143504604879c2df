import { eachIsToldOnce } from './told-once.ts'

eachIsToldOnce('what is named and referred to', {
  'reference to an unknown team': [
    [['team: network', 'team: ‸netwrok']],
    'team "netwrok" is not known; teams are: network, workplace',
  ],
  'reference to an unknown lead': [
    [['lead: ben', 'lead: ‸bob']],
    'person "bob" is not known; people are: ada, ben',
  ],
  'reference to an unknown member': [
    [['members: [ben]', 'members: [‸bne]']],
    'person "bne" is not known; people are: ada, ben',
  ],
  'reference to an unknown owner': [
    [['owner: ada', 'owner: ‸adda']],
    'person "adda" is not known; people are: ada, ben',
  ],
  'reference to an unknown customer of a person': [
    [['customer: small\n    roles', 'customer: ‸big\n    roles']],
    'customer "big" is not known; customers are: small',
  ],
  'reference to an unknown customer of a service': [
    [['customers: [small]', 'customers: [small, ‸big]']],
    'customer "big" is not known; customers are: small',
  ],
  'reference to an unknown service': [
    [['service: mail', 'service: ‸post']],
    'service "post" is not known; services are: mail, wifi',
  ],
  'reference to an unknown category': [
    [['category: fault', 'category: ‸faults']],
    'category "faults" is not known; categories are: fault',
  ],
  'reference to an unknown calendar': [
    [['calendar: office', 'calendar: ‸offce']],
    'calendar "offce" is not known; calendars are: office, never',
  ],

  'two people with one id': [
    [
      ['- id: ben', '- id: ‸ada'],
      ['lead: ben', 'lead: ada'],
      ['members: [ben]', 'members: []'],
      ['owner: ben', 'owner: ada'],
    ],
    'the id "ada" is already taken by another person (first in line 8)',
  ],
  'two teams with one id': [
    [
      ['- id: workplace', '- id: ‸network'],
      ['team: workplace', 'team: network'],
    ],
    'the id "network" is already taken by another team (first in line 24)',
  ],
  'two services with one id': [
    [['- id: wifi', '- id: ‸mail']],
    'the id "mail" is already taken by another service (first in line 37)',
  ],
  'two components with one id, in different services': [
    [['- id: access-points', '- id: ‸mailboxes']],
    'the id "mailboxes" is already taken by another component; ids differ over all services (first in line 43)',
  ],
  'two categories with one id': [
    [['    name: Something is broken\n', '    name: Something is broken\n  - id: ‸fault\n    name: Slow\n']],
    'the id "fault" is already taken by another category (first in line 56)',
  ],
  'two resolution codes with one id': [
    [['    name: Fixed\n', '    name: Fixed\n  - id: ‸fixed\n    name: Mended\n']],
    'the id "fixed" is already taken by another resolution code (first in line 59)',
  ],
  'two customers with one id': [
    [['    name: Small company\n', '    name: Small company\n  - { id: ‸small, name: Other }\n']],
    'the id "small" is already taken by another customer (first in line 5)',
  ],
  'two calendars with one id': [
    [['- id: never', '- id: ‸office']],
    'the id "office" is already taken by another calendar (first in line 70)',
  ],
  'a member listed twice': [
    [['members: [ben]', 'members: [ben, ‸ben]']],
    '"ben" is listed twice (first in line 27)',
  ],
  'an id with a capital': [
    [['- id: access-points', '- id: ‸Access']],
    '"Access" is not an id; ids are at most 40 small letters, digits and hyphens, not starting with a hyphen',
  ],
  'an id that is too long': [
    [['- id: access-points', `- id: ‸${'a'.repeat(41)}`]],
    `"${'a'.repeat(41)}" is not an id; ids are at most 40 small letters, digits and hyphens, not starting with a hyphen`,
  ],
  'an id that YAML reads as a number': [
    [['- id: access-points', '- id: ‸42']],
    '42 is read as a number; put it in quotes to make it text',
  ],
  'a name that is too long': [
    [['name: Wi-Fi', `name: ‸${'W'.repeat(76)}`]],
    'this name has 76 characters; the chats show at most 75',
  ],
  'a name that is empty': [[['name: Wi-Fi', 'name: ‸""']], 'a name is one line of text that is not empty'],
  'a name that is left empty': [[['name: Wi-Fi', '‸name:']], '"name" is empty; it should be text'],
})
