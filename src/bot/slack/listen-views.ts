import type { App, ViewOutput, ViewResponseAction, types } from '@slack/bolt'
import { within } from '../edge.ts'
import type { Intent } from '../intent.ts'
import type { Reply } from '../reply.ts'
import { line } from '../ui/card.ts'
import type { Card } from '../ui/card.ts'
import type { Form } from '../ui/form.ts'
import type { Door } from './door.ts'
import { interactionIdentity, submittedIntent } from './inbound.ts'
import { inputErrors, renderForm } from './render-form.ts'
import { notSaved, trouble, formTroubleText, unknownForm } from './sentences.ts'
import type { Surface } from './surface.ts'
import { doneView, noticeView, savingView, viewWithProblem } from './views.ts'

/** Submitted forms. What is answered replaces the form, so nothing typed is lost before it is saved. */
export const listenToViews = (app: App, door: Door): void => {
  const { services, acts, answers, pace } = door
  app.view({ type: 'view_submission' }, async ({ body, view, ack }) => {
    if (body.type !== 'view_submission') return
    const identity = interactionIdentity(body)
    const surface: Surface = { identity, direct: false, view: { id: view.id, type: view.type } }
    const intent = submittedIntent(body)
    if (intent === undefined) {
      services.turnedAway({
        platform: 'slack',
        reason: 'forged-form',
        from: `${identity.tenant}/${identity.user}`,
      })
      return ack(updated(viewWithProblem(view, unknownForm)))
    }
    const work = acts.run(() => services.converse(intent))
    try {
      const outcome = await within(work, pace.patience)
      if ('done' in outcome) {
        await ack(answerTo(outcome.done))
        if (outcome.done.kind === 'home') {
          const reply = outcome.done
          acts.start('home', () => answers.deliver(surface, reply, intent.id))
        }
        return
      }
      await ack(updated(savingView()))
      acts.start('late answer to a form', () => finish(door, surface, view, intent, outcome.late))
    } catch (cause) {
      await ack(updated(viewWithProblem(view, formTroubleText(answers.blame(cause, intent.id)))))
    }
  })
}

const updated = (view: types.ModalView): ViewResponseAction => ({ response_action: 'update', view })

/** The answer that Slack shows at once; undefined closes the form. */
const answerTo = (reply: Reply): ViewResponseAction | undefined => {
  switch (reply.kind) {
    case 'done':
      return updated(doneView(reply.card))
    case 'private':
      return updated(noticeView(reply.card))
    case 'form':
      return updated(renderForm(reply.form))
    case 'errors':
      return answerWithErrors(reply.form)
    default:
      return undefined
  }
}

/** Complaints beside inputs leave the form as it is; what concerns all of it needs the form drawn again. */
const answerWithErrors = (form: Form): ViewResponseAction => {
  const errors = inputErrors(form)
  const besideInputs = form.problem === undefined && Object.keys(errors).length > 0
  return besideInputs ? { response_action: 'errors', errors } : updated(renderForm(form))
}

/** Shows the outcome in place of "Still saving…", or in the direct chat when the form was closed meanwhile. */
const finish = async (
  { answers }: Door,
  surface: Surface,
  view: ViewOutput,
  intent: Intent,
  late: Promise<Reply>,
): Promise<void> => {
  const outcome = await late.then(
    (reply) => outcomeOf(reply),
    (cause: unknown) => {
      const reference = answers.blame(cause, intent.id)
      return { view: viewWithProblem(view, formTroubleText(reference)), card: trouble(reference) }
    },
  )
  await answers.show(surface, outcome.view, outcome.card)
}

/** The outcome as a view, and as the message that takes its place when the view is gone. */
const outcomeOf = (reply: Reply): { view: types.ModalView; card: Card } => {
  switch (reply.kind) {
    case 'done':
      return { view: doneView(reply.card), card: reply.card }
    case 'private':
    case 'replace':
      return { view: noticeView(reply.card), card: reply.card }
    case 'form':
    case 'errors':
      return { view: renderForm(reply.form), card: notSaved(reply.form) }
    default: {
      const card = line('It is saved.')
      return { view: doneView(card), card }
    }
  }
}
