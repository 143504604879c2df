import type { Identity } from '../../domain/person.ts'

/** Where a person acted, and by which ways that person can be answered there. */
export interface Surface {
  readonly identity: Identity
  /** Absent where the act has no conversation: a global shortcut, the home view, a form. */
  readonly channel?: string
  /** The thread in which the person acted. */
  readonly thread?: string
  /** True in the direct chat of the person with the desk, where an answer is a plain message. */
  readonly direct: boolean
  /** True for a slash command, whose answers belong to the command even in the direct chat. */
  readonly command?: boolean
  readonly responseUrl?: string
  /** Opens a view, within three seconds. */
  readonly trigger?: string
  /** The view in which the person clicked. */
  readonly view?: { readonly id: string; readonly type: string }
}
