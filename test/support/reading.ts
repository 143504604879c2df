import type { SeenForm, SeenMessage } from '../../playground/chat.ts'
import type { PersonAtChat } from './person.ts'

/** The labels of a message's buttons, in the order of reading. */
export const buttons = (message: SeenMessage): readonly string[] => message.buttons.map(({ label }) => label)

/** The texts that hold these words. */
export const holding = (messages: readonly SeenMessage[], words: string): readonly string[] =>
  messages.map(({ text }) => text).filter((text) => text.includes(words))

/** What stands in the input of that label. */
export const valueIn = (form: SeenForm, label: string): string | undefined =>
  form.inputs.find((input) => input.label === label)?.value

/** Whether the message notifies that person: what their chat does for a mention, and not for a name. */
export const notifies = ({ body }: SeenMessage, { user, platform }: PersonAtChat): boolean => {
  const drawn = JSON.stringify(body)
  return platform === 'slack'
    ? drawn.includes(`"user_id":"${user}"`) || drawn.includes(`<@${user}>`)
    : drawn.includes('"type":"mention"') && drawn.includes(user)
}
