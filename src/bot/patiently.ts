import { ChatFailure } from './chat-port.ts'

/** Tries altogether, and the longest wait between two of them, in milliseconds. */
const tries = 3
const longestWait = 5000

/**
 * Does again what a chat refused only for coming too fast, which was then certainly not done: a person waits for this
 * answer, and nothing else will bring it. `failureOf` says what an error comes to. Throws what the last try threw.
 */
export const patiently = async <Done>(
  work: () => Promise<Done>,
  failureOf: (cause: unknown) => ChatFailure | undefined = (cause) =>
    cause instanceof ChatFailure ? cause : undefined,
): Promise<Done> => {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await work()
    } catch (cause) {
      const failure = failureOf(cause)
      if (failure?.kind !== 'busy' || left === 0) throw cause
      await new Promise((resolve) => setTimeout(resolve, Math.min(failure.retryAfter, longestWait)))
    }
  }
}
