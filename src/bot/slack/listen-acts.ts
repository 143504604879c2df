import type { App, RespondArguments, SlackActionMiddlewareArgs, BlockAction } from '@slack/bolt'
import { stillSaving, within } from '../edge.ts'
import type { Intent } from '../intent.ts'
import type { Reply } from '../reply.ts'
import type { Card } from '../ui/card.ts'
import { hasPictures, line } from '../ui/card.ts'
import { readButton } from './button-code.ts'
import type { Door } from './door.ts'
import {
  clickChannel,
  clickSurface,
  commandIdentity,
  commandIntent,
  commandSurface,
  interactionIdentity,
  lookupIntent,
  pickedIntent,
  pickedSurface,
  pressedIntent,
  shortcutIntent,
  shortcutSurface,
} from './inbound.ts'
import type { Around } from './inbound.ts'
import { renderCard } from './render-card.ts'
import { renderOptions } from './render-form.ts'
import { ephemeral } from './response-url.ts'
import { trouble, unknownButton } from './sentences.ts'
import type { Surface } from './surface.ts'
import { readMarkup } from './words.ts'

/** Commands, shortcuts, clicks and look-ups: acts that somebody waits for, and that Slack never repeats. */
export const listenToActs = (app: App, door: Door): void => {
  const { services, acts, answers, asides, self } = door
  const around = async (identity: Surface['identity'], channel: string | undefined): Promise<Around> => ({
    team: self.known()?.team,
    direct: await asides.isDeskDirect(identity, channel),
  })

  // Any name: an organisation may have had to call its command something else.
  app.command(/.*/, async ({ command, ack }) => {
    const began = performance.now()
    const near = await around(commandIdentity(command), command.channel_id)
    const intent = commandIntent(command, near)
    await perform(door, { intent, surface: commandSurface(command, near), began }, (card) =>
      card === undefined ? ack() : ack(inAck(card)),
    )
  })

  app.shortcut({ type: 'shortcut' }, async ({ shortcut, ack }) => {
    if (shortcut.type !== 'shortcut') return
    const began = performance.now()
    const surface = shortcutSurface(shortcut)
    await perform(door, { intent: shortcutIntent(shortcut), surface, began }, () => ack())
  })

  app.shortcut({ type: 'message_action' }, async ({ shortcut, ack }) => {
    if (shortcut.type !== 'message_action') return
    const began = performance.now()
    const { channel, message_ts: ts } = shortcut
    const [near, link, names] = await Promise.all([
      around(interactionIdentity(shortcut), channel.id),
      asides.permalink(channel.id, ts),
      asides.namesIn(readMarkup(shortcut.message.text ?? '')),
    ])
    const intent = pickedIntent(shortcut, near, { link, names })
    await perform(door, { intent, surface: pickedSurface(shortcut, near), began }, () => ack())
  })

  app.action({ type: 'block_actions' }, async ({ body, ack }: SlackActionMiddlewareArgs<BlockAction>) => {
    const began = performance.now()
    const pressed = body.actions[0]
    const near = await around(interactionIdentity(body), clickChannel(body))
    const surface = clickSurface(body, near)
    const action = pressed?.type === 'button' ? readButton(pressed.value) : undefined
    if (action === undefined) {
      const { tenant, user } = surface.identity
      services.turnedAway({ platform: 'slack', reason: 'forged-button', from: `${tenant}/${user}` })
      await ack()
      acts.start('forged button', () => answers.say(surface, unknownButton))
      return
    }
    await perform(door, { intent: pressedIntent(body, action, near), surface, began }, () => ack())
  })

  app.options<'block_suggestion'>({ type: 'block_suggestion' }, async ({ options, ack }) => {
    const intent = lookupIntent(options, services.now())
    await ack({ options: intent === undefined ? [] : await lookUp(door, intent) })
  })
}

interface Act {
  readonly intent: Intent
  readonly surface: Surface
  /** On the clock of `performance.now`. */
  readonly began: number
}

/** Acknowledges an act, with a card in the answer where the platform shows one. */
type Acknowledge = (card?: Card) => Promise<void>

/**
 * Does the act, and acknowledges it when it is done: then Slack's own complaint tells the person if the desk dies.
 * When it takes too long it is acknowledged before, and what came of it is said later.
 */
const perform = async (door: Door, act: Act, ack: Acknowledge): Promise<void> => {
  const { services, acts, answers, pace } = door
  const { intent, surface } = act
  const left = Math.max(0, pace.patience - (performance.now() - act.began))
  const work = acts.run(() => services.converse(intent))
  try {
    const outcome = await within(work, left)
    if ('done' in outcome) await answerNow(door, act, outcome.done, ack)
    else {
      await answerInPart(door, act, line(stillSaving), ack)
      acts.start('late answer', async () => {
        try {
          await answers.deliver(surface, await outcome.late, intent.id)
        } catch (cause) {
          await answers.say(surface, trouble(answers.blame(cause, intent.id)))
        }
      })
    }
  } catch (cause) {
    const card = trouble(answers.blame(cause, intent.id))
    if (surface.command === true) await ack(card)
    else {
      await ack()
      acts.start('trouble', () => answers.say(surface, card))
    }
  }
}

const answerNow = async (door: Door, act: Act, reply: Reply, ack: Acknowledge): Promise<void> => {
  const { acts, answers } = door
  const { intent, surface } = act
  const shown = reply.kind === 'private' || reply.kind === 'done' ? reply.card : undefined
  // What is said in the acknowledgement itself can hold no picture.
  if (surface.command === true && shown !== undefined && !hasPictures(shown)) return ack(shown)
  await ack()
  acts.start('answer', () => answers.deliver(surface, reply, intent.id))
}

/** Says something in between: in the answer itself for a command, at the response_url for a click. */
const answerInPart = async (door: Door, { surface }: Act, card: Card, ack: Acknowledge): Promise<void> => {
  if (surface.command === true) return ack(card)
  await ack()
  door.acts.start('still saving', () => door.answers.sayInPassing(surface, card))
}

const inAck = (card: Card): RespondArguments => ephemeral(renderCard(card))

/** Options are answered at once or not at all: nobody can be told later. */
const lookUp = async ({ services, acts, pace, answers }: Door, intent: Intent) => {
  try {
    const outcome = await within(
      acts.run(() => services.converse(intent)),
      pace.patience,
    )
    return 'done' in outcome && outcome.done.kind === 'options' ? renderOptions(outcome.done.options) : []
  } catch (cause) {
    answers.blame(cause, intent.id)
    return []
  }
}
