import { LogLevel, webApi } from '@slack/bolt'
import type { Logger } from '@slack/bolt'
import type { EdgeLog } from '../edge.ts'
import type { SlackSettings } from './settings.ts'

/**
 * Clients of the Web API, one for what a person waits for and one for everything else, so that a long queue of posts
 * never delays a form. Both try once only: the SDK's own retries can post twice, and pacing is decided elsewhere.
 */
export interface SlackClients {
  readonly interactive: webApi.WebClient
  readonly bulk: webApi.WebClient
}

/** In milliseconds; after that nobody knows whether Slack did what it was asked. */
const answerTimeout = 10_000

export const clientOptions = (settings: SlackSettings, logger: Logger): webApi.WebClientOptions => ({
  slackApiUrl: settings.apiUrl,
  logger,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: answerTimeout,
  allowAbsoluteUrls: false,
})

export const createClients = (
  settings: SlackSettings,
  logger: Logger,
  timeout: number = answerTimeout,
): SlackClients => {
  const client = () =>
    new webApi.WebClient(settings.botToken, { ...clientOptions(settings, logger), timeout })
  return { interactive: client(), bulk: client() }
}

/** Bolt's log lines in ours; only what is wrong, since the rest would show what people wrote. */
export const boltLogger = (log: EdgeLog): Logger => {
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts: unknown[]) => log.warn({ from: 'bolt' }, said(parts)),
    error: (...parts: unknown[]) => log.error({ from: 'bolt' }, said(parts)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}

const said = (parts: unknown[]): string =>
  parts
    .map((part) => (part instanceof Error ? part.message : typeof part === 'string' ? part : ''))
    .join(' ')
    .slice(0, 500)
