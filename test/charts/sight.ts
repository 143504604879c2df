type Triple = readonly [number, number, number]
type Matrix = readonly [Triple, Triple, Triple]

/** Machado, Oliveira and Fernandes 2009, severity 1.0: doi.org/10.1109/TVCG.2009.113; of linear RGB. */
const sights = {
  'all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, Matrix>

export type Sight = keyof typeof sights

/** The smallest distance between two of the colours (`#rrggbb`) in CIE Lab, as somebody with that sight sees them. */
export const nearestTwo = (colours: readonly string[], sight: Sight): number => {
  const seen = colours.map((colour) =>
    lab(sights[sight].map((row) => clamp(dot(row, linear(colour)))) as unknown as Triple),
  )
  const distances = seen.flatMap((one, at) =>
    seen.slice(at + 1).map((other) => Math.hypot(...one.map((value, axis) => value - (other[axis] ?? 0)))),
  )
  return Math.min(...distances)
}

/** The contrast ratio of WCAG 2.2. */
export const contrastWithWhite = (colour: string): number =>
  1.05 / (dot([0.2126, 0.7152, 0.0722], linear(colour)) + 0.05)

const linear = (colour: string): Triple => {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const clamp = (value: number): number => Math.min(1, Math.max(0, value))

const root = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116)

const lab = (rgb: Triple): Triple => {
  const x = root(dot([0.4124, 0.3576, 0.1805], rgb) / 0.9505)
  const y = root(dot([0.2126, 0.7152, 0.0722], rgb))
  const z = root(dot([0.0193, 0.1192, 0.9505], rgb) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
