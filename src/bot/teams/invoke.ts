import { z } from 'zod'
import type { IntentContent, PickedMessage } from '../intent.ts'
import type { Identity } from '../../domain/person.ts'
import { splitConversation } from './activity.ts'
import type { TeamsActivity } from './activity.ts'
import { readAction, readCardMark, readRefresh, readSubmission } from './forms-in.ts'
import { verbs } from './render-card.ts'
import { wordsOfHtml } from './words.ts'

/** Which kind of answer the client waits for. */
export type Asked =
  | 'card'
  | 'refresh'
  | 'dialog-opening'
  | 'dialog-submitted'
  | 'compose-opening'
  | 'compose-submitted'
  | 'search'
  | 'lookup'

/** An invoke in the desk's words; `forged` is what none of our cards or forms sends, `unknown` what we never offered. */
export type Invoke =
  | {
      readonly kind: 'understood'
      readonly asked: Asked
      readonly content: IntentContent
      /** Of a card that was posted, and clicked as it was posted. */
      readonly mark?: string
    }
  | { readonly kind: 'forged'; readonly asked: Asked }
  | { readonly kind: 'unknown' }

/** The intent of every button that opens the empty incident form from the compose box. */
const reportAction = { name: 'incident.report' } as const

const executeSchema = z.object({ action: z.object({ verb: z.string().optional(), data: z.unknown() }) })
const dialogSchema = z.object({ data: z.unknown() })
const commandSchema = z.object({
  commandId: z.string(),
  data: z.unknown().optional(),
  messagePayload: z.unknown().optional(),
})
const querySchema = z.object({
  commandId: z.string(),
  parameters: z.array(z.object({ name: z.string(), value: z.string().max(500) })).default([]),
  queryOptions: z.object({ skip: z.int().min(0).max(10_000).default(0) }).nullish(),
})
const lookupSchema = z.object({
  queryText: z.string().max(500).default(''),
  dataset: z.enum(['people', 'services']),
})
// learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
const payloadSchema = z.object({
  id: z.string().min(1).max(1000),
  replyToId: z.string().max(1000).nullish(),
  linkToMessage: z.string().max(4000).nullish(),
  from: z
    .object({
      user: z.object({ id: z.string().max(1000), userIdentityType: z.string().nullish() }).nullish(),
    })
    .nullish(),
  body: z.object({ contentType: z.string().nullish(), content: z.string().max(200_000) }).nullish(),
})

/** Reads an invoke activity; `tenant` is the one it was admitted under. */
export const readInvoke = (activity: TeamsActivity, tenant: string): Invoke => {
  switch (activity.name) {
    case 'adaptiveCard/action':
      return readExecute(activity.value)
    case 'task/fetch':
      return pressed('dialog-opening', dialogSchema.safeParse(activity.value).data?.data)
    case 'task/submit':
      return submitted('dialog-submitted', dialogSchema.safeParse(activity.value).data?.data)
    case 'composeExtension/fetchTask':
      return readCommand(activity, tenant)
    case 'composeExtension/submitAction':
      return submitted('compose-submitted', commandSchema.safeParse(activity.value).data?.data)
    case 'composeExtension/query':
      return readQuery(activity.value)
    case 'application/search':
      return readLookup(activity.value)
    default:
      return { kind: 'unknown' }
  }
}

const readExecute = (value: unknown): Invoke => {
  const action = executeSchema.safeParse(value).data?.action
  if (action?.verb === verbs.press) return pressed('card', action.data)
  if (action?.verb === verbs.submit) return submitted('card', action.data)
  if (action?.verb !== verbs.refresh) return { kind: 'forged', asked: 'card' }
  const record = readRefresh(action.data)
  return record === undefined
    ? { kind: 'forged', asked: 'refresh' }
    : { kind: 'understood', asked: 'refresh', content: { kind: 'refresh', record } }
}

const pressed = (asked: Asked, data: unknown): Invoke => {
  const action = readAction(data)
  if (action === undefined) return { kind: 'forged', asked }
  const mark = readCardMark(data)
  return {
    kind: 'understood',
    asked,
    content: { kind: 'pressed', action },
    ...(mark === undefined ? {} : { mark }),
  }
}

const submitted = (asked: Asked, data: unknown): Invoke => {
  const submission = readSubmission(data)
  return submission === undefined
    ? { kind: 'forged', asked }
    : { kind: 'understood', asked, content: { kind: 'submitted', ...submission } }
}

const readCommand = (activity: TeamsActivity, tenant: string): Invoke => {
  const asked = 'compose-opening'
  const command = commandSchema.safeParse(activity.value).data
  if (command?.commandId !== 'report') return { kind: 'forged', asked }
  if (command.messagePayload === undefined || command.messagePayload === null) {
    return { kind: 'understood', asked, content: { kind: 'pressed', action: reportAction } }
  }
  const payload = payloadSchema.safeParse(command.messagePayload).data
  if (payload === undefined) return { kind: 'forged', asked }
  const content = payload.body?.content ?? ''
  const author = authorOf(payload.from?.user ?? undefined, tenant)
  const { conversation } = splitConversation(activity.conversation.id)
  const thread = payload.replyToId ?? undefined
  const link = linkOf(payload.linkToMessage)
  const message: PickedMessage = {
    place: { platform: 'teams', tenant, conversation, ...(thread === undefined ? {} : { thread }) },
    id: payload.id,
    text: payload.body?.contentType === 'text' ? content : wordsOfHtml(content),
    ...(link === undefined ? {} : { link }),
    ...(author === undefined ? {} : { author }),
  }
  return { kind: 'understood', asked, content: { kind: 'picked', message, by: 'shortcut' } }
}

/** Teams' own hosts, in every cloud: a client that was tampered with could send the record's readers anywhere. */
const teamsHosts =
  /^(?:teams\.(?:microsoft\.com|live\.com|cloud\.microsoft)|(?:gov|dod)\.teams\.microsoft\.us)$/

const linkOf = (address: string | null | undefined): string | undefined => {
  const url = URL.parse(address ?? '')
  return url?.protocol === 'https:' && teamsHosts.test(url.host) ? url.href : undefined
}

const authorOf = (
  user: { id: string; userIdentityType?: string | null | undefined } | undefined,
  tenant: string,
): Identity | undefined =>
  user === undefined || user.id === '' || (user.userIdentityType ?? 'aadUser') !== 'aadUser'
    ? undefined
    : { platform: 'teams', tenant, user: user.id }

const readQuery = (value: unknown): Invoke => {
  const asked = 'search'
  const query = querySchema.safeParse(value).data
  if (query?.commandId !== 'search') return { kind: 'forged', asked }
  // The first, empty run comes as a parameter `initialRun` instead.
  const words = query.parameters.find((parameter) => parameter.name === 'query')?.value ?? ''
  const skip = query.queryOptions?.skip ?? 0
  return { kind: 'understood', asked, content: { kind: 'search', query: words.trim(), skip } }
}

const readLookup = (value: unknown): Invoke => {
  const asked = 'lookup'
  const lookup = lookupSchema.safeParse(value).data
  if (lookup === undefined) return { kind: 'forged', asked }
  const content = { kind: 'lookup', source: lookup.dataset, query: lookup.queryText.trim() } as const
  return { kind: 'understood', asked, content }
}
