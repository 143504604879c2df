import { createHash } from 'node:crypto'

/** True for what PostgreSQL takes as a uuid: asked of ids that come out of a chat, where they may be forged. */
export const isUuid = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)

/** The same uuid for the same name, whenever it is asked for (RFC 9562, version 8). */
export const uuidOf = (name: string): string => {
  const digest = createHash('sha256').update(name).digest()
  digest[6] = (digest.readUInt8(6) & 0x0f) | 0x80
  digest[8] = (digest.readUInt8(8) & 0x3f) | 0x80
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
