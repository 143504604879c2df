import { setTimeout as delay } from 'node:timers/promises'
import type { Desk } from '../../../src/domain/desk.ts'
import type { Platform } from '../../../src/domain/person.ts'
import { connect } from '../../../src/store/database.ts'
import { type Chats, openChats } from '../../support/chats.ts'
import { freePort } from '../../support/program.ts'
import { createChance } from './chance.ts'
import { type Evidence, gatherEvidence } from './evidence.ts'
import { createMortalBot, drained } from './mortal-bot.ts'
import { type Actor, type Plot, type Told, commandsPerStory, tellStory } from './story.ts'

export interface ProofOptions {
  /** An empty, migrated database. */
  readonly connection: string
  readonly desk: Desk
  readonly commands: number
  readonly kills: number
  readonly seed: number
}

export interface Proof extends Evidence {
  readonly commands: number
  readonly kills: number
  /** How often Slack sent an event again, and how often Teams got no answer or a bad one. */
  readonly retries: { readonly slack: number; readonly teams: number }
  /** Events that Slack gave up, those about the bot's own messages included, and comments not known to have got through. */
  readonly lost: number
  readonly unsureComments: number
  /** Forms whose sender saw “Still saving” and then nothing, because the bot died. */
  readonly leftInTheDark: number
  /** What people's own clients complained of: answers that never came. */
  readonly complaints: number
  readonly seconds: number
  readonly log: string
}

/** Requester and agent of each pair, each person in one pair only, within one chat and across them. */
const pairs: readonly (readonly [requester: string, Platform, agent: string, Platform, service: string])[] = [
  ['fern', 'slack', 'ben', 'slack', 'remote-access'],
  ['gabriel', 'slack', 'chiara', 'slack', 'site-network'],
  ['hana', 'slack', 'mira', 'teams', 'booking'],
  ['joao', 'slack', 'priya', 'teams', 'devices'],
  ['quinn', 'teams', 'noor', 'teams', 'orders'],
  ['kofi', 'teams', 'otto', 'teams', 'orders'],
  ['sam', 'teams', 'dawa', 'slack', 'remote-access'],
  ['tomas', 'teams', 'emre', 'slack', 'mail'],
]

/**
 * People raise, take, comment, resolve and close while the bot is killed again and again; what they were told and see
 * is then held against what is recorded.
 */
export const prove = async (options: ProofOptions): Promise<Proof> => {
  const { connection, desk, kills, seed } = options
  const chance = createChance(seed)
  const port = await freePort()
  // A sixtieth of Slack's own delays (at once, a minute, five minutes), among deaths every few seconds: now and then an
  // event meets a dead bot each time and is given up.
  const slackRetries = [0, 1000, 5000]
  const givenUpAfter = slackRetries.reduce((sum, each) => sum + each, 0)
  const chats = await openChats({ desk, address: `http://127.0.0.1:${port}`, slackRetries })
  const database = connect(connection, { owner: true, poolSize: 2 })
  const bot = createMortalBot({ connection, port, chats, database })
  const stories = Math.ceil(options.commands / commandsPerStory)
  const total = stories * commandsPerStory
  const moments = Array.from({ length: kills }, () => Math.floor(chance() * total * 0.97)).sort(
    (a, b) => a - b,
  )
  const began = performance.now()
  const course = { given: 0, deaths: 0, over: false }
  const told: Told[] = []
  try {
    await bot.start()
    await chats.teams.install()
    let next = 0
    const telling = pairs.map(async (pair, index) => {
      const plot = { ...plotOf(desk, chats, pair), givenUpAfter }
      while (next < stories) {
        next += 1
        const title = `Story ${next} of pair ${index + 1}`
        told.push(await tellStory(plot, title, () => void (course.given += 1)))
      }
    })
    const killing = (async () => {
      for (const moment of moments) {
        while (course.given < moment && !course.over) await delay(5)
        if (course.over) return
        await delay(chance() * 150)
        await bot.kill()
        course.deaths += 1
        await bot.start()
      }
    })()
    try {
      await Promise.all(telling)
    } finally {
      course.over = true
      await killing
    }
    await chats.slack.settled()
    await drained(database, 60_000)
    const evidence = await gatherEvidence(told, database, chats)
    const statistics = chats.slack.deliveries()
    return {
      ...evidence,
      commands: course.given,
      kills: course.deaths,
      retries: { slack: statistics.retries, teams: chats.teams.refusals().length },
      lost: statistics.lost,
      unsureComments: told.flatMap(({ comments }) => comments).filter(({ taken }) => !taken).length,
      leftInTheDark: told.filter(({ record }) => record === undefined).length,
      complaints: complaintsIn(chats),
      seconds: Math.round((performance.now() - began) / 100) / 10,
      log: bot.log(),
    }
  } catch (error) {
    throw new Error(`the proof with seed ${seed} broke off; the bot said:\n${bot.log()}`, { cause: error })
  } finally {
    await bot.stop()
    await chats.close()
    await database.close()
  }
}

const plotOf = (
  desk: Desk,
  chats: Chats,
  [requester, requesterChat, agent, agentChat, service]: (typeof pairs)[number],
): Omit<Plot, 'givenUpAfter'> => {
  const actor = (id: string, platform: Platform, triageOf?: string): Actor => {
    const user = desk.people
      .find((person) => person.id === id)
      ?.identities.find((identity) => identity.platform === platform)?.user
    const triage = desk.teams
      .find((team) => team.id === triageOf)
      ?.triage.find((place) => place.platform === platform)?.conversation
    const chat = chats[platform]
    const conversation =
      triageOf === undefined
        ? chat.conversations(user ?? '').find(({ kind }) => kind === 'direct')?.id
        : triage
    if (user === undefined || conversation === undefined) throw new Error(`${id} cannot play in ${platform}`)
    return { chat, user, conversation, sight: new Map() }
  }
  const about = desk.services.find(({ id }) => id === service)
  if (about === undefined) throw new Error(`there is no service ${service}`)
  return {
    requester: actor(requester, requesterChat),
    agent: actor(agent, agentChat, about.team),
    service: about.name,
  }
}

const complaintsIn = ({ slack, teams }: Chats): number =>
  [slack, teams]
    .flatMap((chat) => chat.users().map(({ id }) => chat.complaints(id).length))
    .reduce((sum, count) => sum + count, 0)

/** The figures in words, for whoever ran it. */
export const describeProof = (proof: Proof, seed: number): string =>
  [
    `seed ${seed}: ${proof.commands} commands, ${proof.kills} kills, ${proof.seconds} s`,
    `${proof.incidents} incidents, ${proof.events} events, ${proof.deliveries} deliveries`,
    `sent again: ${proof.retries.slack} by Slack, ${proof.retries.teams} by Teams; people were shown ${proof.complaints} failures; events given up by Slack: ${proof.lost}; comments that may not have got through: ${proof.unsureComments}; left at “Still saving”: ${proof.leftInTheDark}`,
    `posted twice: ${proof.duplicates.slack} in Slack, ${proof.duplicates.teams} in Teams (the desk says ${proof.duplicates.maybeTwice} may be)`,
  ].join('\n')
