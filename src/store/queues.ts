import { PgBoss } from 'pg-boss'
import type { Connection, Database } from './database.ts'

/** The queue of wake-up calls for senders: one job says that a conversation has something to send. */
export const deliverQueue = 'deliver'

export const queueSchema = 'pgboss'

/**
 * Creates or updates the queue's own tables and gives the running bot its rights on them. A job that a killed process
 * held is run again after its heartbeat stops, ten seconds being the shortest that the queue allows.
 */
export const installQueues = async (connection: Connection, database: Database): Promise<void> => {
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
  await database.pool.query(grants)
}

const grants = `do $$ begin
  if exists (select from pg_roles where rolname = 'bellwire_app') then
    grant usage on schema ${queueSchema} to bellwire_app;
    grant select, insert, update, delete on all tables in schema ${queueSchema} to bellwire_app;
    grant usage, select on all sequences in schema ${queueSchema} to bellwire_app;
    grant execute on all functions in schema ${queueSchema} to bellwire_app;
  end if;
end $$`
