import { inflateSync } from 'node:zlib'

/** A picture as it is drawn: four bytes (red, green, blue, alpha) for each pixel, line by line. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])

/** Reads a PNG of 8-bit RGBA without interlacing (w3.org/TR/png-3); throws for anything else. */
export const readPng = (file: Buffer): Picture => {
  if (!file.subarray(0, 8).equals(signature)) throw new Error('is not a PNG')
  const parts: Buffer[] = []
  let head = Buffer.alloc(0)
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const kind = file.toString('latin1', at + 4, at + 8)
    const data = file.subarray(at + 8, at + 8 + file.readUInt32BE(at))
    if (kind === 'IHDR') head = Buffer.from(data)
    if (kind === 'IDAT') parts.push(data)
  }
  if (head[8] !== 8 || head[9] !== 6 || head[12] !== 0) throw new Error('is not a PNG of 8-bit RGBA')
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)]
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(parts)), width * 4, height) }
}

/** Each line begins with the number of its filter, which tells how its bytes differ from those around them. */
const unfilter = (lines: Buffer, length: number, height: number): Uint8Array => {
  const pixels = new Uint8Array(length * height)
  for (let y = 0; y < height; y += 1) {
    const filter = lines[y * (length + 1)] ?? 0
    for (let x = 0; x < length; x += 1) {
      const at = y * length + x
      const left = x >= 4 ? (pixels[at - 4] ?? 0) : 0
      const up = pixels[at - length] ?? 0
      const upLeft = x >= 4 ? (pixels[at - length - 4] ?? 0) : 0
      const expected = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter] ?? 0
      pixels[at] = (lines[y * (length + 1) + 1 + x] ?? 0) + expected
    }
  }
  return pixels
}

const paeth = (left: number, up: number, upLeft: number): number => {
  const guess = left + up - upLeft
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)]
  return a <= b && a <= c ? left : b <= c ? up : upLeft
}
