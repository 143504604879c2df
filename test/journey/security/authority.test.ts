import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Platform } from '../../../src/domain/person.ts'
import { type Cast, settings } from '../../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { type Forger, forger } from '../../support/forger.ts'
import { raise } from '../../support/raising.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { forms, hiddenWords, stage } from './forgeries.ts'

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

/** What only the team may do with a record. */
const teamOnly = ['assign', 'hand-over', 'note', 'priority', 'classify', 'suspend', 'resolve'].map(
  (verb) => `incident.${verb}`,
)
/** What everybody whom a record concerns may do. */
const involvedOnly = ['comment', 'escalate', 'cancel'].map((verb) => `incident.${verb}`)

/** Right in every way but for who sends it. */
const valuesFor = (cast: Cast): Record<string, string> => ({
  assignee: cast.agent.id,
  team: cast.otherTeam.id,
  reason: 'because',
  text: 'words',
  priority: 'P1',
  part: cast.service.id,
  service: cast.service.id,
  category: 'slow',
  impact: 'high',
  urgency: 'high',
  waitingFor: 'supplier',
  code: 'fixed',
})

const say: Readonly<Record<string, string>> = { take: '', note: ' words', 'assign-me': '' }

describe.each(settings.slice(0, 2))('in $name', (setting) => {
  let cast: Cast
  let record: string
  let owner: Forger
  let platform: Platform
  beforeAll(async () => {
    platform = setting.agentChat
    ;({ cast, record, owner } = await stage(house, setting))
  })

  /** Every triage button and form, pressed and sent by one who may see the record and not work on it. */
  const triesEverything = async (who: Forger, actor: string): Promise<void> => {
    const refused = { reason: 'not-your-team', platform, actor, record }
    await desk.refuses(
      async () => {
        const taken = await who.press({ name: 'incident.take', record, version: 1 })
        expect(taken).toContain(`belongs to ${cast.team.name}, and you are not one of its agents`)
        for (const form of teamOnly) {
          const state = { form: randomUUID(), record, version: '1' }
          expect(`${form}: ${await who.submit(form, state, valuesFor(cast))}`).toContain(
            `belongs to ${cast.team.name}, and you are not one of its agents`,
          )
        }
        for (const [verb, rest] of Object.entries(say)) {
          const words = verb === 'assign-me' ? `assign ${record} me` : `${verb} ${record}${rest}`
          expect(`${words}: ${await who.command(words)}`).toContain('you are not one of its agents')
        }
      },
      ...['incident.take', ...teamOnly, 'words'].map((intent) => ({ ...refused, detail: { intent } })),
    )
  }

  it('an agent of another team may do nothing that is the team’s', async () => {
    const other = forger(house, cast.otherAgent.user, platform)
    await triesEverything(other, cast.otherAgent.id)
    await desk.refuses(
      async () => {
        for (const form of involvedOnly) {
          const answer = await other.submit(form, { form: randomUUID(), record }, valuesFor(cast))
          expect(`${form}: ${answer}`).toContain('this record does not concern you')
        }
      },
      ...involvedOnly.map((intent) => ({
        reason: 'not-involved',
        actor: cast.otherAgent.id,
        detail: { intent },
      })),
    )
  })

  it('the requester may do nothing that is the team’s', async () => {
    await triesEverything(owner, cast.requester.id)
    expect((await owner.command(`show ${record}`)).includes('Nobody yet')).toBe(true)
  })

  it('nobody but the person affected closes it, not even its agents', async () => {
    const agent = forger(house, cast.agent.user, platform)
    const answer = await desk.refuses(() => agent.press({ name: 'incident.close', record, version: 1 }), {
      reason: 'not-affected',
      actor: cast.agent.id,
      record,
    })
    expect(answer).toContain(`only ${cast.requester.name}, whom it affects`)
  })

  it('a version that a button claims to be of gives it no power', async () => {
    const other = forger(house, cast.otherAgent.user, platform)
    await desk.refuses(
      async () => {
        for (const version of [0, 1, 2, 999_999])
          expect(await other.press({ name: 'incident.take', record, version })).toContain('not one of its')
      },
      { reason: 'not-your-team', actor: cast.otherAgent.id, record },
    )
  })
})

describe('the auditor', () => {
  let cast: Cast
  let record: string
  let auditor: Forger
  beforeAll(async () => {
    ;({ cast, record } = await stage(house, settings[1]!))
    const rosa = cast.desk.people.find(({ roles }) => roles.includes('auditor'))
    auditor = forger(house, rosa ?? '', 'teams')
  })

  it('reads every record and its history, notes included', async () => {
    const agent = forger(house, cast.agent.user, 'teams')
    await agent.command(`note ${record} seen by those who may`)
    const read = await desk.recordsNothing(() => auditor.command(`show ${record}`))
    expect(read).toContain('Nobody else’s business')
    expect(read).toContain('seen by those who may')
    const slackStage = await stage(house, settings[0]!)
    const slack = await raise(
      house,
      { ...cast, requester: slackStage.cast.requester },
      'From the other chat',
      {
        Service: 'Laptops and phones',
      },
    )
    expect(await auditor.command(`show ${slack}`)).toContain('From the other chat')
  })

  it('changes nothing', async () => {
    await desk.refuses(
      async () => {
        for (const form of forms) {
          const state = { form: randomUUID(), record }
          const answer = await auditor.submit(form, state, valuesFor(cast))
          expect(`${form}: ${answer}`).toMatch(/Nothing was changed: this/)
        }
        for (const name of ['incident.take', 'incident.resume', 'incident.close']) {
          const answer = await auditor.press({ name, record, version: 1 })
          expect(`${name}: ${answer}`).toContain('Nothing was changed')
        }
        for (const words of [`take ${record}`, `comment ${record} hello`, `note ${record} hello`])
          expect(`${words}: ${await auditor.command(words)}`).toContain('Nothing was changed')
      },
      ...forms.map((intent) => ({ actor: 'rosa', record, detail: { intent }, reason: expect.any(String) })),
    )
  })
})

describe('a person without any part in it', () => {
  it('is not told who it belongs to, not even by a refusal', async () => {
    const { cast, record, stranger } = await stage(house, settings[0]!)
    const answers = await desk.refuses(
      async () => [
        await stranger.command(`close ${record}`),
        await stranger.command(`take ${record}`),
        await stranger.press({ name: 'incident.agree', record, version: 1, argument: randomUUID() }),
      ],
      { reason: 'not-involved', actor: cast.bystander.id, record },
    )
    for (const answer of answers) {
      expect(answer).toContain(hiddenWords(record))
      expect(answer).not.toContain(cast.requester.name)
    }
  })
})
