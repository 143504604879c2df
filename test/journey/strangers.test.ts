import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OtherUser } from '../../playground/seeds.ts'
import type { Platform } from '../../src/domain/person.ts'
import { type DeskHouse, eventually, openDeskHouse } from '../support/desk-house.ts'
import { castOf, demoDesk } from '../support/cast.ts'
import { type PersonAtChat, asPerson, atChat, quiet } from '../support/person.ts'
import { send } from '../support/raising.ts'
import { buttons, holding } from '../support/reading.ts'

const zone = 'Europe/Paris'
/** In each chat: nobody's account, somebody from elsewhere, and a second account of somebody known in the other chat. */
const others: readonly OtherUser[] = [
  { platform: 'slack', id: 'U0NOBODY', name: 'Nora Nobody', email: 'nora@tidewater.example', zone },
  {
    platform: 'teams',
    id: '7c1b0a52-0000-4000-8000-000000000001',
    name: 'Nils Nobody',
    email: 'nils@alder.example',
    zone,
  },
  {
    platform: 'slack',
    id: 'U0FOREIGN',
    name: 'Fabia Foreign',
    email: 'fern@tidewater.example',
    zone,
    home: 'T0ELSEWHERE',
  },
  {
    platform: 'teams',
    id: '7c1b0a52-0000-4000-8000-000000000002',
    name: 'Filip Foreign',
    email: 'quinn@alder.example',
    zone,
    home: '11111111-2222-4333-8444-555555555555',
  },
  { platform: 'slack', id: 'U0QUINN', name: 'Quinn T.', email: 'Quinn@Alder.example', zone },
  {
    platform: 'teams',
    id: '7c1b0a52-0000-4000-8000-000000000003',
    name: 'Fern H.',
    email: 'Fern@Tidewater.example',
    zone,
  },
]

let house: DeskHouse
beforeAll(async () => {
  house = await openDeskHouse({ others })
})
afterAll(() => house.close())

const recorded = async (): Promise<number> =>
  (await house.service.database.db.selectFrom('incidents').select('id').execute()).length

const audited = async (reason: string, account: string): Promise<boolean> => {
  const rows = await house.service.database.db.selectFrom('security_events').selectAll().execute()
  return rows.some((row) => row.reason === reason && JSON.stringify(row).includes(account))
}

describe.each(['slack', 'teams'] as const)(
  'somebody whom the desk does not know, in %s',
  (platform: Platform) => {
    const stranger = (name: RegExp): PersonAtChat => {
      const chat = house.playground[platform]
      const user = chat.users().find((one) => name.test(one.name))!
      return atChat(chat, user.id, user)
    }
    const setting = { name: platform, requesterChat: platform, agentChat: platform }

    test('a guest is refused in words, whatever they try', async () => {
      const before = await recorded()
      const { help } = await castOf(house, setting)
      const guest = stranger(/Visitor$/)
      const words = /serves its own organisation only/
      await guest.command('incident Let me in')
      await guest.told(words)
      await guest.say('Please let me in')
      await guest.told(words)
      await guest.say('My badge is gone', { conversation: help })
      await guest.told(words)
      const home = await guest.home()
      expect(home.text).toMatch(words)
      expect(buttons(home)).toEqual([])
      await guest.acts(() => guest.chat.shortcut(guest.user, 'Report a problem'))
      await guest.told(words)
      await quiet(house)
      expect(await recorded()).toBe(before)
      await eventually(async () => (await audited('outsider', guest.user)) || undefined, 'it is in the trail')
    })

    test('somebody of another organisation is refused, with an address of ours, too', async () => {
      const before = await recorded()
      const { help } = await castOf(house, setting)
      const foreigner = stranger(/Foreign$/)
      await foreigner.say('My badge is gone', { conversation: help })
      // In Teams there is no way to say it to them alone.
      await eventually(
        () => holding(foreigner.read(help), 'serves its own organisation only')[0],
        'a refusal where it was said',
      )
      await quiet(house)
      expect(await recorded()).toBe(before)
      await eventually(
        async () => (await audited('outsider', foreigner.user)) || undefined,
        'it is in the trail',
      )
    })

    test('an account that nobody has is told whom to ask', async () => {
      const before = await recorded()
      const nobody = stranger(/Nobody$/)
      await nobody.command('incident Hello?')
      expect(await nobody.told(/does not know this account yet/)).toContain('Please ask an administrator')
      expect(await recorded()).toBe(before)
    })

    test('an account with a known address is proposed to the admin, and works once confirmed', async () => {
      const before = await recorded()
      const desk = await demoDesk()
      const [account, known] =
        platform === 'slack'
          ? [stranger(/^Quinn T\.$/), 'Quinn Tremblay']
          : [stranger(/^Fern H\.$/), 'Fern Holloway']
      const admin = asPerson(
        house,
        desk.people.find(({ roles }) => roles.includes('admin'))!,
        'teams',
      )
      await account.command('incident Two phones, one voice')
      expect(await account.told(/This account looks like/)).toContain(`${known}'s`)
      await account.say('Anyone?')
      await account.told(/This account looks like/)
      await quiet(house)
      const asked = admin.read().filter(({ text }) => text.includes(account.user))
      expect(holding(asked, known)).toHaveLength(1)
      expect(buttons(asked[0]!)).toEqual(['It is theirs', 'It is not'])
      expect(await recorded()).toBe(before)
      await admin.press(asked[0]!, 'It is theirs')
      const decided = await admin.again(asked[0]!, /linked/)
      expect(buttons(decided)).toEqual([])

      await account.command('incident Two phones, one voice')
      await account.form('Report a problem')
      const record = await send(house, account, { Service: 'Laptops and phones' })
      expect((await account.card(record)).text).toContain(`Raised by ${known}`)
    })
  },
)
