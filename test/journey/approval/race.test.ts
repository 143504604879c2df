import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeenMessage } from '../../../playground/chat.ts'
import { personOf } from '../../../src/domain/authority.ts'
import type { Desk } from '../../../src/domain/desk.ts'
import type { Platform } from '../../../src/domain/person.ts'
import { findChange } from '../../../src/store/changes.ts'
import { propose, requestFrom } from '../../support/proposing.ts'
import { demoDesk } from '../../support/cast.ts'
import { board, edited, oneBoard } from '../../support/desk-edit.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../../support/desk-house.ts'
import { type Forger, forger } from '../../support/forger.ts'
import { changeDesk } from '../../support/new-desk.ts'
import { type PersonAtChat, asPerson, quiet } from '../../support/person.ts'
import { type Watch, watch } from '../../support/watch.ts'

// Everybody but the one who asks and the one who makes it; two of them have accounts in both chats.
const inSlack = ['ada', 'lena', 'ben', 'chiara', 'dawa', 'emre', 'gabriel', 'hana', 'iris', 'joao']
const inTeams = ['ada', 'lena', 'priya', 'mira', 'noor', 'otto', 'kofi', 'rosa', 'quinn', 'sam']
const members = [...new Set([...inSlack, ...inTeams])]

let house: DeskHouse
let watched: Watch
let desk: Desk
let hours = 24
beforeAll(async () => {
  house = await openDeskHouse({ file: boardOf('all') })
  watched = watch(house)
  desk = await demoDesk()
})
afterAll(async () => {
  await watched.close()
  await house.close()
})

const boardOf = (needs: 'all' | 'majority' | number, veto = false) =>
  edited((file) =>
    oneBoard(file, members, [{ name: 'Board', approvers: { authorities: ['operations'] }, needs, veto }]),
  )

const at = (id: string, platform: Platform): PersonAtChat => asPerson(house, personOf(desk, id)!, platform)

/** A card in front of somebody, and what they are going to click on it. */
interface Aim {
  readonly who: PersonAtChat
  readonly card: SeenMessage
  readonly forger: Forger
}

/** Twenty-five cards in that chat: everybody's own, everybody's on the board, and own ones once more. */
const aims = (platform: Platform, record: string): Promise<readonly Aim[]> => {
  const people = platform === 'slack' ? inSlack : inTeams
  const places = [
    ...people.map((id) => ({ id, where: 'direct' })),
    ...people.map((id) => ({ id, where: 'board' })),
    ...people.slice(0, 5).map((id) => ({ id, where: 'direct' })),
  ]
  return Promise.all(
    places.map(async ({ id, where }) => {
      const who = at(id, platform)
      // Who has two accounts is written to in one of the chats.
      const own = who.cards(record).at(-1)
      const card = where === 'direct' && own !== undefined ? own : await who.card(record, board[platform])
      return { who, card, forger: forger(house, personOf(desk, id)!, platform) }
    }),
  )
}

/** Every copy of the record's card that anybody in either chat can see. */
const copies = (record: string): readonly SeenMessage[] =>
  (['slack', 'teams'] as const).flatMap((platform) =>
    desk.people
      .filter(({ identities }) => identities.some((one) => one.platform === platform))
      .flatMap(({ id }) => {
        const who = at(id, platform)
        return who.chat.conversations(who.user).flatMap((there) => who.cards(record, there.id))
      }),
  )

/** How often somebody was told, for themselves, that their click changed nothing. */
const refusalsTo = ({ chat, user }: PersonAtChat): number =>
  chat.conversations(user).flatMap(({ id, kind }) =>
    chat
      .read(user, id)
      .flatMap((root) => (root.replies > 0 ? chat.read(user, id, root.id) : [root]))
      .filter(
        ({ onlyFor, text }) => (kind === 'direct' || onlyFor === user) && text.startsWith('Nothing was'),
      ),
  ).length

const deciding = ['Approve', 'Reject', 'Ask for changes', 'Approve with a condition', 'Delegate']
const named = { approved: 'Approved', rejected: 'Rejected' } as const

