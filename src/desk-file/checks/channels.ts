import type { Finding, Path } from '../mistake.ts'
import { platforms } from '../address.ts'
import { quote } from '../words.ts'
import { child, list, repeated, textAt } from './spot.ts'
import type { Check, Spot } from './spot.ts'

/** One channel has one meaning: the triage of one team, the changes of one authority, or a place to ask for help. */
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
    const authorities = list(child(file, 'changes'), 'authorities').map((authority) =>
      child(child(authority, 'channels'), platform),
    )
    yield* repeated(
      authorities,
      (address) =>
        `the channel ${quote(address)} is already that of another change authority; give each its own`,
      sameChannel,
    )
    yield* both(triage, 'a triage channel', request, 'a request channel')
    yield* both(triage, 'a triage channel', authorities, 'that of a change authority')
    yield* both(request, 'a request channel', authorities, 'that of a change authority')
  }
}

function* both(
  some: readonly Spot[],
  are: string,
  others: readonly Spot[],
  cannotBe: string,
): Iterable<Finding> {
  const taken = new Map<string, Path>()
  for (const spot of some) {
    const address = textAt(spot)
    if (address !== undefined) taken.set(sameChannel(address), spot.path)
  }
  for (const spot of others) {
    const address = textAt(spot)
    const first = address === undefined ? undefined : taken.get(sameChannel(address))
    if (first !== undefined)
      yield {
        path: spot.path,
        message: `the channel ${quote(address)} is ${are}; it cannot be ${cannotBe} too`,
        first,
      }
  }
}

/** Tenant ids mean the same in either case, channel ids do not. */
const sameChannel = (address: string): string => {
  const slash = address.indexOf('/')
  return address.slice(0, slash).toLowerCase() + address.slice(slash)
}
