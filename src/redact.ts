const withheld = '[redacted]'
const withheldText = '[text]'

/** Keys of secrets, letters only. Anywhere in the key: `slackBotToken`, `x-slack-signature`, `Set-Cookie`. */
const secretKey =
  /token|secret|password|passwd|authorization|cookie|signature|credential|apikey|privatekey|connectionstring|databaseurl|responseurl|triggerid|assertion/

/** Last words of keys of what people wrote or what is made of it: `title`, `newTitle`, `raw_body`. */
const textWords = new Set(
  `text title description summary subject word words value values body payload raw content message msg blocks
  elements attachments card form view html markdown mrkdwn comment note query search prompt answer input params
  parameters bindings detail email displayname realname username`.split(/\s+/),
)

/** The words of a key in small letters: `newTitle`, `new_title` and `New-Title` are all `new`, `title`. */
const wordsOf = (key: string): string[] =>
  key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')

const namesSecret = (words: readonly string[]): boolean => secretKey.test(words.join(''))

const namesText = (words: readonly string[]): boolean =>
  textWords.has(words.at(-1) ?? '') || textWords.has(words.slice(-2).join(''))

/**
 * What looks like a secret wherever it stands. Slack's kinds of tokens: https://docs.slack.dev/authentication/tokens;
 * a JWT is three base64url parts of which the first begins with `{"` (RFC 7519).
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\bx(?:ox[a-z]|app|wfp)-[\w.-]+/g, withheld],
  [/\beyJ[\w-]+\.[\w-]*(?:\.[\w-]*)?/g, withheld],
  [/\b(bearer)\s+[\w.~+/=-]{6,}/gi, `$1 ${withheld}`],
  [/\bBasic\s+[\w+/=-]{16,}/g, `Basic ${withheld}`],
  [/\bsk-[\w-]{8,}/g, withheld],
  [/(\/calendar\/)[\w-]{16,}/g, `$1${withheld}`],
  [/\bv0=[0-9a-f]{32,}/g, withheld],
  [/https:\/\/hooks\.slack(?:-gov)?\.com\/[^\s"'\\]+/g, withheld],
  [/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@"']+@/gi, `$1${withheld}@`],
  [/\b((?:client_)?(?:secret|password|passwd|token|assertion)=)[^&\s"'\\]+/gi, `$1${withheld}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*/g, withheld],
  [/[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+/gi, '[email]'],
]

/** Takes what looks like a token, a signed address, a password in a URL or an e-mail address out of a text. */
export const scrub = (text: string): string =>
  patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text)

/** Removes these very secrets, which may have no shape to know them by, from a text or a line of JSON. */
export const removerOf = (secrets: readonly string[]): ((text: string) => string) => {
  // Short ones would mutilate the log and protect nothing. In JSON some characters are written differently.
  const forms = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [
      ...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]),
    ])
  return (text) => forms.reduce((rest, secret) => rest.replaceAll(secret, withheld), text)
}

const deepest = 8
const longestList = 50

/** PostgreSQL quotes the value it could not use, which may be what a person wrote. */
const withoutValue = (message: string): string => message.replaceAll(/: ".*"/gs, `: "${withheldText}"`)

/** Of an error only what an operator needs; SDK errors carry whole requests and answers in further fields. */
const plainError = (error: Error, depth: number, seen: ReadonlySet<object>): Record<string, unknown> => {
  const fromDatabase = 'severity' in error && 'routine' in error
  const message = fromDatabase ? withoutValue(error.message) : error.message
  const stack = error.stack?.replace(error.message, () => message)
  const code = 'code' in error && ['string', 'number'].includes(typeof error.code) ? { code: error.code } : {}
  const cause = error.cause === undefined ? {} : { cause: copy(error.cause, depth + 1, seen) }
  const errors = error instanceof AggregateError ? { errors: copy(error.errors, depth + 1, seen) } : {}
  return {
    type: error.name,
    message: scrub(message),
    stack: scrub(stack ?? ''),
    ...code,
    ...cause,
    ...errors,
  }
}

const field = (key: string, value: unknown, depth: number, seen: ReadonlySet<object>): unknown => {
  if (value === undefined || value === null || typeof value === 'boolean') return value
  const words = wordsOf(key)
  if (namesSecret(words)) return withheld
  // A number is no text: a port, a count, an id.
  if (typeof value !== 'number' && namesText(words)) return withheldText
  return copy(value, depth + 1, seen)
}

const copy = (value: unknown, depth: number, seen: ReadonlySet<object>): unknown => {
  if (typeof value === 'string') return scrub(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (typeof value !== 'object' || value === null) return value
  if (seen.has(value)) return '[again]'
  if (depth > deepest) return '[deeper]'
  const inside = new Set([...seen, value])
  if (value instanceof Error) return plainError(value, depth, inside)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]'
  if (value instanceof URL) return scrub(value.href)
  if (value instanceof Map) return fields(value.entries(), depth, inside)
  if (value instanceof Headers) return fields(value.entries(), depth, inside)
  if (Array.isArray(value) || value instanceof Set) {
    return [...value].slice(0, longestList).map((item) => copy(item, depth + 1, inside))
  }
  // Instants and durations, whose fields are not enumerable.
  if (Object.prototype.toString.call(value).startsWith('[object Temporal.') || value instanceof Date) {
    return JSON.parse(JSON.stringify(value))
  }
  return fields(Object.entries(value), depth, inside)
}

const fields = (
  entries: Iterable<readonly [unknown, unknown]>,
  depth: number,
  seen: ReadonlySet<object>,
): Record<string, unknown> =>
  Object.fromEntries(
    Array.from(entries, ([key, value]) => [scrub(String(key)), field(String(key), value, depth, seen)]),
  )

/**
 * A copy of log fields without secrets and without what people wrote, at any depth; safe for cycles, and cut
 * where it would grow without end. Judges by the names of fields, and by what secrets look like.
 */
export const redacted = (given: object): Record<string, unknown> =>
  fields(Object.entries(given), 0, new Set([given]))
