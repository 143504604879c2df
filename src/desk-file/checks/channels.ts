import type { Finding, Path } from '../mistake.ts'
import { platforms } from '../address.ts'
import { quote } from '../words.ts'
import { child, list, repeated, textAt } from './spot.ts'
import type { Check, Spot } from './spot.ts'

/** One channel has one meaning: the triage of one team, or a place to ask for help. */
export const channelsMeanOneThing: Check = function* (file) {
  for (const platform of Object.keys(platforms)) {
    const triage = list(file, 'teams').map((team) => child(child(team, 'triage'), platform))
    const request = list(file, 'request-channels').map((channel) => child(channel, platform))
    yield* repeated(
      triage,
      (address) =>
        `the channel ${quote(address)} is already the triage channel of another team; give each its own`,
      sameChannel,
    )
    yield* repeated(
      request,
      (address) => `the channel ${quote(address)} is already a request channel`,
      sameChannel,
    )
    yield* both(triage, request)
  }
}

function* both(triage: readonly Spot[], request: readonly Spot[]): Iterable<Finding> {
  const taken = new Map<string, Path>()
  for (const spot of triage) {
    const address = textAt(spot)
    if (address !== undefined) taken.set(sameChannel(address), spot.path)
  }
  for (const spot of request) {
    const address = textAt(spot)
    const first = address === undefined ? undefined : taken.get(sameChannel(address))
    if (first !== undefined)
      yield {
        path: spot.path,
        message: `the channel ${quote(address)} is a triage channel; it cannot be a request channel too`,
        first,
      }
  }
}

/** Tenant ids mean the same in either case, channel ids do not. */
const sameChannel = (address: string): string => {
  const slash = address.indexOf('/')
  return address.slice(0, slash).toLowerCase() + address.slice(slash)
}
