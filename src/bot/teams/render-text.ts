import type { Span, Text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { escapeMarkdown, escapeTimes, mentionName } from './escape.ts'
import type { Room } from './limits.ts'

/** A piece of an Adaptive Card 1.5, as JSON (adaptivecards.io/explorer). */
export type CardJson = Readonly<Record<string, unknown>>

export interface TextLook {
  readonly weight?: 'bolder'
  readonly size?: 'small' | 'large'
  readonly isSubtle?: true
  readonly color?: 'attention'
}

/** The mentions that a card's texts hold: Teams wants them listed beside the card. */
export interface MentionList {
  /** The markup that mentions the person, or only the name when another person already stands under the same one. */
  add(objectId: string, name: string): string
  entities(): readonly CardJson[]
}

export const createMentionList = (): MentionList => {
  const listed = new Map<string, { id: string; name: string }>()
  return {
    add: (objectId, name) => {
      const shown = mentionName(name)
      const text = `<at>${shown}</at>`
      const taken = listed.get(text)
      if (taken !== undefined && taken.id !== objectId) return escapeMarkdown(shown)
      listed.set(text, { id: objectId, name: shown })
      return text
    },
    entities: () => [...listed].map(([text, mentioned]) => ({ type: 'mention', text, mentioned })),
  }
}

/** One block per line: runs, which render no markup, or, where a mention is needed, a TextBlock with the rest escaped. */
export const renderText = (
  value: Text,
  look: TextLook,
  mentions: MentionList,
  room: Pick<Room, 'text' | 'lines'>,
): readonly CardJson[] => {
  const spans: readonly Span[] = typeof value === 'string' ? [{ text: value }] : value
  return linesOf(shorten(spans, room.text), room.lines).map((line, index) => ({
    ...(line.some(needsTextBlock) ? textBlock(line, look, mentions) : richText(line, look)),
    ...(index === 0 ? {} : { spacing: 'none' }),
  }))
}

/** Words that are ours or a person's, with nothing in them but letters. */
export const plainBlock = (words: string, look: TextLook = {}): CardJson => richText([{ text: words }], look)

const needsTextBlock = (span: Span): boolean => 'mention' in span && span.mention.platform === 'teams'

const richText = (line: readonly Span[], look: TextLook): CardJson => ({
  type: 'RichTextBlock',
  inlines: line.map((span) => ({ type: 'TextRun', text: runText(span), ...look, ...runLook(span) })),
})

const runLook = (span: Span): CardJson => {
  if ('bold' in span && span.bold) return { weight: 'bolder' }
  if ('link' in span && isWeb(span.link)) return { selectAction: { type: 'Action.OpenUrl', url: span.link } }
  return {}
}

const textBlock = (line: readonly Span[], look: TextLook, mentions: MentionList): CardJson => ({
  type: 'TextBlock',
  wrap: true,
  text: line.map((span) => markdownOf(span, mentions)).join(''),
  ...look,
})

const markdownOf = (span: Span, mentions: MentionList): string => {
  if ('mention' in span) {
    return span.mention.platform === 'teams'
      ? mentions.add(span.mention.user, span.name)
      : escapeMarkdown(span.name)
  }
  if ('at' in span) return timeOf(span.at)
  const literal = escapeMarkdown(span.text)
  if ('link' in span) {
    return isWeb(span.link) ? `[${literal}](${linkTarget(span.link)})` : literal
  }
  // Asterisks beside a space are not emphasis.
  return span.bold === true ? literal.replace(/^(\s*)([\s\S]*\S)(\s*)$/, '$1**$2**$3') : literal
}

/** Nothing in it can end the parentheses of a markdown link. */
const linkTarget = (address: string): string =>
  new URL(address).href.replaceAll('(', '%28').replaceAll(')', '%29')

const isWeb = (address: string): boolean => /^https?:$/.test(URL.parse(address)?.protocol ?? '')

const runText = (span: Span): string => ('at' in span ? timeOf(span.at) : escapeTimes(wordsOf(span)))

/** The client puts in the reader's own date and time. */
const timeOf = (at: Temporal.Instant): string => {
  const second = at.toString({ smallestUnit: 'second' })
  return `{{DATE(${second}, SHORT)}} {{TIME(${second})}}`
}

const wordsOf = (span: Span): string => {
  if ('mention' in span) return span.name
  return 'at' in span ? timeOf(span.at) : span.text
}

const shorten = (spans: readonly Span[], ceiling: number): readonly Span[] => {
  let left = ceiling
  const kept: Span[] = []
  for (const span of spans) {
    if (left <= 0) break
    const shown = 'text' in span ? { ...span, text: cut(span.text, left) } : span
    kept.push(shown)
    left -= wordsOf(span).length
  }
  return kept
}

const linesOf = (spans: readonly Span[], most: number): readonly (readonly Span[])[] => {
  const lines: Span[][] = [[]]
  for (const span of spans) {
    const parts = 'text' in span ? span.text.split(/\r?\n/) : [undefined]
    parts.forEach((part, index) => {
      const roomLeft = lines.length < most
      if (index > 0 && roomLeft) lines.push([])
      const line = lines.at(-1)
      if (part === undefined) line?.push(span)
      else if (part !== '' && 'text' in span) {
        line?.push({ ...span, text: index > 0 && !roomLeft ? ` ${part}` : part })
      }
    })
  }
  const said = lines.filter((line) => line.length > 0)
  return said.length === 0 ? [[{ text: ' ' }]] : said
}
