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
  'spans that overlap': [
    [['"13:30-24:00"', '‸"12:29-24:00"']],
    '"12:29-24:00" starts before 12:30, when the span before it ends; spans of a day go in order and do not overlap',
  ],
  'a span after one that runs over midnight': [
    [['"13:30-24:00"', '"22:00-06:00", ‸"23:00-23:30"']],
    '"23:00-23:30" stands after "22:00-06:00", which runs over midnight; such a span is the last of its day',
  ],
  'a span over midnight before the end of the one before': [
    [['"13:30-24:00"', '‸"12:00-06:00"']],
    '"12:00-06:00" starts before 12:30, when the span before it ends; spans of a day go in order and do not overlap',
  ],
  'a morning that opens before the night has ended': [
    [['"13:30-24:00"]', '"13:30-06:00"]\n      tuesday: [‸"05:59-14:00", "14:00-15:00"]']],
    '"05:59-14:00" starts before 06:00, when "13:30-06:00" of monday ends; spans do not overlap (first in line 73)',
  ],
  'a Monday that opens before the night of Sunday has ended': [
    [['"09:00-12:30", "13:30-24:00"]', '‸"09:00-12:30", "13:30-24:00"]\n      sunday: ["09:30-09:30"]']],
    '"09:00-12:30" starts before 09:30, when "09:30-09:30" of sunday ends; spans do not overlap (first in line 74)',
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
    '"2026-12-25" is a holiday of this calendar already (first in line 75)',
  ],
  'a holiday on no day': [
    [['date: 2026-12-25', 'date: ‸2026-02-29']],
    '"2026-02-29" is not a day of the calendar',
  ],
  'a date in another order': [
    [['date: 2026-12-25', 'date: ‸25.12.2026']],
    '"25.12.2026" is not a date; write year, month and day, such as 2026-12-25',
  ],
  'hours since no day': [
    [['zone: UTC', 'zone: UTC\n    from: ‸2027-02-30']],
    '"2027-02-30" is not a day of the calendar',
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
