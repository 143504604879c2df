import { cut } from '../ui/limits.ts'
import { slackLimits } from './limits.ts'

/**
 * The one escaper of everything that Slack could read as markup: with these three characters gone, no text can
 * mention, link or broadcast. docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const escapeText = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The top-level text of a message: what notifications and screen readers say, cut so that it fits when escaped. */
export const fallbackText = (value: string): string => {
  let most: number = slackLimits.fallback
  let escaped = escapeText(cut(value, most))
  while (escaped.length > slackLimits.text) {
    most = Math.floor((most * slackLimits.text) / escaped.length)
    escaped = escapeText(cut(value, most))
  }
  return escaped
}
