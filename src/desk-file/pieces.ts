import { z } from 'zod'
import { addressPatterns } from './address.ts'
import { durationOf, isDate, isZone, nearestZone } from './time.ts'
import { quote } from './words.ts'

/** What the shapes of a desk file are made of. */

export const pattern = (regex: RegExp, wanted: string) =>
  z.string().regex(regex, { error: (issue) => `${quote(issue.input)} is not ${wanted}` })

export const id = pattern(
  /^[a-z0-9][a-z0-9-]{0,39}$/,
  'an id; ids are at most 40 small letters, digits and hyphens, not starting with a hyphen',
)

/** In UTF-16 units. */
export const longestName = 75

export const name = z
  .string()
  .regex(/^\S(.*\S)?$/, { error: 'a name is one line of text that is not empty' })
  .max(longestName, {
    error: ({ input }) =>
      `this name has ${input?.length ?? 0} characters; the chats show at most ${longestName}`,
  })

export const zone = z
  .string()
  .refine(isZone, {
    error: (issue) => {
      const near = nearestZone(String(issue.input))
      const hint = near === undefined ? 'names look like "Europe/Lisbon"' : `did you mean "${near}"?`
      return `${quote(issue.input)} is not an IANA time zone; ${hint}`
    },
  })
  .describe('an IANA time zone, such as Europe/Lisbon')

/** `filled` is said when the list is empty; without it the list may be. */
export const list = <T extends z.ZodType>(item: T, filled?: string) =>
  filled === undefined ? z.array(item) : z.array(item).min(1, { error: filled })

export const reference = (description: string) => z.string().describe(description)

export const named = (what: string) =>
  z.strictObject({
    id: id.describe(`what the rest of the file and the records call this ${what}`),
    name: name.describe(`what people call this ${what}`),
  })

export const oneAtLeast = (what: string): string => `there must be at least one ${what}`

export const date = pattern(
  /^\d{4}-\d{2}-\d{2}$/,
  'a date; write year, month and day, such as 2026-12-25',
).refine(isDate, { error: (issue) => `${quote(issue.input)} is not a day of the calendar` })

const slackChannel = pattern(
  addressPatterns.slackChannel,
  'a Slack channel; write the workspace and the channel, such as T0BELLWIRE/C0HELP',
).describe('a Slack channel: workspace id, slash, channel id')

const teamsChannel = pattern(
  addressPatterns.teamsChannel,
  'a Teams channel; write the tenant id, a slash and the channel id, such as 5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10/19:help@thread.tacv2',
).describe('a Teams channel: Entra tenant id, slash, channel id (19:…@thread.tacv2)')

export const channels = { slack: slackChannel.optional(), teams: teamsChannel.optional() }

export const someChannel = (value: { slack?: string | undefined; teams?: string | undefined }): boolean =>
  value.slack !== undefined || value.teams !== undefined

/** A time that counts in a calendar, called what it is for: `a time that can be promised`. */
export const openTime = (what: string) =>
  z
    .string()
    .refine((text) => durationOf(text) !== undefined, {
      error: (issue) => `${quote(issue.input)} is not ${what}; ${wantedTime(String(issue.input))}`,
    })
    .describe('hours, minutes and seconds of open time, such as PT4H, PT90M or PT1H30M')

const wantedTime = (text: string): string => {
  if (/^[-−]|-\d/.test(text)) return 'it cannot be negative'
  if (hasDays(text)) return noDays
  if (/^PT(?:\d+[HMS])+$/.test(text) && !/[1-9]/.test(text))
    return 'it must be longer than nothing, such as PT30M'
  if (/^PT(?:\d+[HMS])+$/.test(text))
    return 'write at most 20000 hours, each unit once: hours, minutes, seconds'
  return 'write hours, minutes or seconds, such as PT4H or PT30M'
}

/** `P1D`, `P2W`, `P1DT4H`; a month or a year as well. */
export const hasDays = (text: string): boolean => /^P(?!T).*\d+[DWMY]/i.test(text)

export const noDays =
  'days have no fixed number of open hours, so write hours, such as PT16H for two days of eight'
