/** What a chart of compliance is drawn from. */
export interface ComplianceInput {
  readonly title: string
  /** ISO dates of Mondays, oldest first. */
  readonly weeks: readonly string[]
  /** The most important first: what is beyond `mostServices` is counted and not drawn. */
  readonly services: readonly ServiceShares[]
  /** In per cent, drawn as a line: 95. */
  readonly goal?: number
}

export interface ServiceShares {
  /** Whatever the desk file says; nothing in it is ever read as anything but letters. */
  readonly name: string
  /** One for each week, in the same order; undefined or 0 of 0 where nothing fell due: a gap in the line. */
  readonly weeks: readonly (Share | undefined)[]
}

/** How many targets of a week were met and missed. */
export interface Share {
  readonly met: number
  readonly missed: number
}

/** More lines than that nobody can tell apart, by colour and shape together. */
export const mostServices = 8

/** The whole share in per cent, unrounded; undefined where nothing fell due. */
export const percent = (share: Share | undefined): number | undefined => {
  if (share === undefined || share.met + share.missed <= 0) return undefined
  return (share.met / (share.met + share.missed)) * 100
}

/** Throws a `RangeError` for what is no chart: a week that is no date, or a service with more or fewer weeks than there are. */
export const checkInput = ({ weeks, services, goal }: ComplianceInput): void => {
  for (const week of weeks) Temporal.PlainDate.from(week)
  for (const { weeks: shares } of services) {
    if (shares.length !== weeks.length)
      throw new RangeError('a service does not have as many weeks as there are')
    for (const share of shares) {
      const counts = [share?.met ?? 0, share?.missed ?? 0]
      if (!counts.every((count) => Number.isFinite(count) && count >= 0))
        throw new RangeError('a share counts in numbers from 0 on')
    }
  }
  if (goal !== undefined && !(goal >= 0 && goal <= 100))
    throw new RangeError('a goal is from 0 to 100 per cent')
}
