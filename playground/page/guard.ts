import type { IncomingMessage } from 'node:http'

/** Why a request is turned away, or undefined when it may come in. */
export interface Refusal {
  readonly status: number
  readonly error: string
}

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i

/**
 * The page lets whoever opens it act as anybody, so it answers only a browser on the same machine: the `Host` header
 * must name the loopback (a rebound DNS name would not), and whatever changes something must come from the page
 * itself, as JSON, which no foreign page can send without asking first.
 */
export const refusalOf = (request: IncomingMessage): Refusal | undefined => {
  const host = request.headers.host ?? ''
  if (!loopback.test(host)) {
    return { status: 403, error: 'The playground answers only on localhost.' }
  }
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  if (request.method !== 'POST') return { status: 405, error: 'Only GET and POST are known here.' }
  if (request.headers.origin?.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return { status: 403, error: 'Only the playground page itself may do that.' }
  }
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/json') return { status: 415, error: 'The body must be application/json.' }
  return undefined
}

/** Sent with every answer of the page: nothing from elsewhere but pictures within messages, no inline script, no frames. */
export const securityHeaders = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
} as const
