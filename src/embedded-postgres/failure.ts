/** What the embedded PostgreSQL could not do, in words for the person who started the program. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}

const wayOut = 'To use a PostgreSQL of your own, set DATABASE_URL.'

/** An error whose text ends with the way out that always exists: a PostgreSQL of one's own. */
export const failure = (message: string, cause?: unknown): EmbeddedPostgresError =>
  new EmbeddedPostgresError(`${message} ${wayOut}`, cause === undefined ? undefined : { cause })

/** The code of a system error such as ENOENT, or undefined for anything else. */
export const systemErrorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
