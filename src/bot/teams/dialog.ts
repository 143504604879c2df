import type { Card } from '../ui/card.ts'
import type { FormState, FormValues } from '../ui/form.ts'
import { cut, limits } from '../ui/limits.ts'
import { adaptiveCardType, frame, renderCard } from './render-card.ts'
import { inputPrefix } from './render-form.ts'
import { fit } from './limits.ts'
import { plainBlock, renderText, createMentionList } from './render-text.ts'
import type { CardJson } from './render-text.ts'

/** What a dialog says while a slow database still works, or when there is no more to it than words. */
export const wordsDialog = (words: string): CardJson => ({
  task: { type: 'message', value: cut(words, 2000) },
})

/** A dialog that shows a card and nothing to click: clicks in a dialog do not reach a bot as they do from a message. */
export const cardDialog = (card: Card): CardJson => ({
  task: {
    type: 'continue',
    value: {
      title: 'Desk',
      width: 'medium',
      height: 'medium',
      card: renderCard(card, { buttons: false, pictures: false }).attachment,
    },
  },
})

/** What was submitted and could not be worked on. */
export interface Unsent {
  readonly form: string
  readonly state: FormState
  readonly values: FormValues
}

/**
 * After a failure: what happened, everything that was typed, and a button that sends the very same submission again,
 * so that nothing has to be typed twice and, the form's id being the same, nothing is counted twice.
 */
export const retryDialog = (words: string, unsent: Unsent): CardJson => {
  const typed = Object.values(unsent.values)
  const data = {
    submit: { form: unsent.form, state: unsent.state },
    ...Object.fromEntries(
      Object.entries(unsent.values).map(([key, value]) => [`${inputPrefix}${key}`, value]),
    ),
  }
  const content = fit((room) =>
    frame(
      {
        elements: [
          plainBlock(words, { color: 'attention', weight: 'bolder' }),
          ...typed.flatMap((value) => renderText(value, {}, createMentionList(), room)),
        ],
        entities: [],
      },
      words,
      { actions: [{ type: 'Action.Submit', title: 'Try again', style: 'positive', data }] },
    ),
  )
  return {
    task: {
      type: 'continue',
      value: {
        title: cut('Not saved yet', limits.formTitle),
        width: 'medium',
        height: 'medium',
        card: { contentType: adaptiveCardType, content },
      },
    },
  }
}
