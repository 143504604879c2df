import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface CalendarDoorOptions {
  /** The calendar behind a secret; undefined where there is none. */
  readonly feed: (secret: string) => Promise<string | undefined>
  /** Records who asked for a calendar that there is not; must not throw. Never told the secret. */
  readonly turnedAway: (from: string) => void
  /** In milliseconds. */
  readonly clock?: () => number
}

/** 32 bytes as base64url. */
const address = /^\/calendar\/([\w-]{43})\.ics$/

/** A calendar may be fetched so often within so many milliseconds: calendars look every few minutes at most. */
const most = 30
const within = 300_000

/** Links that are counted; the count of the oldest is forgotten. */
const counted = 10_000

/**
 * `GET /calendar/<secret>.ics`: the schedule of change of the person whose secret it is (RFC 5545), to be kept by nobody but
 * who asked. Everything that is no calendar is answered alike. Gives true when the request was for it.
 */
export const createCalendarDoor = ({
  feed,
  turnedAway,
  clock = () => performance.now(),
}: CalendarDoorOptions): ((request: IncomingMessage, response: ServerResponse) => Promise<boolean>) => {
  const fetches = new Map<string, { since: number; count: number }>()

  /** Seconds until it may be fetched again; 0 for now. */
  const wait = (secret: string): number => {
    const key = hashOf(secret)
    const now = clock()
    const held = fetches.get(key)
    if (held === undefined || now - held.since >= within) {
      fetches.delete(key)
      fetches.set(key, { since: now, count: 1 })
      const [oldest] = fetches.keys()
      if (fetches.size > counted && oldest !== undefined) fetches.delete(oldest)
      return 0
    }
    held.count += 1
    return held.count <= most ? 0 : Math.ceil((held.since + within - now) / 1000)
  }

  return async (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (!path.startsWith('/calendar/')) return false
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(response, 405, { allow: 'GET, HEAD' }, 'A calendar can only be read.\n')
      return true
    }
    const secret = address.exec(path)?.[1]
    const seconds = secret === undefined ? 0 : wait(secret)
    if (seconds > 0) {
      answer(response, 429, { 'retry-after': String(seconds) }, 'This calendar was fetched too often.\n')
      return true
    }
    const text = secret === undefined ? undefined : await feed(secret)
    if (text === undefined) {
      turnedAway(request.socket.remoteAddress ?? 'unknown')
      answer(response, 404, {}, 'There is no such calendar.\n')
      return true
    }
    const etag = `"${hashOf(text)}"`
    const kept = { etag, 'cache-control': 'private, max-age=300' }
    if (isSame(request.headers['if-none-match'], etag)) {
      response.writeHead(304, { ...always, ...kept }).end()
      return true
    }
    const file = { 'content-disposition': 'inline; filename="changes.ics"' }
    const type = { 'content-type': 'text/calendar; charset=utf-8', 'content-length': Buffer.byteLength(text) }
    response.writeHead(200, { ...always, ...kept, ...type, ...file })
    response.end(request.method === 'HEAD' ? undefined : text)
    return true
  }
}

/** The address is a secret: it is told to no other site, and found by no search. */
const always = {
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
} as const

const answer = (
  response: ServerResponse,
  status: number,
  more: Readonly<Record<string, string>>,
  words: string,
): void => {
  const plain = { 'content-type': 'text/plain', 'cache-control': 'no-store' }
  response.writeHead(status, { ...always, ...plain, ...more }).end(words)
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** RFC 9110, 13.1.2: any of a list, weak ones too, or a star. */
const isSame = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)
