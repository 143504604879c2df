import { PgBoss, fromKysely } from 'pg-boss'
import type { Connection, Database } from './database.ts'
import type { Kysely } from 'kysely'
import type { Database as Tables } from './schema.ts'

/** The queue of wake-up calls for senders: a job says that there may be something to send. */
export const deliverQueue = 'deliver'

export const queueSchema = 'pgboss'

/**
 * Creates or updates the queue's own tables. A job that a killed process held is run again after its heartbeat stops,
 * ten seconds being the shortest that the queue allows.
 */
export const installQueues = async (connection: Connection): Promise<void> => {
  const boss = new PgBoss({
    connectionString: connection,
    schema: queueSchema,
    max: 2,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => undefined)
  await boss.start()
  try {
    const found = await boss.getQueue(deliverQueue)
    if (found === null)
      await boss.createQueue(deliverQueue, {
        retryLimit: 20,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 300,
        heartbeatSeconds: 10,
        expireInSeconds: 300,
        deleteAfterSeconds: 60,
      })
  } finally {
    await boss.stop({ graceful: false, close: true })
  }
}

/**
 * Files a wake-up call, in the transaction that made it necessary; nothing where one that was filed in the last second, and
 * starts later, will do. `sent` is called when the statement is on its way, or is not needed: what is sent on the same
 * connection after that comes after it. Gives what to call once the transaction is committed.
 */
export type Enqueue = (tx: Kysely<Tables>, sent?: () => void) => Promise<() => void>

export interface Queue {
  readonly enqueue: Enqueue
  /** Whether one that was filed in the last second will do for what is committed next. */
  readonly covered: () => boolean
  /** Begins to answer wake-up calls; `wake` may be called for nothing. A call whose `wake` fails is made again. */
  readonly work: (wake: () => Promise<void>) => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * How long a wake-up call waits, in seconds: the process that filed it has usually sent by then, since it wakes its
 * own sender after the commit, and the call is for when it did not live to do so.
 */
const grace = 2

/** How long a call covers what is committed after it, in milliseconds: well before it starts. */
const covering = 1000

/** The running bot's end of the queue; over the bot's own pool, with the bot's own rights. */
export const openQueue = async (
  database: Database,
  onError: (error: Error) => void,
  clock: () => number = () => performance.now(),
): Promise<Queue> => {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.pool.query(text, values as unknown[]) },
    schema: queueSchema,
    migrate: false,
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', onError)
  await boss.start()
  /** When the newest call that was committed was filed. */
  let newest = -Infinity
  const covered = (): boolean => clock() - newest < covering
  return {
    covered,
    async enqueue(tx, sent) {
      if (covered()) {
        sent?.()
        return () => undefined
      }
      const filedAt = clock()
      const db = fromKysely(tx)
      await boss.insert(deliverQueue, [{ startAfter: grace }], {
        db: {
          executeSql: (text, values) => {
            const filed = db.executeSql(text, values)
            sent?.()
            return filed
          },
        },
      })
      return () => {
        newest = Math.max(newest, filedAt)
      }
    },
    async work(wake) {
      const options = { batchSize: 500, pollingIntervalSeconds: 2 }
      await boss.work(deliverQueue, options, wake)
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000, close: false }),
  }
}
