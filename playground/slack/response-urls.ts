import { randomBytes } from 'node:crypto'
import { readArgs } from './args.ts'
import { applyContent, mustSaySomething, readContent } from './content.ts'
import { isFields, parsed } from './fields.ts'
import type { Fields } from './fields.ts'
import { ApiProblem } from './problem.ts'
import type { Message, State } from './state.ts'

/** Where an answer to something a person did goes. */
export interface Answerable {
  readonly channel: string
  readonly user: string
  /** The message that was acted on, when it is the bot's own: it can be replaced. */
  readonly original: Message | undefined
}

/** docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export interface ResponseUrls {
  create(kind: 'commands' | 'actions', answerable: Answerable): string
  /** The answer to a POST on such an address. */
  take(path: string, body: string): { readonly status: number; readonly body: Fields }
  /** Shows what the bot answers to the person, or to all with `response_type: in_channel`; throws `ApiProblem`. */
  show(answerable: Answerable, answer: Fields): void
}

const uses = 5
const life = 30 * 60_000

export interface ResponseUrlOptions {
  readonly team: string
  readonly botUser: string
  readonly state: State
  /** Without a slash at its end; asked for when an address is made. */
  readonly base: () => string
  /** Told of what everyone sees. */
  readonly posted: (message: Message) => void
  readonly edited: (message: Message, before: Message) => void
}

export const createResponseUrls = (options: ResponseUrlOptions): ResponseUrls => {
  const { state } = options
  const known = new Map<string, Answerable & { readonly until: number; left: number }>()

  const show = (answerable: Answerable, answer: Fields): void => {
    const args = readArgs(answer)
    const original = answerable.original && stillThere(state, answerable.original)
    if (args.flag('delete_original', false)) {
      if (original) state.remove(original)
      return
    }
    const content = readContent(args)
    mustSaySomething(content)
    if (args.flag('replace_original', false) && original) {
      const before = { ...original }
      applyContent(original, content, state.nextTs())
      state.changed()
      if (original.onlyFor === undefined) options.edited(original, before)
      return
    }
    const forAll = args.string('response_type') === 'in_channel'
    const thread = args.string('thread_ts')
    if (thread !== undefined && !state.find(answerable.channel, thread))
      throw new ApiProblem('thread_not_found')
    const message = state.add({
      channel: answerable.channel,
      user: options.botUser,
      text: content.text ?? '',
      blocks: content.blocks,
      attachments: content.attachments,
      metadata: content.metadata,
      threadTs: thread,
      mrkdwn: content.mrkdwn,
      onlyFor: forAll ? undefined : answerable.user,
    })
    if (forAll) options.posted(message)
  }

  return {
    create: (kind, answerable) => {
      const path = `/${kind}/${options.team}/${known.size + 1}/${randomBytes(12).toString('hex')}`
      known.set(path, { ...answerable, until: state.now() + life, left: uses })
      return `${options.base()}${path}`
    },
    take: (path, body) => {
      const entry = known.get(path)
      if (!entry) return { status: 404, body: { ok: false, error: 'no_such_url' } }
      if (state.now() > entry.until) return { status: 404, body: { ok: false, error: 'expired_url' } }
      if (entry.left === 0) return { status: 404, body: { ok: false, error: 'used_url' } }
      const answer = parsed(body)
      if (!isFields(answer)) return { status: 400, body: { ok: false, error: 'invalid_payload' } }
      entry.left -= 1
      try {
        show(entry, answer)
        return { status: 200, body: { ok: true } }
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error
        return { status: 400, body: { ok: false, error: error.code, ...error.more } }
      }
    },
    show,
  }
}

const stillThere = (state: State, message: Message): Message | undefined =>
  state.messages(message.channel).find((each) => each === message)
