import type { Filling } from '../../chat.ts'

/** The inside of a form, whichever platform draws it. */
export interface FormView {
  readonly element: HTMLElement
  /** What is typed or chosen; Slack's leave out what is as it was drawn. */
  values(): Filling
  /** The first input that must be filled in and is not, or only in part, having said so beside it. */
  missing(): HTMLElement | undefined
}
