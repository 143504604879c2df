import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cast, settings } from '../../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import type { Forger } from '../../support/forger.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { buttonNames, forms, hiddenWords, missing, stage } from './forgeries.ts'

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

describe.each(settings.slice(0, 2))('somebody else’s record in $name', (setting) => {
  let cast: Cast
  let record: string
  let owner: Forger
  let stranger: Forger
  beforeAll(async () => {
    ;({ cast, record, owner, stranger } = await stage(house, setting))
  })
  const platform = setting.requesterChat
  const uninvolved = () => ({ reason: 'not-involved', platform, actor: cast.bystander.id, record })

  it('somebody else’s record is answered like one that is not there, whatever the button', async () => {
    const sender = stranger
    const press = (name: string, of: string): Promise<string> =>
      sender.press({ name, record: of, version: 1, argument: randomUUID() })
    await desk.refuses(
      async () => {
        for (const name of buttonNames) {
          const answer = await press(name, record)
          expect(`${name}: ${answer}`).toContain(hiddenWords(record))
          expect([name, answer.replaceAll(record, missing)]).toEqual([name, await press(name, missing)])
        }
      },
      ...buttonNames.map((intent) => ({ ...uninvolved(), detail: { intent } })),
    )
  })

  it('somebody else’s record is answered like one that is not there, whatever the form', async () => {
    const values = { reason: 'because', text: 'words', priority: 'P1', assignee: cast.bystander.id }
    const names = [...forms, 'incident.take', 'incident.explode']
    const send = (name: string, of: string): Promise<string> =>
      stranger.submit(name, { form: randomUUID(), record: of, version: '1' }, values)
    await desk.refuses(
      async () => {
        for (const name of names) {
          const answer = await send(name, record)
          expect(`${name}: ${answer}`).toContain(hiddenWords(record))
          expect([name, answer.replaceAll(record, missing)]).toEqual([name, await send(name, missing)])
        }
      },
      ...names.map((intent) => ({ ...uninvolved(), detail: { intent } })),
    )
  })

  it('somebody else’s record is answered like one that is not there, whatever is said about it', async () => {
    const said = ['show', 'take', 'close', 'resume', 'note', 'comment', 'escalate', 'reopen', 'cancel']
    await desk.refuses(async () => {
      for (const verb of said) {
        const rest = ['note', 'comment', 'escalate', 'reopen', 'cancel'].includes(verb) ? ' words' : ''
        const answer = await stranger.command(`${verb} ${record}${rest}`)
        expect(`${verb}: ${answer}`).toContain(hiddenWords(record))
        expect(`${verb}: ${answer}`).not.toMatch(
          new RegExp(`${cast.requester.name}|${cast.team.name}|business`),
        )
      }
    }, uninvolved())
  })

  it('the list and the search of others have nothing of it', async () => {
    const found = await desk.recordsNothing(() => stranger.command('list business'))
    expect(found).toContain('Nothing of yours has these words.')
    expect(await desk.recordsNothing(() => owner.command('list business'))).toContain(record)
    expect(await cast.bystander.chat.search(cast.bystander.user, 'business')).not.toContainEqual(
      expect.stringContaining(record),
    )
  })
})