describe.each([
  { name: 'all of them have to approve', needs: 'all', ends: ['approved'] },
  { name: 'five are enough', needs: 5, ends: ['approved'] },
  {
    name: 'every second one rejects, and one no is enough',
    needs: 'majority',
    veto: true,
    ends: ['rejected'],
  },
] as const)('9.2-c: fifty click at the same moment, and $name', ({ needs, ends, ...more }) => {
  const veto = 'veto' in more
  let record: string
  let state: 'approved' | 'rejected'
  let clickers: readonly PersonAtChat[]
  let before: readonly number[]
  let answers: readonly string[]
  let clicked: number
  let clicks: readonly { readonly by: string; readonly counted: boolean }[]

  beforeAll(async () => {
    await changeDesk(house, boardOf(needs, veto))
    hours += 8
    const maker = personOf(desk, 'tomas')?.name ?? ''
    record = await propose(house, at('fern', 'slack'), requestFrom(house, hours, { 'Who makes it': maker }))
    const [slack, teams] = [await aims('slack', record), await aims('teams', record)]
    // In turn, so that both chats are at the door all the time.
    const all = slack.flatMap((one, index) => [one, ...teams.slice(index, index + 1)])
    clicked = all.length
    const version = (await findChange(watched.db, record))?.version ?? 0
    clickers = [...new Map(all.map(({ who }) => [who.user, who])).values()]
    before = clickers.map(refusalsTo)
    const said = await Promise.all(
      all.map(async ({ who, card, forger: sender }, index) => {
        if (!veto || index % 4 < 2) {
          await who.chat.press(who.user, card, 'Approve')
          return []
        }
        const form = { form: `${record}-${index}`, record, version: String(version), argument: '0' }
        return [await sender.submit('change.reject', form, { reason: `No, says ${who.name}` })]
      }),
    )
    answers = said.flat()
    await quiet(house)
    const change = await findChange(watched.db, record)
    state = change?.state === 'approved' ? 'approved' : 'rejected'
    const counted = await watched.db
      .selectFrom('approval_decisions')
      .select(['decided_by', 'click'])
      .where('record', '=', record)
      .execute()
    clicks = counted.map(({ decided_by: by, click }) => ({ by, counted: click }))
  })

  test('it ends once, as its policy says', async () => {
    const ended = await watched.db
      .selectFrom('approval_ends')
      .select('outcome')
      .where('record', '=', record)
      .execute()
    expect(ended).toEqual([{ outcome: state }])
    expect(ends).toContain(state)
    const change = await findChange(watched.db, record)
    expect(change?.state).toBe(state)
    expect(change?.approval?.state).toBe(state)
  })

  test('everyone’s answer counts once', () => {
    const people = clicks.map(({ by }) => by)
    expect(people).toEqual([...new Set(people)])
    // How many come to decide before the first who rejects ends it, nobody knows.
    const enough = { all: members.length, majority: people.length }
    expect(people).toHaveLength(typeof needs === 'number' ? needs : enough[needs])
  })

  test('every copy in both chats says how it ended, and offers no answer any more', () => {
    const all = copies(record)
    // One with each of them and with the one who asks; two boards, in front of everybody in them.
    expect(all).toHaveLength(members.length + 1 + inSlack.length + inTeams.length)
    expect(all.filter(({ text }) => !text.includes(named[state]))).toEqual([])
    expect(all.filter((card) => card.buttons.some(({ label }) => deciding.includes(label)))).toEqual([])
  })

  test('every click that did not count was answered, to whoever clicked, and is kept', async () => {
    expect(clicked).toBe(50)
    const refused = clicked - clicks.filter(({ counted }) => counted).length
    const told = clickers.reduce((sum, who, index) => sum + refusalsTo(who) - (before[index] ?? 0), 0)
    const inForms = answers.filter((answer) => answer.includes('Nothing was changed')).length
    expect(told + inForms).toBe(refused)
    await eventually(async () => ((await kept()) >= refused ? true : undefined), 'all of them in the trail')
    expect(await kept()).toBe(refused)
  })

  const kept = async (): Promise<number> =>
    (await watched.trail())
      .filter(({ record: about, reason }) => about === record && reason.startsWith('approval-'))
      .reduce((sum, { detail }) => sum + ((detail as { count?: number }).count ?? 1), 0)
})
