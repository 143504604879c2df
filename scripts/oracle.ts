import * as fc from 'fast-check'
import { differencesOf, oracleCase } from '../test/support/oracle-differences.ts'

// Compares business time with a walk by minutes in so many random cases: npm run oracle -- 100000 [seed]
const cases = Number(process.argv[2] ?? 1000)
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31)
const shown = 5
const started = performance.now()
let differences = 0
let done = 0

fc.assert(
  fc.property(oracleCase, (drawn) => {
    const found = differencesOf(drawn)
    if (found.length > 0 && differences < shown)
      process.stderr.write(`${JSON.stringify(drawn)}\n  ${found.join('\n  ')}\n`)
    differences += found.length > 0 ? 1 : 0
    done += 1
  }),
  { numRuns: cases, seed },
)

const seconds = ((performance.now() - started) / 1000).toFixed(1)
process.stdout.write(
  `${done} cases (seed ${seed}), ${done * 21} answers, ${differences} differences, ${seconds} s\n`,
)
if (differences > 0) process.exitCode = 1
