import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { relative, resolve } from 'node:path'
import { SettingsError, readSettings } from './config.ts'
import { describeMistakes } from './desk-file/mistake.ts'
import { readDeskFile } from './desk-file/read.ts'
import { connect } from './store/database.ts'
import { applyDesk } from './store/desk-versions.ts'
import { migrateToLatest } from './store/migrate.ts'
import { verifyClocks } from './store/verify-clocks.ts'
import { verifyChains } from './store/verify.ts'
import { withDatabase } from './with-database.ts'

const usage = `Usage:
  npm run desk -- check desk.yaml               says every mistake with its line and column
  npm run desk -- apply desk.yaml               puts it in force, as a whole or not at all
  npm run desk -- verify                        recomputes every record's chain of events and names the first altered one
  npm run desk -- clocks                        recomputes every clock of a service target from its record's history
  npm run desk -- holidays PT 2027 [region]     proposes the public holidays of a country for a calendar
`

/** The exit status: 0 done, 1 a mistake or an altered record, 2 not understood. */
const main = async ([verb, file, ...more]: readonly string[]): Promise<number> => {
  if (verb === 'holidays') return holidays(file, ...more)
  if (more.length > 0) return complain(usage, 2)
  if (verb === 'check' && file !== undefined) return check(file)
  if (verb === 'apply' && file !== undefined) return apply(file)
  if (verb === 'verify' && file === undefined) return verify()
  if (verb === 'clocks' && file === undefined) return clocks()
  return complain(usage, 2)
}

const read = async (file: string) => {
  const text = await readFile(file, 'utf8')
  return { text, reading: readDeskFile(text) }
}

const check = async (file: string): Promise<number> => {
  const { reading } = await read(file)
  if (!reading.ok) return complain(`${describeMistakes(file, reading.mistakes)}\n`, 1)
  const { people, teams, services } = reading.desk
  return say(
    `${file} is right: ${people.length} people, ${teams.length} teams, ${services.length} services.\n`,
  )
}

const apply = async (file: string): Promise<number> => {
  const { text, reading } = await read(file)
  if (!reading.ok) return complain(`${describeMistakes(file, reading.mistakes)}\nNothing was applied.\n`, 1)
  return withDatabase(readSettings(), async (connection) => {
    await migrateToLatest(connection)
    const database = connect(connection, { owner: true, poolSize: 1 })
    try {
      const applied = await applyDesk(database.db, reading.desk, {
        source: text,
        appliedBy: userInfo().username,
        now: Temporal.Now.instant(),
      })
      const name = relative(process.cwd(), resolve(file))
      return say(
        applied.changed
          ? `${name} is in force as version ${applied.version}.\n`
          : `${name} was in force already, as version ${applied.version}.\n`,
      )
    } finally {
      await database.close()
    }
  })
}

const verify = (): Promise<number> =>
  withDatabase(readSettings(), async (connection) => {
    const database = connect(connection, { owner: true, poolSize: 1 })
    try {
      const { records, events, altered } = await verifyChains(database.db)
      const [first] = altered
      if (first === undefined) return say(`${records} records with ${events} events: every chain holds.\n`)
      const lines = altered.map(({ record, what }) => `  ${record}: ${what}`)
      return complain(
        `First altered: ${first.record}, event ${first.seq}.\n${altered.length} of ${records} records do not hold:\n${lines.join('\n')}\n`,
        1,
      )
    } finally {
      await database.close()
    }
  })

const clocks = (): Promise<number> =>
  withDatabase(readSettings(), async (connection) => {
    const database = connect(connection, { owner: true, poolSize: 1 })
    try {
      const found = await verifyClocks(database.db, ({ record, slot, field, stored, computed }) =>
        complain(`${record} ${slot} ${field}: stored ${stored}, computed ${computed}\n`, 1),
      )
      const all = `${found.clocks} clocks of ${found.records} records`
      if (found.differences === 0) return say(`${all}: no differences.\n`)
      return complain(`${all}: ${found.differences} differences.\n`, 1)
    } finally {
      await database.close()
    }
  })

const holidays = async (country = '', year = '', region?: string, ...more: string[]): Promise<number> => {
  if (country === '' || year === '' || more.length > 0) return complain(usage, 2)
  const { proposeHolidays } = await import('./holidays.ts')
  const proposal = proposeHolidays(country, year, region)
  return proposal.ok ? say(proposal.lines) : complain(`${proposal.reason}\n`, 2)
}

const say = (text: string): number => {
  process.stdout.write(text)
  return 0
}

const complain = (text: string, status: number): number => {
  process.stderr.write(text)
  return status
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const lines =
    error instanceof SettingsError ? error.lines : [error instanceof Error ? error.message : String(error)]
  process.exitCode = complain(`${lines.join('\n')}\n`, 1)
}
