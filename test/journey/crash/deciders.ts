import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { SeenMessage } from '../../../playground/chat.ts'
import { personOf } from '../../../src/domain/authority.ts'
import type { Desk } from '../../../src/domain/desk.ts'
import type { Platform } from '../../../src/domain/person.ts'
import type { Chats } from '../../support/chats.ts'
import { edited, oneBoard } from '../../support/desk-edit.ts'
import { forger } from '../../support/forger.ts'
import { type PersonAtChat, atChat } from '../../support/person.ts'
import { inTime } from '../../support/program.ts'
import { requestFrom } from '../../support/proposing.ts'

/** Who decides, in which chat. */
export const deciders: readonly (readonly [id: string, platform: Platform])[] = [
  ['ben', 'slack'],
  ['sam', 'teams'],
  ['iris', 'slack'],
  ['mira', 'teams'],
  ['gabriel', 'slack'],
  ['noor', 'teams'],
]

/** Three of them are enough, and one who says no as well. */
export const deciding = edited((file) =>
  oneBoard(
    file,
    deciders.map(([id]) => id),
    [{ name: 'Board', approvers: { authorities: ['operations'] }, needs: 3, veto: true }],
    'PT40H',
  ),
)

/** Somebody of the desk at a chat whose bot comes and goes. */
export interface Decider extends PersonAtChat {
  /** Clicks *Approve* for as long as the button is there. */
  approve(record: string): Promise<void>
  /** Rejects it, again until that is answered. */
  reject(record: string, version: number): Promise<void>
}

/** Several deaths of the bot may come between. */
const patience = 60_000

export const deciderAt = (desk: Desk, chats: Chats, id: string, platform: Platform): Decider => {
  const person = personOf(desk, id)
  const user = person?.identities.find((identity) => identity.platform === platform)?.user
  if (person === undefined || user === undefined) throw new Error(`${id} is not in ${platform}`)
  const self = atChat(chats[platform], user, person)
  // To draw a whole conversation is slow, and the chats live in this process: a card is looked for once a second.
  const sight = new Map<string, { readonly id: string; readonly at: number }>()
  const look = (record: string): SeenMessage | undefined => {
    const known = sight.get(record)
    if (known !== undefined && performance.now() - known.at < 1000)
      return self.chat.read(user, self.direct, known.id).find(({ id: message }) => message === known.id)
    const card = self.cards(record).at(-1)
    if (card !== undefined) sight.set(record, { id: card.id, at: performance.now() })
    return card
  }
  const offered = (record: string): SeenMessage | undefined => {
    const card = look(record)
    return card?.buttons.some(({ label }) => label === 'Approve') === true ? card : undefined
  }
  return {
    ...self,
    approve: async (record) => {
      const until = performance.now() + patience
      for (let card = offered(record); card !== undefined; card = offered(record)) {
        if (performance.now() > until) throw new Error(`${person.name} is never done with ${record}`)
        // With a bot that is dead the click comes to nothing, and the chat says so.
        await self.chat.press(user, card, 'Approve').catch(() => undefined)
        for (let glance = 0; glance < 10 && offered(record) !== undefined; glance += 1) await delay(150)
      }
    },
    reject: async (record, version) => {
      const form = { form: randomUUID(), record, version: String(version), argument: '0' }
      await inTime(
        async () => {
          const sender = forger({ playground: chats }, person, platform)
          const answer = await sender.submit('change.reject', form, { reason: 'Too risky' }).catch(() => '')
          if (/rejected|Nothing was changed/i.test(answer)) return true
          await delay(100)
          return undefined
        },
        `an answer to ${person.name}, who rejects ${record}`,
        patience,
      )
    },
  }
}

/** Proposes a change through the form, of a time that no other has; gives its number. */
export const proposeInChat = async (person: PersonAtChat, turn: number): Promise<string> => {
  await person.command('change')
  await person.form('Propose a change')
  const clock = { now: Temporal.Now.instant() }
  await person.fillIn(requestFrom({ clock }, 24 + 4 * turn))
  const record = /CHG-\d+/.exec(await person.told(/is recorded/))?.[0] ?? ''
  await person.close()
  return record
}
