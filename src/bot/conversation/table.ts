/**
 * The entry of that name, when the table itself has it: names come from outside, and `constructor` is on every object.
 */
export const entryOf = <Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
