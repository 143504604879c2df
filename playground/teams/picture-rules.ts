/**
 * Which pictures Teams shows: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
 * (picture messages) and microsoft.github.io/teams-sdk/typescript/in-depth-guides/file-handling/sending-inline-images.
 * Real Teams takes others as well, and shows nothing.
 */
const mostBytes = 1_000_000
const mostPixels = 1024

const beginnings = { png: '89504e470d0a1a0a', jpeg: 'ffd8ff', gif: '474946383' } as const

/** What is wrong with the address of a picture in a card or an attachment; undefined for a good one. */
export const pictureProblem = (address: string): string | undefined => {
  if (/^https:\/\/\S+$/.test(address)) return undefined
  const data = /^data:image\/(png|jpeg|gif);base64,([A-Za-z0-9+/]+={0,2})$/.exec(address)
  if (data === null) return 'is neither an https address nor a PNG, JPEG or GIF as a data URI'
  const [, kind = '', base64 = ''] = data
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') !== base64) return 'is not base64'
  if (!bytes.toString('hex', 0, 8).startsWith(beginnings[kind as keyof typeof beginnings]))
    return `is no ${kind.toUpperCase()}`
  if (bytes.length > mostBytes) return `has ${bytes.length} bytes and not at most ${mostBytes}`
  const [width, height] = sizeOf(kind, bytes)
  if (width > mostPixels || height > mostPixels)
    return `has ${width} by ${height} pixels and not at most ${mostPixels}`
  return undefined
}

/** In pixels; a JPEG says it too deep inside to be looked for here. */
const sizeOf = (kind: string, bytes: Buffer): readonly [number, number] => {
  if (kind === 'png' && bytes.length >= 24) return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (kind === 'gif' && bytes.length >= 10) return [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]
  return [1, 1]
}
