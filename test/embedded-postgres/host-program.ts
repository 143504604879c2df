// A program with an embedded PostgreSQL, for tests that kill it: started as a process of its own by `startHost`.
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start.ts'

const say = (message: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

const [dataDir = ''] = process.argv.slice(2)
process.on('SIGINT', () => say({ event: 'interrupted' }))
try {
  say({ event: 'starting' })
  const server = await startEmbeddedPostgres({
    dataDir,
    durable: false,
    // What was committed must outlive a kill -9 of the server; only the machine's power is taken for granted.
    settings: { synchronous_commit: 'on' },
  })
  say({ event: 'started', pid: server.pid, connection: server.connection.connectionString })
  process.stdin.on('end', () => void server.stop()).resume()
} catch (error) {
  say({ event: 'failed', message: error instanceof Error ? error.message : String(error) })
}
