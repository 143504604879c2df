import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buttonClick,
  eventCallback,
  messageEvent,
  messageShortcut,
  slashCommand,
  viewSubmission,
} from '../../bot/slack/payloads.ts'
import { type Cast, castOf } from '../../support/cast.ts'
import type { Intent } from '../../../src/bot/intent.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { quiet } from '../../support/person.ts'
import { raise } from '../../support/raising.ts'
import { type Told, type Watch, watch } from '../../support/watch.ts'

let house: DeskHouse
let desk: Watch
beforeAll(async () => {
  house = await openDeskHouse()
  desk = watch(house)
})
afterAll(async () => {
  await desk.close()
  await house.close()
})

interface Sent {
  readonly status: number
  readonly body: string
}

/** Sends it, which must do something, then again and again at once and later, which must not, and is told to the auditor. */
const onceOnly = async (
  send: () => Promise<Sent>,
  told: readonly Told[],
  later?: () => void,
): Promise<readonly Sent[]> => {
  await quiet(house)
  const before = await desk.recorded()
  const first = await send()
  expect(first.status).toBe(200)
  await quiet(house)
  const after = await desk.recorded()
  expect(after).not.toEqual(before)
  return desk.refuses(
    async () => {
      const again = [await send(), ...(await Promise.all([send(), send(), send()]))]
      later?.()
      const muchLater = await send()
      expect([...again, muchLater].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
      await quiet(house)
      return [first, ...again, muchLater]
    },
    ...told,
  )
}

const reported = {
  title: 'Once only',
  service: 'mail',
  category: 'fault',
  impact: 'low',
  urgency: 'low',
}

/** The same bytes, however often they are sent. */
const bytes = (body: string, contentType?: string) => {
  const { slack } = house.playground
  const timestamp = String(Math.floor(house.clock.now.epochMilliseconds / 1000))
  return async (): Promise<Sent> => {
    const outcome = await slack.send(body, {
      timestamp,
      ...(contentType === undefined ? {} : { contentType }),
    })
    if (outcome.kind !== 'answered') throw new Error(`not answered: ${outcome.kind}`)
    return outcome
  }
}
const interaction = (payload: object) =>
  bytes(new URLSearchParams({ payload: JSON.stringify(payload) }).toString())

/** What the door of Slack tells of the same bytes. */
const atDoor: Told = { reason: 'replayed', platform: 'slack', detail: { from: expect.any(String) } }

describe('a rightly signed request of Slack, sent again byte for byte', () => {
  let cast: Cast
  let user: { id: string; team_id: string }
  let record: string
  beforeAll(async () => {
    cast = await castOf(house, { name: 'Slack', requesterChat: 'slack', agentChat: 'slack' })
    user = { id: cast.agent.user, team_id: 'T0BELLWIRE' }
    record = await raise(house, cast, 'Replayed')
  })

  it('a form is recorded once, and told the same number again', async () => {
    const values = Object.fromEntries(
      Object.entries(reported).map(([name, value]) => [name, { text: { value } }]),
    )
    const state = { form: randomUUID() }
    const answers = await onceOnly(
      interaction({ ...viewSubmission({ f: 'incident.report', s: state }, values), user }),
      [atDoor, { reason: 'repeated', actor: cast.agent.id, detail: { intent: 'incident.report' } }],
    )
    const numbers = answers.map(({ body }) => /INC-\d+/.exec(body)?.[0])
    expect(new Set(numbers).size).toBe(1)
    expect(numbers[0]).toBeDefined()
  })

  it('a click counts once', async () => {
    const value = JSON.stringify({ n: 'incident.take', r: record, v: 1 })
    expect(
      await onceOnly(interaction({ ...buttonClick(value, { user }), response_url: undefined }), [
        atDoor,
        { reason: 'repeated', actor: cast.agent.id, record, detail: { intent: 'incident.take' } },
      ]),
    ).toHaveLength(6)
  })

  it('a slash command counts once', async () => {
    const body = slashCommand({ user_id: user.id, text: `note ${record} said once`, channel_id: 'C0HELP' })
    expect(
      await onceOnly(bytes(new URLSearchParams(body).toString()), [
        atDoor,
        { reason: 'repeated', actor: cast.agent.id, record, detail: { intent: 'words' } },
      ]),
    ).toHaveLength(6)
  })

  it('a picked message is kept once', async () => {
    const changes = { user, channel: { id: 'C0HELP', name: 'help' }, response_url: undefined }
    expect(await onceOnly(interaction(messageShortcut({}, changes)), [atDoor])).toHaveLength(6)
  })

  it('an event counts once', async () => {
    const card = await cast.agent.card(record, cast.triage)
    const event = messageEvent({
      user: user.id,
      channel: cast.triage,
      thread_ts: card.id,
      ts: `${Math.floor(Date.now() / 1000)}.000777`,
      text: 'overheard once',
    })
    expect(
      await onceOnly(bytes(JSON.stringify(eventCallback(event)), 'application/json'), [atDoor]),
    ).toHaveLength(6)
  })

  it('what a platform says itself that it brings again is no news', async () => {
    const said = (id: string): Intent => ({
      id: `slack:event:${id}`,
      identity: { platform: 'slack', tenant: 'T0BELLWIRE', user: cast.agent.user },
      kind: 'words',
      text: `note ${record} said once`,
      mentions: [],
      to: 'desk',
      command: false,
    })
    const { converse } = house.service
    for (const id of ['Ev1', 'Ev2']) await converse(said(id))
    await quiet(house)
    const mark = (await desk.trail()).at(-1)?.id
    await desk.refuses(
      async () => {
        await converse({ ...said('Ev1'), retry: true })
        await converse(said('Ev2'))
      },
      { reason: 'repeated', actor: cast.agent.id, record },
    )
    expect((await desk.trail(mark)).map(({ detail }) => detail)).toEqual([{ intent: 'words' }])
  })
})

const sender = (activity: object) => () => house.playground.teams.send(activity)
/** What the door of Teams tells: nothing says whether it is Teams that tries again. */
const atTeams: Told = { reason: 'repeated', platform: 'teams', detail: { from: expect.any(String) } }
/** The door's own memory has forgotten by then: what is left is the record's. */
const afterwards = (): void => {
  house.clock.now = house.clock.now.add({ minutes: 6 })
}

describe('a rightly signed activity of Teams, sent again', () => {
  let cast: Cast
  let record: string
  beforeAll(async () => {
    cast = await castOf(house, { name: 'Teams', requesterChat: 'teams', agentChat: 'teams' })
    record = await raise(house, cast, 'Replayed')
  })

  const repeated = (intent: string): Told => ({
    reason: 'repeated',
    platform: 'teams',
    actor: cast.agent.id,
    detail: { intent },
  })
  const invoke = (name: string, value: object): object => ({
    ...house.playground.teams.example(cast.agent.user, { conversation: cast.triage }, ''),
    type: 'invoke',
    id: `f:${randomUUID()}`,
    name,
    value,
  })
  const form = (id: string): object =>
    invoke('task/submit', {
      data: {
        submit: { form: 'incident.report', state: { form: id } },
        ...Object.fromEntries(Object.entries(reported).map(([name, value]) => [`i_${name}`, value])),
      },
    })

  it('a form is recorded once, and told the same number again', async () => {
    const answers = await onceOnly(
      sender(form(randomUUID())),
      [atTeams, repeated('incident.report')],
      afterwards,
    )
    const numbers = answers.map(({ body }) => /INC-\d+/.exec(body)?.[0])
    expect(new Set(numbers).size).toBe(1)
    expect(numbers[0]).toBeDefined()
  })

  it('a form counts once, whatever else the activity around it says', async () => {
    const id = randomUUID()
    expect(
      await onceOnly(() => house.playground.teams.send(form(id)), [repeated('incident.report')]),
    ).toHaveLength(6)
  })

  it('a click counts once', async () => {
    const action = { name: 'incident.take', record, version: 1 }
    const click = invoke('adaptiveCard/action', {
      action: { type: 'Action.Execute', verb: 'press', data: { action } },
    })
    expect(await onceOnly(sender(click), [atTeams, repeated('incident.take')], afterwards)).toHaveLength(6)
  })

  it('a message counts once', async () => {
    const { teams } = house.playground
    const said = teams.example(
      cast.agent.user,
      { conversation: cast.agent.direct },
      `note ${record} said once`,
    )
    const message = sender({ ...said, id: `f:${randomUUID()}` })
    expect(await onceOnly(message, [atTeams, repeated('words')], afterwards)).toHaveLength(6)
  })
})

it('another person cannot use up a form that is open in front of someone', async () => {
  const state = { form: randomUUID() }
  const submit = async (id: string): Promise<string> => {
    const values = Object.fromEntries(
      Object.entries(reported).map(([name, value]) => [name, { text: { value } }]),
    )
    const payload = { ...viewSubmission({ f: 'incident.report', s: state }, values), user: { id } }
    const outcome = await house.playground.slack.send(
      new URLSearchParams({ payload: JSON.stringify({ ...payload, team: { id: 'T0BELLWIRE' } }) }).toString(),
      { timestamp: String(Math.floor(house.clock.now.epochMilliseconds / 1000)) },
    )
    return outcome.kind === 'answered' ? (/INC-\d+/.exec(outcome.body)?.[0] ?? outcome.body) : outcome.kind
  }
  const numbers = [await submit('U0FERN'), await submit('U0GABRIEL'), await submit('U0FERN')]
  expect(numbers[1]).toMatch(/^INC-/)
  expect(numbers[1]).not.toBe(numbers[0])
  expect(numbers[2]).toBe(numbers[0])
})
