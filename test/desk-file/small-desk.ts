/** The smallest desk file that has one of everything, for tests to spoil. */
export const smallDesk = `name: Small desk
home:
  domains: [small.example]
customers:
  - id: small
    name: Small company
people:
  - id: ada
    name: Ada Moreira
    email: ada@small.example
    zone: Europe/Lisbon
    customer: small
    roles: [desk-lead, admin]
    slack: T0SMALL/U0ADA
    teams: 5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10/11111111-1111-4111-a111-111111111111
    prefers: teams
  - id: ben
    name: Ben Okafor
    email: ben@elsewhere.example
    zone: Asia/Kathmandu
    customer: small
    slack: T0SMALL/U0BEN
teams:
  - id: network
    name: Network
    lead: ada
    members: [ben]
    triage:
      slack: T0SMALL/C0NETWORK
      teams: 5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10/19:network@thread.tacv2
  - id: workplace
    name: Workplace
    lead: ben
    triage:
      slack: T0SMALL/C0WORKPLACE
services:
  - id: mail
    name: E-mail
    owner: ada
    team: network
    customers: [small]
    components:
      - id: mailboxes
        name: Mailboxes
  - id: wifi
    name: Wi-Fi
    owner: ben
    team: workplace
    customers: [small]
    components:
      - id: access-points
        name: Access points
    supplier: orbit
    interested: [ada]
categories:
  - id: fault
    name: Something is broken
resolution-codes:
  - id: fixed
    name: Fixed
request-channels:
  - slack: T0SMALL/C0HELP
    service: mail
    category: fault
priorities:
  high: { high: P1, medium: P2, low: P3 }
  medium: { high: P2, medium: P3, low: P4 }
  low: { high: P3, medium: P4, low: P4 }
calendars:
  - id: office
    zone: Europe/Lisbon
    hours:
      monday: ["09:00-12:30", "13:30-24:00"]
    holidays:
      - { date: 2026-12-25, name: Christmas Day }
  - id: never
    zone: UTC
    hours: {}
closing:
  business-days: 5
  calendar: office
suppliers:
  - id: orbit
    name: Orbit
    manager: ada
targets:
  - id: answer
    name: First answer
    for: response
    within: { P1: PT30M, P2: PT90M }
    calendar: office
  - id: restore-mail
    name: E-mail works again
    for: resolution
    services: [mail]
    customers: [small]
    within: { P1: PT4H, P2: PT8H }
    calendar: office
    warnings:
      - at: 50%
        tell: [assignee, team]
      - at: PT1H
        tell: [team-lead, requester]
    breach:
      tell: [desk-lead, interested]
    paused-by: [requester, change]
    reopening: restarts
    exceptions:
      - { customer: small, from: 2026-12-24, to: 2027-01-06, reason: The mail is moved }
  - id: network-restores
    name: Network restores
    for: resolution
    team: network
    within: { P1: PT2H }
    calendar: office
  - id: orbit-repairs
    name: Orbit repairs
    for: resolution
    supplier: orbit
    within: { P1: PT6H }
    calendar: office
miss-causes:
  - id: workload
    name: Too much other work
`
