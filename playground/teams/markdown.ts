import { inZone } from '../zone-format.ts'

/** A mention that stands in a text as `<at>…</at>`. */
export interface Mention {
  readonly mark: string
  readonly name: string
}

/** Characters of Unicode's private area that stand for escaped ones while marks are taken away. */
const privateArea = 0xe000

/**
 * What remains to be read of the subset of Markdown that Teams shows in cards: bold, italic, links and lists.
 * support.microsoft.com and learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format.
 */
export const readMarkdown = (text: string): string => {
  const kept: string[] = []
  const hide = (character: string): string => {
    kept.push(character)
    return String.fromCodePoint(privateArea + kept.length - 1)
  }
  let shown = text.replaceAll(/\\([!-/:-@[-`{-~])/g, (_, character: string) => hide(character))
  shown = shown.replaceAll(/&(?:amp|lt|gt|quot|nbsp|apos|#\d+|#x[\da-fA-F]+);/g, (entity) =>
    // A decoded character is never a mark.
    readEntities(entity).replaceAll(/./gsu, hide),
  )
  shown = shown
    .replaceAll(/!?\[([^\][]*)\]\(([^()\s]*(?:\([^()\s]*\))?[^()\s]*)(?:\s+"[^"]*")?\)/g, '$1')
    .replaceAll(/^(\s*)(?:[-*+])\s+/gm, '$1• ')
  for (const mark of [
    /\*\*(?=\S)([^]*?\S)\*\*/g,
    /(?<![\p{L}\p{N}])__(?=\S)([^]*?\S)__(?![\p{L}\p{N}])/gu,
    /\*(?=\S)([^*]*?\S)\*/g,
    /(?<![\p{L}\p{N}])_(?=\S)([^_]*?\S)_(?![\p{L}\p{N}])/gu,
  ])
    shown = shown.replaceAll(mark, '$1')
  return shown.replaceAll(
    /[\u{e000}-\u{f8ff}]/gu,
    (mark) => kept[(mark.codePointAt(0) ?? 0) - privateArea] ?? mark,
  )
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&nbsp;': ' ',
}

export const readEntities = (text: string): string =>
  text.replaceAll(/&(?:[a-z]+|#\d+|#x[\da-fA-F]+);/g, (entity) => {
    const code = /^&#(x?)([\da-fA-F]+);$/.exec(entity)
    if (code === null) return entities[entity] ?? entity
    return String.fromCodePoint(Number.parseInt(code[2] ?? '', code[1] === 'x' ? 16 : 10))
  })

/** What remains of the text of a message: tags are taken as HTML, mentions are shown as names. */
export const readMessageText = (text: string, format: string, mentions: readonly Mention[]): string => {
  if (format === 'plain') return readMentions(text, mentions)
  const lines = readMentions(text, mentions)
    .replaceAll(/<br\s*\/?>|<\/p>|<\/div>/g, '\n')
    .replaceAll(/<\/?[a-zA-Z][^<>]*>/g, '')
  // Strikethrough, code, headings and quotes are shown in messages, though not in cards.
  if (format === 'xml') return readEntities(lines).trim()
  return readMarkdown(
    lines
      .replaceAll(/^#{1,6}\s+|^>\s?/gm, '')
      .replaceAll(/~~(?=\S)([^]*?\S)~~/g, '$1')
      .replaceAll(/(?<!\\)`([^`\n]+)`/g, '$1'),
  ).trim()
}

export const readMentions = (text: string, mentions: readonly Mention[]): string => {
  let shown = text
  for (const { mark, name } of mentions) shown = shown.replaceAll(mark, () => name)
  return shown
}

const times =
  /\{\{(DATE|TIME)\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2}))(?:, ?(COMPACT|SHORT|LONG))?\)\}\}/g

/** `{{DATE(…)}}` and `{{TIME(…)}}` in the reader's zone; whatever is not written exactly so stays as it is. */
export const readTimes = (text: string, zone: string): string =>
  text.replaceAll(times, (whole, what: string, at: string, style: string | undefined) => {
    if (what === 'TIME' && style !== undefined) return whole
    const ms = Date.parse(at)
    if (Number.isNaN(ms)) return whole
    if (what === 'TIME') return inZone(ms, zone, { hour: 'numeric', minute: '2-digit' })
    if (style === undefined || style === 'COMPACT')
      return inZone(ms, zone, { year: 'numeric', month: 'numeric', day: 'numeric' })
    const width = style === 'SHORT' ? 'short' : 'long'
    return inZone(ms, zone, { weekday: width, day: 'numeric', month: width, year: 'numeric' })
  })
