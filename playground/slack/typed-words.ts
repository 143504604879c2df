import type { Fields } from './fields.ts'
import type { Channel, User } from './state.ts'

/** What a person typed, cut up as Slack's message box does it. */
type Piece =
  | { readonly words: string }
  | { readonly user: User }
  | { readonly channel: Channel }
  | { readonly broadcast: 'here' | 'channel' | 'everyone' }
  | { readonly link: string }

const links = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"]/

/** Finds mentions of known people and channels (longest name first), broadcasts and links. */
const cut = (typed: string, users: readonly User[], channels: readonly Channel[]): readonly Piece[] => {
  const people = new Map(users.map((user) => [`@${user.name}`.toLowerCase(), user]))
  const rooms = new Map(channels.map((channel) => [`#${channel.name}`.toLowerCase(), channel]))
  const names = [...people.keys(), ...rooms.keys(), '@here', '@channel', '@everyone']
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
  const found = new RegExp(String.raw`(?<![\w/])(?:${names.join('|')})(?!\w)|${links.source}`, 'gi')
  const pieces: Piece[] = []
  let from = 0
  for (const match of typed.matchAll(found)) {
    if (match.index > from) pieces.push({ words: typed.slice(from, match.index) })
    from = match.index + match[0].length
    const name = match[0].toLowerCase()
    const [user, channel] = [people.get(name), rooms.get(name)]
    if (user) pieces.push({ user })
    else if (channel) pieces.push({ channel })
    else if (name === '@here' || name === '@channel' || name === '@everyone')
      pieces.push({ broadcast: name === '@here' ? 'here' : name === '@channel' ? 'channel' : 'everyone' })
    else pieces.push({ link: match[0] })
  }
  if (from < typed.length) pieces.push({ words: typed.slice(from) })
  return pieces
}

/** Slack's own escaping of what people type: only these three characters. */
export const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The `text` of a message event. */
export const asMessageText = (typed: string, users: readonly User[], channels: readonly Channel[]): string =>
  cut(typed, users, channels)
    .map((piece) => {
      if ('user' in piece) return `<@${piece.user.id}>`
      if ('channel' in piece) return `<#${piece.channel.id}|${piece.channel.name}>`
      if ('broadcast' in piece) return `<!${piece.broadcast}>`
      if ('link' in piece) return `<${piece.link.replaceAll('&', '&amp;')}>`
      return escaped(piece.words)
    })
    .join('')

/** The `text` of a slash command; with `escapes` (`should_escape`) mentions carry ids. */
export const asCommandText = (
  typed: string,
  users: readonly User[],
  channels: readonly Channel[],
  escapes: boolean,
): string => {
  if (!escapes) return escaped(typed)
  return cut(typed, users, channels)
    .map((piece) => {
      if ('user' in piece) return `<@${piece.user.id}|${handle(piece.user)}>`
      if ('channel' in piece) return `<#${piece.channel.id}|${piece.channel.name}>`
      if ('broadcast' in piece) return `<!${piece.broadcast}>`
      if ('link' in piece) return `<${piece.link.replaceAll('&', '&amp;')}>`
      return escaped(piece.words)
    })
    .join('')
}

/** The rich_text block that Slack's clients send along with every message. */
export const asBlocks = (
  typed: string,
  users: readonly User[],
  channels: readonly Channel[],
  blockId: string,
): readonly Fields[] => [
  {
    type: 'rich_text',
    block_id: blockId,
    elements: [
      {
        type: 'rich_text_section',
        elements: cut(typed, users, channels).map((piece) => {
          if ('user' in piece) return { type: 'user', user_id: piece.user.id }
          if ('channel' in piece) return { type: 'channel', channel_id: piece.channel.id }
          if ('broadcast' in piece) return { type: 'broadcast', range: piece.broadcast }
          if ('link' in piece) return { type: 'link', url: piece.link }
          return { type: 'text', text: piece.words }
        }),
      },
    ],
  },
]

/** A user's name as Slack's old user names were: lower case, no spaces. */
export const handle = (user: User): string => user.name.toLowerCase().replaceAll(/\s+/g, '.')
