import { DatabaseError } from 'pg'
import { describe, expect, test } from 'vitest'
import { createLog, type Log } from '../src/log.ts'

/** Half of every secret and of every text here: whatever slips through, it is found by this. */
const canary = 'canary7c1f'
const bot = `xoxb-1234-5678-${canary}`
const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJ${canary}.sig${canary}`

const listen = (
  secrets: readonly string[] = [],
): { log: Log; lines: () => string; last: () => Record<string, unknown> } => {
  const written: string[] = []
  const log = createLog({
    level: 'debug',
    secrets,
    destination: { write: (line) => void written.push(line) },
  })
  return {
    log,
    lines: () => written.join(''),
    last: () => JSON.parse(written.at(-1) ?? '{}'),
  }
}

const errorWith = (message: string, more: object = {}): Error => Object.assign(new Error(message), more)

const cyclic = (): object => {
  const ring: Record<string, unknown> = { title: canary }
  ring['self'] = ring
  return { ring }
}

const deep = (levels: number): object =>
  levels === 0 ? { text: canary, token: canary } : { inner: deep(levels - 1) }

const shapes: Readonly<Record<string, object>> = {
  'secrets by name': {
    token: canary,
    botToken: canary,
    SLACK_SIGNING_SECRET: canary,
    MicrosoftAppPassword: canary,
    apiKey: canary,
    databaseUrl: canary,
    response_url: canary,
    trigger_id: canary,
    password: 123_456,
    secret: { nested: canary },
    cookies: [canary],
  },
  headers: {
    headers: {
      authorization: canary,
      'x-slack-signature': canary,
      'Set-Cookie': [canary],
      'proxy-authorization': canary,
    },
  },
  'fetch headers': { headers: new Headers({ authorization: canary }) },
  'raw headers': {
    rawHeaders: ['Authorization', `Bearer ${canary}`, 'X-Slack-Signature', `v0=${'a1'.repeat(32)}`],
  },
  'a map': { map: new Map([['token', canary]]) },
  'texts by name': {
    text: canary,
    title: canary,
    newTitle: canary,
    description: canary,
    words: [canary],
    values: { a: { b: canary } },
    value: canary,
    body: canary,
    rawBody: Buffer.from(canary),
    payload: { text: canary },
    message: canary,
    msg: canary,
    blocks: [{ type: 'section', text: { text: canary } }],
    attachments: [{ content: { body: [canary] } }],
    comment: canary,
    search: canary,
    email: canary,
  },
  'an intent': {
    intent: {
      kind: 'form',
      values: { title: canary },
      words: canary,
      person: { displayName: canary, email: `${canary}@acme.example` },
    },
  },
  'texts deep inside': deep(6),
  'texts deeper than anybody looks': deep(30),
  'a list of records': {
    records: [
      { id: 1, title: canary },
      { id: 2, title: canary },
    ],
  },
  'a cycle': cyclic(),
  'tokens in strings': {
    a: `sent with ${bot}`,
    b: `xapp-1-A1-${canary}`,
    c: `Bearer ${canary}`,
    d: jwt,
    e: `postgres://bellwire:${canary}@db.example/bellwire`,
    f: `https://hooks.slack.com/actions/T1/2/${canary}`,
    g: `sk-proj-${canary}`,
    h: `grant_type=client_credentials&client_secret=${canary}&scope=x`,
    i: `mail from ${canary}@acme.example`,
    j: new URL(`https://user:${canary}@host.example/`),
    k: `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----`,
    l: `xoxe.xoxp-1-${canary}`,
    m: [`Basic ${Buffer.from(`user:${canary}`).toString('base64')} ${bot}`],
    [`key ${bot}`]: 1,
  },
  'an error': { err: errorWith(`auth failed for ${bot}`) },
  'an error alone': errorWith(`auth failed for ${jwt}`),
  'an error with a request inside': {
    err: errorWith('Request failed', {
      config: { headers: { Authorization: canary }, data: canary },
      data: { text: canary },
    }),
  },
  'an error with a cause': {
    err: new Error('outer', { cause: errorWith(`inner ${bot}`, { body: canary }) }),
  },
  'several errors': { err: new AggregateError([errorWith(bot), errorWith(jwt)], 'all failed') },
  'an error of the database': {
    err: Object.assign(
      new DatabaseError(`invalid input syntax for type uuid: "${canary} "quoted""`, 1, 'error'),
      {
        severity: 'ERROR',
        routine: 'string_to_uuid',
        detail: `Key (title)=(${canary}) already exists.`,
        where: canary,
      },
    ),
  },
  bytes: { bytes: new TextEncoder().encode(canary), buffer: Buffer.from(canary) },
  'a function and a symbol': { call: () => canary, symbol: Symbol(canary) },
}

