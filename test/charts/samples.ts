import type { ComplianceInput, ServiceShares } from '../../src/charts/compliance-input.ts'

export const mondays = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) =>
    Temporal.PlainDate.from('2026-09-07').add({ weeks: at }).toString(),
  )

/** A service whose share moves up and down from week to week; with a gap in every seventh week, counted from `gap`. */
export const service = (name: string, weeks: number, gap = -1): ServiceShares => ({
  name,
  weeks: Array.from({ length: weeks }, (_, at) => {
    if (gap >= 0 && at % 7 === gap) return undefined
    const missed = (at * 7 + name.length * 3) % 10
    return { met: 20 - missed, missed }
  }),
})

export const sample = (names: readonly string[], weeks = 8): ComplianceInput => ({
  title: 'Service targets',
  weeks: mondays(weeks),
  services: names.map((name, at) => service(name, weeks, at)),
  goal: 95,
})

/** What could end an attribute, an element or an expression, or be taken for the path of a field. */
export const hostileNames = [
  '<script>alert("1")</script>',
  "a.b[0]['c']",
  'x & y &amp; "z"',
  "'); datum.name //",
  '${name} {{name}} %d',
  ']]><!-- --> <?xml ?>',
  '\u0000\u0001\u001b[31m\ufffe\ud800 broken',
  '\u202egnp.exe',
]
