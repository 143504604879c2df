import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Filling } from '../../playground/chat.ts'
import type { Intent } from '../../src/bot/intent.ts'
import { type Form, type FormValues, refill, valuesOf } from '../../src/bot/ui/form.ts'
import { momentOf } from '../../src/bot/ui/moment.ts'
import { eventually } from '../support/desk-house.ts'
import { type Side, openSide, platforms } from './sides.ts'

// The reader's clock is at UTC in both chats.
const zone = 'UTC'
const form: Form = {
  name: 'incident.raise',
  title: 'Plan it',
  submitLabel: 'Send',
  state: { form: 'f-1', version: '3' },
  inputs: [
    {
      kind: 'moment',
      name: 'from',
      label: 'From',
      hint: 'When it begins',
      zone,
      value: '2026-11-25T21:00:00Z',
    },
    { kind: 'moment', name: 'until', label: 'Until', zone, optional: true },
    {
      kind: 'choices',
      name: 'services',
      label: 'Services',
      hint: 'At most two',
      most: 2,
      values: ['mail/archive'],
      options: [
        { value: 'mail', label: 'E-mail' },
        { value: 'mail/archive', label: 'E-mail, archived' },
        { value: 'vpn', label: 'VPN' },
      ],
    },
    {
      kind: 'choices',
      name: 'sites',
      label: 'Sites',
      optional: true,
      options: [{ value: 'berlin', label: 'Berlin' }],
    },
  ],
}
const drawn = [
  { label: 'From', kind: 'moment', value: '2026-11-25T21:00' },
  { label: 'Until', kind: 'moment', value: '' },
  {
    label: 'Services',
    kind: 'choices',
    value: 'E-mail, archived',
    chosen: ['E-mail, archived'],
    options: ['E-mail', 'E-mail, archived', 'VPN'],
  },
  { label: 'Sites', kind: 'choices', value: '', chosen: [], options: ['Berlin'] },
]

const isSubmission = (intent: Intent): boolean => intent.kind === 'submitted'

