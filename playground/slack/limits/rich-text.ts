import { address, flag, listOf, oneOf, shape, typed, whole, words } from './shape.ts'
import type { Check, Properties } from './shape.ts'

// docs.slack.dev/reference/block-kit/blocks/rich-text-block

const type = words(50)
const id = words(255)
const style = shape(
  {},
  {
    bold: flag,
    italic: flag,
    strike: flag,
    code: flag,
    underline: flag,
    highlight: flag,
    client_highlight: flag,
    unlink: flag,
  },
)

const piece = (required: Properties, optional: Properties = {}): Check =>
  shape({ type, ...required }, { style, ...optional })

const plain = piece({ text: words(40_000) })
const link = piece({ url: address() }, { text: words(40_000), unsafe: flag })

const pieces: Readonly<Record<string, Check>> = {
  text: plain,
  link,
  user: piece({ user_id: id }),
  usergroup: piece({ usergroup_id: id }),
  channel: piece({ channel_id: id }),
  team: piece({ team_id: id }),
  broadcast: piece({ range: oneOf('here', 'channel', 'everyone') }),
  emoji: piece({ name: words(255) }, { unicode: words(100), url: address() }),
  color: piece({ value: words(30) }),
  date: piece(
    { timestamp: whole(0, 9_999_999_999), format: words(1000) },
    { url: address(), fallback: words(1000) },
  ),
}

const anyPiece = typed(() => pieces, 'rich text element')
const border = { border: whole(0, 1) }
const section = shape({ type, elements: listOf(anyPiece, 1000, 0) })

const parts: Readonly<Record<string, Check>> = {
  rich_text_section: section,
  rich_text_list: shape(
    {
      type,
      style: oneOf('bullet', 'ordered'),
      elements: listOf(
        typed(() => ({ rich_text_section: section }), 'list element'),
        1000,
      ),
    },
    { indent: whole(0, 8), offset: whole(0, 10_000), ...border },
  ),
  rich_text_quote: shape({ type, elements: listOf(anyPiece, 1000) }, border),
  rich_text_preformatted: shape(
    {
      type,
      elements: listOf(
        typed(() => ({ text: plain, link }), 'preformatted element'),
        1000,
      ),
    },
    { ...border, language: words(50) },
  ),
}

export const richTextBlock: Check = shape(
  {
    type,
    elements: listOf(
      typed(() => parts, 'rich text part'),
      1000,
    ),
  },
  { block_id: id },
)
