import type { types } from '@slack/bolt'
import type { Converse } from '../intent.ts'
import type { ChatPort } from '../chat-port.ts'
import { type EdgeLog, patiently } from '../edge.ts'
import type { Reply } from '../reply.ts'
import { hasPictures } from '../ui/card.ts'
import type { Card } from '../ui/card.ts'
import type { Form } from '../ui/form.ts'
import { newReference } from './acts.ts'
import { literalPost } from './chat.ts'
import type { SlackClients } from './clients.ts'
import { chatFailure, slackError } from './failures.ts'
import { pointingToPictures } from './pictures.ts'
import type { Pictures } from './pictures.ts'
import { renderCard } from './render-card.ts'
import { renderForm } from './render-form.ts'
import type { ResponseUrls } from './response-url.ts'
import { formOffer, tooLate, trouble } from './sentences.ts'
import type { Surface } from './surface.ts'
import { doneView, homeView, noticeView } from './views.ts'

export interface AnswersOptions {
  readonly clients: SlackClients
  readonly chat: ChatPort
  readonly pictures: Pictures
  readonly urls: ResponseUrls
  readonly converse: Converse
  readonly log: EdgeLog
}

/** Brings replies to people, after the act itself was acknowledged. Nothing here rejects: what fails is logged. */
export interface Answers {
  /** `id` is the intent's: what a refreshed home view derives its own from. */
  deliver(surface: Surface, reply: Reply, id: string): Promise<void>
  /** For that person only: ephemeral in a channel, a plain message in the direct chat, a modal in a view. */
  say(surface: Surface, card: Card): Promise<void>
  /** Says what need not stay, at the response_url; nothing where there is none. */
  sayInPassing(surface: Surface, card: Card): Promise<void>
  /** Replaces the view in which the person is; when it was closed, the card comes to the direct chat instead. */
  show(surface: Surface, view: types.ModalView, card: Card): Promise<void>
  /** Logs what went wrong and gives the reference to say to the person. */
  blame(cause: unknown, id: string): string
}

const triggerGone = new Set([
  'expired_trigger_id',
  'trigger_expired',
  'invalid_trigger_id',
  'exchanged_trigger_id',
  'trigger_exchanged',
])

