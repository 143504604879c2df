import { randomBytes } from 'node:crypto'
import type { Args } from './args.ts'
import { isFields, objects, text } from './fields.ts'
import type { Fields } from './fields.ts'
import { fileProblems } from './files.ts'
import type { Files } from './files.ts'
import { withIds } from './input-state.ts'
import { blockProblems } from './limits/blocks.ts'
import { ApiProblem, invalid } from './problem.ts'
import type { Message } from './state.ts'

/** What a message says, checked; an absent part was not given. */
export interface Content {
  readonly text: string | undefined
  readonly blocks: readonly Fields[] | undefined
  readonly attachments: readonly Fields[] | undefined
  readonly metadata: Fields | undefined
  readonly mrkdwn: boolean
}

/** docs.slack.dev/reference/methods/chat.postMessage */
const mostText = 40_000
/** Not documented; measured by others: github.com/slackapi/bolt-js/issues/2509. */
const mostTextInBlocks = 13_200
const mostMetadata = 16_000

/** Reads and checks the parts of a message; throws what Slack answers to bad ones. Without `files` it can show none. */
export const readContent = (args: Args, files?: Files): Content => {
  const words = args.string('text')
  if (words !== undefined && words.length > mostText) throw new ApiProblem('msg_too_long')
  const blocks = args.json('blocks')
  if (blocks !== undefined) {
    const problems = [...blockProblems(blocks, 'message')]
    if (problems.length === 0) problems.push(...fileProblems(blocks, files))
    if (problems.length > 0) throw invalid('invalid_blocks', problems)
    if (textLength(blocks) > mostTextInBlocks) throw new ApiProblem('msg_blocks_too_long')
  }
  const attachments = args.json('attachments')
  if (attachments !== undefined && !Array.isArray(attachments)) throw new ApiProblem('invalid_attachments')
  const names = args.flag('link_names', false)
  return {
    text: words === undefined || !names ? words : linkBroadcasts(words),
    blocks: blocks === undefined ? undefined : withIds(blocks, () => randomBytes(3).toString('base64url')),
    attachments: attachments === undefined ? undefined : objects(attachments),
    metadata: readMetadata(args.json('metadata')),
    mrkdwn: args.flag('mrkdwn', true),
  }
}

/** Throws `no_text` when there is nothing to show. */
export const mustSaySomething = (content: Content): void => {
  const parts = [content.blocks, content.attachments].some((part) => part !== undefined && part.length > 0)
  if (content.text === undefined && !parts) throw new ApiProblem('no_text')
}

/** Replaces what was given and keeps the rest: docs.slack.dev/reference/methods/chat.update. */
export const applyContent = (message: Message, content: Content, editedAt: string): void => {
  if (content.text !== undefined) message.text = content.text
  if (content.blocks !== undefined) message.blocks = content.blocks.length > 0 ? content.blocks : undefined
  if (content.attachments !== undefined) message.attachments = content.attachments
  if (content.metadata !== undefined) message.metadata = content.metadata
  message.mrkdwn = content.mrkdwn
  message.edited = editedAt
}

const readMetadata = (metadata: unknown): Fields | undefined => {
  if (metadata === undefined) return undefined
  if (!isFields(metadata) || text(metadata['event_type']) === '' || !isFields(metadata['event_payload']))
    throw new ApiProblem('invalid_metadata_format')
  if (JSON.stringify(metadata).length > mostMetadata) throw new ApiProblem('metadata_too_large')
  return metadata
}

/** `link_names` turns a bare @here, @channel or @everyone into a mention of everybody. */
const linkBroadcasts = (words: string): string =>
  words.replace(/(^|\s)@(here|channel|everyone)\b/g, '$1<!$2>')

const textLength = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textLength(each), 0)
  if (!isFields(value)) return 0
  return Object.entries(value).reduce(
    (sum, [name, each]) =>
      sum + (name === 'text' && typeof each === 'string' ? each.length : textLength(each)),
    0,
  )
}
