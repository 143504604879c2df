import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeenMessage } from '../../../playground/chat.ts'
import { personOf } from '../../../src/domain/authority.ts'
import type { Person, Platform } from '../../../src/domain/person.ts'
import { demoDesk } from '../../support/cast.ts'
import { board, edited, oneBoard } from '../../support/desk-edit.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { forger } from '../../support/forger.ts'
import { changeDesk } from '../../support/new-desk.ts'
import { lateClock } from '../../support/late-clock.ts'
import { type PersonAtChat, asPerson, quiet } from '../../support/person.ts'
import { propose, requestFrom } from '../../support/proposing.ts'
import { newsSince, sightOfAll } from '../../support/sight.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { type Case, type Names, type Play, cases, casts, members, rowOf, versionOf } from './cases.ts'

// What expires within minutes: no signature is too old by then.
const agreed = edited((file) =>
  oneBoard(
    file,
    members,
    [
      { name: 'Board', approvers: { authorities: ['operations'] }, needs: 2 },
      { name: 'Owner', approvers: { people: ['iris', 'sam'] }, needs: 'any' },
    ],
    'PT3M',
  ),
)

let house: DeskHouse
let desk: Watch
let people: ReadonlyMap<string, Person>
let hours = 24

describe.each(['slack', 'teams'] as const)(
  '9.2-c: a click in %s is decided by how things are then',
  (platform) => {
    const names = casts[platform]
    let play: Play
    let isOtherDesk = false
    let drawn: { readonly version: number; readonly board: SeenMessage }

    const platformOf = (id: string): Platform =>
      people.get(id)?.identities.some((one) => one.platform === platform) === true
        ? platform
        : platform === 'slack'
          ? 'teams'
          : 'slack'

    beforeAll(async () => {
      house = await openDeskHouse({ file: agreed })
      desk = watch(house)
      const demo = await demoDesk()
      people = new Map(members.concat('iris', 'sam', 'otto', 'dawa').map((id) => [id, personOf(demo, id)!]))
    })
    afterAll(async () => {
      await desk.close()
      await house.close()
    })

    const open = async (): Promise<void> => {
      hours += 8
      const at = (part: keyof Names): PersonAtChat => asPerson(house, people.get(names[part])!, platform)
      const record = await propose(
        house,
        at('requester'),
        requestFrom(house, hours, { 'Who makes it': people.get(names.implementer)?.name ?? '' }),
      )
      play = {
        house,
        db: desk.db,
        record,
        hour: hours,
        at,
        forge: (part) => {
          const id = part in names ? names[part as keyof Names] : part
          return forger(house, people.get(id)!, platformOf(id))
        },
        version: () => versionOf(desk.db, record),
        deskSays: async (change) => {
          isOtherDesk = true
          await changeDesk(house, (source) => edited(change)(agreed(source)))
        },
      }
      drawn = {
        version: await versionOf(desk.db, record),
        board: await at('approver').card(record, board[platform]),
      }
    }

    /** What is refused changes nothing: cases that only click share a change. */
    let untouched = false
    beforeEach(async () => {
      if (untouched) return
      house.clock.now = Temporal.Now.instant()
      if (isOtherDesk) await changeDesk(house, agreed)
      isOtherDesk = false
      await open()
      await lateClock(desk.db)
    })

    /** Who sees news, and that the record is what it was and the trail says who tried what. */
    const refused = async (one: Case, attempt: (who: PersonAtChat) => Promise<string>): Promise<string> => {
      const who = play.at(one.by ?? 'approver')
      // The posts of the schedule say what a new desk file freezes: that is no answer to the click.
      await house.service.keepSchedule()
      await quiet(house)
      await lateClock(desk.db)
      const [before, row] = [sightOfAll(house, play.record), await rowOf(desk.db, play.record)]
      const actor =
        one.audited === 'unknown-account' || one.audited === 'disabled'
          ? `${platform}/${house.playground[platform].tenant}/${who.user}`
          : who.id
      const words = await desk.refuses(() => attempt(who), {
        reason: one.audited,
        platform,
        actor,
        ...(actor === who.id ? { record: play.record } : {}),
      })
      await quiet(house)
      const { [who.user]: own = [], ...others } = newsSince(before, sightOfAll(house, play.record))
      expect(others).toEqual({})
      // Teams shows where to look, in the place of the answer to the click itself.
      expect(own.filter((text) => !one.says.test(text) && text !== 'The answer is below.')).toEqual([])
      expect(await rowOf(desk.db, play.record)).toEqual(row)
      return words
    }

    test.each(cases)('when $when', async (one) => {
      untouched = one.given === undefined
      await one.given?.(play)
      const by = one.by ?? 'approver'
      const carried = one.carries?.(drawn.version)
      const told = await refused(one, async (who) => {
        if (carried !== undefined)
          return play.forge(by).press({ name: 'change.approve', record: play.record, ...carried })
        await who.press(one.card === 'board' ? drawn.board : await who.card(play.record), 'Approve')
        return who.told(one.says)
      })
      expect(told).toMatch(one.says)
      if (one.onlyApproving === true) return
      const { version = drawn.version, argument = '0' } = carried ?? {}
      const opened = { form: randomUUID(), record: play.record, version: String(version), argument }
      const inForm = await refused(one, () =>
        play.forge(by).submit('change.reject', opened, { reason: 'Too risky' }),
      )
      expect(inForm).toMatch(one.says)
    })
  },
)
