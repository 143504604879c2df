import type { Duplex } from 'node:stream'
import { Client } from 'pg'

/** Statements that are prepared; the program has far fewer, and a list of varying length must not use them all up. */
const most = 300

const names = new Map<string, string>()

const readsAllColumns = /^\s*(select|with)\b.*\*|returning \*/is

/**
 * Prepared under one name for each text. Not those that read whatever columns there are: they would fail when another
 * process brings the schema to a newer version meanwhile.
 */
const nameOf = (text: string): string | undefined => {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= most || readsAllColumns.test(text)) return undefined
  const name = `bellwire_${names.size}`
  names.set(text, name)
  return name
}

/**
 * A client that has the server parse and plan each statement once for a connection instead of once for a call: a
 * quarter of what a command costs the database otherwise (`npm run bench -- ack`). What is asked in one turn goes out in one
 * write: each write wakes the server, and on few processors that takes this program off its own.
 */
export class PreparingClient extends Client {
  #gathering = false

  override query(...given: readonly unknown[]): never {
    const [text, values] = given
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    this.#gather()
    return super.query(
      ...((name === undefined ? given : [{ name, text, values }, ...given.slice(2)]) as [never]),
    )
  }

  #gather(): void {
    if (this.#gathering) return
    const { stream } = (this as unknown as { readonly connection: { readonly stream: Duplex } }).connection
    this.#gathering = true
    stream.cork()
    process.nextTick(() => {
      this.#gathering = false
      stream.uncork()
    })
  }
}
