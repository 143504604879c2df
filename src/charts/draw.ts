import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import type { ResvgRenderOptions } from '@resvg/resvg-js'
import * as vega from 'vega'
import { compile } from 'vega-lite'
import type { TopLevelSpec } from 'vega-lite'
import { textWidth } from './text-width.ts'

/** There for whoever measures better (vega-scenegraph, src/util/text.js), and missing in its types. */
const { textMetrics } = vega as unknown as {
  readonly textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number }
}
textMetrics.width = ({ fontSize }, text) => (typeof text === 'string' ? textWidth(text, fontSize ?? 11) : 0)

/** In pixels, nearly two for each unit of the drawing: sharp on the screens of phones, and small enough for a message of Teams. */
const width = 720

const fontFolder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json'))
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  join(fontFolder, file),
)

export interface Pixels {
  /** Four bytes for each pixel, line after line: red, green, blue, alpha. */
  readonly rgba: Uint8Array
  readonly width: number
  readonly height: number
}

/** The SVG of a chart; no address in it is ever followed. */
export const drawSvg = async (spec: TopLevelSpec): Promise<string> => {
  const loader = {
    load: async () => Promise.reject(new Error('a chart loads nothing')),
    sanitize: async () => Promise.reject(new Error('a chart links to nothing')),
    http: async () => Promise.reject(new Error('a chart loads nothing')),
    file: async () => Promise.reject(new Error('a chart loads nothing')),
  }
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none', loader })
  try {
    return await view.toSVG()
  } finally {
    view.finalize()
  }
}

/**
 * The pixels of an SVG, with the fonts that come with the program and no others: without them all text is left out
 * silently, and with those of a machine the picture would differ from machine to machine. `fonts` is for tests.
 */
export const drawPixels = (svg: string, fonts: Partial<ResvgRenderOptions['font']> = {}): Pixels => {
  const image = new Resvg(svg, {
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: 'Inter', ...fonts },
    fitTo: { mode: 'width', value: width },
    background: '#ffffff',
  }).render()
  return { rgba: image.pixels, width: image.width, height: image.height }
}
