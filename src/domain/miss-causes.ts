import type { MissCause } from './desk.ts'

/** Causes that a desk file need not list. */
export const usualCauses: readonly MissCause[] = [
  { id: 'unnoticed', name: 'Noticed too late' },
  { id: 'workload', name: 'Too much other work' },
  { id: 'difficult', name: 'Harder than expected' },
  { id: 'supplier', name: 'Waited for a supplier' },
  { id: 'information', name: 'Information was missing' },
  { id: 'access', name: 'Access, parts or a change were missing' },
  { id: 'wrong-priority', name: 'The priority was wrong' },
  { id: 'other', name: 'Something else' },
]
