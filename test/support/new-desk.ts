import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describeMistakes } from '../../src/desk-file/mistake.ts'
import { readDeskFile } from '../../src/desk-file/read.ts'
import { connect } from '../../src/store/database.ts'
import { applyDesk } from '../../src/store/desk-versions.ts'
import { type DeskHouse, eventually } from './desk-house.ts'

/**
 * Puts a changed demo organisation in force, as `npm run desk -- apply` does while the bot is running, and waits until
 * the bot goes by it.
 */
export const changeDesk = async (house: DeskHouse, change: (source: string) => string): Promise<void> => {
  const name = `Desk ${randomUUID()}`
  const before = await readFile('examples/desk.yaml', 'utf8')
  const changed = change(before)
  if (changed === before) throw new Error('nothing was changed')
  const source = changed.replace(/^name: .*$/m, `name: ${name}`)
  const reading = readDeskFile(source)
  if (!reading.ok) throw new Error(describeMistakes('the changed desk', reading.mistakes))
  const owner = connect(house.connection, { owner: true, poolSize: 1 })
  try {
    await applyDesk(owner.db, reading.desk, { source, appliedBy: 'test', now: house.clock.now })
  } finally {
    await owner.close()
  }
  await eventually(async () => {
    const reply = await house.service.converse({
      id: `slack:test:${randomUUID()}`,
      identity: { platform: 'slack', tenant: 'T0BELLWIRE', user: 'U0ADA' },
      kind: 'words',
      text: '',
      mentions: [],
      to: 'desk',
      command: true,
    })
    return JSON.stringify(reply).includes(name) ? true : undefined
  }, 'the changed desk')
}

/** The desk file without that person. */
export const without =
  (person: string) =>
  (source: string): string =>
    source.replace(new RegExp(`^  - id: ${person}\\n(?: {4}.*\\n)+`, 'm'), '')
