import type { Deliverer } from './deliverer.ts'
import type { Events } from './events.ts'
import type { Files } from './files.ts'
import type { Manifest } from './manifest.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { State } from './state.ts'
import type { Triggers } from './triggers.ts'
import type { ViewBook } from './view-book.ts'

/** The installed app, under the names that Slack gives it. */
export interface Installed {
  readonly team: string
  readonly teamName: string
  /** The workspace's part of its web address. */
  readonly domain: string
  readonly botUser: string
  readonly botId: string
  readonly appId: string
}

/** All parts of one workspace, for those that need several of them. */
export interface World {
  readonly app: Installed
  readonly manifest: Manifest
  readonly state: State
  readonly triggers: Triggers
  readonly views: ViewBook
  readonly files: Files
  readonly deliverer: Deliverer
  readonly events: Events
  readonly responseUrls: ResponseUrls
  /** In milliseconds: how long the bot may take. */
  readonly patience: number
}
