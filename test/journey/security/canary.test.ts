import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLog } from '../../../src/log.ts'
import { type Cast, castOf, settings } from '../../support/cast.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../../support/desk-house.ts'
import { commonRoom, forger } from '../../support/forger.ts'
import { quiet } from '../../support/person.ts'
import { closed, raise, resolve, take } from '../../support/raising.ts'
import { type Watch, watch } from '../../support/watch.ts'

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

/** Sings in whatever people type. */
const canary = (where: string): string => `canary-${where}-5f1c9e`
const anyCanary = /canary-[a-z]+-5f1c9e/

const secretsOf = ({ playground: { slackSettings, teamsSettings } }: DeskHouse): readonly string[] => [
  slackSettings.SLACK_BOT_TOKEN,
  slackSettings.SLACK_SIGNING_SECRET,
  teamsSettings.MicrosoftAppPassword,
]

/** The log of the house, written as the program writes it. */
const written = (): readonly string[] => {
  const lines: string[] = []
  const log = createLog({
    level: 'debug',
    secrets: secretsOf(house),
    destination: { write: (line) => void lines.push(line) },
  })
  for (const { level, fields, message } of house.log)
    if (level === 'info' || level === 'warn' || level === 'error') log[level](fields, message)
  return lines
}

const answers: string[] = []

it('lives a life with canaries in all that is typed, in both chats', async () => {
  for (const setting of settings.slice(0, 2)) {
    const cast: Cast = await castOf(house, setting)
    const record = await raise(house, cast, canary('title'), { Details: canary('description') })
    await take(house, cast, record)
    await cast.requester.command(`comment ${record} ${canary('comment')}`)
    await cast.agent.command(`note ${record} ${canary('note')}`)
    await cast.requester.command(`list ${canary('search')}`)
    await cast.requester.say(canary('offer'))
    await cast.requester.command(`${canary('verb')} ${canary('words')}`)
    await resolve(house, cast, record, canary('resolution'))
    await closed(cast.agent)
  }
  await quiet(house)
  expect((await desk.recorded())['incidents']).toBe(2)
})

/** Makes the database complain as it does about real trouble: with the row, or with the value, in its complaint. */
const spoilDatabase = async (): Promise<void> => {
  await sql`alter table incidents add constraint refuses check (title !~ 'canary-refused')`.execute(desk.db)
  await sql`
    create function casts() returns trigger language plpgsql as $$
    begin
      if new.title ~ 'canary-cast' then perform new.title::integer; end if;
      return new;
    end $$`.execute(desk.db)
  await sql`create trigger casts before insert on incidents for each row execute function casts()`.execute(
    desk.db,
  )
}

it('fails in every way it can while they sing', async () => {
  const { slack, teams } = house.playground
  await spoilDatabase()
  for (const setting of settings.slice(0, 2)) {
    const cast = await castOf(house, setting)
    const sender = forger(house, cast.requester.user, setting.requesterChat)
    const right = { service: cast.service.id, category: 'fault', title: canary('title') }
    const report = (values: Record<string, string>): Promise<string> =>
      sender.submit('incident.report', { form: randomUUID() }, { ...right, ...values })
    answers.push(await report({ title: canary('refused') }))
    answers.push(await report({ title: canary('cast') }))
    answers.push(await report({ title: `${canary('nul')}\u0000` }))
    answers.push(await report({ description: `${canary('half')}\uD800` }))
    answers.push(await report({ service: canary('service') }))
    answers.push(await report({ title: canary('long').repeat(40) }))
    answers.push(await sender.pressRaw(canary('button')))
    answers.push(await sender.submitRaw(canary('state')))
    // What the chats refuse or lose: their SDKs' errors carry the whole request.
    for (const how of [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 400, error: 'invalid_blocks' },
      { kind: 'lost' },
    ] as const) {
      slack.fault({ method: 'chat.postMessage', times: 2, how })
      slack.fault({ method: 'chat.postEphemeral', times: 1, how })
      slack.fault({ method: 'views.open', times: 1, how })
      teams.fault({ method: 'post', times: 2, how })
      await cast.requester.command(`incident ${canary('title')}`).catch(() => undefined)
      await cast.requester.say(canary('said')).catch(() => undefined)
      answers.push(await report({}))
    }
    await slack.settled()
  }
  const example = teams.example(teams.users()[0]?.id ?? '', { conversation: commonRoom.teams }, '')
  answers.push((await teams.send({ ...example, channelId: canary('channel') })).body)
  answers.push((await teams.send({ ...example, text: 7 })).body)
  answers.push((await teams.send(example, { token: canary('token') })).body)
  answers.push(JSON.stringify(await slack.send(canary('body'), { signature: `v0=${canary('signature')}` })))
  answers.push(JSON.stringify(await slack.send(`payload=${canary('payload')}`)))
  answers.push(JSON.stringify(await slack.send('{"type":', { contentType: 'application/json' })))
  await eventually(() => (house.log.length > 5 ? true : undefined), 'complaints in the log')
  expect(house.log.some(({ level }) => level === 'error')).toBe(true)
})

it('no line of the log has a canary, a secret, a token or an address', () => {
  // There was something to withhold.
  expect(inspect(house.log, { depth: 12 })).toMatch(anyCanary)
  const lines = written()
  expect(lines.length).toBe(house.log.length)
  for (const line of lines) {
    expect(line).not.toMatch(anyCanary)
    expect(line).not.toMatch(/xox[abp]-|eyJ[\w-]{10}|Bearer [\w-]{6}|@(?:tidewater|alder)\.example/)
    for (const secret of secretsOf(house)) expect(line).not.toContain(secret)
  }
})

it('the sentences of the log are ours: what varies stands in the fields', () => {
  for (const { message } of house.log) expect(message).not.toMatch(anyCanary)
})

it('no answer tells how the desk is built, and none has a secret', () => {
  expect(answers.some((answer) => answer.includes('went wrong'))).toBe(true)
  for (const answer of answers) {
    expect(answer).not.toMatch(/node_modules|\.ts:\d|at \w+ \(|select |insert into|invalid byte|postgres/i)
    for (const secret of secretsOf(house)) expect(answer).not.toContain(secret)
  }
})

it('neither the trail nor the figures have anything that was typed', async () => {
  const rows = await desk.trail()
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toMatch(anyCanary)
  for (const path of ['/metrics', '/healthz', '/readyz', '/nowhere']) {
    const response = await fetch(house.address + path)
    expect(await response.text()).not.toMatch(anyCanary)
  }
})
