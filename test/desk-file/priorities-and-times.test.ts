import { eachIsToldOnce } from './told-once.ts'

eachIsToldOnce('priorities, hours and closing', {
  'a priority left out': [
    [['  high: { high: P1, medium: P2, low: P3 }', '  ‸high: { high: P1, medium: P2 }']],
    '"low" is missing: the priority at low urgency, P1 to P4',
  ],
  'a row of priorities left out': [
    [
      ['  low: { high: P3, medium: P4, low: P4 }\n', ''],
      ['priorities:', '‸priorities:'],
    ],
    '"low" is missing: the priorities at low impact, for each urgency',
  ],
  'a priority that does not exist': [
    [['low: P3 }', 'low: ‸P5 }']],
    '"P5" is not known; choices are: P1, P2, P3, P4',
  ],
  'a lower priority for more impact': [
    [['high: P1, medium: P2, low: P3', 'high: P1, medium: ‸P4, low: P4']],
    'P4 is lower than the P3 that medium impact comes to; it should be P3 or higher',
  ],
  'a lower priority for more urgency': [
    [
      ['low: { high: P3, medium: P4, low: P4 }', 'low: { high: P3, medium: ‸P4, low: P3 }'],
      ['medium: P3, low: P4', 'medium: P3, low: P3'],
    ],
    'P4 is lower than the P3 that low urgency comes to; it should be P3 or higher',
  ],

  'a time that does not exist': [
    [['"09:00-12:30"', '‸"09:00-12:60"']],
    '"09:00-12:60" is not a span of hours; write both times with four digits, such as "09:00-17:30"',
  ],
  'a span that ends before it starts': [
    [['"09:00-12:30"', '‸"12:30-09:00"']],
    '"12:30-09:00" ends before it starts; hours past midnight belong to the next day, after "…-24:00"',
  ],
  'an empty span': [
    [['"09:00-12:30"', '‸"09:00-09:00"']],
    '"09:00-09:00" ends before it starts; hours past midnight belong to the next day, after "…-24:00"',
  ],
  'spans that overlap': [
    [['"13:30-24:00"', '‸"12:29-24:00"']],
    '"12:29-24:00" starts before 12:30, when the span before it ends; spans of a day go in order and do not overlap',
  ],
  'hours that are no list': [
    [['["09:00-12:30", "13:30-24:00"]', '‸09:00-12:30']],
    '"monday" should be a list (lines that start with "- ", or [brackets]), this is text',
  ],
  'a day that is no weekday': [
    [['monday:', '‸mondya:']],
    'the key "mondya" is not known in calendars[0].hours; did you mean "monday"?',
  ],
  'a holiday listed twice': [
    [
      [
        '- { date: 2026-12-25, name: Christmas Day }',
        '- { date: 2026-12-25, name: Christmas Day }\n      - { date: ‸2026-12-25, name: Again }',
      ],
    ],
    '"2026-12-25" is a holiday of this calendar already (first in line 73)',
  ],
  'a holiday on no day': [
    [['date: 2026-12-25', 'date: ‸2026-02-29']],
    '"2026-02-29" is not a day of the calendar',
  ],
  'a date in another order': [
    [['date: 2026-12-25', 'date: ‸25.12.2026']],
    '"25.12.2026" is not a date; write year, month and day, such as 2026-12-25',
  ],
  'closing by a calendar without hours': [
    [['calendar: office', 'calendar: ‸never']],
    'the calendar "never" has no hours at all, so its business days never come; give it hours or choose another',
  ],
  'no business days': [
    [['business-days: 5', 'business-days: ‸0']],
    'business-days must be a whole number from 1 to 60',
  ],
  'too many business days': [
    [['business-days: 5', 'business-days: ‸61']],
    'business-days must be a whole number from 1 to 60',
  ],
  'business days in words': [
    [['business-days: 5', 'business-days: ‸five']],
    '"business-days" should be a whole number, this is text',
  ],
})
