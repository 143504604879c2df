import { createServer } from 'node:http'
import { SignJWT, exportJWK, generateKeyPair } from 'jose'

/** Platforms that take everything at once: what the desk sends costs the desk, and hardly anything else. */
export interface StandIns {
  readonly slackApi: string
  readonly openIdMetadataUrl: string
  readonly tokenUrl: string
  readonly serviceUrl: string
  /** Signed as the Bot Connector signs, for this app. */
  readonly channelToken: (appId: string) => Promise<string>
  readonly close: () => void
}

export const startStandIns = async (team: string): Promise<StandIns> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
  const keys = {
    keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', use: 'sig', endorsements: ['msteams'] }],
  }
  let posted = 0
  let base = ''
  const server = createServer((request, response) => {
    request.resume()
    const answer = (body: unknown): void => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    const path = request.url ?? ''
    posted += 1
    if (path === '/openid')
      answer({
        issuer: 'https://api.botframework.com',
        jwks_uri: `${base}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    else if (path === '/keys') answer(keys)
    else if (path === '/token') answer({ token_type: 'Bearer', expires_in: 3600, access_token: 'bench' })
    else if (path.startsWith('/api/'))
      answer({
        ok: true,
        team_id: team,
        user_id: 'U0DESK',
        bot_id: 'B0DESK',
        ts: `${posted}.000100`,
        channel: { id: 'D0BENCH' },
      })
    else answer({ id: `1${posted}` })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  base = `http://127.0.0.1:${address.port}`
  return {
    slackApi: `${base}/api/`,
    openIdMetadataUrl: `${base}/openid`,
    tokenUrl: `${base}/token`,
    serviceUrl: `${base}/teams/`,
    channelToken: (appId) =>
      new SignJWT({ serviceurl: `${base}/teams/` })
        .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'JWT' })
        .setIssuer('https://api.botframework.com')
        .setAudience(appId)
        .setNotBefore('0 s')
        .setExpirationTime('1 h')
        .sign(privateKey),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
