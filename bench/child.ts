import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'

export interface Child {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Starts a server of bench/servers in a process of its own, as it would run. */
export const startChild = async (name: string, given: Readonly<Record<string, string>>): Promise<Child> => {
  const child: ChildProcess = fork(
    join(import.meta.dirname, 'servers', `${name}.ts`),
    [JSON.stringify(given)],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  )
  if (child.stdout === null) throw new Error('no output')
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => {
      throw new Error(`${name} ended before it served`)
    }),
  ])) as [string]
  return {
    port: (JSON.parse(line) as { port: number }).port,
    async stop() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
