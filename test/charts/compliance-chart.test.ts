import { describe, expect, test } from 'vitest'
import { complianceChart } from '../../src/charts/compliance-chart.ts'
import type { ComplianceInput } from '../../src/charts/compliance-input.ts'
import { readPalettePng } from './read-png.ts'
import { hostileNames, mondays, sample, service } from './samples.ts'

const many = Array.from({ length: 11 }, (_, at) => `Business application number ${at}`)

describe('a chart of compliance', () => {
  test('is a picture that Slack and Teams take, the same whenever it is drawn', async () => {
    const input = sample(['Mail', 'Network', 'Printing'])
    const [first, again] = await Promise.all([complianceChart(input), complianceChart(input)])
    const { width, height } = readPalettePng(first.png)
    expect({ width, height }).toEqual({ width: first.width, height: first.height })
    expect(width).toBe(720)
    expect(height).toBeLessThanOrEqual(1024)
    expect(Buffer.from(again.png).equals(first.png)).toBe(true)
    expect(first.title).toBe('Service targets')
  })

  test('leaves room for words in a message of Teams however much is on it', async () => {
    const { png, width, height } = await complianceChart({ ...sample(many, 26), title: 'W'.repeat(300) })
    expect(Math.max(width, height)).toBeLessThanOrEqual(1024)
    expect(png.length).toBeLessThan(33_000)
  }, 20_000)

  test('takes any name', async () => {
    const { png } = await complianceChart(sample(hostileNames))
    expect(readPalettePng(png).width).toBe(720)
  })

  test('is drawn of nothing as well', async () => {
    for (const input of [
      sample([]),
      { ...sample([]), weeks: [] },
      { title: '', weeks: mondays(1), services: [{ name: '', weeks: [undefined] }] },
    ])
      expect((await complianceChart(input)).width).toBe(720)
  }, 20_000)

  test('says in words what it shows', async () => {
    const weeks = mondays(3)
    const { alt } = await complianceChart({
      title: 'Service targets: Network',
      weeks,
      goal: 95,
      services: [
        { name: 'Mail', weeks: [undefined, { met: 199, missed: 1 }, { met: 999, missed: 1 }] },
        { name: 'VPN', weeks: [{ met: 2, missed: 1 }, undefined, { met: 0, missed: 0 }] },
        { name: 'Web', weeks: [undefined, undefined, undefined] },
      ],
    })
    expect(alt).toBe(
      'Service targets: Network. A chart of the share of targets met by each service, over the weeks from 2026-09-07 to 2026-09-21. ' +
        'The goal is 95 %. Mail: 99 % (999 of 1000) in the last week. VPN: 66 % (2 of 3) when something last fell due. Web: nothing fell due.',
    )
  })

  test('says it in no more words than can be listened to', async () => {
    const long = sample(Array.from({ length: 40 }, (_, at) => `${at} ${'x'.repeat(500)}`))
    const { alt } = await complianceChart({ ...long, title: 'y'.repeat(5000) })
    expect(alt.length).toBeLessThanOrEqual(1500)
  })

  const mistakes: readonly (readonly [string, Partial<ComplianceInput>])[] = [
    ['a week that is no date', { weeks: ["');alert(1)//", '2026-11-02'] }],
    ['a service with too few weeks', { services: [service('Mail', 1)] }],
    [
      'a share of less than nothing',
      { services: [{ name: 'Mail', weeks: [{ met: -1, missed: 2 }, undefined] }] },
    ],
    ['a goal beyond everything', { goal: 101 }],
    ['a goal that is none', { goal: Number.NaN }],
  ]
  test.each(mistakes)('is not made of %s', async (_what, wrong) => {
    await expect(complianceChart({ ...sample(['Mail'], 2), ...wrong })).rejects.toThrow(RangeError)
  })

  test('leaves the program free to do other things', async () => {
    let turns = 0
    const turning = setInterval(() => (turns += 1), 5)
    await complianceChart(sample(many, 12))
    clearInterval(turning)
    expect(turns).toBeGreaterThan(10)
  })
})
