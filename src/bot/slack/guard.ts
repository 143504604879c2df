import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A request turned away at the door: the status it gets, and the reason that is recorded. */
export interface Refusal {
  readonly status: 401 | 405 | 413
  readonly reason: string
}

/** In bytes; Slack's own requests stay far below. */
export const bodyLimit = 1024 * 1024

/** In seconds, into the past and into the future. docs.slack.dev/authentication/verifying-requests-from-slack */
export const timestampTolerance = 5 * 60

/** What can be said against a request before its body is read. */
export const refuseHead = (
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  nowMilliseconds: number,
): Refusal | undefined => {
  if (request.method !== 'POST') return { status: 405, reason: 'wrong-method' }
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) return { status: 413, reason: 'too-large' }
  const signature = request.headers['x-slack-signature']
  const timestamp = request.headers['x-slack-request-timestamp']
  if (signature === undefined || timestamp === undefined || signature === '' || timestamp === '')
    return { status: 401, reason: 'unsigned' }
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp))
    return { status: 401, reason: 'malformed-timestamp' }
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature))
    return { status: 401, reason: 'malformed-signature' }
  const age = nowMilliseconds / 1000 - Number(timestamp)
  if (age > timestampTolerance) return { status: 401, reason: 'old-timestamp' }
  if (age < -timestampTolerance) return { status: 401, reason: 'future-timestamp' }
  return undefined
}

/** What can be said against the signature, in constant time. Only after `refuseHead` had nothing to say. */
export const refuseBody = (
  headers: IncomingMessage['headers'],
  body: Buffer,
  signingSecret: string,
): Refusal | undefined => {
  const timestamp = headers['x-slack-request-timestamp']
  const signature = headers['x-slack-signature']
  if (typeof timestamp !== 'string' || typeof signature !== 'string')
    return { status: 401, reason: 'unsigned' }
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest()
  const given = Buffer.from(signature.slice('v0='.length), 'hex')
  const same = given.length === expected.length && timingSafeEqual(given, expected)
  return same ? undefined : { status: 401, reason: 'wrong-signature' }
}

/** The whole body, or `too-large` as soon as it is. Rejects when the sender goes away half-way. */
export const readBody = (request: IncomingMessage): Promise<Buffer | 'too-large'> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bodyLimit) resolve('too-large')
      else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    request.on('error', reject)
    request.on('aborted', () => reject(new Error('the sender went away')))
  })

/** Answers a refusal. What is still to come of the body is not waited for. */
export const sendRefusal = (request: IncomingMessage, response: ServerResponse, refusal: Refusal): void => {
  const headers = {
    ...(refusal.status === 405 && { allow: 'POST' }),
    ...(!request.complete && { connection: 'close' }),
  }
  response.writeHead(refusal.status, headers).end()
  request.resume()
}
