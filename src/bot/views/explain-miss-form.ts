import type { Desk } from '../../domain/desk.ts'
import { longest } from '../../domain/incident-command.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Form, FormState } from '../ui/form.ts'
import { cut, limits } from '../ui/limits.ts'
import { targetName } from './clock-words.ts'
import { choice, formOf } from './incident-forms.ts'

/** Why a target was missed (6.1-c). */
export const explainMissForm = (incident: Incident, desk: Desk, state: FormState): Form => {
  const misses = [...new Set(incident.unexplained.map(({ slot }) => slot))].map((slot) => ({
    value: slot,
    label: cut(targetName(slot, desk), limits.optionLabel),
  }))
  return {
    ...formOf(incident, 'explain-miss', 'Say why', 'Save', state, [
      choice('slot', 'What was missed', misses, misses[0]?.value),
      choice(
        'cause',
        'Cause',
        desk.missCauses.map(({ id, name }) => ({ value: id, label: name })),
        undefined,
      ),
      {
        kind: 'text',
        name: 'text',
        label: 'What happened?',
        hint: 'In a sentence or two. The desk’s side can read it, the requester cannot.',
        multiline: true,
        maxLength: longest.text,
      },
    ]),
    intro: 'This is asked to learn from it, not to blame anybody.',
  }
}
