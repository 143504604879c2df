import type { Approval } from '../../src/domain/approval.ts'
import type { Model } from './approval-model.ts'

/** Everything that both know, for holding one against the other. */
export const ofEngine = ({ state, stage, stages }: Approval) => ({
  end: state === 'open' ? undefined : state,
  at: stage,
  seats: stages.map(({ seats }) =>
    seats.map(({ person = '', delegate = '', deputy = '', decision }) => ({
      owner: person,
      lent: delegate,
      asked: deputy === '' ? person : deputy,
      vote: decision?.answer ?? '',
      voter: decision?.by ?? '',
    })),
  ),
})

const votes = { y: 'approved', n: 'rejected', '': '' } as const
export const ofModel = ({ end, at, stages }: Model) => ({
  end,
  at,
  seats: stages.map(({ seats }) =>
    seats.map(({ owner, lent, cover, vote, voter }) => ({
      owner,
      lent,
      asked: [cover, lent, owner].find((person) => person !== '') ?? '',
      vote: votes[vote],
      voter,
    })),
  ),
})
