import { expect, test } from 'vitest'
import { readDeskFile } from '../../src/desk-file/read.ts'
import type { ChangePolicy } from '../../src/domain/change-policy.ts'
import { inChanges, withChanges } from './small-changes.ts'
import { type Edit, spoil } from './spoil.ts'
import { eachIsToldOnce } from './told-once.ts'

const reminder = '  remind-before: PT2H\n'

const read = (edits: readonly Edit[]): ChangePolicy['schedule'] => {
  const result = readDeskFile(spoil([...withChanges, ...edits]))
  if (!result.ok) throw new Error(JSON.stringify(result.mistakes, null, 2))
  return result.desk.changes?.schedule
}

test('9.2-e the schedule is posted where the file says, which may be the channel of an authority, and nowhere unless it does', () => {
  expect(read([])).toBeUndefined()
  expect(read([[reminder, `${reminder}  schedule: { channels: { slack: T0SMALL/C0BOARD } }\n`]])).toEqual({
    channels: [{ platform: 'slack', tenant: 'T0SMALL', conversation: 'C0BOARD' }],
  })
})

eachIsToldOnce(
  'where the schedule is posted',
  inChanges({
    'no channel': [
      [[reminder, `${reminder}  schedule: { ‸channels: {} }\n`]],
      'a schedule is posted in a channel, in Slack or in Teams or one in each',
    ],
  }),
)
