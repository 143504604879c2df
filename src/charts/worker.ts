import { parentPort, workerData } from 'node:worker_threads'
import type { Drawn } from './compliance-chart.ts'
import type { ComplianceInput } from './compliance-input.ts'
import { complianceSpec } from './compliance-spec.ts'
import { drawPixels, drawSvg } from './draw.ts'
import { encodePng } from './png.ts'

/** The thread in which one chart is drawn: `complianceChart` starts it, and it ends when it has answered. */
const input = workerData as ComplianceInput
const pixels = drawPixels(await drawSvg(complianceSpec(input)))
const drawn: Drawn = { png: encodePng(pixels), width: pixels.width, height: pixels.height }
parentPort?.postMessage(drawn)
