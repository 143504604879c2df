import { createHash } from 'node:crypto'
import type { Activity } from 'botbuilder'
import type { AuthenticateRequestResult, BotFrameworkAuthentication } from 'botframework-connector'
import { z } from 'zod'
import { activitySchema, tenantOf } from './activity.ts'
import type { TeamsActivity } from './activity.ts'
import { channelIssuer } from './settings.ts'

/** Let in: an activity that Microsoft signed for this desk, from a tenant and a service URL that are allowed. */
export interface Admitted {
  readonly activity: TeamsActivity
  readonly tenant: string
  readonly caller: AuthenticateRequestResult
}

/** Turned away: 400 and 503 are nobody's attempt and carry no reason. */
export interface Refused {
  readonly status: 400 | 401 | 403 | 503
  readonly reason?: RefusalReason
  readonly message: string
  readonly cause?: unknown
}

export type RefusalReason =
  | 'unsigned'
  | 'wrong-signature'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'expired'
  | 'wrong-tenant'
  | 'foreign-service-url'
  | 'wrong-channel'

export interface Door {
  /** What the header alone tells, before a byte of the body is read: a refusal, or nothing. */
  glance(authorization: string | undefined): Refused | undefined
  admit(authorization: string, body: unknown): Promise<Admitted | Refused>
}

export interface DoorSettings {
  readonly appId: string
  /** Empty lets every tenant in. */
  readonly tenantId: string
  readonly allowed: (serviceUrl: string) => boolean
  readonly authentication: BotFrameworkAuthentication
}

/** Clocks may differ by this much, in seconds: what botbuilder allows too. */
const skew = 5 * 60
/** A token that was verified is believed again without verifying for this long, in milliseconds. */
const believedFor = 5 * 60_000
const believedAtMost = 2000

const claimsSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  serviceurl: z.string().optional(),
})

/**
 * The checks of one request, cheap ones first; the signature is botbuilder's to verify, once per token: Teams uses one
 * token for many requests, so what was verified is kept for five minutes. Time is the machine's own here, because the
 * tokens were issued by another machine's.
 */
export const createDoor = (settings: DoorSettings): Door => {
  const believed = new Map<string, { caller: AuthenticateRequestResult; until: number }>()

  const verify = async (
    authorization: string,
    activity: TeamsActivity,
  ): Promise<AuthenticateRequestResult> => {
    const key = createHash('sha256').update(`${authorization}\n${activity.serviceUrl}`).digest('base64')
    const known = believed.get(key)
    if (known !== undefined && known.until > Date.now()) return known.caller
    const caller = await settings.authentication.authenticateRequest(
      // Only channelId and serviceUrl are read of it.
      { channelId: activity.channelId, serviceUrl: activity.serviceUrl } as Activity,
      authorization,
    )
    if (believed.size >= believedAtMost) believed.clear()
    believed.set(key, { caller, until: Date.now() + believedFor })
    return caller
  }

  return {
    glance: (authorization) => {
      if (authorization === undefined || !/^Bearer \S+$/.test(authorization)) {
        return refuse(401, 'unsigned', 'A signed request is needed.')
      }
      const claims = readClaims(authorization)
      if (claims === undefined) return refuse(401, 'wrong-signature', 'The token cannot be read.')
      if (claims.iss !== channelIssuer) return refuse(401, 'wrong-issuer', 'The token has a foreign issuer.')
      if (claims.aud !== settings.appId) return refuse(401, 'wrong-audience', 'The token is for another app.')
      if (claims.exp + skew < Date.now() / 1000) return refuse(401, 'expired', 'The token has expired.')
      return undefined
    },
    admit: async (authorization, body) => {
      const parsed = activitySchema.safeParse(body)
      if (!parsed.success) {
        return { status: 400, message: 'Not an activity that the desk understands.', cause: parsed.error }
      }
      const activity = parsed.data
      if (activity.channelId !== 'msteams') {
        return refuse(403, 'wrong-channel', 'Only Microsoft Teams is answered here.')
      }
      let caller: AuthenticateRequestResult
      try {
        caller = await verify(authorization, activity)
      } catch (cause) {
        return refusalOf(cause)
      }
      if (!settings.allowed(activity.serviceUrl)) {
        return refuse(403, 'foreign-service-url', 'The service URL is not one of the allowed ones.')
      }
      const tenant = tenantOf(activity)
      if (tenant === undefined || (settings.tenantId !== '' && tenant !== settings.tenantId)) {
        return refuse(
          403,
          'wrong-tenant',
          'This desk serves another organisation. Ask yours which desk to use.',
        )
      }
      return { activity, tenant, caller }
    },
  }
}

const refuse = (status: 401 | 403, reason: RefusalReason, message: string): Refused => ({
  status,
  reason,
  message,
})

/** Unverified: good enough to turn away by, never to let in by. */
const readClaims = (authorization: string): z.infer<typeof claimsSchema> | undefined => {
  const payload = authorization.split('.')[1]
  if (payload === undefined) return undefined
  try {
    return claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

// Botbuilder says what was wrong in its message only; everything that is not about the token is a failure of ours.
const refusalOf = (cause: unknown): Refused => {
  const message = cause instanceof Error ? cause.message : String(cause)
  const name = cause instanceof Error ? cause.name : ''
  if (message.includes('ServiceUrl claim')) {
    return refuse(403, 'foreign-service-url', 'The token is for another service URL.')
  }
  if (message.includes('endorsement')) {
    return refuse(403, 'wrong-channel', 'The key is not endorsed for Microsoft Teams.')
  }
  if (message.includes('expired')) return refuse(401, 'expired', 'The token has expired.')
  if (message.startsWith('Failed to load') || name === 'FetchError') {
    return { status: 503, message: 'The keys of Microsoft Teams cannot be read now.', cause }
  }
  return refuse(401, 'wrong-signature', 'The token is not signed by Microsoft Teams.')
}
