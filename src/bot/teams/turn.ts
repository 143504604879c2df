import { randomBytes, randomUUID } from 'node:crypto'
import type { Identity } from '../../domain/person.ts'
import { NotYetKnown } from '../intent.ts'
import { stillSaving, within } from '../edge.ts'
import type { EdgeServices } from '../edge.ts'
import type { Intent, IntentContent } from '../intent.ts'
import type { Reply } from '../reply.ts'
import { splitConversation } from './activity.ts'
import { answerOf, wordsAnswer } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Addressee, Deliver } from './deliver.ts'
import { retryDialog } from './dialog.ts'
import type { Admitted } from './door.ts'
import { identityOf, isJoin, readMessage, whereaboutsOf } from './inbound.ts'
import { readInvoke } from './invoke.ts'
import type { Asked, Invoke } from './invoke.ts'
import type { Members } from './members.ts'
import type { Acquaintances } from './acquaintances.ts'

/** What an activity is answered with over HTTP. */
export interface HttpAnswer {
  readonly status: number
  readonly body?: object
}

export interface TurnParts {
  readonly services: EdgeServices
  readonly members: Members
  readonly deliver: Deliver
  readonly acquaintances: Acquaintances
  /** Keeps work that outlives its request until the edge stops. */
  readonly track: (work: Promise<unknown>) => void
}

/** In milliseconds; Teams waits for fifteen seconds, and nobody waits for an answer to what was only overheard. */
const overheardPatience = 10_000

const strangerWords =
  'Teams did not tell the desk who you are, so nothing was done. Please try again in a minute.'
const forgedWords =
  'The desk does not know this button or form, so nothing was changed. Please start again with: help'

interface Performed {
  readonly answer: Answer
  /** Absent when nobody is known to tell more to. */
  readonly to?: Addressee
  /** What to say in messages when the answer came too late to be one: the reply, or words about a failure. */
  readonly reply?: Reply
  readonly failed?: string
}

