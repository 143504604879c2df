import { parse, stringify } from 'yaml'
import type { ApprovalFile } from '../../src/desk-file/changes.ts'
import type { DeskFile } from '../../src/desk-file/schema.ts'

type Changes = NonNullable<DeskFile['changes']>

/** What there is in a desk file, changed, and written again. */
export const edited =
  (change: (file: DeskFile) => void) =>
  (source: string): string => {
    const file = parse(source) as DeskFile
    change(file)
    return stringify(file)
  }

export const changesIn = ({ changes }: DeskFile): Changes => {
  if (changes === undefined) throw new Error('the desk file says nothing about changes')
  return changes
}

/** Changes of every size are decided by one board, whose channels are in both chats, in these stages. */
export const oneBoard = (
  file: DeskFile,
  members: readonly string[],
  stages: ApprovalFile['stages'],
  expiresAfter = 'PT2H',
): void => {
  const changes = changesIn(file)
  const [board, other] = changes.authorities
  if (board === undefined || other === undefined) throw new Error('the example has two authorities')
  changes.authorities = [
    { ...board, members: [...members], channels: { ...board.channels, ...other.channels } },
  ]
  const policy: ApprovalFile = {
    authority: board.id,
    calendar: 'round-the-clock',
    stages,
    'remind-every': 'PT1H',
    'expires-after': expiresAfter,
  }
  changes.approvals = { minor: policy, significant: policy, major: policy }
  changes.emergency = { ...changes.emergency, authority: board.id, stages }
}

/** The channels of that board. */
export const board = { slack: 'C0CHANGES', teams: '19:change-board@thread.tacv2' } as const
