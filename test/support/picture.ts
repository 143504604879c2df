import { encodePng } from '../../src/charts/png.ts'
import type { Card, Picture } from '../../src/bot/ui/card.ts'

/** A PNG of that size, each one different. */
const png = (width: number, height: number): Uint8Array => {
  const rgba = new Uint8Array(width * height * 4).fill(255)
  crypto.getRandomValues(rgba.subarray(0, Math.min(rgba.length, 65_536)))
  return encodePng({ rgba, width, height })
}

export const picture = (more: Partial<Picture> = {}, width = 8, height = 6): Picture => ({
  png: png(width, height),
  alt: 'Mail: 92 % in the last week.',
  title: 'Service targets',
  ...more,
})

/** A card of words, a picture and words again. */
export const cardWith = (...pictures: readonly Picture[]): Card => ({
  fallback: 'Service targets of the network team',
  elements: [
    { kind: 'header', text: 'Service targets' },
    ...pictures.map((each) => ({ kind: 'picture', picture: each }) as const),
    { kind: 'text', text: 'Mail 92 % (23 of 25)' },
  ],
})
