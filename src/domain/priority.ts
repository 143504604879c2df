/** How much it hurts and how soon it must be dealt with (8.1-b). */
export type Level = 'high' | 'medium' | 'low'
export type Impact = Level
export type Urgency = Level

/** P1 is the highest. */
export type Priority = 'P1' | 'P2' | 'P3' | 'P4'

export const levels: readonly Level[] = ['high', 'medium', 'low']
export const priorities: readonly Priority[] = ['P1', 'P2', 'P3', 'P4']

/** The organisation's agreement on what impact and urgency come to. */
export type PriorityMatrix = Readonly<Record<Impact, Readonly<Record<Urgency, Priority>>>>

export const priorityOf = (matrix: PriorityMatrix, impact: Impact, urgency: Urgency): Priority =>
  matrix[impact][urgency]

/** True when `to` promises less than `from`. */
export const isLower = (from: Priority, to: Priority): boolean =>
  priorities.indexOf(to) > priorities.indexOf(from)
