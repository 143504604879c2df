import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { SendOptions } from '../../../playground/slack/workspace.ts'
import type { Credentials } from '../../../playground/teams/options.ts'
import type { Platform } from '../../../src/domain/person.ts'
import { settings } from '../../support/cast.ts'
import type { DeskHouse } from '../../support/desk-house.ts'
import { forger } from '../../support/forger.ts'
import { quiet } from '../../support/person.ts'
import { raise } from '../../support/raising.ts'
import type { Watch } from '../../support/watch.ts'
import { type Stage, stage } from './forgeries.ts'
import { posted, slackReport, teamsReport } from './reports.ts'

/** A way into the desk, with people on it, and something that was sent that way and recorded. */
export interface Way extends Stage {
  readonly house: DeskHouse
  readonly desk: Watch
  readonly platform: Platform
  /** The question that another record of theirs waits with. */
  readonly question: string
  /** Sends the same once more; gives the number it is told. */
  readonly again: () => Promise<string>
  readonly first: string
}

/** By what is sent; gives what came back: a status, or words. */
export type Attempts = Readonly<Record<string, (way: Way) => Promise<string>>>

export const openWay = async (
  { house, desk }: { house: DeskHouse; desk: Watch },
  platform: Platform,
): Promise<Way> => {
  const setting = settings[platform === 'slack' ? 0 : 1]!
  const play = await stage(house, setting)
  const other = await raise(house, play.cast, 'Asked about')
  const asked = { form: randomUUID(), record: other }
  await play.agent.submit('incident.suspend', asked, { waitingFor: 'supplier', reason: 'spare part' })
  const again = recording(house, platform, play.owner.user)
  const first = await again()
  await quiet(house)
  const row = await desk.db
    .selectFrom('incidents')
    .select('agreement')
    .where('id', '=', other)
    .executeTakeFirstOrThrow()
  const question = (row.agreement as { id: string }).id
  return { ...play, house, desk, platform, question, again, first }
}

const number = (body: string): string => /INC-\d+/.exec(body)?.[0] ?? body

/** One report, the same however often it is sent, in the way that the house listens. */
const recording = (house: DeskHouse, platform: Platform, user: string): (() => Promise<string>) => {
  const { slack, teams } = house.playground
  const payload = slackReport(user, randomUUID())
  const activity = platform === 'teams' ? teamsReport(house, user, randomUUID()) : {}
  const timestamp = seconds(house, 0)
  return async () => {
    if (platform === 'teams') return number((await teams.send(activity)).body)
    const outcome = await (slack.sockets() > 0
      ? slack.bring('interactive', payload)
      : slack.send(posted(payload), { timestamp }))
    return outcome.kind === 'answered' ? number(outcome.body) : outcome.kind
  }
}

const seconds = ({ clock }: DeskHouse, away: number): string =>
  String(Math.floor(clock.now.epochMilliseconds / 1000) + away)

/** A report over HTTP that would be recorded, were it let in. */
const knock =
  (how: (way: Way) => SendOptions) =>
  async (way: Way): Promise<string> => {
    const body = posted(slackReport(way.owner.user, randomUUID()))
    const outcome = await way.house.playground.slack.send(body, how(way))
    return outcome.kind === 'answered' ? String(outcome.status) : outcome.kind
  }

/** The same at Teams' door. */
const call =
  (credentials: Credentials, changes: object = {}) =>
  async (way: Way): Promise<string> => {
    const { teams } = way.house.playground
    // Where Teams is off nobody plays in it.
    const user = way.owner.platform === 'teams' ? way.owner.user : (teams.users()[0]?.id ?? '')
    const activity = teamsReport(way.house, user, randomUUID(), changes)
    return String((await teams.send(activity, credentials)).status)
  }

const someoneElse = '99999999-9999-4999-8999-999999999999'
const elsewhere: Readonly<Record<Platform, string>> = { slack: 'T0ELSEWHERE', teams: someoneElse }
const guests: Readonly<Record<Platform, string>> = {
  slack: 'U0VISITOR',
  teams: '0b7f3c52-6a1e-4d0c-9a63-3f1de2f6c9aa',
}
const strangers: Readonly<Record<Platform, string>> = { slack: 'U0STRANGER', teams: someoneElse }
const unknown: Readonly<Record<Platform, string>> = { slack: 'U0NOBODY', teams: randomUUID() }
const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
const foreignUrl = 'https://smba.trafficmanager.net/emea/'
const hourAgo = Math.floor(Date.now() / 1000) - 3600

