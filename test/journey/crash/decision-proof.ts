import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readDeskFile } from '../../../src/desk-file/read.ts'
import type { Desk } from '../../../src/domain/desk.ts'
import { findChange } from '../../../src/store/changes.ts'
import { type Database, connect } from '../../../src/store/database.ts'
import { type Chats, openChats } from '../../support/chats.ts'
import { freePort, inTime } from '../../support/program.ts'
import { createChance } from './chance.ts'
import { type Decider, deciderAt, deciders, deciding, proposeInChat } from './deciders.ts'
import { type DecisionEvidence, copiesOf, gatherDecisions, offersAnswer } from './decision-evidence.ts'
import { type MortalBot, createMortalBot, drained } from './mortal-bot.ts'

export interface DecisionProofOptions {
  /** An empty, migrated database. */
  readonly connection: string
  /** Changes decided while the bot is killed at random moments. */
  readonly changes: number
  readonly kills: number
  /** Changes after whose decision the bot is killed at once. */
  readonly caught: number
  readonly seed: number
}

export interface DecisionProof extends DecisionEvidence {
  readonly kills: number
  /** Copies that still offered an answer when the bot had died, though all was decided. */
  readonly dead: number
  readonly seconds: number
  readonly log: string
}

/** A desk whose bot is killed while people in both chats decide changes; then all copies are held against the record. */
export const proveDecisions = async (options: DecisionProofOptions): Promise<DecisionProof> => {
  const { connection, seed } = options
  const began = performance.now()
  const chance = createChance(seed)
  const folder = await mkdtemp(join(tmpdir(), 'bellwire-decisions-'))
  const deskFile = join(folder, 'desk.yaml')
  const desk = await writeDesk(deskFile)
  const port = await freePort()
  const chats = await openChats({ desk, address: `http://127.0.0.1:${port}`, slackRetries: [0, 500] })
  const database = connect(connection, { owner: true, poolSize: 4 })
  const bot = createMortalBot({ connection, port, chats, database, deskFile })
  try {
    await bot.start()
    await chats.teams.install()
    let turns = 0
    const stage: Stage = {
      bot,
      chats,
      database,
      desk,
      chance,
      people: deciders.map(([id, platform]) => deciderAt(desk, chats, id, platform)),
      propose: async (count) => {
        const requester = deciderAt(desk, chats, 'fern', 'slack')
        const records: string[] = []
        for (let turn = 0; turn < count; turn += 1) records.push(await proposeInChat(requester, (turns += 1)))
        await drained(database, 30_000)
        return records
      },
    }
    let dead = 0
    for (let turn = 0; turn < options.caught; turn += 1) dead += await catchIt(stage, turn)
    const kills = await dieAtRandom(stage, options)
    await drained(database, 60_000)
    return {
      ...(await gatherDecisions(database, desk, chats)),
      kills: kills + options.caught,
      dead,
      seconds: Math.round((performance.now() - began) / 100) / 10,
      log: bot.log(),
    }
  } catch (error) {
    throw new Error(`the proof with seed ${seed} broke off; the bot said:\n${bot.log()}`, { cause: error })
  } finally {
    await bot.stop()
    await chats.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Stage {
  readonly bot: MortalBot
  readonly chats: Chats
  readonly database: Database
  readonly desk: Desk
  readonly chance: () => number
  readonly people: readonly Decider[]
  /** So many changes, each put to everybody. */
  readonly propose: (count: number) => Promise<readonly string[]>
}

const writeDesk = async (path: string): Promise<Desk> => {
  const source = deciding(await readFile('examples/desk.yaml', 'utf8'))
  const reading = readDeskFile(source)
  if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes))
  await writeFile(path, source)
  return { ...reading.desk, version: 1 }
}

/**
 * Kills the bot between a decision and what it has to tell of it: another process seems to have the conversations, so that
 * the decision is committed and no card is edited; then that one and the bot are gone. Gives the copies that were left so.
 */
const catchIt = async (stage: Stage, turn: number): Promise<number> => {
  const { bot, database, people, propose, desk, chats } = stage
  const [record = ''] = await propose(1)
  const [first, second, third] = [0, 1, 2].map((step) => people[(turn + step) % people.length])
  if (first === undefined || second === undefined || third === undefined) throw new Error('three people')
  await Promise.all([first.approve(record), second.approve(record)])
  await drained(database, 30_000)
  await database.pool.query(
    `insert into pace (key, leased_by, leased_until)
     select distinct pace_key, gen_random_uuid(), now() + interval '1 hour' from message_refs where record = $1
     on conflict (key) do update set leased_by = excluded.leased_by, leased_until = excluded.leased_until`,
    [record],
  )
  const version = (await findChange(database.db, record))?.version ?? 0
  const last = turn % 2 === 0 ? third.approve(record) : third.reject(record, version)
  await inTime(
    async () => {
      const ended = await database.db
        .selectFrom('approval_ends')
        .select('outcome')
        .where('record', '=', record)
        .execute()
      return ended.length > 0 ? true : undefined
    },
    `the end of ${record}`,
    20_000,
  )
  await bot.kill()
  const left = copiesOf(record, desk, chats).filter(offersAnswer).length
  await bot.start()
  await last
  await drained(database, 30_000)
  return left
}

/** Half of the changes are approved by everybody at once, half are rejected by one while others approve. */
const dieAtRandom = async (stage: Stage, { changes, kills }: DecisionProofOptions): Promise<number> => {
  const { bot, database, people, chance, propose } = stage
  const records = await propose(changes)
  const course = { deaths: 0, over: false }
  const killing = (async () => {
    while (course.deaths < kills && !course.over) {
      await delay(chance() * 600)
      await bot.kill()
      course.deaths += 1
      await bot.start()
    }
  })()
  const work = records.map(async (record, index) => {
    await delay(chance() * 3000)
    const version = (await findChange(database.db, record))?.version ?? 0
    await Promise.all(
      people.map(async (person, place) => {
        await delay(chance() * 1500)
        if (index % 2 === 1 && place === index % people.length) await person.reject(record, version)
        else await person.approve(record)
      }),
    )
  })
  try {
    await Promise.all(work)
  } finally {
    course.over = true
    await killing
  }
  return course.deaths
}

/** The figures in words, for whoever ran it. */
export const describeDecisions = (proof: DecisionProof, seed: number): string =>
  [
    `seed ${seed}: ${proof.changes} changes decided, ${proof.kills} kills, ${proof.seconds} s`,
    `${proof.copies} copies agree with the record; ${proof.dead} were left with buttons by a death right after the commit`,
    `posted twice: ${proof.duplicates.cards} cards, ${proof.duplicates.lines} lines (the desk says ${proof.duplicates.maybeTwice} may be)`,
  ].join('\n')
