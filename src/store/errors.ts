import { DatabaseError } from 'pg'

/** True for a second row with the same key, of that constraint. */
export const isUniqueViolation = (error: unknown, constraint: string): boolean =>
  error instanceof DatabaseError && error.code === '23505' && error.constraint === constraint
