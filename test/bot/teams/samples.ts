import { line } from '../../../src/bot/ui/card.ts'
import type { Card } from '../../../src/bot/ui/card.ts'
import type { Form } from '../../../src/bot/ui/form.ts'

export const action = { name: 'incident.take', record: 'INC-1', version: 2 }

export const said = (words: string): Card => line(words)

export const form: Form = {
  name: 'incident.raise',
  title: 'Report a problem',
  submitLabel: 'Send',
  state: { form: 'f-1' },
  inputs: [{ kind: 'text', name: 'title', label: 'Title', maxLength: 150 }],
}

/** What a client sends with that form. */
export const submission = {
  submit: { form: form.name, state: form.state },
  i_title: 'Printer is jammed',
  i_x: '',
}
