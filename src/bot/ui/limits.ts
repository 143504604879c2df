/**
 * The narrower of both platforms' limits, in characters unless said otherwise, so that what fits one chat fits both.
 * Slack: docs.slack.dev/reference/block-kit; Teams: learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages.
 */
export const limits = {
  header: 150,
  text: 3000,
  field: 2000,
  fieldsPerElement: 10,
  buttonLabel: 75,
  buttonsPerElement: 25,
  formTitle: 24,
  inputLabel: 75,
  optionLabel: 75,
  optionsPerChoice: 100,
  textInput: 3000,
  /** Seconds since 1970: what Slack can show has ten digits, so it is from 2001 to 2286. */
  momentSeconds: { least: 1_000_000_000, most: 9_999_999_999 },
  pictureTitle: 100,
  pictureAlt: 2000,
} as const

/** Cuts at `most` UTF-16 units without splitting a character, ending in an ellipsis when something was left out. */
export const cut = (value: string, most: number): string => {
  if (value.length <= most) return value
  let kept = ''
  for (const character of value) {
    if (kept.length + character.length > most - 1) break
    kept += character
  }
  return `${kept}…`
}
