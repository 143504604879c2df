import { eachIsToldOnce } from './told-once.ts'

eachIsToldOnce('keys and YAML', {
  'an unknown key near a known one': [
    [['    members: [ben]', '    ‸member: [ben]']],
    'the key "member" is not known in teams[0]; did you mean "members"?',
  ],
  'an unknown key far from all': [
    [['    members: [ben]', '    ‸colour: blue']],
    'the key "colour" is not known in teams[0]; keys here are: id, name, lead, members, triage',
  ],
  'an unknown key at the top': [[['home:', '‸hone:']], 'the key "hone" is not known; did you mean "home"?'],
  'a key that is missing at the top': [
    [
      ['name: Small desk\n', ''],
      ['home:', '‸home:'],
    ],
    '"name" is missing: what the desk is called',
  ],
  'a key written twice': [
    [['    lead: ben\n', '    lead: ben\n    ‸lead: ada\n']],
    'the key "lead" is written twice; the first is in line 33',
  ],
  'no categories': [
    [
      ['categories:\n  - id: fault\n    name: Something is broken', '‸categories: []'],
      ['    category: fault\n', ''],
    ],
    'there must be at least one category',
  ],

  'a tab for indentation': [
    [['\n    lead: ben', '\n‸\tlead: ben']],
    'indent with spaces: YAML does not allow tabs there',
  ],
  'a bracket that is not closed': [
    [['[small.example]\n', '[small.example\n‸']],
    'a bracket or brace before this place is not closed',
  ],
  'a tag': [
    [['name: Wi-Fi', 'name: ‸!Wi-Fi']],
    'tags (words that start with !) have no meaning in a desk file; text that starts with ! needs quotes',
  ],
  'an alias of nothing': [
    [['name: Wi-Fi', 'name: ‸*wifi']],
    '*wifi is an alias of nothing; text that starts with * needs quotes',
  ],
  'an alias that contains itself': [
    [['members: [ben]', 'members: &all [ben, ‸*all]']],
    '*all contains itself',
  ],
  'a key that is a list': [[['home:', '‸[home]:']], 'a key must be a plain word followed by a colon'],
})
