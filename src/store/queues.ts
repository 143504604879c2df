import { PgBoss, fromKysely } from 'pg-boss'
import type { Connection, Database } from './database.ts'
import type { Kysely } from 'kysely'
import type { Database as Tables } from './schema.ts'

/** The queue of wake-up calls for senders: a job names conversations that have something to send. */
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

export interface Queue {
  /** Files a wake-up call for these conversations, in the transaction that made it necessary. */
  readonly enqueue: (tx: Kysely<Tables>, paceKeys: readonly string[]) => Promise<void>
  /** Begins to answer wake-up calls; `wake` must be quick, and may be called for nothing. */
  readonly work: (wake: (paceKey: string) => void) => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * How long a wake-up call waits, in seconds: the process that filed it has usually sent by then, since it wakes its
 * own sender after the commit, and the call is for when it did not live to do so.
 */
const grace = 2

/** The running bot's end of the queue; over the bot's own pool, with the bot's own rights. */
export const openQueue = async (database: Database, onError: (error: Error) => void): Promise<Queue> => {
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
  return {
    async enqueue(tx, paceKeys) {
      if (paceKeys.length === 0) return
      await boss.insert(deliverQueue, [{ data: { keys: paceKeys }, startAfter: grace }], {
        db: fromKysely(tx),
      })
    },
    async work(wake) {
      const options = { batchSize: 500, pollingIntervalSeconds: 2 }
      await boss.work<{ keys: readonly string[] }>(deliverQueue, options, (jobs) => {
        for (const key of new Set(jobs.flatMap((job) => job.data.keys))) wake(key)
        return Promise.resolve()
      })
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000, close: false }),
  }
}
