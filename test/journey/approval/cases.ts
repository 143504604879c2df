import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Platform } from '../../../src/domain/person.ts'
import { changesIn, type edited } from '../../support/desk-edit.ts'
import type { DeskHouse } from '../../support/desk-house.ts'
import type { Forger } from '../../support/forger.ts'
import { type PersonAtChat, quiet } from '../../support/person.ts'
import { propose, requestFrom } from '../../support/proposing.ts'
import type { Watch } from '../../support/watch.ts'

// Two of the board, in whichever chat, and then the one who answers for the service.
export const members = ['gabriel', 'hana', 'fern', 'quinn', 'kofi', 'tomas', 'lena']

export interface Names {
  /** Asked, and clicks. */
  readonly approver: string
  readonly requester: string
  readonly implementer: string
  /** Asked later. */
  readonly owner: string
  readonly bystander: string
}
export const casts: Readonly<Record<Platform, Names>> = {
  slack: { approver: 'gabriel', requester: 'hana', implementer: 'fern', owner: 'iris', bystander: 'dawa' },
  teams: { approver: 'quinn', requester: 'kofi', implementer: 'tomas', owner: 'sam', bystander: 'otto' },
}

/** One change, put to its approvers, and what a case may do before the click that is refused. */
export interface Play {
  readonly house: DeskHouse
  readonly db: Watch['db']
  readonly record: string
  readonly hour: number
  readonly at: (part: keyof Names) => PersonAtChat
  readonly forge: (part: keyof Names | 'lena') => Forger
  readonly version: () => Promise<number>
  /** In force from then on. */
  readonly deskSays: (change: Parameters<typeof edited>[0]) => Promise<void>
}

export interface Case {
  readonly when: string
  /** What happens between the drawing of the card and the click. */
  readonly given?: (play: Play) => Promise<unknown>
  /** Who clicks; the approver. */
  readonly by?: keyof Names
  readonly says: RegExp
  readonly audited: string
  /** The card that is clicked; that in the direct chat. */
  readonly card?: 'board' | 'gone'
  /** What the button carries, for one that no card of ours has (any more). */
  readonly carries?: (version: number) => { readonly version?: number; readonly argument?: string }
  /** They may reject it all the same; else the form to reject it, opened before, is refused alike. */
  readonly onlyApproving?: boolean
}

const approves = (play: Play, part: Parameters<Play['forge']>[0], argument = '0'): Promise<string> =>
  play
    .version()
    .then((version) =>
      play.forge(part).press({ name: 'change.approve', record: play.record, version, argument }),
    )

