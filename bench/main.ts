import { benchAck } from './ack.ts'
import { benchApprovals } from './approvals.ts'
import { benchSla } from './sla.ts'

const benches: Readonly<Record<string, (wanted: readonly string[]) => Promise<void>>> = {
  ack: benchAck,
  approvals: benchApprovals,
  sla: benchSla,
}

const wanted = process.argv[2] ?? ''
const bench = benches[wanted]
if (bench === undefined) {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(benches).join(' | ')}\n`)
  process.exitCode = 2
} else {
  await bench(process.argv.slice(3))
}
