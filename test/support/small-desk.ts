import type { Desk, Weekday, Span } from '../../src/domain/desk.ts'
import type { GrantedRole, Identity, Person } from '../../src/domain/person.ts'

export const slackTenant = 'T0SMALL'
export const teamsTenant = '7d1f1a52-5a0e-4b57-9f9e-0c8d3a4b2c11'

export const onSlack = (user: string): Identity => ({ platform: 'slack', tenant: slackTenant, user })
export const onTeams = (user: string): Identity => ({ platform: 'teams', tenant: teamsTenant, user })

const person = (
  id: string,
  customer: string,
  identities: readonly Identity[],
  roles: readonly GrantedRole[] = [],
): Person => ({
  id,
  name: id.charAt(0).toUpperCase() + id.slice(1),
  email: `${id}@small.example`,
  zone: 'Europe/Berlin',
  customer,
  roles,
  identities,
})

const workday: readonly Span[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
]

export const officeHours: Readonly<Record<Weekday, readonly Span[]>> = {
  monday: workday,
  tuesday: workday,
  wednesday: workday,
  thursday: workday,
  friday: workday,
  saturday: [],
  sunday: [],
}

/**
 * A small organisation with one person for every part that somebody can have in an incident of `wifi` raised by ben
 * for ada. `zoe` worked here once and is named no more.
 */
export const smallDesk: Desk = {
  version: 1,
  name: 'Small desk',
  verifiedDomains: ['small.example'],
  people: [
    person('ada', 'north', [onSlack('UADA')]),
    person('ben', 'north', [onTeams('ben-object'), onSlack('UBEN')]),
    person('carl', 'north', [onSlack('UCARL')]),
    person('cleo', 'north', [onTeams('cleo-object')]),
    person('dana', 'north', [onSlack('UDANA')]),
    person('eve', 'north', [onTeams('eve-object')]),
    person('fay', 'north', [onTeams('fay-object')]),
    person('gil', 'north', [onSlack('UGIL')], ['desk-lead']),
    person('hana', 'north', [onSlack('UHANA')]),
    person('ivo', 'north', [onSlack('UIVO')]),
    person('jo', 'north', [onSlack('UJO')], ['admin']),
    person('kai', 'north', [onTeams('kai-object')], ['auditor']),
    person('lou', 'south', [onSlack('ULOU')]),
    person('mia', 'south', []),
  ],
  teams: [
    {
      id: 'net',
      name: 'Network',
      lead: 'dana',
      members: ['carl', 'cleo'],
      triage: [
        { platform: 'slack', tenant: slackTenant, conversation: 'CNET' },
        { platform: 'teams', tenant: teamsTenant, conversation: '19:net@thread.tacv2' },
      ],
    },
    {
      id: 'apps',
      name: 'Applications',
      lead: 'fay',
      members: ['eve'],
      triage: [{ platform: 'teams', tenant: teamsTenant, conversation: '19:apps@thread.tacv2' }],
    },
  ],
  customers: [
    { id: 'north', name: 'North' },
    { id: 'south', name: 'South' },
  ],
  services: [
    {
      id: 'wifi',
      name: 'Wi-Fi',
      owner: 'hana',
      team: 'net',
      customers: ['north', 'south'],
      interested: [],
      components: [
        { id: 'access-points', name: 'Access points' },
        { id: 'core', name: 'Core' },
      ],
    },
    {
      id: 'payroll',
      name: 'Payroll',
      owner: 'ivo',
      team: 'apps',
      customers: ['north'],
      components: [],
      interested: [],
    },
  ],
  categories: [
    { id: 'fault', name: 'Fault' },
    { id: 'access', name: 'Access' },
  ],
  resolutionCodes: [
    { id: 'fixed', name: 'Fixed' },
    { id: 'workaround', name: 'Workaround' },
  ],
  requestChannels: [
    { place: { platform: 'slack', tenant: slackTenant, conversation: 'CHELP' }, service: 'wifi' },
  ],
  priorityMatrix: {
    high: { high: 'P1', medium: 'P2', low: 'P3' },
    medium: { high: 'P2', medium: 'P3', low: 'P4' },
    low: { high: 'P3', medium: 'P4', low: 'P4' },
  },
  calendars: [
    {
      id: 'office',
      zone: 'Europe/Berlin',
      hours: officeHours,
      holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
    },
  ],
  closing: { businessDays: 3, calendar: 'office' },
  suppliers: [],
  targets: [],
  missCauses: [{ id: 'unnoticed', name: 'Noticed too late' }],
}
