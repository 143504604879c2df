import * as fc from 'fast-check'
import { clockCase } from '../test/support/clock-arbitrary.ts'
import { clockDifferencesOf } from '../test/support/clock-differences.ts'
import { differencesOf, oracleCase } from '../test/support/oracle-differences.ts'

// Compares with a walk by minutes, in so many random cases, business time: npm run oracle -- 100000 [seed]
// and the clocks of service targets: npm run oracle -- clocks 100000 [seed]
const given = process.argv.slice(2)
const ofClocks = given[0] === 'clocks'
const [cases = 1000, seed = Date.now() % 2 ** 31] = given.slice(ofClocks ? 1 : 0).map(Number)
const shown = 5
const started = performance.now()
let differences = 0
let done = 0
let answers = 0

const count = (drawn: object, compared: number, found: readonly string[]): void => {
  if (found.length > 0 && differences < shown)
    process.stderr.write(`${JSON.stringify(drawn)}\n  ${found.join('\n  ')}\n`)
  differences += found.length > 0 ? 1 : 0
  answers += compared
  done += 1
}

const property = ofClocks
  ? fc.property(clockCase, (drawn) => {
      const { compared, found } = clockDifferencesOf(drawn)
      count({ ...drawn, desk: { targets: drawn.desk.targets } }, compared, found)
    })
  : fc.property(oracleCase, (drawn) => count(drawn, 21, differencesOf(drawn)))
fc.assert<unknown>(property, { numRuns: cases, seed })

const seconds = ((performance.now() - started) / 1000).toFixed(1)
process.stdout.write(
  `${done} cases (seed ${seed}), ${answers} ${ofClocks ? 'clocks' : 'answers'}, ${differences} differences, ${seconds} s\n`,
)
if (differences > 0) process.exitCode = 1
