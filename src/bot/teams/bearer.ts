import { z } from 'zod'
import { channelScope } from './settings.ts'

/** Hands out the bearer token for calls to the Bot Connector. */
export interface Bearer {
  /** The present token, fetched when there is none. Rejects when it cannot be had. */
  get(): Promise<string>
  /** Forgets the token that was refused. */
  drop(): void
}

export interface BearerSettings {
  readonly tokenUrl: string
  readonly appId: string
  readonly appPassword: string
}

const answer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })

/** A token is given up this long before it expires, in milliseconds, or at half its life when that is shorter. */
const margin = 5 * 60_000
const timeout = 10_000

/**
 * Client credentials at the token endpoint, one request at a time and its answer kept until near expiry
 * (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication). Expiry is counted on the
 * process's own monotonic clock: the answer gives seconds from now, not an instant.
 */
export const createBearer = (settings: BearerSettings): Bearer => {
  let kept: { token: string; until: number } | undefined
  let fetching: Promise<string> | undefined

  const fetchToken = async (): Promise<string> => {
    const response = await fetch(settings.tokenUrl, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: settings.appId,
        client_secret: settings.appPassword,
        scope: channelScope,
      }),
    })
    if (!response.ok) {
      await response.body?.cancel()
      // The body is left out: an error page may repeat the request, and with it the secret.
      throw new Error(`No token for Teams: the token endpoint answered ${response.status}.`)
    }
    const parsed = answer.parse(await response.json())
    const life = parsed.expires_in * 1000
    kept = { token: parsed.access_token, until: performance.now() + Math.max(life - margin, life / 2) }
    return parsed.access_token
  }

  return {
    get: async () => {
      if (kept !== undefined && performance.now() < kept.until) return kept.token
      fetching ??= fetchToken().finally(() => {
        fetching = undefined
      })
      return await fetching
    },
    drop: () => {
      kept = undefined
    },
  }
}
