import type { types, ViewOutput } from '@slack/bolt'
import { stillSaving } from '../edge.ts'
import type { Card } from '../ui/card.ts'
import { line } from '../ui/card.ts'
import { fitView } from './fit.ts'
import { slackLimits } from './limits.ts'
import { literal, renderBlocks } from './render-card.ts'
import { isProblemBlock, problemBlocks } from './render-form.ts'

/** A card in a modal, with nothing to submit. */
export const cardView = (card: Card, title: string): types.ModalView => ({
  type: 'modal',
  title: literal(title, slackLimits.viewTitle),
  close: literal('Close'),
  blocks: viewBlocks(card),
})

export const doneView = (card: Card): types.ModalView => cardView(card, 'Done')

export const noticeView = (card: Card): types.ModalView => cardView(card, 'Desk')

export const savingView = (): types.ModalView => cardView(line(stillSaving), 'Still saving…')

export const homeView = (card: Card): types.HomeView => ({
  type: 'home',
  blocks: viewBlocks(card),
})

const viewBlocks = (card: Card): types.KnownBlock[] =>
  fitView((room) => renderBlocks(card, slackLimits.blocksPerView, room))

/** The view that was submitted, as it was and still filled in, with a problem said at its top. */
export const viewWithProblem = (view: ViewOutput, problem: string): types.ModalView => ({
  type: 'modal',
  callback_id: view.callback_id,
  private_metadata: view.private_metadata,
  title: literal(view.title.text, slackLimits.viewTitle),
  ...(view.submit && { submit: literal(view.submit.text, slackLimits.viewButton) }),
  ...(view.close && { close: literal(view.close.text, slackLimits.viewButton) }),
  blocks: [
    ...problemBlocks(problem),
    ...view.blocks
      .filter((block) => !isProblemBlock(block))
      .slice(0, slackLimits.blocksPerView - 1)
      .map((block) => filledIn(block, view.state.values)),
  ],
})

/** An input block with what was typed or chosen as its initial value. */
const filledIn = (block: types.AnyBlock, values: ViewOutput['state']['values']): types.AnyBlock => {
  if (!('element' in block) || block.type !== 'input' || block.block_id === undefined) return block
  const state = Object.values(values[block.block_id] ?? {})[0]
  const { element } = block
  if (state === undefined) return block
  if (element.type === 'plain_text_input') {
    const { initial_value: _, ...empty } = element
    return { ...block, element: state.value ? { ...empty, initial_value: state.value } : empty }
  }
  if (element.type === 'external_select' || element.type === 'static_select') {
    const { initial_option: _, ...empty } = element
    const chosen = state.selected_option
    return {
      ...block,
      element: chosen ? { ...empty, initial_option: { text: chosen.text, value: chosen.value } } : empty,
    }
  }
  if (element.type === 'multi_static_select') {
    const { initial_options: _, ...empty } = element
    const chosen = (state.selected_options ?? []).map(({ text, value }) => ({ text, value }))
    return { ...block, element: chosen.length > 0 ? { ...empty, initial_options: chosen } : empty }
  }
  if (element.type === 'datetimepicker') {
    const { initial_date_time: _, ...empty } = element
    const chosen = state.selected_date_time
    return { ...block, element: chosen ? { ...empty, initial_date_time: chosen } : empty }
  }
  return block
}
