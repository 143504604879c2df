import type { SeenMessage, SimulatedChat } from '../../../playground/chat.ts'
import { inTime } from '../../support/program.ts'

/** Someone at a chat who does not give up when the bot does not answer. */
export interface Actor {
  readonly chat: SimulatedChat
  readonly user: string
  /** Where the card of a story stands for this person. */
  readonly conversation: string
  /** Where each record's card was seen last, and when. */
  readonly sight: Map<string, { readonly id: string; readonly at: number }>
}

/** Who raises, who works on it, and what they are about. */
export interface Plot {
  readonly requester: Actor
  readonly agent: Actor
  readonly service: string
  /** Milliseconds after which Slack gives an event up. */
  readonly givenUpAfter: number
}

/** What came of one story, as the people in it know. */
export interface Told {
  readonly title: string
  /** The number that was told. Absent when the bot died after it had said "Still saving". */
  readonly record?: string
  /** Comments, and whether the platform got each of them taken. */
  readonly comments: readonly { readonly words: string; readonly taken: boolean }[]
  readonly ended: boolean
}

/** How long somebody waits for a card: several deaths of the bot may come between. */
const patience = 120_000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** The number of commands in a story. */
export const commandsPerStory = 6

/** Raised, taken, commented on from both sides, resolved, closed. `began` is told of every command as it is given. */
export const tellStory = async (plot: Plot, title: string, began: () => void): Promise<Told> => {
  const { requester, agent, service, givenUpAfter } = plot
  began()
  const answer = await inTime(
    async () => {
      const outcome = await fillIn(requester, {
        open: () => requester.chat.shortcut(requester.user, 'Report a problem'),
        title: 'Report a problem',
        values: { 'What is wrong?': title, Service: service },
        done: /(INC-\d+) is recorded/,
      })
      return outcome === 'not opened' ? undefined : outcome
    },
    'the form to report a problem',
    patience,
  )
  const record = /INC-\d+/.exec(answer)?.[0]
  if (record === undefined) return { title, comments: [], ended: false }

  await appears(agent, record)
  began()
  await until(agent, record, /In progress/, () => press(agent, record, 'Take it'))
  await appears(requester, record)
  began()
  const asked = await comment(agent, record, `Have you tried again, ${title}?`, givenUpAfter)
  began()
  const replied = await comment(requester, record, `Yes, in vain, ${title}.`, givenUpAfter)
  began()
  await until(agent, record, /Resolved/, async () => {
    await fillIn(agent, {
      open: () => press(agent, record, 'Resolve'),
      title: 'Resolve',
      values: { 'What was done?': `Restarted for ${title}.` },
      done: /is resolved/,
    })
  })
  began()
  await until(requester, record, /Closed/, () => press(requester, record, 'Close'))
  return { title, record, comments: [asked, replied], ended: true }
}

interface Errand {
  readonly open: () => Promise<void>
  readonly title: string
  readonly values: Readonly<Record<string, string>>
  readonly done: RegExp
}

/**
 * Opens a form and sends it, the same form again as long as it stays open with its inputs: as a person does who sees
 * "We had some trouble connecting" or "Something went wrong". Gives what the form showed in the end, nothing when it went away.
 */
const fillIn = async (actor: Actor, errand: Errand): Promise<string> => {
  const { chat, user } = actor
  const seen = () => chat.form(user)
  const askable = () => {
    const form = seen()
    return form?.title.startsWith(errand.title) === true && form.inputs.length > 0 ? form : undefined
  }
  await errand.open()
  // What is to be opened may be over meanwhile, or the bot dead.
  const opened = await inTime(askable, 'the form', 2000).catch(() => undefined)
  if (opened === undefined) return 'not opened'
  let answer = ''
  await inTime(
    async () => {
      await chat.submit(user, errand.values)
      const shown = await inTime(
        () => {
          const form = seen()
          if (form === undefined || errand.done.test(form.text)) return { form }
          return form.inputs.length > 0 ? 'again' : undefined
        },
        'an answer to the form',
        8000,
      ).catch(() => ({ form: undefined }))
      if (shown === 'again') return pause(150).then(() => undefined)
      answer = shown.form?.text ?? ''
      return true
    },
    `the form ${errand.title} taken`,
    patience,
  )
  if (seen() !== undefined) await chat.closeForm(user)
  return answer
}

/** Does it again and again until the card says so: the person looks at the card and tries once more. */
const until = async (
  actor: Actor,
  record: string,
  pattern: RegExp,
  attempt: () => Promise<void>,
): Promise<void> => {
  const says = (): true | undefined => (pattern.test(look(actor, record)?.text ?? '') ? true : undefined)
  await inTime(
    async () => {
      if (says() === true) return true
      await attempt()
      return inTime(says, 'the card', 3000).catch(() => undefined)
    },
    `${pattern} on the card of ${record}`,
    patience,
  )
}

/** A button that has gone meanwhile was pressed with success before. */
const press = async (actor: Actor, record: string, label: string): Promise<void> => {
  const { chat, user } = actor
  const now = look(actor, record)
  if (now?.buttons.some((button) => button.label === label) === true) await chat.press(user, now, label)
}

/** The card of the record: of two, the newer, which is the one that the desk edits. */
const look = ({ chat, user, conversation, sight }: Actor, record: string): SeenMessage | undefined => {
  const known = sight.get(record)
  // To draw a whole channel is slow; whether a newer card has come is looked for once a second.
  if (known !== undefined && performance.now() - known.at < 1000)
    return chat.read(user, conversation, known.id).find(({ id }) => id === known.id)
  const card = chat.read(user, conversation).findLast((message) => isCardOf(message, record))
  if (card !== undefined) sight.set(record, { id: card.id, at: performance.now() })
  return card
}

const appears = (actor: Actor, record: string): Promise<SeenMessage> =>
  inTime(() => look(actor, record) ?? pause(80).then(() => undefined), `a card of ${record}`, patience)

export const isCardOf = ({ author, text, onlyFor }: SeenMessage, record: string): boolean =>
  author === 'desk' &&
  onlyFor === undefined &&
  text.startsWith(`${record} · `) &&
  text.includes('Status') &&
  !text.includes('History')

/** Said in the card's thread; in a Teams direct chat, which has none, as a command with the number. */
const comment = async (
  actor: Actor,
  record: string,
  words: string,
  givenUpAfter: number,
): Promise<{ words: string; taken: boolean }> => {
  const began = performance.now()
  const { chat, user, conversation } = actor
  const { id } = await appears(actor, record)
  const complaints = chat.complaints(user).length
  const doubts = inDoubt(actor)
  const direct = chat.conversations(user).some((one) => one.id === conversation && one.kind === 'direct')
  if (direct && chat.platform === 'teams')
    await chat.command(user, { conversation }, `comment ${record} ${words}`)
  else await chat.say(user, { conversation, thread: id }, words)
  // Teams tells its user that a message did not get through; Slack gives up in silence after its last try.
  const givenUp = chat.platform === 'slack' && performance.now() - began >= givenUpAfter
  const certain = chat.complaints(user).length === complaints && inDoubt(actor) === doubts
  return { words, taken: certain && !givenUp }
}

/**
 * How often the desk has said, in the conversation, that it does not know yet or not for certain whether something was
 * recorded. Whoever is told so and then nothing more looks at the record: as with "Still saving" at a report.
 */
const inDoubt = ({ chat, user, conversation }: Actor): number =>
  chat
    .read(user, conversation)
    .filter(({ author, text }) => author === 'desk' && /Still saving|not certain/.test(text)).length
