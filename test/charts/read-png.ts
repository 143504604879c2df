import { crc32, inflateSync } from 'node:zlib'

/** Reads a PNG of 8-bit palette colours without filters (w3.org/TR/png-3); throws for anything else. */
export const readPalettePng = (png: Uint8Array) => {
  const file = Buffer.from(png)
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at)
    const kind = file.toString('latin1', at + 4, at + 8)
    if (crc32(file.subarray(at + 4, at + 8 + length)) !== file.readUInt32BE(at + 8 + length))
      throw new Error(`${kind} does not fit its checksum`)
    chunks.set(kind, file.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const [header, palette, data] = ['IHDR', 'PLTE', 'IDAT'].map((kind) => chunks.get(kind))
  if (header === undefined || palette === undefined || data === undefined || !chunks.has('IEND'))
    throw new Error('is not a PNG of palette colours')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  if (!header.subarray(8).equals(Buffer.from([8, 3, 0, 0, 0]))) throw new Error('is another kind of PNG')
  const lines = inflateSync(data)
  if (lines.length !== (width + 1) * height) throw new Error('has another number of pixels')
  return {
    width,
    height,
    colour: (x: number, y: number): string => {
      const index = lines[y * (width + 1) + 1 + x] ?? 0
      return `#${palette.toString('hex', index * 3, index * 3 + 3)}`
    },
  }
}
