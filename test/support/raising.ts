import type { SeenForm } from '../../playground/chat.ts'
import { type DeskHouse, eventually } from './desk-house.ts'
import { type PersonAtChat, quiet } from './person.ts'
import type { Cast } from './cast.ts'

/** The number that a person was told. */
export const numberIn = (words: string): string => {
  const found = /INC-\d+/.exec(words)?.[0]
  if (found === undefined) throw new Error(`no number in: ${words}`)
  return found
}

/** Reports a problem by command, with the service of the cast's team unless told otherwise; gives its number. */
export const raise = async (
  house: DeskHouse,
  { requester, service }: Pick<Cast, 'requester' | 'service'>,
  title: string,
  values: Readonly<Record<string, string>> = {},
): Promise<string> => {
  await requester.command(`incident ${title}`)
  await requester.form('Report a problem')
  return send(house, requester, { Service: service.name, ...values })
}

/** Sends the report that is open in front of a person; gives the number that they are told. */
export const send = async (
  house: DeskHouse,
  person: PersonAtChat,
  values: Readonly<Record<string, string>> = {},
): Promise<string> => {
  await person.fillIn(values)
  const record = numberIn(await person.told(/is recorded/))
  await closed(person)
  await quiet(house)
  return record
}

/** Mentions the desk in a channel with a report; Slack can open no form in answer to that, so there it is one click away. */
export const mention = async (
  person: PersonAtChat,
  words: string,
  conversation: string,
): Promise<{ readonly id: string; readonly form: SeenForm }> => {
  const id = await person.say(`@Desk ${words}`, { conversation })
  const form =
    person.platform === 'teams'
      ? await person.form('Report a problem')
      : await person.opens(await person.toldWith(/Nothing is recorded yet/), 'Report a problem')
  return { id, form }
}

/** Takes a record off the team's triage channel. */
export const take = async (
  house: DeskHouse,
  { agent, triage }: Pick<Cast, 'agent' | 'triage'>,
  record: string,
): Promise<void> => {
  await agent.act(await agent.card(record, triage), 'Take it')
  await agent.cardSays(record, /In progress/, triage)
  await quiet(house)
}

/** Resolves a record from the team's triage channel. */
export const resolve = async (
  house: DeskHouse,
  { agent, triage }: Pick<Cast, 'agent' | 'triage'>,
  record: string,
  done = 'Restarted the gateway.',
): Promise<void> => {
  await agent.act(await agent.card(record, triage), 'Resolve', {
    'How was it resolved?': 'Fixed',
    'What was done?': done,
  })
  await agent.told(/is resolved/)
  await closed(agent)
  await quiet(house)
}

/** Puts away the confirmation that stands in front of a person. */
export const closed = async (person: PersonAtChat): Promise<void> => {
  if (person.chat.form(person.user) === undefined) return
  await person.close()
  if (person.platform === 'teams') return
  await eventually(
    () => (person.chat.form(person.user) === undefined ? true : undefined),
    `nothing in front of ${person.name}`,
  )
}
