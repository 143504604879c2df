import { randomBytes } from 'node:crypto'
import { text } from './fields.ts'
import type { Fields } from './fields.ts'
import { stateValues, surviving, withIds } from './input-state.ts'
import { mostOfView, viewProblems } from './limits/views.ts'
import { ApiProblem, invalid } from './problem.ts'
import type { State } from './state.ts'
import type { Installed } from './world.ts'

/** A modal in front of a person, or their home view, with what they have typed into it. */
export interface OpenView {
  readonly id: string
  readonly user: string
  readonly rootId: string
  readonly previousId: string | null
  view: Fields
  hash: string
  typed: Map<string, Fields>
  /** Complaints beside the inputs, by block id. */
  errors: ReadonlyMap<string, string>
  /** The options last found in a lookup, by the input's key. */
  readonly found: Map<string, readonly Fields[]>
}

/** Every view that is open; docs.slack.dev/surfaces/modals. */
export interface ViewBook {
  /** A new modal; one that was open is gone. */
  open(user: string, view: unknown): OpenView
  /** On top of what is open; at most three in all. */
  push(user: string, view: unknown): OpenView
  /** Throws `hash_conflict` when it has changed since the given hash. */
  update(open: OpenView, view: unknown, hash: string | undefined): void
  publish(user: string, view: unknown, hash: string | undefined): OpenView
  top(user: string): OpenView | undefined
  home(user: string): OpenView | undefined
  find(idOrExternalId: string): OpenView | undefined
  pop(user: string): void
  clear(user: string): void
  /** How many times this person's home view was published. */
  published(user: string): number
  /** As Slack sends it: with ids, hash and state. */
  wire(open: OpenView): Fields
}

const mostStacked = 3

export const createViewBook = (app: Installed, state: State, homeTab: boolean): ViewBook => {
  const stacks = new Map<string, OpenView[]>()
  const homes = new Map<string, OpenView>()
  const publications = new Map<string, number>()

  const stack = (user: string): OpenView[] => {
    let views = stacks.get(user)
    if (!views) stacks.set(user, (views = []))
    return views
  }
  const newHash = (): string => `${Math.floor(state.now() / 1000)}.${randomBytes(4).toString('hex')}`
  const all = (): readonly OpenView[] => [...[...stacks.values()].flat(), ...homes.values()]

  const checked = (given: unknown, type: 'modal' | 'home', except?: OpenView): Fields => {
    const problems = viewProblems(given, type)
    if (problems.length > 0) throw invalid('invalid_arguments', problems)
    const view = given as Fields
    if (Buffer.byteLength(JSON.stringify(view)) > mostOfView) throw new ApiProblem('view_too_large')
    const external = text(view['external_id'])
    if (external !== '' && all().some((each) => each !== except && each.view['external_id'] === external))
      throw new ApiProblem('duplicate_external_id')
    return { ...view, blocks: withIds(view['blocks'], () => randomBytes(3).toString('base64url')) }
  }
  const create = (user: string, view: Fields, below: OpenView | undefined): OpenView => {
    const id = state.nextId('V')
    return {
      id,
      user,
      rootId: below?.rootId ?? id,
      previousId: below?.id ?? null,
      view,
      hash: newHash(),
      typed: new Map(),
      errors: new Map(),
      found: new Map(),
    }
  }
  const replace = (open: OpenView, view: Fields): void => {
    open.view = view
    open.hash = newHash()
    open.typed = surviving(view['blocks'], open.typed)
    open.errors = new Map()
    state.changed()
  }
  const mustMatch = (open: OpenView | undefined, hash: string | undefined): void => {
    if (hash !== undefined && open?.hash !== hash) throw new ApiProblem('hash_conflict')
  }

  return {
    open: (user, given) => {
      const opened = create(user, checked(given, 'modal'), undefined)
      stacks.set(user, [opened])
      state.changed()
      return opened
    },
    push: (user, given) => {
      const views = stack(user)
      const below = views.at(-1)
      if (!below) throw new ApiProblem('not_found')
      const view = checked(given, 'modal')
      if (views.length >= mostStacked) throw new ApiProblem('push_limit_reached')
      const pushed = create(user, view, below)
      views.push(pushed)
      state.changed()
      return pushed
    },
    update: (open, given, hash) => {
      const view = checked(given, open.view['type'] === 'home' ? 'home' : 'modal', open)
      mustMatch(open, hash)
      replace(open, view)
    },
    publish: (user, given, hash) => {
      if (!homeTab) throw new ApiProblem('not_enabled')
      const before = homes.get(user)
      const view = checked(given, 'home', before)
      mustMatch(before, hash)
      const home = before ?? create(user, view, undefined)
      homes.set(user, home)
      publications.set(user, (publications.get(user) ?? 0) + 1)
      replace(home, view)
      return home
    },
    top: (user) => stacks.get(user)?.at(-1),
    home: (user) => homes.get(user),
    find: (id) =>
      all().find((each) => each.id === id) ??
      all().find((each) => id !== '' && each.view['external_id'] === id),
    pop: (user) => {
      const views = stack(user)
      const top = views.pop()
      // A view marked so takes everything below with it.
      if (top?.view['clear_on_close'] === true) views.length = 0
      state.changed()
    },
    clear: (user) => {
      stacks.delete(user)
      state.changed()
    },
    published: (user) => publications.get(user) ?? 0,
    wire: (open) => ({
      private_metadata: '',
      callback_id: '',
      external_id: '',
      title: null,
      submit: null,
      close: null,
      clear_on_close: false,
      notify_on_close: false,
      ...open.view,
      id: open.id,
      team_id: app.team,
      state: { values: stateValues(open.view['blocks'], open.typed) },
      hash: open.hash,
      previous_view_id: open.previousId,
      root_view_id: open.rootId,
      app_id: app.appId,
      app_installed_team_id: app.team,
      bot_id: app.botId,
    }),
  }
}
