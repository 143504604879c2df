import { chmodSync, mkdtempSync, readdirSync, readlinkSync } from 'node:fs'
import { cp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A copy of the program in a folder of its own, so that it has an embedded PostgreSQL and settings of its own. */
export interface ProjectCopy {
  readonly folder: string
  readonly main: string
  /** Processes that work in the copy's data folder: PostgreSQL and its children, whatever they are called. */
  readonly postgres: () => readonly number[]
  readonly remove: () => Promise<void>
}

const parts = ['src', 'playground', 'manifests', 'migrations', 'examples', 'package.json']

/** Copies what the program consists of; the installed packages are linked to. */
export const copyProject = async (): Promise<ProjectCopy> => {
  const root = join(import.meta.dirname, '../..')
  const folder = await realpath(mkdtempSync(join(tmpdir(), 'bellwire-copy-')))
  // As root the database runs as another account, which must be able to enter.
  chmodSync(folder, 0o755)
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return {
    folder,
    main: join(folder, 'src', 'main.ts'),
    postgres: () => processesBelow(join(folder, '.data')),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Only Linux tells the working folder of a process this way. */
const processesBelow = (folder: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(`${folder}/`)
      } catch {
        return false
      }
    })
    .map(Number)
