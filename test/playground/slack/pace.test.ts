import { describe, expect, test } from 'vitest'
import { botToken, requests, secret, startWorkspace } from './support.ts'

// The bot is not there: nothing here waits for it.
const nowhere = 'http://127.0.0.1:1/slack/events'

describe('limits of pace', () => {
  test('posts in one channel are slowed down and others are not', async () => {
    const clock = { ms: 1_700_000_000_000 }
    const strict = await startWorkspace(nowhere, { rateLimits: true, now: () => clock.ms })
    const post = (channel: string) =>
      fetch(`${strict.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${botToken}` },
        body: new URLSearchParams({ channel, text: 'x' }),
      })
    for (let n = 0; n < 4; n++) expect((await post(requests)).status).toBe(200)
    const refused = await post(requests)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' })
    expect((await post(secret)).status).toBe(200)
    clock.ms += 1000
    expect((await post(requests)).status).toBe(200)
    expect((await post(requests)).status).toBe(429)
    await strict.close()
  })

  test('each method has its tier', async () => {
    const strict = await startWorkspace(nowhere, { rateLimits: true, now: () => 1_700_000_000_000 })
    const list = () =>
      fetch(`${strict.apiUrl}users.list`, { headers: { authorization: `Bearer ${botToken}` } })
    for (let n = 0; n < 20; n++) expect((await list()).status).toBe(200)
    const refused = await list()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    await strict.close()
  })
})
