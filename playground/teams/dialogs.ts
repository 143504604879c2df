import { cardType } from './activity-rules.ts'
import type { Spot } from './activities.ts'
import { cardProblems } from './card-rules.ts'
import { isObject, object, string } from './json.ts'
import type { Json } from './json.ts'
import { wentWrong } from './world.ts'
import type { World } from './world.ts'

/** A dialog in front of a user. */
export interface Dialog {
  readonly title: string
  /** Absent when it only says something. */
  readonly card: Json | undefined
  readonly words: string
  readonly origin: DialogOrigin
  /** As the bot sent it. */
  readonly body: Json
}

/** What opened the dialog, and so what its submission is sent as. */
export interface DialogOrigin {
  readonly spot: Spot
  /** The name of the invoke that submits it. */
  readonly submits: 'task/submit' | 'composeExtension/submitAction'
  /** Comes back with every submission. */
  readonly context: Json
}

/** At most one dialog is open in front of each user. */
export interface Dialogs {
  of(user: string): Dialog | undefined
  close(user: string): void
  /** Does what the bot answered with `task`: opens, replaces or closes the dialog. */
  follow(user: string, task: unknown, origin: DialogOrigin): void
}

export const createDialogs = (world: World): Dialogs => {
  const open = new Map<string, Dialog>()

  const wrong = (user: string, reason: string): void => {
    world.refused(`dialog: ${reason}`)
    world.complain(user, wentWrong)
  }
  const show = (user: string, dialog: Dialog): void => {
    open.set(user, dialog)
    world.changed()
  }
  return {
    of: (user) => open.get(user),
    close: (user) => {
      open.delete(user)
      world.changed()
    },
    follow: (user, task, origin) => {
      if (!isObject(task)) return wrong(user, 'the task is not an object')
      const title = string(object(task['value'])['title'])
      if (task['type'] === 'message') {
        const words = string(task['value'])
        if (words === '') return wrong(user, 'the message is empty')
        return show(user, { title: world.botName, card: undefined, words, origin, body: task })
      }
      if (task['type'] !== 'continue') return wrong(user, `the task has the type ${string(task['type'])}`)
      const attachment = object(object(task['value'])['card'])
      if (attachment['contentType'] !== cardType) return wrong(user, 'the dialog has no Adaptive Card')
      const problems = cardProblems(attachment['content'])
      if (problems.length > 0) return wrong(user, problems.join('; '))
      show(user, { title, card: object(attachment['content']), words: '', origin, body: task })
    },
  }
}
