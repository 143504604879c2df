import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ComplianceInput } from '../../src/charts/compliance-input.ts'
import { colours, complianceSpec } from '../../src/charts/compliance-spec.ts'
import { drawPixels, drawSvg } from '../../src/charts/draw.ts'
import { legendNames } from '../../src/charts/names.ts'
import { encodePng } from '../../src/charts/png.ts'
import { readPalettePng } from './read-png.ts'
import { contrastWithWhite, nearestTwo } from './sight.ts'
import { hostileNames, mondays, sample } from './samples.ts'

const svgOf = (input: ComplianceInput): Promise<string> => drawSvg(complianceSpec(input))

/** The words of every text element, as they will be seen. */
const wordsIn = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words = '']) =>
    words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  )
/** The path of each line, in the order of the services. */
const linesIn = (svg: string): readonly string[] =>
  [
    ...svg.matchAll(
      /aria-roledescription="line mark"[^>]*d="([^"]*)"|d="([^"]*)"[^>]*aria-roledescription="line mark"/g,
    ),
  ].map(([, one, other]) => one ?? other ?? '')
const pointsIn = (svg: string): number => svg.match(/aria-roledescription="point"/g)?.length ?? 0

describe('the drawing', () => {
  test('has a line for each service, broken where nothing fell due, and a point for each week', async () => {
    const weeks = mondays(5)
    const full = { met: 9, missed: 1 }
    const svg = await svgOf({
      title: 'Service targets',
      weeks,
      services: [
        { name: 'Mail', weeks: [full, full, full, full, full] },
        { name: 'VPN', weeks: [full, full, undefined, full, { met: 0, missed: 4 }] },
      ],
    })
    const lines = linesIn(svg)
    expect(lines.map((line) => line.match(/M/g)?.length)).toEqual([1, 2])
    expect(lines.map((line) => line.match(/L/g)?.length)).toEqual([4, 2])
    expect(pointsIn(svg)).toBe(9)
  })

  test('says what it is of: title, weeks, shares, services, goal', async () => {
    const said = wordsIn(await svgOf(sample(['Mail', 'VPN'], 5)))
    expect(said).toEqual(
      expect.arrayContaining([
        'Service targets',
        'Targets met in each week; dashed: the goal, 95 %',
        '0 %',
        '25 %',
        '50 %',
        '75 %',
        '100 %',
        '7 Sep',
        '14 Sep',
        '21 Sep',
        '28 Sep',
        '5 Oct',
        'Mail',
        'VPN',
      ]),
    )
  })

  test('is dashed at the goal, and not without one', async () => {
    const { goal: _, ...without } = sample(['Mail'])
    expect(await svgOf(sample(['Mail']))).toContain('stroke-dasharray="6,4"')
    expect(await svgOf(without)).not.toContain('stroke-dasharray="6,4"')
  })

  test('counts the services beyond the eighth', async () => {
    const names = Array.from({ length: 11 }, (_, at) => `Service ${at}`)
    const svg = await svgOf(sample(names))
    expect(linesIn(svg)).toHaveLength(8)
    expect(wordsIn(svg)).toContain('8 services; 3 more are not drawn')
    expect(wordsIn(svg)).not.toContain('Service 8')
  })

  test('says so where nothing fell due', async () => {
    const weeks = mondays(3)
    const svg = await svgOf({
      title: 'x',
      weeks,
      services: [{ name: 'Mail', weeks: weeks.map(() => undefined) }],
    })
    expect(wordsIn(svg)).toContain('Nothing fell due in these weeks')
  })

  test('has names as they were written, and nothing that they could do', async () => {
    const input = { ...sample(hostileNames), title: '<b>"&\' ]]>' }
    const svg = await svgOf(input)
    const said = wordsIn(svg)
    expect(said).toEqual(expect.arrayContaining([...legendNames(hostileNames)]))
    expect(said).toContain(input.title)
    expect(linesIn(svg)).toHaveLength(hostileNames.length)
    expect(svg).not.toMatch(/<script|<b>|<!--|<\?xml/)
    expect(() => drawPixels(svg)).not.toThrow()
  })

  test('does not depend on the zone of the machine', async () => {
    const before = process.env['TZ']
    const svgs: string[] = []
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      process.env['TZ'] = zone
      svgs.push(await svgOf(sample(['Mail'])))
    }
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
    expect(new Set(svgs).size).toBe(1)
  })
})