export const createAnswers = ({ clients, chat, pictures, urls, converse, log }: AnswersOptions): Answers => {
  const { interactive } = clients

  const blame = (cause: unknown, id: string): string => {
    const reference = newReference()
    log.error({ err: cause, intent: id, reference }, 'Something went wrong with an act')
    return reference
  }

  const post = async (surface: Surface, channel: string, card: Card): Promise<void> => {
    const thread = surface.thread === undefined ? {} : { thread_ts: surface.thread }
    await pictures.send(card, (message) =>
      interactive.chat.postMessage({ channel, ...message, ...thread, ...literalPost }),
    )
  }

  /** A message in the person's direct chat, when there is nowhere else. */
  const tell = async (surface: Surface, card: Card): Promise<void> => {
    try {
      const place = await chat.openDirect(surface.identity)
      await post({ identity: surface.identity, direct: true }, place.conversation, card)
    } catch (cause) {
      log.warn({ err: cause, user: surface.identity.user }, 'A person could not be answered')
    }
  }

  /** The ways to answer where the person is, best first. `plainly`: also a command by a message that stays. */
  const ways = (surface: Surface, plainly: boolean): ((card: Card) => Promise<void>)[] => {
    const { channel, responseUrl, trigger, view, identity } = surface
    const found: ((card: Card) => Promise<void>)[] = []
    if (channel !== undefined && surface.direct && (surface.command !== true || plainly))
      return [(card) => post(surface, channel, card)]
    if (urls.trusted(responseUrl))
      found.push((card) => urls.answer(responseUrl, renderCard(card), surface.thread))
    if (channel === undefined && trigger !== undefined) {
      const opened = view?.type === 'modal' ? interactive.views.push : interactive.views.open
      found.push(async (card) => {
        await opened({ trigger_id: trigger, view: noticeView(card) })
      })
    }
    if (channel !== undefined) {
      found.push(async (card) => {
        const thread = surface.thread === undefined ? {} : { thread_ts: surface.thread }
        const { text, blocks } = renderCard(card)
        const message = {
          channel,
          user: identity.user,
          text,
          blocks,
          link_names: false,
          parse: 'none',
        } as const
        await interactive.chat.postEphemeral({ ...message, ...thread })
      })
    }
    return found
  }

  const say = async (surface: Surface, card: Card): Promise<void> => {
    // What only one person sees can hold no picture, except in the direct chat.
    const apart = hasPictures(card) && !surface.direct
    const said = apart ? pointingToPictures(card) : card
    for (const way of ways(surface, hasPictures(card))) {
      try {
        await patiently(
          () => way(said),
          (cause) => chatFailure(cause, false),
        )
        if (apart) await tell(surface, card)
        return
      } catch (cause) {
        log.warn({ err: cause, user: surface.identity.user }, 'One way to answer a person failed')
      }
    }
    await tell(surface, card)
  }

  /** Where the desk may not write for all, the one who asked has it at least. */
  const showAll = async (surface: Surface, card: Card): Promise<void> => {
    const { channel, direct } = surface
    if (channel === undefined || direct) return say(surface, card)
    try {
      await patiently(
        () => post(surface, channel, card),
        (cause) => chatFailure(cause, false),
      )
    } catch (cause) {
      log.warn({ err: cause, channel }, 'An answer could not be shown to a channel')
      await say(surface, card)
    }
  }

  const openForm = async (surface: Surface, form: Form): Promise<void> => {
    const { trigger, view } = surface
    if (trigger === undefined) return say(surface, formOffer(form))
    const modal = renderForm(form)
    try {
      if (view?.type === 'modal') await interactive.views.push({ trigger_id: trigger, view: modal })
      else await interactive.views.open({ trigger_id: trigger, view: modal })
    } catch (cause) {
      const error = slackError(cause)
      if (error === 'push_limit_reached' && view !== undefined)
        await interactive.views.update({ view_id: view.id, view: modal })
      else if (error !== undefined && triggerGone.has(error))
        // The trigger is spent, so the person is told by any other way.
        await say(withoutTrigger(surface), tooLate(form))
      else throw cause
    }
  }

  const refreshHome = async (surface: Surface, id: string): Promise<void> => {
    const intent = { id: `${id}:home`, identity: surface.identity, kind: 'home', page: 0 } as const
    const reply = await converse(intent)
    if (reply.kind === 'home') await publish(surface, reply.card)
  }

  const publish = async (surface: Surface, card: Card): Promise<void> => {
    await interactive.views.publish({ user_id: surface.identity.user, view: homeView(card) })
  }

  const deliverOrFail = async (surface: Surface, reply: Reply, id: string): Promise<void> => {
    const modal = surface.view?.type === 'modal' ? surface.view.id : undefined
    switch (reply.kind) {
      case 'private':
        return say(surface, reply.card)
      case 'done':
        if (modal === undefined) return say(surface, reply.card)
        await interactive.views.update({ view_id: modal, view: doneView(reply.card) })
        return
      case 'shown':
        return showAll(surface, reply.card)
      case 'form':
        return openForm(surface, reply.form)
      case 'errors':
        if (modal === undefined) return openForm(surface, reply.form)
        await interactive.views.update({ view_id: modal, view: renderForm(reply.form) })
        return
      case 'home':
        return publish(surface, reply.card)
      case 'replace':
        // Deliveries edit the card where it was posted; only views are nobody else's to renew.
        if (surface.view?.type === 'home') return refreshHome(surface, id)
        if (modal !== undefined)
          await interactive.views.update({ view_id: modal, view: noticeView(reply.card) })
        return
      case 'nothing':
      case 'options':
      case 'results':
    }
  }

  const deliver = async (surface: Surface, reply: Reply, id: string): Promise<void> => {
    try {
      await deliverOrFail(surface, reply, id)
    } catch (cause) {
      await say(withoutTrigger(surface), trouble(blame(cause, id)))
    }
  }

  const show = async (surface: Surface, view: types.ModalView, card: Card): Promise<void> => {
    try {
      if (surface.view === undefined) throw new Error('there is no view to replace')
      await interactive.views.update({ view_id: surface.view.id, view })
    } catch (cause) {
      log.warn({ err: cause, user: surface.identity.user }, 'A view could not be replaced')
      await tell(surface, card)
    }
  }

  const sayInPassing = async (surface: Surface, card: Card): Promise<void> => {
    const { responseUrl } = surface
    if (!urls.trusted(responseUrl)) return
    try {
      await urls.answer(responseUrl, renderCard(card), surface.thread)
    } catch (cause) {
      log.warn({ err: cause, user: surface.identity.user }, 'One way to answer a person failed')
    }
  }

  return { deliver, say, sayInPassing, show, blame }
}

const withoutTrigger = (surface: Surface): Surface => {
  const { trigger: _, ...rest } = surface
  return rest
}
