import { objects } from '../fields.ts'
import { accessories, actionElements, hasSource, image, inputElements, slackFile } from './elements.ts'
import { anyText, plainText } from './objects.ts'
import { richTextBlock } from './rich-text.ts'
import { address, all, flag, listOf, rule, shape, typed, words } from './shape.ts'
import type { Check, Properties } from './shape.ts'

// Blocks: docs.slack.dev/reference/block-kit/blocks

/** Where blocks are shown: it decides which are allowed and how many. */
export type Surface = 'message' | 'modal' | 'home'

const block = (required: Properties, optional: Properties = {}, ...rules: readonly Check[]): Check =>
  all(shape({ type: words(50), ...required }, { block_id: words(255), ...optional }), ...rules)

const uniqueActionIds: Check = rule((value) => {
  const ids = objects(value['elements']).flatMap((element) => element['action_id'] ?? [])
  return new Set(ids).size === ids.length ? undefined : 'action_id must be unique within a block'
})

const everywhere: Readonly<Record<string, Check>> = {
  section: block(
    {},
    {
      text: anyText(3000),
      fields: listOf(anyText(2000), 10),
      accessory: typed(() => accessories, 'accessory'),
      expand: flag,
    },
    rule((value) =>
      value['text'] === undefined && value['fields'] === undefined
        ? 'missing required field: text'
        : undefined,
    ),
  ),
  header: block({ text: plainText(150) }),
  divider: block({}),
  context: block({
    elements: listOf(
      typed(() => ({ image, plain_text: plainText(3000), mrkdwn: anyText(3000) }), 'context element'),
      10,
    ),
  }),
  actions: block(
    {
      elements: listOf(
        typed(() => actionElements, 'action element'),
        25,
      ),
    },
    {},
    uniqueActionIds,
  ),
  image: block(
    { alt_text: words(2000) },
    {
      image_url: address(),
      slack_file: slackFile,
      title: plainText(2000),
    },
    hasSource,
  ),
  rich_text: richTextBlock,
}

const input = block(
  { label: plainText(2000), element: typed(() => inputElements, 'input element') },
  { hint: plainText(2000), optional: flag, dispatch_action: flag },
)

const bySurface: Readonly<Record<Surface, Readonly<Record<string, Check>>>> = {
  message: { ...everywhere, markdown: block({ text: words(12_000) }) },
  modal: { ...everywhere, input },
  home: everywhere,
}

const most: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 }

/**
 * What Slack would say about these blocks, each with its JSON pointer below `at`; empty when they are good.
 * Blocks this desk has no use for (tables, cards, video) are refused as unknown.
 */
export const blockProblems = (blocks: unknown, surface: Surface, at = '/blocks'): readonly string[] => {
  const problems: string[] = []
  listOf(
    typed(() => bySurface[surface], 'type'),
    most[surface],
    surface === 'message' ? 0 : 1,
  )(blocks, at, problems)
  const ids = objects(blocks).flatMap((each) => each['block_id'] ?? [])
  const seen = new Set<unknown>()
  for (const id of ids) {
    if (seen.has(id)) problems.push(`block_id ${JSON.stringify(id)} already exists [json-pointer:${at}]`)
    seen.add(id)
  }
  return problems
}
