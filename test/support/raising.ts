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
  await requester.fillIn({ Service: service.name, ...values })
  const record = numberIn(await requester.told(/is recorded/))
  await closed(requester)
  await quiet(house)
  return record
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
