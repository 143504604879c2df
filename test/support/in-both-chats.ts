import type { SeenMessage } from '../../playground/chat.ts'
import { personOf } from '../../src/domain/authority.ts'
import { nextOpen } from '../../src/domain/business-time.ts'
import type { Platform } from '../../src/domain/person.ts'
import { calendarOf } from '../../src/domain/sla-clock.ts'
import { demoDesk } from './cast.ts'
import { type DeskHouse, eventually } from './desk-house.ts'
import { type PersonAtChat, asPerson, quiet } from './person.ts'
import { holding } from './reading.ts'

/** People of the demo organisation wherever they are: who is in both chats is written to in the one that was just used. */
export interface InBothChats {
  readonly at: (id: string, platform: Platform) => PersonAtChat
  /** The person where that card of theirs stands, once it says so. */
  readonly holderOf: (id: string, record: string, pattern?: RegExp) => Promise<PersonAtChat>
  readonly cardOf: (id: string, record: string, pattern?: RegExp) => Promise<SeenMessage>
  /** How often they were told those words. */
  readonly told: (id: string, words: string) => number
  /** What comes due by then, in office hours, whenever that is; people act at their own time again afterwards, as their chats demand. */
  readonly afterHours: (hours: number) => Promise<void>
}

export const inBothChats = async (house: DeskHouse): Promise<InBothChats> => {
  const desk = await demoDesk()
  const person = (id: string): NonNullable<ReturnType<typeof personOf>> => {
    const found = personOf(desk, id)
    if (found === undefined) throw new Error(`the demo desk has no ${id}`)
    return found
  }
  const at = (id: string, platform: Platform): PersonAtChat => asPerson(house, person(id), platform)
  const chatsOf = (id: string): readonly PersonAtChat[] =>
    person(id).identities.map(({ platform }) => at(id, platform))
  const holderOf: InBothChats['holderOf'] = (id, record, pattern = /./) =>
    eventually(
      () => chatsOf(id).find((one) => one.cards(record).some(({ text }) => pattern.test(text))),
      `the card of ${record} that says ${pattern} to ${id}`,
    )
  const office = calendarOf(desk, 'office')
  return {
    at,
    holderOf,
    cardOf: async (id, record, pattern = /./) =>
      (await holderOf(id, record, pattern)).cardSays(record, pattern),
    told: (id, words) => chatsOf(id).reduce((sum, one) => sum + holding(one.read(), words).length, 0),
    async afterHours(hours) {
      const { now } = house.clock
      house.clock.now = nextOpen(office, now.add({ hours })) ?? now
      await house.service.tickChanges()
      await quiet(house)
      house.clock.now = now
    },
  }
}
