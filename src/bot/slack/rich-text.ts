import type { types } from '@slack/bolt'
import { plain } from '../ui/card.ts'
import type { Span, Text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { slackLimits } from './limits.ts'

/** The parts of a text as rich text elements: the only way in Slack to mix literal words with mentions, dates and bold. */
export const richElements = (text: Text, most: number = slackLimits.richText): types.RichTextElement[] => {
  const spans: readonly Span[] = typeof text === 'string' ? [{ text }] : text
  const elements: types.RichTextElement[] = []
  let left = most
  for (const span of spans) {
    if (left <= 0) break
    const shown = cut(plain([span]), left)
    if (shown === '') continue
    left -= shown.length
    elements.push(element(span, shown))
  }
  return elements
}

/** One paragraph of rich text; undefined when there is nothing to say, which Slack would refuse. */
export const richBlock = (elements: types.RichTextElement[]): types.RichTextBlock | undefined =>
  elements.length === 0
    ? undefined
    : { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }

const element = (span: Span, shown: string): types.RichTextElement => {
  if ('mention' in span) {
    return span.mention.platform === 'slack'
      ? { type: 'user', user_id: span.mention.user }
      : { type: 'text', text: shown, style: { bold: true } }
  }
  if ('at' in span) {
    return {
      type: 'date',
      timestamp: seconds(span.at),
      format: '{date_short_pretty} {time}',
      fallback: plain([span]),
    }
  }
  if ('link' in span) {
    return isWebLink(span.link)
      ? { type: 'link', url: span.link, text: shown }
      : { type: 'text', text: shown }
  }
  return span.bold === true
    ? { type: 'text', text: shown, style: { bold: true } }
    : { type: 'text', text: shown }
}

/** Slack counts in whole seconds of Unix time. */
export const seconds = (at: Temporal.Instant): number => Math.floor(at.epochMilliseconds / 1000)

const isWebLink = (link: string): boolean =>
  link.length <= slackLimits.linkUrl && /^https?:\/\//i.test(link) && URL.canParse(link)
