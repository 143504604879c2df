import type { ChangeEvent } from '../../domain/change.ts'
import type { Recorded } from '../../domain/incident.ts'
import { sameIdentity } from '../../domain/person.ts'
import type { Delivery, Ref } from '../../store/deliveries.ts'
import type { Card } from '../ui/card.ts'
import { type ChangeFacts, type ChangeReader, changeCard } from '../views/change-card.ts'
import { changeLine, changeNotice } from '../views/change-line.ts'

export interface RenderChangeServices {
  readonly changeFacts: (id: string) => Promise<ChangeFacts | undefined>
  readonly changeEvent: (record: string, seq: number) => Promise<Recorded<ChangeEvent> | undefined>
}

/** What a delivery about a change says when it is sent, from the change as it is then. */
export const renderChange = async (
  services: RenderChangeServices,
  { ref, kind, seq }: Delivery,
  named: boolean,
): Promise<Card | undefined> => {
  const facts = await services.changeFacts(ref.record)
  if (facts === undefined) return undefined
  if (kind === 'card') return changeCard(facts, readerOf(ref, facts))
  const happened = seq === undefined ? undefined : await services.changeEvent(ref.record, seq)
  if (happened === undefined) return undefined
  return kind === 'notice'
    ? changeNotice(facts.change, happened, facts.desk)
    : changeLine(facts.change, happened, facts.desk, named)
}

const readerOf = ({ audience, direct }: Ref, { desk }: ChangeFacts): ChangeReader => {
  if (audience === 'requester') return { part: 'requester' }
  if (audience === 'authority') return { part: 'authority' }
  const person = desk.people.find(({ identities }) =>
    identities.some((identity) => direct !== undefined && sameIdentity(identity, direct)),
  )
  return { part: 'approver', person: person?.id }
}
