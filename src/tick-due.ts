/**
 * Does what is due about records, `due` giving the next of them, until there is nothing more to do: what is due is what lies in
 * the past, so a late tick loses nothing; what was done meanwhile is refused, so two ticks repeat nothing. Gives how many were
 * done. Throws the first error after all others have had their turn: a record that cannot be ticked keeps no other waiting.
 */
export const tickDue = async (
  due: () => Promise<readonly string[]>,
  tick: (id: string) => Promise<{ readonly kind: string }>,
): Promise<number> => {
  let done = 0
  for (;;) {
    const failures: unknown[] = []
    let progress = 0
    for (const id of await due())
      try {
        if ((await tick(id)).kind === 'done') progress += 1
      } catch (error) {
        failures.push(error)
      }
    done += progress
    if (progress > 0) continue
    if (failures.length > 0) throw failures[0]
    return done
  }
}
