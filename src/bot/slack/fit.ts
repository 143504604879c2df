import type { types } from '@slack/bolt'
import { slackLimits } from './limits.ts'

type Blocks = types.KnownBlock[]

/** Draws blocks in which no text is longer than `room`, in characters. */
type Draw = (room: number) => Blocks

/** Narrower and narrower, tried until it fits: long texts are cut before anything is left out. */
const rooms = [3000, 1500, 700, 300, 120, 60] as const

/** A message of as much as Slack takes in all its texts together (`msg_blocks_too_long`). */
export const fitMessage = (draw: Draw): Blocks =>
  fit(draw, (blocks) => textsIn(blocks) <= slackLimits.messageTexts)

/** A view of as much as Slack takes (`view_too_large`). */
export const fitView = (draw: Draw): Blocks =>
  fit(draw, (blocks) => Buffer.byteLength(JSON.stringify(blocks)) <= slackLimits.viewBytes)

const fit = (draw: Draw, fits: (blocks: Blocks) => boolean): Blocks => {
  let blocks: Blocks = []
  for (const room of rooms) {
    blocks = draw(room)
    if (fits(blocks)) return blocks
  }
  while (blocks.length > 1 && !fits(blocks)) blocks = blocks.toSpliced(leastNeeded(blocks), 1)
  return blocks
}

/** The last one; buttons stay as long as there is anything else. */
const leastNeeded = (blocks: Blocks): number =>
  Math.max(
    blocks.findLastIndex(({ type }) => type !== 'actions'),
    blocks.every(({ type }) => type === 'actions') ? blocks.length - 1 : 0,
  )

const textsIn = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textsIn(each), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [name, each]) => sum + (name === 'text' && typeof each === 'string' ? each.length : textsIn(each)),
    0,
  )
}
