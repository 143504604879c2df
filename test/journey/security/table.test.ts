import { afterAll, beforeAll, expect, it } from 'vitest'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { type Way, attempts, openWay } from './attempts.ts'

/**
 * Every threat at every way in that it can come by: what is sent, the status or the words it gets, and what the auditor
 * reads, with the name of the input where it was about one. Nothing is recorded by any of them. The other files here try
 * the many spellings of each.
 *
 * Socket: Slack through Socket Mode. What is signed, dated and addressed there is a connection, which Slack's own client
 * opens: nobody else can send anything through it. Off: a chat that has no credentials. Slack has no audience, issuer or
 * service URL; its tenant is part of each account.
 */
const table = `
threat                | way in | sent                                       | answer                                  | audit
unsigned              | Slack  | no signature                               | 401                                     | unsigned
unsigned              | Teams  | no token                                   | 401                                     | unsigned
wrong signature       | Slack  | signed with another secret                 | 401                                     | wrong-signature
wrong signature       | Teams  | signed with another key                    | 401                                     | wrong-signature
old timestamp         | Slack  | six minutes old                            | 401                                     | old-timestamp
old timestamp         | Teams  | a token that expired                       | 401                                     | expired
replay                | Slack  | the same once more                         | the first answer                        | replayed
replay                | Socket | the same once more                         | the first answer                        | repeated
replay                | Teams  | the same once more                         | the first answer                        | repeated
missing secret        | Slack  | signed with an empty secret                | 401                                     | wrong-signature
missing secret        | Socket | over HTTP, rightly signed                  | 404                                     | no-door
missing secret        | Off    | over HTTP, rightly signed                  | 404                                     | no-door
wrong audience        | Teams  | a token for another app                    | 401                                     | wrong-audience
wrong issuer          | Teams  | a token of another issuer                  | 401                                     | wrong-issuer
wrong tenant          | Teams  | from another tenant                        | 403                                     | wrong-tenant
wrong tenant          | each   | an id of ours in another organisation      | serves its own organisation only        | outsider
foreign serviceUrl    | Teams  | from another address, signed for it        | 403                                     | foreign-service-url
foreign serviceUrl    | Teams  | from our address, signed for another       | 403                                     | foreign-service-url
forged button         | Slack  | a button that is none                      | This button cannot be used any more     | forged-button
forged button         | Socket | a button that is none                      | This button cannot be used any more     | forged-button
forged button         | Teams  | a button that is none                      | does not know this button or form       | forged-button
forged button         | each   | a button that we do not have               | This button is no longer known          | unknown-button
forged button         | each   | an offer that nobody made                  | or it does not concern you              | unknown-offer
forged button         | each   | somebody else’s record                     | or it does not concern you              | not-involved
forged button         | each   | a question of another record               | That question has been answered already | forged-value question
forged button         | each   | an administrator’s decision                | Only an administrator                   | not-admin
forged form           | Slack  | a form that is none                        | This form cannot be used any more       | forged-form
forged form           | Socket | a form that is none                        | This form cannot be used any more       | forged-form
forged form           | Teams  | a form that is none                        | does not know this button or form       | forged-button
forged form           | each   | a report with an impact of its own         | not one of the choices                  | forged-value impact
forged form           | each   | a report with an urgency of its own        | not one of the choices                  | forged-value urgency
forged form           | each   | a report with a service of its own         | not known to the desk any more          | unknown-value service
forged form           | each   | a report for somebody made up              | not known to the desk any more          | unknown-value affected
forged form           | each   | a suspension that waits for something else | not one of the choices                  | forged-value waitingFor
forged form           | each   | a priority of its own                      | not one of the choices                  | forged-value priority
forged form           | each   | a team of its own                          | not known to the desk any more          | unknown-value team
forged form           | each   | a follow-up of somebody else’s record      | or it does not concern you              | not-involved
outsider              | each   | by a guest                                 | serves its own organisation only        | outsider
outsider              | each   | by one of another organisation             | serves its own organisation only        | outsider
outsider              | each   | by one whom the chat does not know         | could not find out who you are          | unidentified
agent of another team | each   | Take it                                    | you are not one of its agents           | not-your-team
agent of another team | each   | a resolution                               | you are not one of its agents           | not-your-team
agent of another team | each   | a note in words                            | you are not one of its agents           | not-your-team
`

const rows = table
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .flatMap(([threat = '', by = '', sent = '', answer = '', audit = '']) =>
    (by === 'each' ? ['Slack', 'Socket', 'Teams'] : [by]).map((way) => {
      const [reason = '', field] = audit.split(' ')
      return { threat, way, sent, answer, reason, field }
    }),
  )

const houses: { readonly house: DeskHouse; readonly desk: Watch }[] = []
const ways: Record<string, Way> = {}
beforeAll(async () => {
  for (const options of [{}, { socketMode: true, teams: false }]) {
    const house = await openDeskHouse(options)
    houses.push({ house, desk: watch(house) })
  }
  const [http, socket] = houses
  if (http === undefined || socket === undefined) throw new Error('two houses are needed')
  ways['Slack'] = await openWay(http, 'slack')
  ways['Teams'] = await openWay(http, 'teams')
  ways['Socket'] = await openWay(socket, 'slack')
  ways['Off'] = { ...ways['Socket'], platform: 'teams' }
})
afterAll(async () => {
  for (const { house, desk } of houses) {
    await desk.close()
    await house.close()
  }
})

it.each(rows)('$threat, $way: $sent: $answer, $reason', async ({ way: by, sent, answer, reason, field }) => {
  const way = ways[by]
  const attempt = attempts[sent]
  if (way === undefined || attempt === undefined) throw new Error(`nobody knows how: ${sent}`)
  const answered = await way.desk.refuses(() => attempt(way), {
    reason,
    platform: way.platform,
    ...(field === undefined ? {} : { detail: { field } }),
  })
  expect(answered).toContain(answer)
})

it('has a row for every attempt', () => {
  expect(new Set(rows.map(({ sent }) => sent))).toEqual(new Set(Object.keys(attempts)))
})
