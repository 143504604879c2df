import type { Desk } from '../../domain/desk.ts'
import type { CardElement } from '../ui/card.ts'

/** Messages of a record that did not arrive, said to the desk only. */
export interface UndeliveredFact {
  readonly audience: string
  readonly platform: string
  readonly conversation: string
  readonly count: number
  readonly error: string
}

const sides: Readonly<Record<string, string>> = {
  triage: 'the triage channel',
  authority: 'the channel of those who decide',
  approver: 'an approver',
}

export const undeliveredElements = (
  undelivered: readonly UndeliveredFact[],
  desk: Desk,
): readonly CardElement[] =>
  undelivered.map((lost) => ({
    kind: 'text',
    text: `⚠️ ${lost.count} ${lost.count === 1 ? 'message' : 'messages'} could not be delivered to ${
      sides[lost.audience] ?? 'the requester’s side'
    } in ${lost.platform === 'slack' ? 'Slack' : 'Teams'} (${whoseAccount(desk, lost)}): ${lost.error}`,
  }))

/** A direct chat is known by its person; of a channel nothing but its id is. */
const whoseAccount = (desk: Desk, { platform, conversation }: UndeliveredFact): string =>
  desk.people.find(({ identities }) =>
    identities.some((identity) => identity.platform === platform && identity.user === conversation),
  )?.name ?? conversation
