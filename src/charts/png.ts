import { crc32, deflateSync } from 'node:zlib'
import type { Pixels } from './draw.ts'

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const mostColours = 64
/** The part of a picture from which on a colour is no shade between others. */
const flat = 0.002

/**
 * The pixels as a PNG of at most 256 colours (w3.org/TR/png-3). A chart has few colours and many shades between them
 * and white, at the edges of letters; with one byte for each pixel it has a third of the size that true colour has, and
 * in Teams it travels within the message. Transparency is not kept: a chart stands on white.
 */
export const encodePng = ({ rgba, width, height }: Pixels): Uint8Array => {
  const { palette, indices } = reduce(rgba)
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1) {
    // Each line begins with its filter: none, which suits a palette best.
    lines.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits, palette.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(lines, { level: 8, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** For each pixel the nearest of a few colours: those of areas and lines as they are, and shades between them by steps. */
const reduce = (rgba: Uint8Array): { palette: Uint8Array; indices: Uint8Array } => {
  const colours = new Uint32Array(rgba.length / 4)
  const times = new Map<number, number>()
  for (let at = 0; at < colours.length; at += 1) {
    const colour = ((rgba[at * 4] ?? 0) << 16) | ((rgba[at * 4 + 1] ?? 0) << 8) | (rgba[at * 4 + 2] ?? 0)
    colours[at] = colour
    times.set(colour, (times.get(colour) ?? 0) + 1)
  }
  const byTimes = [...times].toSorted(([one, a], [other, b]) => b - a || one - other)
  const steps = new Set<number>()
  const kept: number[] = []
  for (const [colour, count] of byTimes) {
    const step = stepOf(colour)
    if (kept.length === mostColours || (count < colours.length * flat && steps.has(step))) continue
    steps.add(step)
    kept.push(colour)
  }
  const palette = Uint8Array.from(kept.flatMap(channels))
  const nearest = new Map(byTimes.map(([colour]) => [colour, nearestOf(palette, colour)]))
  return { palette, indices: Uint8Array.from(colours, (colour) => nearest.get(colour) ?? 0) }
}

/** Eight steps of each channel: as many shades as the edges of letters need, and few enough to pack well. */
const stepOf = (colour: number): number => {
  const [red, green, blue] = channels(colour)
  return ((red >> 5) << 6) | ((green >> 5) << 3) | (blue >> 5)
}

const channels = (colour: number): [number, number, number] => [
  colour >> 16,
  (colour >> 8) & 255,
  colour & 255,
]

const nearestOf = (palette: Uint8Array, colour: number): number => {
  const [red, green, blue] = channels(colour)
  let best = 0
  let least = Infinity
  for (let at = 0; at * 3 < palette.length; at += 1) {
    const distance =
      ((palette[at * 3] ?? 0) - red) ** 2 +
      ((palette[at * 3 + 1] ?? 0) - green) ** 2 +
      ((palette[at * 3 + 2] ?? 0) - blue) ** 2
    if (distance < least) [best, least] = [at, distance]
  }
  return best
}
