import { describe, expect, it } from 'vitest'
import { stillSaving } from '../../../src/bot/edge.ts'
import type { Reply } from '../../../src/bot/reply.ts'
import { channel, execute, inPerson, inThread, invoke, message } from './activities.ts'
import { ada, openWorld } from './harness.ts'
import type { World } from './harness.ts'
import { action, form, said, submission } from './samples.ts'

/** A desk that has no more than 20 ms, and an answer that comes when it is told to. */
const slow = async (): Promise<{ patient: World; release: (reply: Reply) => void }> => {
  const patient = await openWorld({}, 20)
  const later = Promise.withResolvers<Reply>()
  patient.answer = async () => await later.promise
  return { patient, release: later.resolve }
}
const postsOf = (of: World) => of.calls.filter((call) => call.path.endsWith('/activities'))

describe('patience', () => {
  it('ends with words in the dialog, and the outcome follows as a message', async () => {
    const { patient, release } = await slow()
    const { body } = await patient.send(invoke(patient.serviceUrl, 'task/submit', { data: submission }))
    expect(body).toEqual({ task: { type: 'message', value: stillSaving } })
    expect(postsOf(patient)).toEqual([])
    release({ kind: 'done', card: said('INC-1 is recorded') })
    await patient.edge.stop()
    expect(postsOf(patient)).toMatchObject([
      { path: 'conversations/a:ada-and-desk/activities', body: { summary: 'INC-1 is recorded' } },
    ])
    await patient.close()
  })

  it('of a click in a channel ends with words, and a private outcome follows in the person’s own chat', async () => {
    const { patient, release } = await slow()
    const { body } = await patient.send(
      execute(patient.serviceUrl, 'press', { action }, { conversation: inThread('1690000000001') }),
    )
    expect(body).toMatchObject({ type: 'application/vnd.microsoft.activity.message', value: stillSaving })
    release({ kind: 'private', card: said('Not yours to take.') })
    await patient.edge.stop()
    expect(postsOf(patient).map((call) => call.path)).toEqual([
      `conversations/a:direct-${ada.objectId}/activities`,
    ])
    await patient.close()
  })

  it('of a click edits the clicked card in its thread when the outcome is the card', async () => {
    const { patient, release } = await slow()
    const at = { conversation: inThread('1690000000001') }
    await patient.send(execute(patient.serviceUrl, 'press', { action }, at))
    release({ kind: 'replace', card: said('Taken') })
    await patient.edge.stop()
    expect(patient.calls).toMatchObject([
      {
        method: 'PUT',
        path: `conversations/${channel};messageid=1690000000001/activities/1690000000001`,
      },
    ])
    await patient.close()
  })

  it('of a submission from a channel ends with words, and the form comes back in the person’s own chat', async () => {
    const { patient, release } = await slow()
    const at = { conversation: inThread('1690000000001') }
    await patient.send(invoke(patient.serviceUrl, 'task/submit', { data: submission }, at))
    release({ kind: 'errors', form })
    await patient.edge.stop()
    expect(postsOf(patient)).toMatchObject([
      {
        path: `conversations/a:direct-${ada.objectId}/activities`,
        body: { attachments: [{ content: { actions: [{ verb: 'submit' }] } }] },
      },
    ])
    await patient.close()
  })

  it('of a refresh ends silently: the card is nobody else’s', async () => {
    const { patient, release } = await slow()
    await patient.send(execute(patient.serviceUrl, 'refresh', { record: 'INC-1' }))
    release({ kind: 'replace', card: said('Your view') })
    await patient.edge.stop()
    expect(patient.calls).toEqual([])
    await patient.close()
  })

  it('of words ends with a message, and the outcome is another', async () => {
    const { patient, release } = await slow()
    await patient.send(message(patient.serviceUrl, 'list mine', { conversation: inPerson }))
    release({ kind: 'private', card: said('Your records') })
    await patient.edge.stop()
    expect(postsOf(patient).map((call) => call.body['summary'])).toEqual(
      expect.arrayContaining([stillSaving, 'Your records']),
    )
    await patient.close()
  })
})
