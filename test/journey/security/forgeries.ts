import { type Cast, type Setting, castOf } from '../../support/cast.ts'
import type { DeskHouse } from '../../support/desk-house.ts'
import { type Forger, forger } from '../../support/forger.ts'
import { raise } from '../../support/raising.ts'

/** A number that no record has. */
export const missing = 'INC-999999'
/** What is answered about a record that is not there, or that is none of one's business. */
export const hiddenWords = (record: string): string => `There is no ${record}, or it does not concern you.`
export const forms = ['assign', 'hand-over', 'escalate', 'note', 'comment', 'priority', 'classify', 'suspend']
  .concat(['resolve', 'reopen', 'cancel'])
  .map((verb) => `incident.${verb}`)
const atOnce = ['take', 'resume', 'close', 'agree', 'decline'].map((verb) => `incident.${verb}`)
/** Every button of an incident. */
export const buttonNames = ['incident.details', 'incident.follow-up', ...atOnce, ...forms]
/** Nothing that a name stands for in a table of ours, but in every object. */
export const inherited = ['constructor', 'hasOwnProperty', 'toString', 'valueOf', 'isPrototypeOf']
export const sqlWords = "'; drop table events; --"

/** What no button of ours carries, in each platform's shape. */
export const garbage: Readonly<Record<'slack' | 'teams', readonly unknown[]>> = {
  slack: [
    '',
    'garbage',
    '{',
    'null',
    '[]',
    '7',
    '"incident.take"',
    '{}',
    7,
    null,
    { n: 'incident.take' },
    ...[
      { n: '' },
      { n: 7 },
      { n: '__proto__' },
      { n: 'Incident Take' },
      { n: `incident.${'x'.repeat(100)}` },
      { n: 'incident.take', r: 7 },
      { n: 'incident.take', r: '' },
      { n: 'incident.take', r: `INC-1${sqlWords}` },
      { n: 'incident.take', r: 'INC-1\u0000' },
      { n: 'incident.take', r: 'INC-1\nINC-2' },
      { n: 'incident.take', r: '../INC-1' },
      { n: 'incident.take', r: `INC-${'9'.repeat(40)}` },
      ...['1', 1.5, -1, null, {}, [1], true, 1e20].map((v) => ({ n: 'incident.take', r: 'INC-1', v })),
      { n: 'incident.agree', r: 'INC-1', a: 'x'.repeat(100_000) },
      { n: 'incident.agree', r: 'INC-1', a: { $ne: '' } },
      { n: 'incident.take', r: 'INC-1', actor: 'ben' },
    ].map((value) => JSON.stringify(value)),
  ],
  teams: [
    'garbage',
    7,
    null,
    [],
    {},
    { action: 'incident.take' },
    { action: null },
    { action: [] },
    ...[
      {},
      { name: '' },
      { name: 7 },
      { name: '__proto__' },
      { name: 'Incident Take' },
      { name: `incident.${'x'.repeat(100)}` },
      { name: 'incident.take', record: 7 },
      { name: 'incident.take', record: '' },
      { name: 'incident.take', record: `INC-1${sqlWords}` },
      { name: 'incident.take', record: 'INC-1\u0000' },
      { name: 'incident.take', record: 'INC-1\nINC-2' },
      { name: 'incident.take', record: `INC-${'9'.repeat(40)}` },
      ...['1', 1.5, -1, null, {}, [1], true, 1e20].map((version) => ({
        name: 'incident.take',
        record: 'INC-1',
        version,
      })),
      { name: 'incident.agree', record: 'INC-1', argument: 'x'.repeat(100_000) },
      { name: 'incident.agree', record: 'INC-1', argument: { $ne: '' } },
      { name: 'incident.agree', record: 'INC-1', argument: 'a\u0000b' },
      { name: 'incident.take', record: 'INC-1', actor: 'ben' },
    ].map((action) => ({ action })),
  ],
}

/** What no form of ours brings back, in each platform's shape. */
export const noState: Readonly<Record<'slack' | 'teams', readonly unknown[]>> = {
  slack: ['', 'x', '{}', 'null', '{"f":7,"s":{}}', '{"f":"incident.report"}', '{"f":"a","s":{"b":7}}'],
  teams: [
    null,
    'x',
    {},
    { submit: 'x' },
    { submit: { form: 7, state: {} } },
    { submit: { form: 'a', state: 7 } },
    { submit: { form: 'a', state: { b: 7 } } },
  ],
}

/** A record, the one who raised it, one of its agents, and somebody whom it does not concern. */
export interface Stage {
  readonly cast: Cast
  readonly record: string
  readonly owner: Forger
  readonly agent: Forger
  readonly stranger: Forger
}

export const stage = async (house: DeskHouse, setting: Setting): Promise<Stage> => {
  const cast = await castOf(house, setting)
  return {
    cast,
    record: await raise(house, cast, 'Nobody else’s business'),
    owner: forger(house, cast.requester.user, setting.requesterChat),
    agent: forger(house, cast.agent.user, setting.agentChat),
    stranger: forger(house, cast.bystander.user, setting.requesterChat),
  }
}
