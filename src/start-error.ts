/** Words for the one who starts a program, who can mend it; everything else is a fault and comes with its stack. */
export class StartError extends Error {
  override name = 'StartError'
}

/** The code of a system or PostgreSQL error; of several at once (one per address tried) the first. */
export const codeOf = (error: unknown): string | undefined => {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
