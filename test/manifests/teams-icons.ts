import { type Picture, readPng } from './png.ts'

/**
 * What is wrong with an icon of the app package; nothing for a good one. The colour icon is 192 pixels square, in
 * colour, on a ground that is either solid or not there at all; the outline icon is 32 pixels square, white, and
 * transparent where it is not white: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package.
 */
export const iconMistakes = (which: 'color' | 'outline', file: Buffer): readonly string[] => {
  let picture: Picture
  try {
    picture = readPng(file)
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
  const side = which === 'color' ? 192 : 32
  if (picture.width !== side || picture.height !== side)
    return [`is ${picture.width} by ${picture.height} pixels, not ${side} by ${side}`]
  return which === 'color' ? colorMistakes(picture) : outlineMistakes(picture)
}

type Pixel = readonly [number, number, number, number]

const colorMistakes = (picture: Picture): readonly string[] => {
  const all = pixelsOf(picture)
  const last = picture.width - 1
  const corners = [0, last, picture.width * last, picture.width * last + last].map((at) => all[at]?.[3] ?? 0)
  const found: string[] = []
  if (!corners.every((alpha) => alpha === 255) && !corners.every((alpha) => alpha === 0))
    found.push('has a ground that is neither solid nor transparent')
  if (new Set(all.map(String)).size < 2) found.push('shows nothing')
  if (all.every(([red, green, blue]) => red === green && green === blue)) found.push('has no colour')
  return found
}

const outlineMistakes = (picture: Picture): readonly string[] => {
  const all = pixelsOf(picture)
  const drawn = all.filter(([, , , alpha]) => alpha > 0)
  const found: string[] = []
  if (drawn.length === 0) found.push('shows nothing')
  if (drawn.length === all.length) found.push('has no transparent ground')
  if (drawn.some(([red, green, blue]) => red < 255 || green < 255 || blue < 255))
    found.push('is drawn in another colour than white')
  return found
}

const pixelsOf = ({ pixels }: Picture): readonly Pixel[] =>
  Array.from({ length: pixels.length / 4 }, (_, at): Pixel => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at * 4, at * 4 + 4)
    return [red, green, blue, alpha]
  })
