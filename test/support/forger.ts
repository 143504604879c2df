import { randomUUID } from 'node:crypto'
import type { SeenMessage, SimulatedChat } from '../../playground/chat.ts'
import type { Person, Platform } from '../../src/domain/person.ts'
import type { ButtonAction } from '../../src/bot/ui/card.ts'
import { buttonClick, slashCommand, viewSubmission } from '../bot/slack/payloads.ts'
import type { Playground } from '../../playground/playground.ts'
import { eventually } from './desk-house.ts'

/**
 * An account that sends what no client would: buttons and forms of its own making, in the platform's right envelope
 * and rightly signed. What comes back is everything the desk answered, as text.
 */
export interface Forger {
  readonly platform: Platform
  readonly user: string
  /** A click on a button with that action. */
  press(action: ButtonAction): Promise<string>
  /** A click on a button with that value in the platform's own shape: Slack's `value`, Teams' `data`. */
  pressRaw(value: unknown): Promise<string>
  /** A form sent back with that state and those values. */
  submit(form: string, state: Record<string, string>, values?: Record<string, string>): Promise<string>
  /** A form sent back with that in the place of its state: Slack's metadata, Teams' data. */
  submitRaw(state: unknown): Promise<string>
  /** `/desk words`, `@Desk words`. */
  command(words: string): Promise<string>
}

/** The chats of a house. */
interface Chats {
  readonly playground: Pick<Playground, 'slack' | 'teams'>
}

/** Of which workspace or tenant the account claims to be, when it is not the desk's own. */
interface Options {
  readonly tenant?: string
}

/** The channel of the demo organisation that everybody is in. */
export const commonRoom: Readonly<Record<Platform, string>> = {
  slack: 'C0HELP',
  teams: '19:help@thread.tacv2',
}

export const forger = (
  house: Chats,
  who: Person | string,
  platform: Platform,
  options: Options = {},
): Forger => {
  const user = typeof who === 'string' ? who : who.identities.find((one) => one.platform === platform)?.user
  if (user === undefined) throw new Error(`${JSON.stringify(who)} is not in ${platform}`)
  return platform === 'slack' ? slackForger(house, user, options) : teamsForger(house, user, options)
}

/** What the desk said to the person or in a room of theirs since `before`. */
const answersTo = (chat: SimulatedChat, user: string): (() => string) => {
  const everything = (): readonly SeenMessage[] => {
    if (!chat.users().some(({ id }) => id === user)) return []
    return chat
      .conversations(user)
      .flatMap(({ id }) =>
        chat
          .read(user, id)
          .flatMap((root) => [root, ...(root.replies > 0 ? chat.read(user, id, root.id).slice(1) : [])]),
      )
  }
  const known = new Set(everything().map(({ conversation, id }) => `${conversation}/${id}`))
  return () =>
    everything()
      .filter(
        ({ author, conversation, id, onlyFor }) =>
          author === 'desk' && (onlyFor ?? user) === user && !known.has(`${conversation}/${id}`),
      )
      .map(({ text }) => text)
      .join('\n')
}

const slackForger = ({ playground: { slack } }: Chats, user: string, options: Options): Forger => {
  const tenant = options.tenant ?? slack.tenant
  const account = { id: user, username: 'someone', name: 'someone', team_id: tenant }
  const channel = commonRoom.slack
  const send = async (body: Record<string, string>, waits: boolean): Promise<string> => {
    const answers = answersTo(slack, user)
    const outcome = await (slack.sockets() > 0
      ? throughSocket(body)
      : slack.send(new URLSearchParams(body).toString()))
    if (outcome.kind !== 'answered') throw new Error(`the desk did not answer: ${outcome.kind}`)
    if (outcome.status !== 200) return String(outcome.status)
    if (outcome.body !== '' || !waits) return outcome.body
    return eventually(() => answers() || undefined, `an answer to ${user}`)
  }
  const throughSocket = (body: Record<string, string>) =>
    body['payload'] === undefined
      ? slack.bring('slash_commands', body)
      : slack.bring('interactive', JSON.parse(body['payload']) as Record<string, unknown>)
  const sendView = (metadata: unknown, typed = {}): Promise<string> =>
    send({ payload: JSON.stringify({ ...viewSubmission(metadata, typed), user: account }) }, false)
  const pressRaw = (value: unknown): Promise<string> => {
    const click = buttonClick('', { user: account, channel: { id: channel, name: 'help' } })
    const [action] = click.actions
    const payload = {
      ...click,
      response_url: undefined,
      container: { ...click.container, channel_id: channel },
      actions: [{ ...action, value }],
    }
    return send({ payload: JSON.stringify(payload) }, true)
  }
  return {
    platform: 'slack',
    user,
    pressRaw,
    press: ({ name, record, version, argument }) =>
      pressRaw(JSON.stringify({ n: name, r: record, v: version, a: argument })),
    submit: (form, state, values = {}) => {
      const typed = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, { text: { type: 'plain_text_input', value } }]),
      )
      return sendView({ f: form, s: state }, typed)
    },
    submitRaw: (state) => sendView(state),
    command: (words) =>
      send(slashCommand({ user_id: user, team_id: tenant, channel_id: channel, text: words }), true),
  }
}

const teamsForger = ({ playground: { teams } }: Chats, user: string, options: Options): Forger => {
  // Somebody whom the tenant does not know borrows the seat of somebody whom it does.
  const known = teams.users().some(({ id }) => id === user)
  const seat = known ? user : (teams.users()[0]?.id ?? '')
  const account = {
    ...(known ? {} : { aadObjectId: user, id: `29:${user}` }),
    ...(options.tenant === undefined ? {} : { tenantId: options.tenant }),
  }
  const send = async (conversation: string, words: string, changes: object = {}): Promise<string> => {
    const answers = answersTo(teams, seat)
    const activity = teams.example(seat, { conversation }, words)
    const from = { ...(activity['from'] as object), ...account }
    const sent = await teams.send({ ...activity, id: `f:${randomUUID()}`, from, ...changes })
    if (sent.status !== 200) return String(sent.status)
    if (sent.body !== '') return sent.body
    return eventually(() => answers() || undefined, `an answer to ${user}`)
  }
  const invoke = (name: string, value: object): Promise<string> =>
    send(commonRoom.teams, '', { type: 'invoke', name, value })
  const pressRaw = (data: unknown): Promise<string> =>
    invoke('adaptiveCard/action', { action: { type: 'Action.Execute', verb: 'press', data } })
  return {
    platform: 'teams',
    user,
    pressRaw,
    submitRaw: (data) => invoke('task/submit', { data }),
    press: (action) => pressRaw({ action }),
    submit: (form, state, values = {}) => {
      const typed = Object.fromEntries(Object.entries(values).map(([name, value]) => [`i_${name}`, value]))
      return invoke('task/submit', { data: { submit: { form, state }, ...typed } })
    },
    command: (words) => {
      const direct = teams.conversations(seat).find(({ kind }) => kind === 'direct')
      return send(direct?.id ?? '', words)
    },
  }
}
