import { webApi } from '@slack/bolt'
import { ChatFailure } from '../chat-port.ts'

/** Never will be: the place or the person is gone, closed, or was never known to the bot. */
const unreachable = new Set([
  'access_denied',
  'account_inactive',
  'cannot_dm_bot',
  'channel_not_found',
  'ekm_access_denied',
  'is_archived',
  'is_inactive',
  'message_not_found',
  'messages_tab_disabled',
  'method_not_supported_for_channel_type',
  'not_in_channel',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'team_access_not_granted',
  'thread_not_found',
  'user_disabled',
  'user_not_found',
  'user_not_in_channel',
  'user_not_visible',
  'users_not_found',
])

/** Nothing was done, and it will work again once the operator or Slack has mended something. */
const notNow = new Set([
  'accesslimited',
  'invalid_auth',
  'missing_scope',
  'not_authed',
  'org_login_required',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
])

/** Slack's own trouble: it may have done what was asked before it broke. */
const unclear = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'])

/** Causes of a fetch that never reached the other side. */
const neverSent = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** In milliseconds, where Slack limits the rate without saying for how long. */
const defaultWait = 30_000

/**
 * What a failed call of the Web API comes to. `repeatable` calls (edits, look-ups) may be made again when nobody knows
 * what became of them, so for them an unclear outcome is `away` instead of `ambiguous`.
 * docs.slack.dev/reference/methods/chat.postMessage#errors and its neighbours
 */
export const chatFailure = (cause: unknown, repeatable: boolean): ChatFailure => {
  if (cause instanceof ChatFailure) return cause
  const maybeDone = repeatable ? 'away' : 'ambiguous'
  if (cause instanceof webApi.WebAPIRateLimitedError)
    return new ChatFailure('busy', 'Slack limits the rate', { retryAfter: cause.retryAfter * 1000, cause })
  if (cause instanceof webApi.WebAPIPlatformError) {
    const kind = platformKind(cause.data.error, maybeDone)
    const wait = (cause.data.response_metadata?.retryAfter ?? 0) * 1000 || defaultWait
    // An answer that is not JSON comes as an error of any length.
    const message = `Slack answered ${cause.data.error.slice(0, 100)}`
    return new ChatFailure(kind, message, {
      ...(kind === 'busy' && { retryAfter: wait }),
      gone: cause.data.error === 'message_not_found',
      cause,
    })
  }
  if (cause instanceof webApi.WebAPIHTTPError) {
    const kind = cause.statusCode >= 500 ? maybeDone : 'rejected'
    return new ChatFailure(kind, `Slack answered with status ${cause.statusCode}`, { cause })
  }
  if (cause instanceof webApi.WebAPIRequestError) {
    const sent = !neverSent.has(networkCode(cause.original) ?? '')
    return new ChatFailure(sent ? maybeDone : 'away', `Slack did not answer: ${cause.original.message}`, {
      cause,
    })
  }
  // The SDK has no class for a 429 without Retry-After.
  if (cause instanceof Error && cause.message.startsWith('Retry header'))
    return new ChatFailure('busy', 'Slack limits the rate', { retryAfter: defaultWait, cause })
  return new ChatFailure(maybeDone, 'the call of Slack failed', { cause })
}

const platformKind = (error: string, maybeDone: ChatFailure['kind']): ChatFailure['kind'] => {
  if (error === 'ratelimited' || error === 'rate_limited') return 'busy'
  if (unreachable.has(error)) return 'unreachable'
  if (notNow.has(error)) return 'away'
  if (unclear.has(error) || !/^[a-z_]{1,80}$/.test(error)) return maybeDone
  return 'rejected'
}

/** Native fetch hides the code of a network error in the causes, one of several when it tried several addresses. */
const networkCode = (error: unknown): string | undefined => {
  if (error instanceof AggregateError) {
    const codes = error.errors.map(networkCode)
    return codes.every((code) => code !== undefined && neverSent.has(code)) ? codes[0] : undefined
  }
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string' && neverSent.has(error.code)) return error.code
  return networkCode(error.cause)
}

/**
 * Whether a message was refused for a file in it, which may only not be looked at yet. Slack says which block it does
 * not like in `response_metadata.messages`; where it says nothing it may be that.
 */
export const isUnready = (cause: unknown): boolean => {
  if (slackError(cause) !== 'invalid_blocks' || !(cause instanceof webApi.WebAPIPlatformError)) return false
  const said = cause.data.response_metadata?.messages ?? []
  return said.length === 0 || said.some((each) => /slack[ _]file/.test(each))
}

/** The error word of Slack's answer, `expired_trigger_id`, when it answered at all. */
export const slackError = (cause: unknown): string | undefined =>
  cause instanceof webApi.WebAPIPlatformError ? cause.data.error : undefined
