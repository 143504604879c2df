import type { Clock } from '../../src/domain/sla-clock.ts'
import { thursday } from '../support/given.ts'

const hour = 3_600_000
const later = (hours: number): Temporal.Instant => thursday.add({ hours })

const running = {
  calendar: 'office',
  deskVersion: 1,
  within: 4 * hour,
  run: 1,
  state: 'running',
  startedAt: later(-1),
  runningSince: later(-1),
  counted: 0,
  missed: false,
  explained: false,
} as const

const { runningSince: _, ...still } = running

/** A clock in every state that it can be in. */
export const everyState: Readonly<Record<string, Clock>> = {
  running: {
    ...running,
    slot: 'sla/resolution',
    tier: 'sla',
    kind: 'resolution',
    target: 'restore',
    due: later(3),
  },
  'running out this moment': {
    ...running,
    slot: 'sla/response',
    tier: 'sla',
    kind: 'response',
    target: 'answer',
    within: hour / 1000,
    due: later(-1),
  },
  'running and missed': {
    ...running,
    slot: 'ola/network/response',
    tier: 'ola',
    kind: 'response',
    party: 'network',
    target: 'gone',
    due: later(-1),
    missed: true,
  },
  'running for ever': {
    ...running,
    slot: 'sla/update',
    tier: 'sla',
    kind: 'update',
    target: 'news',
    calendar: 'round-the-clock',
  },
  paused: {
    ...still,
    slot: 'ola/workplace/resolution',
    tier: 'ola',
    kind: 'resolution',
    party: 'workplace',
    target: 'gone',
    state: 'paused',
    counted: hour,
  },
  'paused and missed': {
    ...still,
    slot: 'ola/gone/response',
    tier: 'ola',
    kind: 'response',
    party: 'team-gone',
    target: 'gone',
    state: 'paused',
    counted: 5 * hour,
    due: later(-1),
    missed: true,
  },
  met: {
    ...still,
    slot: 'ola/business-apps/response',
    tier: 'ola',
    kind: 'response',
    party: 'business-apps',
    target: 'gone',
    state: 'met',
    endedAt: later(0),
  },
  'met too late': {
    ...still,
    slot: 'uc/orbit/resolution',
    tier: 'uc',
    kind: 'resolution',
    party: 'orbit',
    target: 'orbit-repairs',
    state: 'met',
    counted: 5 * hour,
    due: later(-1),
    endedAt: later(0),
    missed: true,
  },
  stopped: {
    ...still,
    slot: 'uc/gone/resolution',
    tier: 'uc',
    kind: 'resolution',
    party: 'supplier-gone',
    target: 'gone',
    state: 'stopped',
    endedAt: later(0),
  },
}

export const everyClock: readonly Clock[] = Object.values(everyState)
