import type { Spot } from './activities.ts'
import { object, objects, string } from './json.ts'
import type { Json } from './json.ts'
import type { Message } from './rooms.ts'
import { escapeHtml, htmlOf } from './say.ts'
import { readAloud } from './show.ts'
import type { World } from './world.ts'

/** A message as an action on it is told of it: learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands. */
export const payloadOf = (world: World, spot: Spot, message: Message): Json => {
  const { room } = spot
  const human = message.author === 'desk' ? undefined : world.directory.user(message.author)
  const created = message.at.toString({ fractionalSecondDigits: 3 })
  const link = new URL(
    `https://teams.microsoft.com/l/message/${encodeURIComponent(room.id)}/${encodeURIComponent(message.id)}`,
  )
  link.searchParams.set('tenantId', world.options.tenant)
  link.searchParams.set('parentMessageId', message.root ?? message.id)
  link.searchParams.set('createdTime', message.id)
  return {
    id: message.id,
    replyToId: message.root ?? null,
    createdDateTime: created,
    lastModifiedDateTime: null,
    deleted: false,
    subject: null,
    summary: null,
    importance: 'normal',
    locale: 'en-us',
    linkToMessage: link.href,
    body: {
      contentType: 'html',
      content: human === undefined ? htmlOf(escapeHtml(readAloud(message.body))) : html(message.body),
    },
    from: {
      device: null,
      conversation: null,
      user:
        human === undefined ? null : { userIdentityType: 'aadUser', id: human.id, displayName: human.name },
      application:
        human === undefined
          ? { applicationIdentityType: 'bot', id: world.options.appId, displayName: world.botName }
          : null,
    },
    reactions: [],
    mentions: mentioned(message.body).map(({ id, name }, index) => ({
      id: index,
      mentionText: name,
      mentioned: mentionedAs(world, id, name),
    })),
    attachments: [],
  }
}

const mentioned = (
  body: Json,
): readonly { readonly id: string; readonly name: string; readonly mark: string }[] =>
  objects(body['entities']).map((entity) => ({
    id: string(object(entity['mentioned'])['id']),
    name: string(object(entity['mentioned'])['name']),
    mark: string(entity['text']),
  }))

const mentionedAs = (world: World, id: string, name: string): Json => {
  const user = world.directory.find(id)
  return user === undefined
    ? { application: { applicationIdentityType: 'bot', id: world.options.appId, displayName: name } }
    : { user: { userIdentityType: 'aadUser', id: user.id, displayName: name } }
}

/** What a person said; its mentions are numbered. */
const html = (body: Json): string => {
  let content = escapeHtml(string(body['text']))
  for (const [index, { mark, name }] of mentioned(body).entries())
    content = content.replace(escapeHtml(mark), () => `<at id="${index}">${escapeHtml(name)}</at>`)
  return htmlOf(content)
}
