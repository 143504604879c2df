/** How wide letters of Inter are, as parts of the size of the font; a little more than they are, so that nothing runs out. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ijlI.,:;'|!]/, 0.3],
  [/[frt()[\]{}/\\"\s-]/, 0.4],
  [/[mwMW@%…—]/, 0.94],
  [/[A-Z0-9&+=<>#$?]/, 0.72],
  [/[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u, 0.61],
]

/** Of what Inter has no letters for, and another font would draw as wide as high. */
const square = 1

/**
 * About how wide words are at that size of font, in the same unit. Without a canvas Vega takes every letter for 0.8 of
 * the size, which is so much too wide that it would cut names which have room.
 */
export const textWidth = (words: string, size: number): number =>
  Array.from(words).reduce(
    (sum, letter) => sum + (widths.find(([of]) => of.test(letter))?.[1] ?? square),
    0,
  ) * size
