import { z } from 'zod'

/**
 * The parts of a Bot Framework activity that are read here, and no others
 * (github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md). Sizes are
 * bounded generously: the sender has been authenticated, its users have not.
 */
const id = z.string().max(1000)

const account = z.object({
  id: id.default(''),
  name: z.string().max(1000).nullish(),
  aadObjectId: id.nullish(),
  tenantId: id.nullish(),
  role: z.string().nullish(),
})

export const activitySchema = z.object({
  type: z.string(),
  id: id.optional(),
  name: z.string().optional(),
  action: z.string().optional(),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: account,
  recipient: account.optional(),
  conversation: z.object({
    id: id.min(1),
    conversationType: z.string().optional(),
    tenantId: id.nullish(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: id.nullish() }).nullish(),
      team: z.object({ aadGroupId: id.nullish() }).nullish(),
    })
    .nullish(),
  text: z.string().max(200_000).nullish(),
  entities: z
    .array(
      z.object({
        type: z.string().optional(),
        text: z.string().nullish(),
        mentioned: account.nullish(),
      }),
    )
    .nullish(),
  attachments: z.array(z.object({ contentType: z.string().nullish() })).nullish(),
  membersAdded: z.array(account).nullish(),
  replyToId: id.nullish(),
  value: z.unknown().optional(),
})

export type TeamsActivity = z.infer<typeof activitySchema>

/** The Entra tenant of an activity: undefined when it names none, or two. */
export const tenantOf = (activity: TeamsActivity): string | undefined => {
  const inConversation = activity.conversation.tenantId ?? undefined
  const inData = activity.channelData?.tenant?.id ?? undefined
  if (inConversation !== undefined && inData !== undefined && inConversation !== inData) return undefined
  const tenant = inConversation ?? inData
  return tenant === '' ? undefined : tenant
}

/** A channel's conversation id carries the root of the thread after `;messageid=`. */
export const splitConversation = (value: string): { conversation: string; root?: string } => {
  const [conversation = value, root] = value.split(';messageid=')
  return root === undefined || root === '' ? { conversation } : { conversation, root }
}
