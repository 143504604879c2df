import { DatabaseError } from 'pg'

/** True for a second row with the same key, of that constraint. */
export const isUniqueViolation = (error: unknown, constraint: string): boolean =>
  error instanceof DatabaseError && error.code === '23505' && error.constraint === constraint

/** Two rows that an exclusion constraint keeps apart. */
export const isExclusionViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '23P01'
