import { invokeActivity, messageActivity } from './activities.ts'
import type { Spot } from './activities.ts'
import { cardProblems } from './card-rules.ts'
import { cardType } from './activity-rules.ts'
import type { Dialogs } from './dialogs.ts'
import { actionData } from './inputs.ts'
import type { Typing } from './inputs.ts'
import { isObject, object, objects, string } from './json.ts'
import type { Json } from './json.ts'
import type { TeamsUser } from './options.ts'
import type { Message } from './rooms.ts'
import { deliver } from './say.ts'
import { bodyFor, cardsOf } from './show.ts'
import { wentWrong } from './world.ts'
import type { World } from './world.ts'

/** A click on a card of a message. */
export interface Click {
  readonly user: TeamsUser
  readonly spot: Spot
  readonly message: Message
  readonly card: Json
  readonly action: Json
  readonly typing: Typing
}

/** Does what an action of a card does when it is clicked. */
export const click = async (world: World, dialogs: Dialogs, clicked: Click): Promise<void> => {
  switch (clicked.action['type']) {
    case 'Action.Execute':
      return await execute(world, clicked, 'manual')
    case 'Action.Submit':
      return await submitCard(world, dialogs, clicked)
    case 'Action.ToggleVisibility':
      return toggle(world, clicked)
    default:
      // A link opens elsewhere, and a card inside a card is always shown here.
      return undefined
  }
}

/** learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards */
const execute = async (world: World, clicked: Click, trigger: 'manual' | 'automatic'): Promise<void> => {
  const { user, spot, message, card, action, typing } = clicked
  const { version } = message
  const value = {
    action: {
      type: 'Action.Execute',
      ...(action['id'] === undefined ? {} : { id: action['id'] }),
      verb: action['verb'],
      data: actionData(action, card, typing),
    },
    trigger,
  }
  const answer = await world.line.invoke(
    invokeActivity(world, user, spot, 'adaptiveCard/action', value, message),
  )
  // Nobody asked for an automatic refresh, so nobody is told that it failed.
  const wrong = (reason: string, words = wentWrong): void => {
    world.refused(`adaptiveCard/action: ${reason}`)
    if (trigger === 'manual') world.complain(user.id, words)
  }
  if (answer === undefined) return wrong('no answer')
  switch (answer['type']) {
    case cardType: {
      const problems = cardProblems(answer['value'])
      if (problems.length > 0) return wrong(problems.join('; '))
      // What was asked of an older version does not cover a newer one.
      if (trigger === 'automatic' && message.version !== version) return undefined
      message.views.set(user.id, withCard(message.body, object(answer['value'])))
      return world.changed()
    }
    case 'application/vnd.microsoft.activity.message':
      if (trigger === 'manual' && answer['value'] !== '') whisper(world, clicked, string(answer['value']))
      return undefined
    case 'application/vnd.microsoft.error':
      return wrong('the bot answered an error', string(object(answer['value'])['message']) || wentWrong)
    default:
      return wrong(`the answer has the type ${string(answer['type']) || '(none)'}`)
  }
}

/** The message with its first card exchanged. */
const withCard = (body: Json, card: Json): Json => {
  const attachments = objects(body['attachments'])
  const first = attachments.findIndex((attachment) => attachment['contentType'] === cardType)
  return {
    ...body,
    attachments: attachments.map((attachment, index) =>
      index === first ? { ...attachment, content: card } : attachment,
    ),
  }
}

/** Words that only the one who clicked sees. */
const whisper = (world: World, { user, spot, message }: Click, words: string): void => {
  world.rooms.add(spot.room, {
    author: 'desk',
    body: { type: 'message', text: words, textFormat: 'plain' },
    root: spot.room.kind === 'direct' ? undefined : (message.root ?? message.id),
    onlyFor: user.id,
  })
  world.changed()
}

/** Action.Submit is a message to the bot unless its data ask for a dialog or for words to be said. */
const submitCard = async (world: World, dialogs: Dialogs, clicked: Click): Promise<void> => {
  const { user, spot, message, card, action, typing } = clicked
  const data = actionData(action, card, typing)
  const special = object(data['msteams'])
  if (special['type'] === 'task/fetch') {
    const value = { data, context: { theme: 'default' } }
    const answer = await world.line.invoke(invokeActivity(world, user, spot, 'task/fetch', value, message))
    if (answer === undefined) return world.complain(user.id, wentWrong)
    const thread = spot.room.kind === 'direct' ? undefined : (message.root ?? message.id)
    return dialogs.follow(user.id, answer['task'], {
      spot: { room: spot.room, root: thread },
      submits: 'task/submit',
      context: {},
    })
  }
  const thread = spot.room.kind === 'direct' ? undefined : (message.root ?? message.id)
  const { msteams: _, ...plain } = data
  const body: Json =
    special['type'] === 'messageBack'
      ? { text: string(special['text']), value: special['value'] }
      : special['type'] === 'imBack'
        ? { text: string(special['value']) }
        : { value: plain }
  const id = String(world.now().epochMilliseconds)
  await deliver(world, user, {
    ...messageActivity(world, user, { room: spot.room, root: thread }, id, body),
    replyToId: message.id,
  })
}

/** Shows and hides elements for this user; the bot does not hear of it. */
const toggle = (world: World, { user, message, card, action }: Click): void => {
  const targets: readonly unknown[] = Array.isArray(action['targetElements']) ? action['targetElements'] : []
  const wanted = new Map(
    targets.map((target) =>
      isObject(target)
        ? [string(target['elementId']), target['isVisible'] as boolean | undefined]
        : [string(target), undefined],
    ),
  )
  const toggled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => toggled(item))
    if (!isObject(value)) return value
    const inner = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toggled(member)]))
    const id = string(value['id'])
    if (id === '' || !wanted.has(id)) return inner
    return { ...inner, isVisible: wanted.get(id) ?? value['isVisible'] === false }
  }
  message.views.set(user.id, withCard(message.body, object(toggled(card))))
  world.changed()
}

/** The action by which a user's own view of a message is asked for, when there is one for them. */
const refreshFor = (
  world: World,
  clicked: Omit<Click, 'card' | 'action'>,
  automatic: boolean,
): Click | undefined => {
  const { user, spot, message } = clicked
  const card = cardsOf(bodyFor(message, user.id)).find(({ refresh }) => isObject(refresh))
  if (card === undefined) return undefined
  const refresh = object(card['refresh'])
  const listed = refresh['userIds']
  // Without a list everybody of a conversation of at most 60 people is refreshed.
  const meant = Array.isArray(listed)
    ? listed.some(
        (id: unknown) =>
          typeof id === 'string' && id.includes(':') && world.directory.find(id)?.id === user.id,
      )
    : spot.room.members.length <= 60
  if (automatic && !meant) return undefined
  // The inputs of a card take no part in its refresh.
  return { ...clicked, card, action: { ...object(refresh['action']), associatedInputs: 'none' } }
}

/** Asks for the user's view; does nothing when the card has none for them. */
export const refreshCard = async (
  world: World,
  clicked: Omit<Click, 'card' | 'action'>,
  trigger: 'manual' | 'automatic',
): Promise<void> => {
  const asked = refreshFor(world, clicked, trigger === 'automatic')
  if (asked !== undefined) await execute(world, asked, trigger)
}
