import { createHmac } from 'node:crypto'
import { request } from 'node:http'

/** What became of one request to the bot. */
export type Outcome =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly contentType: string
      readonly body: string
      /** The bot asked not to be told again: `x-slack-no-retry: 1`. */
      readonly noRetry: boolean
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable' }

export interface SignedRequest {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** `v0=` and the HMAC-SHA256 of `v0:timestamp:body`: docs.slack.dev/authentication/verifying-requests-from-slack. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`

/** `at` is in milliseconds since the epoch. */
export const sign = (
  secret: string,
  at: number,
  body: string,
  contentType: string,
  more: Readonly<Record<string, string>> = {},
): SignedRequest => {
  const timestamp = String(Math.floor(at / 1000))
  return {
    body,
    headers: {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(secret, timestamp, body),
      ...more,
    },
  }
}

/** Posts the bytes on a connection of its own and waits `patience` ms for the whole answer. Never rejects. */
export const post = (url: string, signed: SignedRequest, patience: number): Promise<Outcome> =>
  new Promise((resolve) => {
    const length = String(Buffer.byteLength(signed.body))
    const call = request(url, {
      method: 'POST',
      agent: false,
      headers: { ...signed.headers, 'content-length': length },
    })
    const timer = setTimeout(() => {
      resolve({ kind: 'timeout' })
      call.destroy()
    }, patience)
    const unreachable = (): void => {
      clearTimeout(timer)
      resolve({ kind: 'unreachable' })
    }
    call.on('error', unreachable)
    call.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', unreachable)
      response.on('end', () => {
        clearTimeout(timer)
        resolve({
          kind: 'answered',
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks).toString('utf8'),
          noRetry: response.headers['x-slack-no-retry'] === '1',
        })
      })
    })
    call.end(signed.body)
  })
