import autocannon from 'autocannon'

export interface Load {
  readonly url: string
  readonly connections: number
  /** How long, or how many. */
  readonly seconds?: number
  readonly amount?: number
  /** Makes the next request: every one of them is different. */
  readonly next: () => { readonly body: string; readonly headers: Readonly<Record<string, string>> }
}

export interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  /** Answers other than 2xx, and connections that broke. */
  readonly failed: number
}

/** Sends as fast as the answers come. */
export const measure = async ({ url, connections, seconds, amount, next }: Load): Promise<Measured> => {
  const began = performance.now()
  const result = await autocannon({
    url,
    connections,
    ...(amount === undefined ? {} : { amount }),
    ...(seconds === undefined ? {} : { duration: seconds }),
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => {
          const { body, headers } = next()
          return { ...request, body, headers: { ...request.headers, ...headers } }
        },
      },
    ],
  })
  return {
    // Its averages are of whole seconds; a number of requests may not fill one.
    perSecond: amount === undefined ? result.requests.average : result.requests.total / elapsed(began),
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  }
}

const elapsed = (began: number): number => (performance.now() - began) / 1000
