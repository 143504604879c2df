import { CompiledQuery, type Kysely } from 'kysely'
import { keptColumns } from './kept-columns.ts'
import { rowLiterals } from './row-literals.ts'
import type { Database } from './schema.ts'

/** What commands leave behind, table by table: inbox, events, places, clocks, ... */
export type KeptRows = { readonly [Table in keyof typeof keptColumns]?: readonly object[] }

/** Numbers to be drawn for records to come. */
interface Draw {
  readonly sequence: string
  readonly count: number
}

interface Kept {
  /** The conversations that have something to send now. */
  readonly keys: readonly string[]
  readonly numbers: readonly number[]
}

const tables = Object.entries(keptColumns) as [keyof typeof keptColumns, readonly string[]][]

const given = tables.map(([table], index) => `${table} => $${index + 1}::kept_${table}[]`).join(', ')

const text = `select keys, numbers from keep_commands(${given},
  sequence => $${tables.length + 1}, draw => $${tables.length + 2})`

/** Writes what commands leave behind, in one statement. Throws what the database throws; then nothing is written. */
export const keepCommands = async (tx: Kysely<Database>, kept: KeptRows, draw?: Draw): Promise<Kept> => {
  const values = tables.map(([table, columns]) => {
    const rows = kept[table] ?? []
    return rows.length === 0 ? null : rowLiterals(columns, rows)
  })
  // Not built anew for each call, which takes a busy program as long as filling it in.
  const query = CompiledQuery.raw(text, [...values, draw?.sequence ?? null, draw?.count ?? 0])
  const { rows } = await tx.executeQuery<{ keys: readonly string[]; numbers: readonly unknown[] | null }>(
    query,
  )
  const [answer] = rows
  return { keys: answer?.keys ?? [], numbers: (answer?.numbers ?? []).map(Number) }
}

/** The rows of several commands, each of another record, together. */
export const together = (commands: readonly { readonly kept: KeptRows }[]): KeptRows => {
  const [first, ...others] = commands
  if (first === undefined || others.length === 0) return first?.kept ?? {}
  const joined: { -readonly [Table in keyof KeptRows]: object[] } = {}
  for (const { kept } of commands)
    for (const [table] of tables) {
      const rows = kept[table]
      if (rows !== undefined && rows.length > 0) (joined[table] ??= []).push(...rows)
    }
  return joined
}
