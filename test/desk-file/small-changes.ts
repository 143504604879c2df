import type { Edit } from './spoil.ts'
import type { Row } from './told-once.ts'

/** What the smallest desk file needs for changes, one of everything. */
export const smallChanges = `changes:
  managers: [ada]
  authorities:
    - id: board
      name: Change advisory board
      members: [ada, ben]
      channels:
        slack: T0SMALL/C0BOARD
        teams: 5f0c2f0e-8d5b-4b5e-9a56-0d2f7c3b1a10/19:board@thread.tacv2
    - id: night
      name: Night watch
      members: [ben]
      channels: { slack: T0SMALL/C0NIGHT }
  risk-questions:
    - id: reach
      question: Who would notice?
      answers:
        - { id: few, name: A few people, risk: 0 }
        - { id: all, name: Everyone, risk: 3 }
  sizes: { significant-from: 2, major-from: 3, major-above-services: 1 }
  approvals:
    minor:
      authority: board
      stages:
        - name: Owner
          approvers: { parts: [service-owner] }
          needs: any
    significant:
      authority: board
      calendar: office
      stages:
        - name: Leads
          approvers: { team-leads: [network, workplace], teams: [workplace] }
          needs: 2
        - name: Board
          approvers: { authorities: [board] }
          needs: majority
          veto: true
      remind-every: PT2H
      expires-after: PT20H
    major:
      authority: board
      stages:
        - name: Everyone
          approvers: { people: [ben], roles: [desk-lead], parts: [customer-representative, line-manager] }
  emergency:
    authority: night
    stages:
      - name: Whoever is awake
        approvers: { authorities: [night], people: [ada] }
        needs: any
    alone: [ben]
    tells: [ada]
    remind-every: PT5M
    expires-after: PT1H
    review-within: PT24H
  freezes:
    - id: christmas
      name: Christmas
      zone: Europe/Lisbon
      from: 2026-12-18T18:00
      to: 2027-01-06T24:00
      services: [mail]
      emergencies: true
  remind-before: PT2H
`

/** Makes a small desk with changes of the small desk; to come before others. */
export const withChanges: readonly Edit[] = [
  ['calendar: office\nsuppliers:', `calendar: office\n${smallChanges}suppliers:`],
  ['name: Small company', 'name: Small company\n    representatives: [ben]'],
  ['slack: T0SMALL/U0BEN', 'slack: T0SMALL/U0BEN\n    manager: ada'],
  ['    name: Wi-Fi\n', '    name: Wi-Fi\n    depends-on: [mail]\n'],
]

/** The same mistakes in a small desk with changes. */
export const inChanges = (rows: Readonly<Record<string, Row>>): Readonly<Record<string, Row>> =>
  Object.fromEntries(
    Object.entries(rows).map(([name, [edits, message]]) => [name, [[...withChanges, ...edits], message]]),
  )
