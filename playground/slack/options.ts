/** What a simulated workspace is made of. */
export interface SlackWorkspaceOptions {
  /** Workspace id, `T…`. */
  readonly team: string
  readonly name: string
  readonly botToken: string
  readonly signingSecret: string
  /** App-level token, `xapp-…`: with it the bot may use Socket Mode. */
  readonly appToken?: string
  /** The parsed `manifests/slack.json`: commands, shortcuts, events and scopes are enforced from it. */
  readonly manifest: unknown
  /** Where the bot takes commands, interactions and events; a function when that is only known later. */
  readonly requestUrl: string | (() => string)
  readonly users: readonly UserOptions[]
  readonly channels: readonly ChannelOptions[]
  /** The user id of the bot; `U0DESK` unless given. */
  readonly botUser?: string
  /** Milliseconds since the epoch; the machine's clock unless given. */
  readonly now?: () => number
  /** Milliseconds before each repetition of an event that failed; Slack's own (0, 60 000, 300 000) unless given. */
  readonly retryDelays?: readonly number[]
  /** Milliseconds in which the bot must answer; Slack's own 3000 unless given. */
  readonly patience?: number
  /** False lets the bot call as often as it likes. */
  readonly rateLimits?: boolean
  /** 0, any free port, unless given. */
  readonly port?: number
  /** 127.0.0.1 unless given. */
  readonly host?: string
}

export interface UserOptions {
  readonly id: string
  readonly name: string
  readonly email: string
  /** IANA zone; UTC unless given. */
  readonly zone?: string
  /** A guest: a member of the workspace who only sees some channels. */
  readonly guest?: boolean
  /** The id of another workspace, whose member this is: only met in shared channels. */
  readonly stranger?: string
}

export interface ChannelOptions {
  readonly id: string
  readonly name: string
  readonly private?: boolean
  /** User ids. The bot is in the channel too unless `desk` is false. */
  readonly members: readonly string[]
  readonly desk?: boolean
  /** Shared with another workspace (Slack Connect). */
  readonly shared?: boolean
  readonly archived?: boolean
}
