import type { ServerResponse } from 'node:http'

/** Tells every open page that something changed; the page then asks for the state. */
export interface ChangeFeed {
  /** Keeps the response open as a stream of Server-Sent Events until the browser leaves. */
  open(response: ServerResponse): void
  changed(): void
  close(): void
}

/** At most ten notices a second: one at once, the rest of a burst in one more at the end of the interval. */
export const noticeEvery = 100
const keepAliveEvery = 15_000

/** `schedule` runs a function after some milliseconds and returns how to call it off; tests pass their own. */
export const createChangeFeed = (schedule: Schedule = later): ChangeFeed => {
  const open = new Set<ServerResponse>()
  let revision = 0
  let calmDown: (() => void) | undefined
  let waiting = false

  const send = (): void => {
    revision += 1
    for (const response of open) response.write(`event: change\ndata: ${revision}\n\n`)
    calmDown = schedule(() => {
      calmDown = undefined
      if (waiting) {
        waiting = false
        send()
      }
    }, noticeEvery)
  }

  const keepAlive = setInterval(() => {
    for (const response of open) response.write(': still here\n\n')
  }, keepAliveEvery)
  keepAlive.unref()

  return {
    open: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
      response.write(`retry: 1000\n\nevent: change\ndata: ${revision}\n\n`)
      open.add(response)
      response.on('close', () => open.delete(response))
    },
    changed: () => {
      if (calmDown === undefined) send()
      else waiting = true
    },
    close: () => {
      clearInterval(keepAlive)
      calmDown?.()
      for (const response of open) response.end()
      open.clear()
    },
  }
}

export type Schedule = (run: () => void, milliseconds: number) => () => void

const later: Schedule = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds)
  timer.unref()
  return () => clearTimeout(timer)
}