describe.each(platforms)('moments and several choices, in %s,', (platform) => {
  let side: Side
  beforeAll(async () => {
    side = await openSide(platform)
  })
  afterAll(() => side.close())

  /** What the desk gets of the form that is open, once it is filled in so. */
  const submitted = async (values: Filling): Promise<FormValues> => {
    const before = side.intents.length
    await side.simulated.submit(side.reader.user, values)
    const intent = await eventually(() => side.intents.slice(before).find(isSubmission), 'the submission')
    if (intent.kind !== 'submitted') throw new Error('no submission')
    expect(intent).toMatchObject({ form: form.name, state: form.state })
    expect(intent.state).toEqual(form.state)
    return intent.values
  }
  const seen = () => side.simulated.form(side.reader.user)
  const done = (): void => {
    side.answer = () => ({ kind: 'done', card: { fallback: 'Done', elements: [] } })
  }
  /** Answers every submission with the form again, as a conversation would. */
  const complaining = (errors: Readonly<Record<string, string>>, problem?: string): void => {
    side.answer = (intent) => ({
      kind: 'errors',
      form: {
        ...refill(form, intent.kind === 'submitted' ? intent.values : {}, errors),
        ...(problem !== undefined && { problem }),
      },
    })
  }

  it('are seen as they are, and come back as they were', async () => {
    expect((await side.opens(form)).inputs).toEqual(drawn)
    done()
    expect(await submitted({})).toEqual({ from: '2026-11-25T21:00:00Z', services: 'mail/archive' })
  })

  it('come back as they were filled in', async () => {
    await side.opens(form)
    done()
    const values = await submitted({
      From: '2027-01-02T03:04',
      Until: '2027-01-02T05:06:00Z',
      Services: ['VPN', 'E-mail'],
      Sites: 'Berlin',
    })
    expect(momentOf(values['from'])?.toString()).toBe('2027-01-02T03:04:00Z')
    expect(momentOf(values['until'])?.toString()).toBe('2027-01-02T05:06:00Z')
    expect(valuesOf(values['services']).toSorted()).toEqual(['mail', 'vpn'])
    expect(values['sites']).toBe('berlin')
  })

  it('that are needed are asked for before anything is sent, and others may be left out', async () => {
    await side.opens(form)
    const before = side.intents.length
    await side.simulated.submit(side.reader.user, { From: '', Services: [] })
    expect(seen()?.inputs.map(({ error }) => error !== undefined)).toEqual([true, false, true, false])
    expect(side.intents.slice(before).filter(isSubmission)).toEqual([])
    done()
    await submitted({ From: '2027-01-02T03:04', Services: ['VPN'], Until: '', Sites: [] })
  })

  it('are complained about beside themselves, filled in as they were', async () => {
    await side.opens(form)
    complaining({ from: 'That is in the past.', services: 'Not the VPN.' })
    await submitted({ From: '2020-01-02T03:04', Services: ['VPN', 'E-mail, archived'], Sites: ['Berlin'] })
    expect(
      await eventually(() => (seen()?.inputs[0]?.error === undefined ? undefined : seen()), 'it'),
    ).toMatchObject({
      inputs: [
        { value: '2020-01-02T03:04', error: 'That is in the past.' },
        { value: '' },
        { chosen: expect.arrayContaining(['VPN', 'E-mail, archived']), error: 'Not the VPN.' },
        { value: 'Berlin' },
      ],
    })
    done()
    expect(await submitted({ From: '2027-01-02T03:04' })).toMatchObject({
      from: '2027-01-02T03:04:00Z',
      sites: 'berlin',
    })
  })

  it('are filled in again where the whole form is drawn again', async () => {
    await side.opens(form)
    complaining({ until: 'Before it begins.' }, 'Somebody was quicker')
    await submitted({ Until: '2026-01-02T03:04', Services: ['E-mail', 'VPN'] })
    const again = await eventually(
      () => (seen()?.text.includes('quicker') === true ? seen() : undefined),
      'it',
    )
    expect(again.inputs).toMatchObject([
      { value: '2026-11-25T21:00' },
      { value: '2026-01-02T03:04' },
      { chosen: ['E-mail', 'VPN'] },
      { chosen: [] },
    ])
    expect(JSON.stringify(again)).toContain('Before it begins.')
    done()
    expect(await submitted({})).toMatchObject({ until: '2026-01-02T03:04:00Z', services: 'mail,vpn' })
  })

  it('hold nothing that is no option, nor more than may be', async () => {
    const again = await side.opens(
      refill(form, { from: 'nonsense', services: 'vpn,payroll,mail' }, { services: 'Unknown.' }),
    )
    expect(again.inputs).toMatchObject([{ value: '' }, {}, { chosen: ['E-mail', 'VPN'] }, {}])
    expect(JSON.stringify(again)).toContain('The desk cannot read this date and time.')
  })
})

describe('a form that stands in a conversation in Teams', () => {
  let side: Side
  beforeAll(async () => {
    side = await openSide('teams')
  })
  afterAll(() => side.close())

  it('has them too, and complains of half a moment at its input', async () => {
    const { user } = side.reader
    side.answer = (intent) =>
      intent.kind === 'submitted'
        ? { kind: 'errors', form: refill(form, intent.values, {}) }
        : { kind: 'form', form }
    await side.simulated.command(user, { conversation: side.place.conversation }, 'plan')
    const open = await eventually(() => side.simulated.form(user), 'the form')
    expect(open).toMatchObject({ title: 'Plan it', inputs: drawn })
    await side.simulated.submit(user, { Until: '2026-11-26T', Services: ['VPN'] })
    expect(side.intents.at(-1)).toMatchObject({
      values: { from: '2026-11-25T21:00:00Z', until: '2026-11-26T', services: 'vpn' },
    })
    expect(side.simulated.form(user)?.inputs).toMatchObject([
      { value: '2026-11-25T21:00' },
      { value: '2026-11-26T', error: 'There is a date but no time. Please fill in both.' },
      { chosen: ['VPN'] },
      {},
    ])
    await side.simulated.submit(user, { Until: '2026-11-26T22:00' })
    expect(side.intents.at(-1)).toMatchObject({ values: { until: '2026-11-26T22:00:00Z' } })
  })
})
