import { createBounded } from './bounded.ts'

/** Tells by `repeated` when the work was begun for an earlier request of that key. */
type Once<T> = (key: string | undefined, work: () => Promise<T>, repeated: () => void) => Promise<T>

/**
 * Gives a repeated request the answer of the first, while that is in progress and for some minutes after: Teams sends an
 * invoke again when it has waited too long, and two answers would be two messages. What counts twice and what does not
 * is decided in the conversation; this only keeps the door from asking it again. What failed, by throwing or by an
 * answer that is not `kept`, is forgotten and may be tried again.
 */
export const createOnce = <T>(
  now: () => Temporal.Instant,
  kept: (answer: T) => boolean = () => true,
): Once<T> => {
  const answers = createBounded<{ at: number; answer: Promise<T> }>(remembered)
  return async (key, work, repeated) => {
    if (key === undefined) return await work()
    const at = now().epochMilliseconds
    const known = answers.get(key)
    if (known !== undefined && at - known.at < keptFor) {
      repeated()
      return await known.answer
    }
    const answer = work()
    answers.set(key, { at, answer })
    try {
      const given = await answer
      if (!kept(given)) answers.delete(key)
      return given
    } catch (error) {
      answers.delete(key)
      throw error
    }
  }
}

const keptFor = 5 * 60_000
/** An answer may be a card of some kilobytes. */
const remembered = 1000
