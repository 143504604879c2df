/** Runs the work of each id once, as long as it is remembered: a repetition gets the same outcome. */
export type Once = (id: string, work: () => Promise<void>) => Promise<void>

/**
 * Slack repeats an event that was answered late; while the first is still being worked on, or was answered a moment
 * ago, doing it again would only say the same thing twice. What failed is forgotten and may be tried again.
 * This is courtesy: what makes an act count once is the intent's id in the store.
 */
export const createOnce = (remembered = 5000): Once => {
  const outcomes = new Map<string, Promise<void>>()
  return (id, work) => {
    const known = outcomes.get(id)
    if (known !== undefined) return known
    const outcome = work()
    outcomes.set(id, outcome)
    outcome.catch(() => outcomes.delete(id))
    const oldest = outcomes.keys().next()
    if (outcomes.size > remembered && oldest.done !== true) outcomes.delete(oldest.value)
    return outcome
  }
}