export const cases: readonly Case[] = [
  {
    when: 'they have left',
    given: ({ at, deskSays }) =>
      deskSays((file) => {
        file.people = file.people.filter(({ id }) => id !== at('approver').id)
        const [operations] = changesIn(file).authorities
        operations!.members = operations!.members.filter((id) => id !== at('approver').id)
      }),
    says: /The desk does not know this account yet, so nothing was recorded/,
    audited: 'unknown-account',
  },
  {
    when: 'they are disabled',
    given: ({ at, deskSays }) =>
      deskSays((file) => {
        file.people.find(({ id }) => id === at('approver').id)!.disabled = true
      }),
    says: /Your account at the desk is disabled, so nothing was recorded and nothing was changed/,
    audited: 'disabled',
  },
  {
    when: 'they lost the role',
    given: ({ at, deskSays }) =>
      deskSays((file) => {
        const [operations] = changesIn(file).authorities
        operations!.members = operations!.members.filter((id) => id !== at('approver').id)
      }),
    says: /you are not asked any more: you do not have the part any more that decides it\./,
    audited: 'approval-seat-lost',
  },
  {
    when: 'they gave it to somebody else',
    given: async ({ forge, record, version }) => {
      const state = { form: randomUUID(), record, version: String(await version()), argument: '0' }
      await forge('approver').submit('change.delegate', state, { to: 'otto' })
    },
    says: /you asked Otto \S+ to decide instead/,
    audited: 'approval-delegated',
    card: 'board',
  },
  {
    when: 'whoever they stand in for has lost the role',
    given: async ({ at, forge, record, version, deskSays }) => {
      const state = { form: randomUUID(), record, version: String(await version()), argument: '0' }
      await forge('lena').submit('change.delegate', state, { to: at('bystander').id })
      await deskSays((file) => {
        const [operations] = changesIn(file).authorities
        operations!.members = operations!.members.filter((id) => id !== 'lena')
      })
    },
    by: 'bystander',
    says: /you do not stand in for Lena \S+ any more/,
    audited: 'approval-delegation-over',
    card: 'gone',
    carries: (version) => ({ version, argument: '0' }),
  },
  {
    when: 'they were a deputy until a date, and that has passed',
    given: async ({ house, db, at, record }) => {
      const { now } = house.clock
      await db
        .insertInto('absences')
        .values({
          id: randomUUID(),
          person: 'lena',
          deputy: at('bystander').id,
          from_at: now.subtract({ seconds: 1 }).toString(),
          to_at: now.add({ seconds: 1 }).toString(),
          entered_by: 'lena',
          entered_at: now.toString(),
          entered_via: JSON.stringify({ how: 'form' }),
        })
        .execute()
      await db.deleteFrom('approval_checks').execute()
      await house.service.tickChanges()
      await quiet(house)
      await at('bystander').card(record)
      house.clock.now = now.add({ seconds: 1 })
    },
    by: 'bystander',
    says: /you do not stand in for Lena \S+ any more/,
    audited: 'approval-delegation-over',
  },
  {
    when: 'they ask for it themselves',
    by: 'requester',
    says: /you ask for this change yourself, so others decide it/,
    audited: 'approval-unfit',
    card: 'board',
  },
  {
    when: 'they make it themselves',
    by: 'implementer',
    says: /you make this change yourself, so others decide it/,
    audited: 'approval-unfit',
    card: 'board',
  },
  {
    when: 'it has expired, and the clock has not ticked yet',
    given: ({ house }) => {
      house.clock.now = house.clock.now.add({ minutes: 3 })
      return Promise.resolve()
    },
    says: /Nothing was changed: it expired /,
    audited: 'approval-expired',
  },
  {
    when: 'they have decided already',
    given: (play) => approves(play, 'approver'),
    says: /\S+ \S+ has approved it already/,
    audited: 'approval-already-decided',
    card: 'board',
  },
  {
    when: 'the stage has been decided without them',
    given: async (play) => {
      await approves(play, 'lena')
      const [elsewhere] = members.filter((id) => id !== play.at('approver').id && isFree(id, play))
      await approves(play, elsewhere as 'lena')
    },
    says: /“Board” has decided already/,
    audited: 'approval-stage-over',
    card: 'gone',
    carries: (version) => ({ version, argument: '0' }),
  },
  {
    when: 'all have decided',
    given: async (play) => {
      const withdrawn = { form: randomUUID(), record: play.record, version: String(await play.version()) }
      await play.forge('requester').submit('change.withdraw', withdrawn, { reason: 'Not needed any more' })
    },
    says: /it is withdrawn already/,
    audited: 'approval-over',
    card: 'gone',
    carries: (version) => ({ version, argument: '0' }),
  },
  {
    when: 'a freeze has begun',
    given: ({ house, deskSays, hour }) =>
      deskSays((file) => {
        changesIn(file).freezes = [
          {
            id: 'stocktaking',
            name: 'Stocktaking',
            zone: 'UTC',
            from: localAt(house, hour - 1),
            to: localAt(house, hour + 1),
          },
        ]
      }),
    says: /it cannot be made as it stands\. .*Stocktaking/,
    audited: 'change-conflicts',
    onlyApproving: true,
  },
  {
    when: 'another was approved meanwhile that it collides with',
    given: async (play) => {
      const other = await propose(play.house, play.at('owner'), requestFrom(play.house, play.hour + 1))
      const colliding = { ...play, record: other, version: () => versionOf(play.db, other) }
      await approves(colliding, 'lena')
      await approves(colliding, 'requester')
      await approves(colliding, play.at('owner').id === 'iris' ? ('sam' as 'lena') : ('iris' as 'lena'), '1')
      expect(await stateOf(play.db, other)).toBe('approved')
    },
    says: /it cannot be made as it stands\. .*CHG-\d+ works on Remote access \(VPN\)/,
    audited: 'change-conflicts',
    onlyApproving: true,
  },
  {
    when: 'the request was revised since the card was drawn',
    given: async (play) => {
      const { at, forge, record, version } = play
      const state = { form: randomUUID(), record, version: String(await version()), argument: '0' }
      await forge('lena').submit('change.return', state, { remarks: 'Which readers?' })
      const requester = at('requester')
      await quiet(play.house)
      const mine = await requester.cardSays(record, /To be changed/)
      await requester.act(mine, 'Edit and send', { Scope: 'Both readers at the gate' })
      await requester.told(/is recorded/)
      await requester.close()
      expect(await stateOf(play.db, record)).toBe('requested')
    },
    says: /the request was revised after this card was drawn/,
    audited: 'change-revised-since',
    card: 'gone',
    carries: (version) => ({ version, argument: '0' }),
  },
  {
    when: 'it is not their turn yet',
    by: 'owner',
    says: /“Board” has to decide first\. You will be asked\./,
    audited: 'approval-not-yet',
    card: 'gone',
    carries: (version) => ({ version, argument: '1' }),
  },
  {
    when: 'nobody ever asked them',
    by: 'bystander',
    says: /you are not among those who decide this/,
    audited: 'approval-not-approver',
    card: 'gone',
    carries: (version) => ({ version, argument: '0' }),
  },
  ...['7', '0; drop table changes'].map((argument): Case => ({
    when: `the button carries the stage “${argument}”`,
    says: /you are not among those who decide this/,
    audited: 'approval-not-approver',
    card: 'gone',
    carries: (version) => ({ version, argument }),
  })),
  {
    when: 'the button carries a stage that is not decided yet',
    says: /“Board” has to decide first/,
    audited: 'approval-not-yet',
    card: 'gone',
    carries: (version) => ({ version, argument: '1' }),
  },
]

const isFree = (id: string, { at }: Play): boolean =>
  id !== at('requester').id && id !== at('implementer').id && id !== 'lena'
const localAt = ({ clock }: DeskHouse, hour: number): string =>
  clock.now.add({ hours: hour }).toString({ smallestUnit: 'minute' }).replace('Z', '')

export const rowOf = (db: Watch['db'], record: string) =>
  db.selectFrom('changes').selectAll().where('id', '=', record).executeTakeFirstOrThrow()
export const versionOf = async (db: Watch['db'], record: string): Promise<number> =>
  (await rowOf(db, record)).version
const stateOf = async (db: Watch['db'], record: string): Promise<string> => (await rowOf(db, record)).state
