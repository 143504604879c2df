import { cardProblems } from './card-rules.ts'
import type { Directory } from './directory.ts'
import { isObject, object, objects, string } from './json.ts'
import type { Json } from './json.ts'
import { pictureProblem } from './picture-rules.ts'

export const cardType = 'application/vnd.microsoft.card.adaptive'

/** Bytes of UTF-16 that a message may have: learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages. */
const mostBytes = 100_000

/** Why the connector does not take a message. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

export const refusal = (status: number, code: string, message: string): Refusal => ({ status, code, message })

/** What the connector finds wrong with a message of the bot; undefined when it takes it. */
export const messageProblem = (
  activity: unknown,
  directory: Directory,
  botId: string,
): Refusal | undefined => {
  if (!isObject(activity)) return refusal(400, 'BadSyntax', 'The activity is not an object')
  const bytes = JSON.stringify(activity).length * 2
  if (bytes > mostBytes)
    return refusal(413, 'MessageSizeTooBig', `The message has ${bytes} bytes and not at most ${mostBytes}`)
  if (activity['type'] === 'typing') return undefined
  if (activity['type'] !== 'message')
    return refusal(400, 'BadSyntax', `Teams takes no ${string(activity['type']) || 'typeless'} activity`)
  const attachments = objects(activity['attachments'])
  if (string(activity['text']) === '' && attachments.length === 0)
    return refusal(400, 'BadSyntax', 'The activity has neither text nor attachments')
  const problems = [
    ...mentionProblems(objects(activity['entities']), string(activity['text']), directory, botId),
    ...attachments.flatMap((attachment) => attachmentProblems(attachment, directory, botId)),
  ]
  return problems.length === 0 ? undefined : refusal(400, 'BadSyntax', problems.join('; '))
}

const attachmentProblems = (attachment: Json, directory: Directory, botId: string): readonly string[] => {
  if (string(attachment['contentType']) === '') return ['an attachment has no contentType']
  if (string(attachment['contentType']).startsWith('image/')) return imageProblems(attachment)
  if (attachment['contentType'] !== cardType) return []
  const content = object(attachment['content'])
  const mentions = objects(object(content['msteams'])['entities'])
  return [
    ...cardProblems(attachment['content']),
    ...mentionProblems(mentions, textsIn([content['body'], content['actions']]).join('\n'), directory, botId),
  ]
}

const imageProblems = (attachment: Json): readonly string[] => {
  const address = string(attachment['contentUrl'])
  const problem = pictureProblem(address)
  if (problem !== undefined) return [`the contentUrl of an attachment ${problem}`]
  const said = /^data:([^;]+);/.exec(address)?.[1] ?? attachment['contentType']
  return said === attachment['contentType'] ? [] : [`an attachment is ${string(said)} and says otherwise`]
}

/** Each mention must be of somebody known, and its `<at>…</at>` must stand in the text. */
const mentionProblems = (
  entities: readonly Json[],
  text: string,
  directory: Directory,
  botId: string,
): readonly string[] =>
  entities
    .filter((entity) => entity['type'] === 'mention')
    .flatMap((entity) => {
      const mark = string(entity['text'])
      const id = string(object(entity['mentioned'])['id'])
      const problems: string[] = []
      if (!/^<at>[^]+<\/at>$/.test(mark)) problems.push(`the mention ${mark} is not marked as <at>…</at>`)
      else if (!text.includes(mark)) problems.push(`the mention ${mark} does not stand in the text`)
      if (id !== botId && directory.find(id) === undefined) problems.push(`the mention of ${id} is of nobody`)
      return problems
    })

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsIn(item))
  return isObject(value) ? Object.values(value).flatMap((member) => textsIn(member)) : []
}
