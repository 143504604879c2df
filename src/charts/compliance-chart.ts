import { Worker } from 'node:worker_threads'
import { complianceAlt } from './compliance-alt.ts'
import { checkInput } from './compliance-input.ts'
import type { ComplianceInput } from './compliance-input.ts'

export type { ComplianceInput, ServiceShares, Share } from './compliance-input.ts'

/** A picture that a card can hold, and what it shows in words. */
export interface Picture {
  readonly png: Uint8Array
  /** In pixels. */
  readonly width: number
  readonly height: number
  readonly title: string
  readonly alt: string
}

/** In milliseconds; it takes a twentieth of that. */
const patience = 10_000

/** Charts are drawn one after the other: each has a processor for itself. */
let before: Promise<unknown> = Promise.resolve()

/**
 * Draws the compliance of services with their targets over weeks. The same input always makes the same bytes. It is
 * drawn in a thread of its own: loading Vega takes a fifth of a second and drawing a tenth, in which nobody else would
 * be answered. Rejects with a `RangeError` for input that is no chart, and when drawing fails or takes ten seconds.
 */
export const complianceChart = async (input: ComplianceInput): Promise<Picture> => {
  checkInput(input)
  const drawing = before.then(() => draw(input))
  before = drawing.catch(() => undefined)
  return { ...(await drawing), title: input.title, alt: complianceAlt(input) }
}

/** What the thread of `worker.ts` answers. */
export type Drawn = Pick<Picture, 'png' | 'width' | 'height'>

const draw = (input: ComplianceInput): Promise<Drawn> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: input, execArgv: [] })
    const timer = setTimeout(() => fail(new Error('a chart took too long to draw')), patience)
    const fail = (cause: Error): void => {
      clearTimeout(timer)
      void worker.terminate()
      reject(cause)
    }
    worker.once('message', (drawn: Drawn) => {
      clearTimeout(timer)
      resolve(drawn)
    })
    worker.once('error', fail)
    // After its answer this changes nothing any more.
    worker.once('exit', () => fail(new Error('the thread that draws charts ended without one')))
  })