describe('names in the legend', () => {
  test('are cut, and different even where they began the same', () => {
    const long = 'Customer relationship management'
    const names = legendNames([`${long} A`, `${long} B`, 'Mail', 'Mail', 'Mail (2)', '', '\u0007'])
    expect(names).toEqual([
      'Customer relationship…',
      'Customer relation… (2)',
      'Mail',
      'Mail (2)',
      'Mail (2) (2)',
      '(no name)',
      '(no name) (2)',
    ])
  })
})

describe('the pixels', () => {
  test('have the letters in them', async () => {
    const svg = await svgOf(sample(['Mail', 'VPN']))
    const withLetters = drawPixels(svg)
    const without = drawPixels(svg, { fontFiles: [] })
    expect(without.width).toBe(withLetters.width)
    const different = dark(withLetters.rgba) - dark(without.rgba)
    expect(different).toBeGreaterThan(3000)
  })

  test('are the same whatever fonts a machine has', async () => {
    const svg = await svgOf(sample(['Mail', 'Überwachung', 'Ελληνικά', '日本語 🦊']))
    const alone = Buffer.from(encodePng(drawPixels(svg)))
    const inter = resolve('node_modules/@expo-google-fonts/inter')
    const folders = ['/usr/share/fonts', `${inter}/900Black`, `${inter}/400Regular_Italic`]
    // The words that Inter has letters for: of others nothing is promised but that they stay the same on one machine.
    const latin = await svgOf(sample(['Mail', 'Überwachung', 'Ελληνικά']))
    const expected = Buffer.from(encodePng(drawPixels(latin)))
    const others = drawPixels(latin, { loadSystemFonts: true, fontDirs: folders })
    expect(Buffer.from(encodePng(others)).equals(expected)).toBe(true)
    expect(Buffer.from(encodePng(drawPixels(svg))).equals(alone)).toBe(true)
  })
})

const dark = (rgba: Uint8Array): number => {
  let count = 0
  for (let at = 0; at < rgba.length; at += 4) if ((rgba[at] ?? 255) < 128) count += 1
  return count
}

describe('the PNG', () => {
  test('has the colours of areas and lines as they were drawn', () => {
    const rgba = new Uint8Array(100 * 40 * 4).fill(255)
    const set = (from: number, to: number, colour: readonly number[]): void => {
      for (let at = from; at < to; at += 1) rgba.set(colour, at * 4)
    }
    set(0, 100, [0x38, 0x01, 0x93])
    set(1000, 1100, [0xe4, 0xe4, 0xea])
    // Shades of a thousand colours.
    for (let at = 2000; at < 3000; at += 1) set(at, at + 1, [at % 256, (at * 7) % 256, (at * 13) % 256])
    const { colour } = readPalettePng(encodePng({ rgba, width: 100, height: 40 }))
    expect([colour(0, 0), colour(50, 10), colour(99, 39)]).toEqual(['#380193', '#e4e4ea', '#ffffff'])
  })
})

describe('the colours of lines', () => {
  test('stand out from white', () => {
    for (const colour of colours) expect(contrastWithWhite(colour)).toBeGreaterThanOrEqual(3)
  })

  test.each(['all colours', 'no red', 'no green', 'no blue'] as const)(
    'are told apart by who sees %s',
    (sight) => {
      expect(nearestTwo(colours, sight)).toBeGreaterThan(30)
    },
  )
})
