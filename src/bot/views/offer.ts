import type { Incident } from '../../domain/incident.ts'
import { type Button, type Card, bold, text } from '../ui/card.ts'
import { cut } from '../ui/limits.ts'
import { reportButton } from './home.ts'

/** Words were said that may be a problem: offers to record them, or to add them to what is open. Never a silent ticket. */
export const offerCard = (words: string, offer: string, open: readonly Incident[]): Card => ({
  fallback: 'Shall this be recorded?',
  elements: [
    {
      kind: 'text',
      text: [
        text('Nothing is recorded yet. Shall '),
        bold(`“${cut(words, 200)}”`),
        text(' be reported as a problem?'),
      ],
    },
    {
      kind: 'buttons',
      buttons: [reportButton(offer), ...open.map((incident) => addButton(incident, offer))],
    },
  ],
})

const addButton = (incident: Incident, offer: string): Button => ({
  label: cut(`Add to ${incident.id} ${incident.title}`, 75),
  action: { name: 'incident.add-words', record: incident.id, version: incident.version, argument: offer },
})

/** A form that the chat cannot open in answer to plain words: one click more. */
export const openFormCard = (what: string, button: Button): Card => ({
  fallback: what,
  elements: [
    { kind: 'text', text: what },
    { kind: 'buttons', buttons: [button] },
  ],
})
