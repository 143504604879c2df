import { mkdtemp, rm } from 'node:fs/promises'
import { type Socket, createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A road to a database that can be blocked: what travels on it are the bytes of PostgreSQL's own protocol. */
export interface DatabaseRoad {
  readonly connection: string
  /** Holds everything back in both directions, new connections too, as a database does that is very slow. */
  freeze(): void
  /** Lets go what was held back. */
  thaw(): void
  /** Breaks every connection and takes no new one, as when the server is down. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

const socketName = '.s.PGSQL.5432'

/** Opens a road beside the straight one of `connection`, which leads over a Unix socket. */
export const openDatabaseRoad = async (connection: string): Promise<DatabaseRoad> => {
  const [, before = '', host = ''] = /^(.*\?host=)(.*)$/.exec(connection) ?? []
  const target = join(decodeURIComponent(host), socketName)
  const folder = await mkdtemp(join(tmpdir(), 'bellwire-road-'))
  const pairs = new Set<readonly [Socket, Socket]>()
  let frozen = false
  let broken = false

  const server = createServer((near) => {
    near.on('error', () => near.destroy())
    if (broken) {
      near.destroy()
      return
    }
    const far = createConnection(target)
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [from, to] of [pair, pair.toReversed()] as readonly (readonly [Socket, Socket])[]) {
      from.on('data', (bytes) => to.write(bytes))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        to.destroy()
        pairs.delete(pair)
      })
      if (frozen) from.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(join(folder, socketName), resolve))
  const all = (act: (socket: Socket) => void): void => pairs.forEach((pair) => pair.forEach(act))

  return {
    connection: `${before}${encodeURIComponent(folder)}`,
    freeze: () => {
      frozen = true
      all((socket) => socket.pause())
    },
    thaw: () => {
      frozen = false
      all((socket) => socket.resume())
    },
    cut: () => {
      broken = true
      all((socket) => socket.destroy())
    },
    mend: () => {
      broken = false
    },
    close: async () => {
      all((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
