import { connect } from '../../src/store/database.ts'
import { createDeskReader } from '../../src/store/desk-versions.ts'
import { clockTick, dueServices } from './clock-ticks.ts'

// Ticks without a pause until it is killed, and says a dot for each: in a time that began at `start` when it was `begun`
// (milliseconds since 1970) and passes so many times as fast.
const [connection = '', start = '', begun = '', speed = ''] = process.argv.slice(2)
const { db } = connect(connection, { poolSize: 2, onError: () => undefined })
const now = (): Temporal.Instant =>
  Temporal.Instant.from(start).add({ milliseconds: Math.round((Date.now() - Number(begun)) * Number(speed)) })
const tick = clockTick(
  dueServices({
    db,
    desk: createDeskReader(db).current,
    enqueue: () => Promise.resolve(() => undefined),
    covered: () => true,
    committed: () => undefined,
  }),
  now,
  () => undefined,
  5,
)
for (;;) {
  await tick()
  process.stdout.write('.')
}
