import type { Identity } from '../../domain/person.ts'

/** A text as Slack sends it, cut up: plain words, and mentions of people. */
export type Piece = { readonly text: string } | { readonly user: string; readonly label?: string }

/**
 * Reads the escaped text of a message or command: `&amp; &lt; &gt;` stand for themselves, `<…>` for mentions and links.
 * Everything but mentions of people becomes what the person typed. docs.slack.dev/messaging/formatting-message-text
 */
export const readMarkup = (escaped: string): readonly Piece[] => {
  const pieces: Piece[] = []
  let from = 0
  for (const match of escaped.matchAll(/<([^<>]+)>/g)) {
    if (match.index > from) pieces.push({ text: unescape(escaped.slice(from, match.index)) })
    pieces.push(readToken(match[1] ?? ''))
    from = match.index + match[0].length
  }
  if (from < escaped.length) pieces.push({ text: unescape(escaped.slice(from)) })
  return pieces
}

/** What the person typed, each person mentioned as `@name`; `names` are used where Slack sent an id only. */
export const typedWords = (
  pieces: readonly Piece[],
  names: ReadonlyMap<string, string> = new Map(),
): string =>
  pieces
    .map((piece) => ('text' in piece ? piece.text : `@${piece.label ?? names.get(piece.user) ?? piece.user}`))
    .join('')

/** The people mentioned, in the order of the text. Slack does not say of which workspace: they are of `tenant`. */
export const mentionedIn = (pieces: readonly Piece[], tenant: string): readonly Identity[] =>
  pieces.flatMap((piece) =>
    'user' in piece ? [{ platform: 'slack', tenant, user: piece.user } as const] : [],
  )

/** The pieces without any mention of the user, and without the gap that one leaves. */
export const withoutMention = (pieces: readonly Piece[], user: string | undefined): readonly Piece[] => {
  if (user === undefined) return pieces
  const kept: Piece[] = []
  let afterMention = false
  for (const piece of pieces) {
    if ('user' in piece && piece.user === user) {
      afterMention = true
      continue
    }
    kept.push('text' in piece && afterMention ? { text: piece.text.replace(/^[\s:,]+/, '') } : piece)
    afterMention = false
  }
  return kept
}

export const mentions = (pieces: readonly Piece[], user: string): boolean =>
  pieces.some((piece) => 'user' in piece && piece.user === user)

const readToken = (token: string): Piece => {
  const bar = token.indexOf('|')
  const body = bar < 0 ? token : token.slice(0, bar)
  const label = bar < 0 ? undefined : unescape(token.slice(bar + 1))
  const sigil = body[0]
  if (sigil === '@') {
    const user = body.slice(1)
    return label === undefined || label === '' ? { user } : { user, label: label.replace(/^@/, '') }
  }
  if (sigil === '#') return { text: `#${label === undefined || label === '' ? body.slice(1) : label}` }
  if (sigil === '!') return { text: label ?? `@${body.slice(1).split('^')[0]}` }
  return { text: readLink(unescape(body), label) }
}

/** Slack makes links of addresses that people type; a link with words of its own keeps both. */
const readLink = (url: string, label: string | undefined): string => {
  if (label === undefined || label === '') return url.replace(/^(?:mailto|tel):/, '')
  return bare(url) === bare(label) ? label : `${label} (${url})`
}

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const bare = (address: string): string =>
  address.replace(/^(?:https?:\/\/|mailto:|tel:)/i, '').replace(/\/$/, '')
