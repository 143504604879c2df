import type { Identity } from '../../domain/person.ts'
import type { Place } from '../../domain/place.ts'
import type { IntentContent, Whereabouts } from '../intent.ts'
import { splitConversation } from './activity.ts'
import type { TeamsActivity } from './activity.ts'
import type { Admitted } from './door.ts'
import type { Members } from './members.ts'
import { readWords } from './words.ts'

/** Where an activity happened: a channel message that starts a thread is at the top level, as in Slack. */
export const whereaboutsOf = ({ activity, tenant }: Pick<Admitted, 'activity' | 'tenant'>): Whereabouts => {
  const { conversation, root } = splitConversation(activity.conversation.id)
  const direct = activity.conversation.conversationType === 'personal'
  // An invoke names the clicked card in replyToId; a card that starts its thread is at the top level too.
  const own = activity.type === 'invoke' ? activity.replyToId : activity.id
  const place: Place = {
    platform: 'teams',
    tenant,
    conversation,
    ...(direct || root === undefined || root === own ? {} : { thread: root }),
  }
  return { place, kind: direct ? 'direct' : 'channel' }
}

/** Who acted: the Entra object id that came along, or else what a look-up tells; undefined when neither does. */
export const identityOf = async (
  { activity, tenant }: Pick<Admitted, 'activity' | 'tenant'>,
  members: Members,
): Promise<Identity | undefined> => {
  const { conversation } = splitConversation(activity.conversation.id)
  const came = activity.from.aadObjectId ?? ''
  const user =
    came === '' ? await members.objectId(activity.serviceUrl, tenant, conversation, activity.from.id) : came
  // Somebody from elsewhere in a shared channel is of their own tenant, whoever the channel belongs to.
  return user === undefined
    ? undefined
    : { platform: 'teams', tenant: activity.from.tenantId ?? tenant, user }
}

/** A message as words for the desk or overheard by it; undefined for a bot's own. */
export const readMessage = async (
  { activity, tenant }: Pick<Admitted, 'activity' | 'tenant'>,
  members: Members,
): Promise<IntentContent | undefined> => {
  if (activity.from.id.startsWith('28:') || activity.from.role === 'bot') return undefined
  const typed = readWords(activity)
  const { conversation } = splitConversation(activity.conversation.id)
  const mentions = await Promise.all(
    typed.mentioned.map(async ({ id, objectId }): Promise<Identity> => {
      const found = objectId ?? (await members.objectId(activity.serviceUrl, tenant, conversation, id))
      // An id that cannot be resolved stays, so that mentions keep their order and the person is said to be unknown.
      return { platform: 'teams', tenant, user: found ?? id }
    }),
  )
  const link = linkOf(activity, tenant)
  const toDesk = typed.mentionsDesk || activity.conversation.conversationType === 'personal'
  return {
    kind: 'words',
    text: typed.text,
    mentions,
    to: toDesk ? 'desk' : 'room',
    command: toDesk,
    message: {
      id: activity.id ?? '',
      ...(link === undefined ? {} : { link }),
      files: (activity.attachments ?? []).filter(isFile).length,
    },
  }
}

// The text itself comes a second time as an attachment of type text/html.
const isFile = (attachment: { contentType?: string | null | undefined }): boolean =>
  attachment.contentType !== 'text/html' && !/vnd\.microsoft\.card\./.test(attachment.contentType ?? '')

/** learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams: channel messages only. */
const linkOf = (activity: TeamsActivity, tenant: string): string | undefined => {
  const { conversation, root } = splitConversation(activity.conversation.id)
  if (activity.conversation.conversationType !== 'channel' || activity.id === undefined) return undefined
  const query = new URLSearchParams({ tenantId: tenant, parentMessageId: root ?? activity.id })
  const group = activity.channelData?.team?.aadGroupId ?? ''
  if (group !== '') query.set('groupId', group)
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(conversation)}/${activity.id}?${query.toString()}`
}

/** True when this activity says that the desk itself was added to the conversation. */
export const isJoin = (activity: TeamsActivity): boolean =>
  (activity.type === 'installationUpdate' && (activity.action ?? '').startsWith('add')) ||
  (activity.type === 'conversationUpdate' &&
    activity.recipient !== undefined &&
    (activity.membersAdded ?? []).some((member) => member.id === activity.recipient?.id))
