import type { Reply } from '../../../src/bot/reply.ts'
import { line } from '../../../src/bot/ui/card.ts'
import type { Form } from '../../../src/bot/ui/form.ts'

export const form: Form = {
  name: 'incident.raise',
  title: 'Report a problem',
  submitLabel: 'Report',
  state: { form: 'f1', opener: 'incident.report' },
  inputs: [
    { kind: 'text', name: 'title', label: 'Title', maxLength: 120, value: 'Printer' },
    { kind: 'lookup', name: 'service', label: 'Service', source: 'services' },
  ],
}
export const yes: Reply = { kind: 'private', card: line('INC-17 is recorded') }

/** A conversation that answers when it is told to. */
export const slowly = () => {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  return { converse: () => promise, answer: resolve, fail: reject }
}
