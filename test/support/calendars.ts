import type { BusinessCalendar, Span, Weekday } from '../../src/domain/desk.ts'

/** Hours written as in a desk file; days left out are closed. */
export type WrittenHours = Readonly<Partial<Record<Weekday, readonly string[]>>>

const closed: BusinessCalendar['hours'] = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}

const toSpan = (text: string): Span => {
  const [from = '', to = ''] = text.split('-')
  return { from, to }
}

export const hoursOf = (written: WrittenHours): BusinessCalendar['hours'] => ({
  ...closed,
  ...Object.fromEntries(Object.entries(written).map(([day, spans]) => [day, spans.map(toSpan)])),
})

export const weekdays = (...spans: readonly string[]): WrittenHours => ({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
})

export const everyDay = (...spans: readonly string[]): WrittenHours => ({
  ...weekdays(...spans),
  saturday: spans,
  sunday: spans,
})

export const calendarIn = (
  zone: string,
  hours: WrittenHours,
  holidays: readonly string[] = [],
): BusinessCalendar => ({
  id: 'calendar',
  zone,
  hours: hoursOf(hours),
  holidays: holidays.map((date) => ({ date, name: `Holiday ${date}` })),
})