describe('no secret and no text of a person reaches the log', () => {
  test.each(Object.entries(shapes))('%s', (_name, shape) => {
    const { log, lines } = listen()
    for (const level of ['debug', 'info', 'warn', 'error', 'fatal'] as const) log[level](shape, 'It happened')
    log.child(shape as Record<string, unknown>).info({}, 'It happened to a child')
    log
      .child({ of: shape })
      .child({ and: [shape] })
      .info(shape, 'It happened to a grandchild')
    expect(
      lines()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).level),
    ).toEqual(['debug', 'info', 'warn', 'error', 'fatal', 'info', 'info'])
    expect(lines()).not.toContain(canary)
    expect(lines()).not.toContain(Buffer.from(`user:${canary}`).toString('base64'))
  })

  test('in the sentence neither', () => {
    const { log, lines } = listen()
    log.error({}, `Slack refused ${bot}, Bearer ${canary} and ${jwt} of postgres://a:${canary}@b/c`)
    expect(lines()).not.toContain(canary)
    expect(JSON.parse(lines()).msg).toBe(
      'Slack refused [redacted], Bearer [redacted] and [redacted] of postgres://[redacted]@b/c',
    )
  })

  test('nothing is spliced into the sentence', () => {
    const { log, lines } = listen()
    const careless: { info(...args: unknown[]): void } = log
    careless.info({}, 'said %s %o', canary, { canary })
    expect(lines()).not.toContain(canary)
  })

  test('a configured secret is removed by its very letters, even where its shape tells nothing', () => {
    const secret = `8f"${canary}/9`
    const { log, lines } = listen([secret])
    log.info({ at: `is ${secret}`, list: [encodeURIComponent(secret)] }, `was ${secret}`)
    expect(lines()).not.toContain(canary)
    expect(JSON.parse(lines())).toMatchObject({
      at: 'is [redacted]',
      list: ['[redacted]'],
      msg: 'was [redacted]',
    })
  })
})

test('what an operator needs stays', () => {
  const { log, last } = listen()
  const fields = {
    record: 'INC-17',
    platform: 'slack',
    reason: 'wrong-signature',
    status: 401,
    took: 12.5,
    retry: true,
    port: 5432,
    words: 3,
    at: Temporal.Instant.from('2026-11-21T05:00:00Z'),
    since: new Date(0),
    big: 12n,
    set: new Set(['a']),
    nothing: null,
  }
  log.child({ room: 'store' }).warn(fields, 'A request was turned away')
  expect(last()).toEqual({
    ...fields,
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    room: 'store',
    at: '2026-11-21T05:00:00Z',
    since: '1970-01-01T00:00:00.000Z',
    big: '12',
    set: ['a'],
    msg: 'A request was turned away',
  })
})

test('an error keeps its kind, code, stack and causes', () => {
  const { log, last } = listen()
  const cause = errorWith('connect ECONNREFUSED', { code: 'ECONNREFUSED' })
  log.error({ err: new TypeError('could not post', { cause }) }, 'A delivery failed')
  expect(last()['err']).toMatchObject({
    type: 'TypeError',
    message: 'could not post',
    stack: expect.stringContaining('log.test.ts'),
    cause: { type: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
  })
})

test('a level below the chosen one writes nothing', () => {
  const written: string[] = []
  const log = createLog({ level: 'warn', destination: { write: (line) => void written.push(line) } })
  log.info({}, 'quiet')
  log.child({}).debug({}, 'quiet')
  expect(written).toEqual([])
})
