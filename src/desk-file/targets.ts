import { z } from 'zod'
import { priorities } from '../domain/priority.ts'
import { durationOf } from './time.ts'
import { quote } from './words.ts'

/** What a desk file says about service targets, and what it leaves out. */

const parts = [
  'assignee',
  'team',
  'team-lead',
  'service-owner',
  'desk-lead',
  'supplier-manager',
  'requester',
  'interested',
] as const

const duration = z
  .string()
  .refine((text) => durationOf(text) !== undefined, {
    error: (issue) =>
      `${quote(issue.input)} is not a time that can be promised; ${wanted(String(issue.input))}`,
  })
  .describe('hours, minutes and seconds of open time, such as PT4H, PT90M or PT1H30M')

const wanted = (text: string): string => {
  if (/^[-−]|-\d/.test(text)) return 'it cannot be negative'
  if (hasDays(text)) return noDays
  if (/^PT(?:\d+[HMS])+$/.test(text) && !/[1-9]/.test(text))
    return 'it must be longer than nothing, such as PT30M'
  if (/^PT(?:\d+[HMS])+$/.test(text))
    return 'write at most 20000 hours, each unit once: hours, minutes, seconds'
  return 'write hours, minutes or seconds, such as PT4H or PT30M'
}

/** `P1D`, `P2W`, `P1DT4H`; a month or a year as well. */
const hasDays = (text: string): boolean => /^P(?!T).*\d+[DWMY]/i.test(text)

const noDays = 'days have no fixed number of open hours, so write hours, such as PT16H for two days of eight'

const threshold = z
  .string()
  .refine((text) => percentOf(text) !== undefined || durationOf(text) !== undefined, {
    error: (issue) =>
      hasDays(String(issue.input))
        ? `${quote(issue.input)} is no time left; ${noDays}`
        : `${quote(issue.input)} is no threshold; write a share of the time such as "75%" (1 to 99), or a time left such as PT30M`,
  })
  .describe('a share of the time passed, such as 75%, or a time left, such as PT30M')

export const percentOf = (text: string): number | undefined => {
  const percent = /^(\d{1,2})%$/.exec(text)?.[1]
  return percent === undefined || Number(percent) === 0 ? undefined : Number(percent)
}

const tell = z
  .array(z.enum(parts))
  .min(1, { error: 'this would be told to nobody; name at least one, such as assignee' })
  .describe(`who hears it: ${parts.join(', ')}`)

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, {
  error: (issue) => `${quote(issue.input)} is not a date; write year, month and day, such as 2026-12-25`,
})

export const targetSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, {
      error: (issue) =>
        `${quote(issue.input)} is not an id; ids are at most 40 small letters, digits and hyphens, not starting with a hyphen`,
    })
    .describe('what reports call this target'),
  name: z
    .string()
    .regex(/^\S(.*\S)?$/, { error: 'a name is one line of text that is not empty' })
    .max(75, { error: 'the chats show at most 75 characters of a name' })
    .describe('what people call this target'),
  for: z
    .enum(['response', 'resolution', 'update'])
    .describe(
      'what is promised: response (the first public answer, or that somebody takes it), resolution, or update (that the requester hears something new)',
    ),
  services: z
    .array(z.string())
    .min(1, { error: 'name at least one service, or leave the key out for all of them' })
    .optional()
    .describe('the services it holds for, by id; all unless given'),
  customers: z
    .array(z.string())
    .min(1, { error: 'name at least one customer, or leave the key out for all of them' })
    .optional()
    .describe('the customers it is agreed with, by id; all unless given'),
  team: z.string().optional().describe('for a target of a support team (OLA): the team, by id'),
  supplier: z
    .string()
    .optional()
    .describe('for a target of a supplier (underpinning contract): the supplier, by id'),
  within: z
    .strictObject(
      Object.fromEntries(priorities.map((priority) => [priority, duration.optional()])) as Record<
        (typeof priorities)[number],
        z.ZodOptional<typeof duration>
      >,
    )
    .describe('the time for each priority; a priority without one has no target'),
  calendar: z.string().describe('the calendar in which the time counts, by id'),
  warnings: z
    .array(z.strictObject({ at: threshold, tell }))
    .optional()
    .describe('who is warned when, before the time is up; 50%, 75% and 90% unless given'),
  breach: z
    .strictObject({ tell })
    .optional()
    .describe('who is told when the time is up; the same as at the last warning unless given'),
  'paused-by': z
    .array(z.enum(['requester', 'supplier', 'change']))
    .optional()
    .describe('what an incident may wait for without the time counting; requester unless given'),
  reopening: z
    .enum(['continues', 'restarts'])
    .optional()
    .describe(
      'for a resolution: whether the clock of a reopened incident goes on or starts anew; continues unless given',
    ),
  exceptions: z
    .array(
      z.strictObject({
        customer: z.string().optional().describe('the customer it is agreed with; all unless given'),
        from: date.describe('the first day that does not count'),
        to: date.describe('the last day that does not count'),
        reason: z
          .string()
          .regex(/\S/, { error: 'a reason says in a few words what was agreed' })
          .describe('what was agreed, in a few words'),
      }),
    )
    .optional()
    .describe('periods in which the time does not count, as agreed'),
})

export type TargetFile = z.output<typeof targetSchema>