const report = (changes: Record<string, string>) => (way: Way) =>
  way.owner.submit(
    'incident.report',
    { form: randomUUID() },
    { title: 'Let in', service: way.cast.service.id, category: 'fault', ...changes },
  )
const work = (verb: string, values: Record<string, string>) => (way: Way) =>
  way.agent.submit(`incident.${verb}`, { form: randomUUID(), record: way.record }, { reason: 'r', ...values })
const enter =
  (who: Readonly<Record<Platform, string>>, tenant?: typeof elsewhere) =>
  ({ house, platform, record }: Way) =>
    forger(house, who[platform], platform, tenant === undefined ? {} : { tenant: tenant[platform] }).command(
      `show ${record}`,
    )
const otherAgent = ({ house, cast, platform }: Way) => forger(house, cast.otherAgent.user, platform)

export const attempts: Attempts = {
  'no signature': knock(() => ({ signature: null })),
  'signed with another secret': knock(() => ({ secret: 'guessed' })),
  'signed with an empty secret': knock(() => ({ secret: '' })),
  'six minutes old': knock(({ house }) => ({ timestamp: seconds(house, -360) })),
  'over HTTP, rightly signed': (way) => (way.platform === 'slack' ? knock(() => ({})) : call({}))(way),
  'no token': call({ token: null }),
  'signed with another key': call({ key: foreignKey }),
  'a token that expired': call({ claims: { nbf: hourAgo - 300, exp: hourAgo } }),
  'a token for another app': call({ audience: randomUUID() }),
  'a token of another issuer': call({ issuer: `https://sts.windows.net/${someoneElse}/` }),
  'from another tenant': call({}, { channelData: { tenant: { id: someoneElse } } }),
  'from another address, signed for it': call({ serviceUrl: foreignUrl }, { serviceUrl: foreignUrl }),
  'from our address, signed for another': call({ serviceUrl: foreignUrl }),
  'the same once more': async ({ again, first }) => {
    const answer = await again()
    return answer === first && first.startsWith('INC-') ? 'the first answer' : answer
  },

  'a button that is none': ({ owner }) => owner.pressRaw('{"n":"no button"}'),
  'a button that we do not have': ({ owner, record }) => owner.press({ name: 'incident.explode', record }),
  'an offer that nobody made': ({ owner, record }) =>
    owner.press({ name: 'incident.add-words', record, argument: randomUUID() }),
  'somebody else’s record': ({ stranger, record }) =>
    stranger.press({ name: 'incident.cancel', record, version: 1 }),
  'a question of another record': ({ owner, record, question }) =>
    owner.press({ name: 'incident.agree', record, version: 1, argument: question }),
  'an administrator’s decision': ({ owner }) => owner.press({ name: 'link.confirm', argument: randomUUID() }),

  'a form that is none': ({ owner }) => owner.submitRaw('{"f":7}'),
  'a report with an impact of its own': report({ impact: 'enormous' }),
  'a report with an urgency of its own': report({ urgency: 'yesterday' }),
  'a report with a service of its own': report({ service: 'coffee' }),
  'a report for somebody made up': report({ affected: 'godot' }),
  'a suspension that waits for something else': work('suspend', { waitingFor: 'godot' }),
  'a priority of its own': work('priority', { priority: 'P0' }),
  'a team of its own': work('hand-over', { team: 'mine' }),
  'a follow-up of somebody else’s record': ({ stranger, cast, record }) =>
    stranger.submit(
      'incident.report',
      { form: randomUUID(), followUpOf: record },
      { title: 'Mine now', service: cast.service.id, category: 'fault' },
    ),

  'by a guest': enter(guests),
  'by one of another organisation': enter(strangers, elsewhere),
  'an id of ours in another organisation': (way) =>
    enter({ slack: way.owner.user, teams: way.owner.user }, elsewhere)(way),
  'by one whom the chat does not know': enter(unknown),

  'Take it': (way) => otherAgent(way).press({ name: 'incident.take', record: way.record, version: 1 }),
  'a resolution': (way) =>
    otherAgent(way).submit(
      'incident.resolve',
      { form: randomUUID(), record: way.record },
      { code: 'fixed', text: 't', service: way.cast.service.id, category: 'fault' },
    ),
  'a note in words': (way) => otherAgent(way).command(`note ${way.record} words`),
}
