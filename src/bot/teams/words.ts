import type { TeamsActivity } from './activity.ts'

/** What a person typed: each mention is either the desk's own, or of a person by the id it carries. */
export interface TypedWords {
  /** Without mentions of the desk; persons stand in it as `@name`. */
  readonly text: string
  readonly mentionsDesk: boolean
  readonly mentioned: readonly Mentioned[]
}

export interface Mentioned {
  /** Teams user id, `29:…`. */
  readonly id: string
  readonly objectId?: string
}

/**
 * Teams wraps each mention in `<at>` and lists it among the entities, and escapes what was typed as HTML
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations). An `<at>`
 * without an entity is something a person typed, and stays.
 */
export const readWords = (activity: TeamsActivity): TypedWords => {
  const mentions = (activity.entities ?? []).filter(
    (entity) => entity.type === 'mention' && (entity.mentioned?.id ?? '') !== '',
  )
  const desk = activity.recipient?.id
  const unused = [...mentions]
  const mentioned: Mentioned[] = []
  let mentionsDesk = false
  let typed = ''
  let from = 0
  const raw = activity.text ?? ''
  for (const match of raw.matchAll(/<at(?:\s[^>]*)?>([\s\S]*?)<\/at>/g)) {
    const at = unused.findIndex((entity) => entity.text === match[0])
    const account = unused[at]?.mentioned
    if (account === undefined || account === null) continue
    unused.splice(at, 1)
    typed += plainText(raw.slice(from, match.index))
    from = match.index + match[0].length
    if (account.id === desk) {
      mentionsDesk = true
      continue
    }
    typed += `@${plainText(match[1] ?? '').trim()}`
    const objectId = account.aadObjectId ?? undefined
    mentioned.push({ id: account.id, ...(objectId === undefined ? {} : { objectId }) })
  }
  typed += plainText(raw.slice(from))
  return { text: tidy(typed), mentionsDesk, mentioned }
}

/** The words of an HTML body, such as the one of a picked message: mentions as their names, images left out. */
export const wordsOfHtml = (html: string): string =>
  tidy(
    decode(
      html
        .replaceAll(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, '')
        .replaceAll(/\s*\n\s*/g, ' ')
        .replaceAll(/<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr|\/blockquote)\b[^>]*>/gi, '\n')
        .replaceAll(/<li\b[^>]*>/gi, '- ')
        .replaceAll(/<\/?[a-z][^>]*>/gi, ''),
    ),
  )

// Only tags that Teams itself puts into a text are taken for markup: any other `<` was typed.
const plainText = (part: string): string =>
  decode(
    part
      .replaceAll(/<(?:br\s*\/?|\/p|\/div)>/gi, '\n')
      .replaceAll(
        /<\/?(?:p|div|span|b|strong|i|em|u|s|code|pre|ul|ol|li|blockquote|font)(?:\s[^<>]*)?>/gi,
        '',
      ),
  )

const named: Readonly<Record<string, string>> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

// In one pass, so that a typed `&lt;`, which arrives as `&amp;lt;`, is not decoded twice.
const decode = (part: string): string =>
  part
    .replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
      if (typeof name === 'string') return named[name.toLowerCase()] ?? whole
      const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number.parseInt(String(decimal), 10)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
    .replaceAll('\u00A0', ' ')

const tidy = (value: string): string =>
  value
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
