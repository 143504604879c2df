import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino'
import type { LogLevel } from './config.ts'
import { redacted, removerOf, scrub } from './redact.ts'

/** Fields first, then a fixed sentence. Whatever varies belongs into the fields, where it can be withheld. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  fatal(fields: object, message: string): void
  /** A log whose lines all carry these fields too. */
  child(fields: Record<string, unknown>): Log
}

export interface LogOptions {
  readonly level: LogLevel
  /** The configured secrets: removed by their very letters, wherever they turn up. */
  readonly secrets?: readonly string[]
  /** Standard output, unless a test listens. */
  readonly destination?: DestinationStream
}

/**
 * Makes the log of the program: one line of JSON per event, without tokens, secrets or anything that people wrote.
 * An error is logged as the field `err`, by its kind, message, stack, code and cause.
 */
export const createLog = (options: LogOptions): Log => {
  const removeSecrets = removerOf(options.secrets ?? [])
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      // Errors are plain by then.
      serializers: { err: (err: unknown) => err },
      formatters: { level: (label) => ({ level: label }) },
      // Once more over the whole line: the sentence, and whatever a field's name did not give away.
      hooks: { streamWrite: (line) => removeSecrets(scrub(line)) },
    },
    options.destination ?? pino.destination(1),
  )
  return redacting(logger)
}

/** Passes on fields and a sentence and nothing more: what would be spliced into the sentence could be anything. */
const redacting = (logger: Logger): Log => {
  const writer =
    (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal') =>
    (given: object, message: string): void => {
      if (!logger.isLevelEnabled(level)) return
      logger[level](redacted(given instanceof Error ? { err: given } : given), message)
    }
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    fatal: writer('fatal'),
    child: (fields) => redacting(logger.child(redacted(fields))),
  }
}
