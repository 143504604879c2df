/** The inside of a form, whichever platform draws it. */
export interface FormView {
  readonly element: HTMLElement
  /** Input labels to what is typed or chosen; Slack's leave out what is as it was drawn. */
  values(): Readonly<Record<string, string>>
  /** The first input that must be filled in and is not, having said so beside it. */
  missing(): HTMLElement | undefined
}
