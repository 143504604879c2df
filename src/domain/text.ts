/**
 * What somebody typed, as it is kept: without the spaces around it, and without what no database keeps, NUL and half
 * characters, which become replacement characters.
 */
export const tidy = (typed: string): string => typed.toWellFormed().replaceAll('\0', '\uFFFD').trim()