/** Answers one admitted activity; never rejects. */
export const createTurn = (parts: TurnParts): ((admitted: Admitted) => Promise<HttpAnswer>) => {
  const { services, members, deliver, acquaintances } = parts

  const apology = (error: unknown, intent: string): string => {
    const reference = randomBytes(4).toString('hex')
    services.log.error({ error, reference, intent }, 'an act in Teams failed')
    return `Something went wrong at the desk, and it is not certain that this was recorded. Please look at the record before you send it again, and if it fails again mention the reference ${reference}.`
  }

  /** What is left of the patience of one request. */
  const patienceFrom = (start: number): number => Math.max(0, services.patience - (performance.now() - start))

  const converse = async (
    id: string,
    identity: Identity,
    to: Addressee,
    content: IntentContent,
    mark?: string,
  ): Promise<Reply> => {
    const intent: Intent = {
      id,
      identity,
      ...(to.where === undefined ? {} : { where: to.where }),
      ...(mark === undefined || to.clicked === undefined ? {} : { card: { message: to.clicked, mark } }),
      ...content,
    }
    return await services.converse(intent)
  }

  const onWords = async (admitted: Admitted, id: string, content: IntentContent): Promise<HttpAnswer> => {
    const start = performance.now()
    const where = whereaboutsOf(admitted)
    const identity = await identityOf(admitted, members)
    if (identity === undefined) {
      services.log.warn({ intent: id }, 'a person in Teams could not be identified')
      // Teams brings the words again; by then the look-up may answer.
      return { status: 503 }
    }
    const said = content.kind === 'words' ? content.message?.id : undefined
    const to: Addressee = { identity, where, ...(said === undefined ? {} : { said }) }
    // Nobody asked the desk anything in a room that it only overhears.
    const asked = content.kind !== 'words' || content.to === 'desk'
    await acquaintances.meet(admitted, identity, where)
    const work = converse(id, identity, to, content).then(
      async (reply) => {
        await deliver.reply(reply, to)
        return true
      },
      async (error: unknown) => {
        if (error instanceof NotYetKnown) return false
        const words = apology(error, id)
        if (asked) await deliver.words(words, to)
        return asked
      },
    )
    parts.track(work)
    const outcome = await within(work, asked ? patienceFrom(start) : overheardPatience)
    if ('late' in outcome && asked) parts.track(deliver.words(stillSaving, to))
    // Of words that were only overheard nobody is told what became of them: Teams has to bring them again.
    const settled = 'done' in outcome ? outcome.done : asked
    return { status: settled ? 200 : 503 }
  }

  const onInvoke = async (admitted: Admitted, id: string): Promise<HttpAnswer> => {
    const start = performance.now()
    const { activity, tenant } = admitted
    const invoke = readInvoke(activity, tenant)
    if (invoke.kind === 'unknown') return { status: 501 }
    if (invoke.kind === 'forged') {
      const from = `${tenant}/${activity.from.aadObjectId ?? activity.from.id}`
      services.turnedAway({ platform: 'teams', reason: 'forged-button', from })
      return { status: 200, body: wordsAnswer(invoke.asked, forgedWords) }
    }
    const { asked } = invoke
    const work = performInvoke(admitted, id, invoke)
    const outcome = await within(work, patienceFrom(start))
    if ('done' in outcome) {
      const { answer, to } = outcome.done
      // Said after the answer, which may point to it.
      if (answer.also !== undefined && to !== undefined) parts.track(deliver.also(answer.also, to))
      return { status: 200, body: answer.body }
    }
    // A view, a search or a list of options that comes too late is wanted by nobody.
    parts.track(isPassing(asked) ? outcome.late : tellLater(outcome.late))
    return { status: 200, body: wordsAnswer(asked, stillSaving) }
  }

  /** Never rejects: a failure is an answer in words. */
  const performInvoke = async (
    admitted: Admitted,
    id: string,
    invoke: Extract<Invoke, { kind: 'understood' }>,
  ): Promise<Performed> => {
    const { asked, content, mark } = invoke
    const identity = await identityOf(admitted, members)
    if (identity === undefined) return { answer: { body: wordsAnswer(asked, strangerWords) } }
    const to = addresseeOf(admitted, identity, asked)
    try {
      await acquaintances.meet(admitted, identity, isOurs(asked) ? to.where : undefined)
      const reply = await converse(id, identity, to, content, mark)
      return { answer: answerOf(asked, reply, to.where?.kind === 'direct'), to, reply }
    } catch (error) {
      const words = apology(error, id)
      const keepsTyped = content.kind === 'submitted' && asked !== 'card'
      return {
        answer: { body: keepsTyped ? retryDialog(words, content) : wordsAnswer(asked, words) },
        to,
        failed: words,
      }
    }
  }

  const tellLater = async (late: Promise<Performed>): Promise<void> => {
    const { to, reply, failed } = await late
    if (to === undefined) return
    if (failed !== undefined) await deliver.words(failed, to)
    else if (reply !== undefined) await deliver.reply(reply, to)
  }

  return async (admitted) => {
    const { activity } = admitted
    if (activity.type === 'invoke') return await onInvoke(admitted, `teams:invoke:${actOf(admitted)}`)
    const { conversation } = splitConversation(activity.conversation.id)
    if (activity.type === 'message') {
      const content = activity.id === undefined ? undefined : await readMessage(admitted, members)
      if (content === undefined) return { status: 200 }
      return await onWords(admitted, `teams:${conversation}:${actOf(admitted)}`, content)
    }
    if (!isJoin(activity) || !acquaintances.isNew(admitted)) return { status: 200 }
    return await onWords(admitted, `teams:joined:${conversation}:${actOf(admitted)}`, { kind: 'joined' })
  }
}

const actOf = ({ activity }: Admitted): string => activity.id ?? randomUUID()

/** Compose extensions and typeaheads may come from chats that the desk is no part of. */
const isOurs = (asked: Asked): boolean =>
  asked === 'card' || asked === 'refresh' || asked === 'dialog-opening' || asked === 'dialog-submitted'

const isPassing = (asked: Asked): boolean => asked === 'refresh' || asked === 'search' || asked === 'lookup'

const addresseeOf = (admitted: Admitted, identity: Identity, asked: Asked): Addressee => {
  const where = whereaboutsOf(admitted)
  const inTeam = admitted.activity.conversation.conversationType === 'channel'
  const placed = isOurs(asked) || (asked.startsWith('compose') && inTeam)
  const clicked = isOurs(asked) ? (admitted.activity.replyToId ?? undefined) : undefined
  return {
    identity,
    ...(placed ? { where } : {}),
    ...(clicked === undefined ? {} : { clicked }),
  }
}
