import type { At, SeenMessage, SimulatedChat } from '../chat.ts'
import { isFields, parsed } from './fields.ts'
import { createForms } from './forms.ts'
import { createInteractions, failureOf } from './interactions.ts'
import type { Shortcut } from './manifest.ts'
import { ApiProblem } from './problem.ts'
import {
  conversationOf,
  conversationsOf,
  homeId,
  messagesFor,
  modalId,
  people,
  personOf,
  seenView,
} from './seen.ts'
import { buttonsIn } from './show-blocks.ts'
import type { Outcome } from './signed-http.ts'
import type { Channel, Message, User } from './state.ts'
import { asBlocks, asCommandText, asMessageText } from './typed-words.ts'
import type { OpenView } from './view-book.ts'
import type { World } from './world.ts'

type Driver = Omit<SimulatedChat, 'fault' | 'platform' | 'tenant'>

const notInteractive = 'This app is not configured to handle interactive responses.'

/** What people do in the workspace and what they see of it. */
export const createPerson = (world: World): Driver => {
  const { state, manifest, events, views } = world
  const interactions = createInteractions(world)
  const forms = createForms(world, interactions)

  /** Everyone and every channel that this person can mention. */
  const mentionable = (user: User): readonly [readonly User[], readonly Channel[]] => [
    [...state.users.values()],
    [...state.channels.values()].filter((each) => each.kind !== 'im' && each.members.has(user.id)),
  ]
  const complainOf = (user: User, outcome: Outcome): void => {
    const failure = failureOf(outcome)
    if (failure === undefined) return
    const said =
      outcome.kind === 'answered'
        ? `This app responded with Status Code ${outcome.status}.`
        : `${manifest.botName} did not respond (${failure}).`
    state.complain(user.id, said)
  }
  const interact = async (user: User, act: () => Promise<Outcome>): Promise<void> => {
    if (manifest.interactive) complainOf(user, await act())
    else state.complain(user.id, notInteractive)
  }
  const shortcutNamed = (name: string, type: Shortcut['type']): Shortcut => {
    const found = manifest.shortcuts.find((each) => each.name === name && each.type === type)
    if (!found) throw new Error(`the app has no ${type} shortcut "${name}"`)
    return found
  }
  const present = (user: User, seen: SeenMessage): Message => {
    const channel = conversationOf(world, user, seen.conversation)
    const message = state.findFor(user.id, channel.id, seen.id)
    if (!message) throw new Error('the message is not there any more')
    return message
  }
  const viewOf = (user: string, id: string): OpenView | undefined => {
    if (id === homeId) return views.home(user)
    return id === modalId ? views.top(user) : undefined
  }
  const shared = (user: User, seen: SeenMessage): Message => {
    const message = present(user, seen)
    if (message.onlyFor !== undefined)
      throw new Error('Slack offers nothing on an ephemeral message but its buttons')
    return message
  }

  /** Shows what the bot put into the answer to a command; false when that makes no sense. */
  const showAnswer = (user: User, channel: Channel, outcome: Outcome): boolean => {
    if (outcome.kind !== 'answered' || outcome.body.trim() === '') return true
    const json = outcome.contentType.includes('json')
    const answer: unknown = json ? parsed(outcome.body) : { text: outcome.body }
    if (!isFields(answer)) return false
    if (Object.keys(answer).length === 0) return true
    try {
      const { replace_original: _, delete_original: __, ...shown } = answer
      world.responseUrls.show({ channel: channel.id, user: user.id, original: undefined }, shown)
      return true
    } catch (error) {
      if (error instanceof ApiProblem) return false
      throw error
    }
  }

  const runCommand = async (user: User, at: At, words: string): Promise<void> => {
    const channel = conversationOf(world, user, at.conversation)
    const known = manifest.commands[0]
    if (!known) throw new Error('the app has no slash command')
    const { command, escapes } = known
    if (at.thread !== undefined) {
      state.complain(user.id, `${command} is not supported in threads. Sorry!`)
      return
    }
    const text = asCommandText(words, ...mentionable(user), escapes)
    const outcome = await interactions.command(user, channel, command, text)
    const failure = failureOf(outcome)
    if (failure !== undefined) state.complain(user.id, `${command} failed with the error "${failure}"`)
    else if (!showAnswer(user, channel, outcome))
      state.complain(user.id, `${command} failed with the error "invalid_command_response"`)
  }

  return {
    users: () => people(world),
    conversations: (user) => conversationsOf(world, personOf(world, user)),
    read: (id, conversation, thread) => {
      const user = personOf(world, id)
      if (conversation === homeId || conversation === modalId) {
        // Looking again at what is open already, which the bot does not hear of.
        const view = viewOf(id, conversation)
        return view ? [seenView(world, user, view, conversation)] : []
      }
      return messagesFor(world, user, conversationOf(world, user, conversation), thread)
    },
    say: async (id, at, words) => {
      const user = personOf(world, id)
      const channel = conversationOf(world, user, at.conversation)
      if (channel.archived) throw new Error(`#${channel.name} is archived`)
      if (channel.kind === 'im' && !manifest.messagesTab)
        throw new Error('Sending messages to this app has been turned off.')
      if (at.thread !== undefined && state.find(channel.id, at.thread)?.threadTs !== undefined)
        throw new Error('a reply has no thread of its own')
      if (at.thread !== undefined && !state.find(channel.id, at.thread))
        throw new Error('there is no such thread')
      const [users, channels] = mentionable(user)
      const message = state.add({
        channel: channel.id,
        user: id,
        text: asMessageText(words, users, channels),
        blocks: asBlocks(words, users, channels, state.nextId('b')),
        threadTs: at.thread,
      })
      await events.posted(message)
      return message.ts
    },
    command: (user, at, words) => runCommand(personOf(world, user), at, words),
    shortcut: async (id, name) => {
      const user = personOf(world, id)
      if (user.stranger !== undefined)
        throw new Error('the app is not installed in the workspace of a stranger')
      const { callbackId } = shortcutNamed(name, 'global')
      await interact(user, () => interactions.shortcut(user, callbackId))
    },
    messageAction: async (id, seen, name) => {
      const user = personOf(world, id)
      const message = shared(user, seen)
      const { callbackId } = shortcutNamed(name, 'message')
      await interact(user, () => interactions.messageAction(user, message, callbackId))
    },
    react: async (id, seen, emoji) => {
      const user = personOf(world, id)
      const message = shared(user, seen)
      const users = message.reactions.get(emoji) ?? new Set()
      // A person has each reaction once; a second click would take it away.
      if (users.has(id)) return
      message.reactions.set(emoji, users.add(id))
      state.changed()
      await events.reacted(id, message, emoji)
    },
    press: async (id, seen, label) => {
      const user = personOf(world, id)
      const view = viewOf(id, seen.id)
      const message = view ? undefined : present(user, seen)
      const buttons = buttonsIn(view?.view['blocks'] ?? message?.blocks)
      const button = buttons.find((each) => each.label === label)
      if (!button)
        throw new Error(
          `there is no button "${label}", only: ${buttons.map((each) => each.label).join(', ')}`,
        )
      await interact(user, () => {
        if (view) return interactions.viewButton(user, view, button)
        return interactions.messageButton(user, message as Message, button)
      })
    },
    form: (user) => forms.form(personOf(world, user)),
    submit: async (user, values) => forms.submit(personOf(world, user), values),
    closeForm: async (user) => forms.close(personOf(world, user)),
    lookup: async (user, label, query) => forms.lookup(personOf(world, user), label, query),
    home: async (id) => {
      const user = personOf(world, id)
      if (user.stranger !== undefined || !manifest.homeTab) return undefined
      const before = views.published(id)
      const open = views.home(id)
      await events.homeOpened(id, open ? views.wire(open) : undefined)
      // The bot acknowledges the event first and publishes when it is ready.
      await until(world, () => views.published(id) > before)
      const home = views.home(id)
      return home ? seenView(world, user, home, homeId) : undefined
    },
    search: async (id, query) => {
      const user = personOf(world, id)
      const channel = state.direct(id)
      const answers = (): readonly SeenMessage[] =>
        messagesFor(world, user, channel, undefined).filter((each) => each.onlyFor === id)
      const [before, complaints] = [answers().length, state.complaints(id).length]
      await runCommand(user, { conversation: channel.id }, `list ${query}`.trim())
      await until(world, () => answers().length > before || state.complaints(id).length > complaints)
      const answer = answers()[before]
      return answer ? answer.text.split('\n') : []
    },
    complaints: (user) => state.complaints(personOf(world, user).id),
    subscribe: (changed) => state.subscribe(changed),
  }
}

/** Resolves when the condition holds after a visible change, or when the bot's time is up. */
const until = ({ state, patience }: World, condition: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = (): void => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const timer = setTimeout(stop, patience)
    const unsubscribe = state.subscribe(() => {
      if (condition()) stop()
    })
    if (condition()) stop()
  })
