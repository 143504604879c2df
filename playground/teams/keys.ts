import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose'
import type { CryptoKey, JWK } from 'jose'
import type { Json } from './json.ts'
import type { Credentials, TeamsTenantOptions } from './options.ts'

const botFramework = 'https://api.botframework.com'
const keyId = 'playground-key-1'

/** The keys of the channel and of the identity provider. */
export interface Keys {
  /** The public key set: signs what comes from the channel, endorsed for Teams. */
  readonly keySet: Json
  /** The token that the connector sends to the bot; good for five minutes. */
  channelToken(serviceUrl: string, differing?: Credentials): Promise<string>
  /** The token that the bot asks for, to call the connector with; good for an hour. */
  botToken(): Promise<string>
  /** Whether the header carries a good token of the bot. */
  isBot(authorization: string | undefined): Promise<boolean>
}

/** See learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication. */
export const createKeys = async (options: TeamsTenantOptions): Promise<Keys> => {
  const channel = await generateKeyPair('RS256', { extractable: true })
  const entra = await generateKeyPair('RS256')
  const jwk: JWK = await exportJWK(channel.publicKey)
  const issuer = `https://sts.windows.net/${options.tenant}/`
  return {
    keySet: {
      keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: keyId, x5t: keyId, endorsements: ['msteams'] }],
    },
    channelToken: async (serviceUrl, differing = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        serviceurl: differing.serviceUrl ?? serviceUrl,
        iss: differing.issuer ?? botFramework,
        aud: differing.audience ?? options.appId,
        nbf: now,
        exp: now + 300,
        ...differing.claims,
      }
      return await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: keyId, x5t: keyId, typ: 'JWT' })
        .sign(await signingKey(differing.key ?? channel.privateKey))
    },
    botToken: async () =>
      await new SignJWT({ appid: options.appId, tid: options.tenant })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(botFramework)
        .setNotBefore('0 s')
        .setExpirationTime('1 h')
        .sign(entra.privateKey),
    isBot: async (authorization) => {
      const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
      if (token === undefined) return false
      try {
        const { payload } = await jwtVerify(token, entra.publicKey, { issuer, audience: botFramework })
        return payload['appid'] === options.appId
      } catch {
        return false
      }
    },
  }
}

const signingKey = async (key: CryptoKey | JWK): Promise<CryptoKey | Uint8Array> =>
  'type' in key && 'algorithm' in key ? key : await importJWK(key, 'RS256')

/** What the token endpoint answers to a form, and with which status. */
export const grant = async (
  options: TeamsTenantOptions,
  keys: Keys,
  form: URLSearchParams,
): Promise<{ readonly status: number; readonly body: Json }> => {
  if (form.get('grant_type') !== 'client_credentials')
    return wrong(400, 'unsupported_grant_type', 'AADSTS70003: the grant type is not client_credentials')
  if (form.get('client_id') !== options.appId)
    return wrong(400, 'unauthorized_client', 'AADSTS700016: no such application in the directory')
  if (form.get('client_secret') !== options.appPassword)
    return wrong(401, 'invalid_client', 'AADSTS7000215: the client secret is wrong')
  if (form.get('scope') !== `${botFramework}/.default`)
    return wrong(400, 'invalid_scope', `AADSTS70011: the scope is not ${botFramework}/.default`)
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: await keys.botToken(),
    },
  }
}

const wrong = (status: number, error: string, description: string) => ({
  status,
  body: { error, error_description: description },
})
