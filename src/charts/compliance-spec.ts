import type { TopLevelSpec } from 'vega-lite'
import { mostServices, percent } from './compliance-input.ts'
import type { ComplianceInput } from './compliance-input.ts'
import { drawable, legendNames } from './names.ts'

/**
 * Looked for by search: each stands out from white by 3 to 1 at least (WCAG 2.2, 1.4.11), and no two are nearer than 30
 * in CIE Lab for anybody, red-, green- and blue-blind readers included; the first ones are farthest apart.
 */
export const colours = [
  '#380193',
  '#d47c13',
  '#00a76c',
  '#ac82c7',
  '#820060',
  '#614600',
  '#120000',
  '#7a66ff',
] as const

/** Whoever sees no colours tells them apart by these. */
const shapes = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  'triangle-left',
] as const

const ink = { text: '#1d1c1d', quiet: '#5c5c66', grid: '#e4e4ea', axis: '#b8b8c2', goal: '#5c5c66' } as const

/** In the units of the drawing, about as many as a phone has across a card, so that letters are as large as on it. */
const chartWidth = 420
const plotHeight = 210
/** With more weeks than that points are small. */
const fewWeeks = 12

/**
 * The chart as Vega-Lite describes it. What a person wrote, the names and the title, is data in it: no field, no
 * expression and no markup is made of it.
 */
export const complianceSpec = (input: ComplianceInput): TopLevelSpec => {
  const { weeks } = input
  const services = input.services.slice(0, mostServices)
  const more = input.services.length - services.length
  const names = legendNames(services.map(({ name }) => name))
  const rows = services.flatMap(({ weeks: shares }, place) =>
    shares.map((share, at) => ({ week: weeks[at], name: names[place], share: percent(share) ?? null })),
  )
  const empty = rows.every(({ share }) => share === null)
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: '#ffffff',
    width: chartWidth,
    height: plotHeight,
    padding: { left: 14, right: 18, top: 14, bottom: 12 },
    autosize: { type: 'fit-x', contains: 'padding' },
    title: {
      text: drawable(input.title, 46),
      subtitle: subtitle(input.goal),
      anchor: 'start',
      frame: 'bounds',
      limit: chartWidth - 28,
      offset: 14,
    },
    data: { values: rows },
    layer: [
      ...(input.goal === undefined ? [] : [goalLayer(input.goal)]),
      ...(empty ? [emptyLayer] : []),
      {
        mark: {
          type: 'line',
          strokeWidth: 2.25,
          strokeJoin: 'round',
          strokeCap: 'round',
          point: { filled: true, size: weeks.length > fewWeeks ? 34 : 58, opacity: 1 },
        },
        encoding: encodingOf(weeks, names, more),
      },
    ],
    config,
  }
}

/** The goal is named here, where no line runs through its name. */
const subtitle = (goal: number | undefined): string => {
  const met = 'Targets met in each week'
  return goal === undefined ? met : `${met}; dashed: the goal, ${Math.round(goal * 100) / 100} %`
}

type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number]
type Encoding = NonNullable<Extract<Layer, { mark: unknown }>['encoding']>

const encodingOf = (weeks: readonly string[], names: readonly string[], more: number): Encoding => ({
  x: {
    field: 'week',
    type: 'ordinal',
    scale: { domain: [...weeks], padding: 0.35 },
    axis: {
      title: null,
      labelAngle: 0,
      labelOverlap: 'parity',
      labelSeparation: 2,
      // Only of dates that were looked at; in UTC, so that no zone moves a Monday.
      labelExpr: "utcFormat(toDate(datum.value), '%-d %b')",
      grid: false,
    },
  },
  y: {
    field: 'share',
    type: 'quantitative',
    scale: { domain: [0, 100], nice: false },
    axis: { title: null, values: [0, 25, 50, 75, 100], labelExpr: "datum.label + ' %'" },
  },
  color: {
    field: 'name',
    type: 'nominal',
    scale: { domain: [...names], range: [...colours] },
    legend: legend(names, more),
  },
  shape: { field: 'name', type: 'nominal', scale: { domain: [...names], range: [...shapes] } },
})

const legend = (names: readonly string[], more: number) =>
  names.length === 0
    ? null
    : ({
        title: more === 0 ? null : `${names.length} services; ${more} more are not drawn`,
        orient: 'bottom',
        direction: 'horizontal',
        columns: 2,
        symbolSize: 90,
        symbolStrokeWidth: 2,
        titleLimit: 0,
        titlePadding: 8,
        labelLimit: 152,
        columnPadding: 10,
        rowPadding: 5,
        offset: 12,
      } as const)

const goalLayer = (goal: number): Layer => ({
  data: { values: [{ goal }] },
  mark: { type: 'rule', strokeDash: [6, 4], strokeWidth: 1.5, color: ink.goal },
  encoding: { y: { field: 'goal', type: 'quantitative' } },
})

const emptyLayer: Layer = {
  data: { values: [{}] },
  mark: {
    type: 'text',
    text: 'Nothing fell due in these weeks',
    x: { expr: 'width / 2' },
    y: { expr: 'height / 2' },
    color: ink.quiet,
    fontSize: 14,
  },
}

const config: NonNullable<TopLevelSpec['config']> = {
  font: 'Inter',
  title: {
    fontSize: 16,
    fontWeight: 600,
    color: ink.text,
    subtitleFontSize: 12.5,
    subtitleColor: ink.quiet,
    subtitlePadding: 5,
  },
  axis: {
    labelFontSize: 12.5,
    labelColor: ink.quiet,
    labelPadding: 7,
    gridColor: ink.grid,
    domainColor: ink.axis,
    tickColor: ink.axis,
  },
  axisY: { domain: false, ticks: false },
  legend: {
    labelFontSize: 13,
    labelColor: ink.text,
    titleFontSize: 12.5,
    titleColor: ink.quiet,
    titleFontWeight: 400,
  },
  view: { stroke: null },
}
