import { describe, expect, it } from 'vitest'
import type { Form } from '../../../src/bot/ui/form.ts'
import { refill } from '../../../src/bot/ui/form.ts'
import { readValues, renderDialog, renderForm } from '../../../src/bot/teams/render-form.ts'
import { readSubmission } from '../../../src/bot/teams/forms-in.ts'

const markup = '<!channel> *x* <http://a|b> [x](y) <at>z</at>'
const run = (text: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] })

const form: Form = {
  name: 'incident.raise',
  title: 'Report a problem',
  submitLabel: 'Send',
  state: { form: 'f-1' },
  intro: markup,
  inputs: [
    { kind: 'text', name: 'title', label: 'Title', maxLength: 150 },
    {
      kind: 'text',
      name: 'description',
      label: 'What happens',
      maxLength: 9000,
      multiline: true,
      optional: true,
    },
    { kind: 'choice', name: 'impact', label: 'Impact', options: [{ value: 'high', label: 'High' }] },
    {
      kind: 'lookup',
      name: 'service',
      label: 'Service',
      source: 'services',
      chosen: { value: 'mail', label: 'E-mail' },
    },
  ],
}

describe('a form', () => {
  it('is a dialog with inputs and its state', () => {
    const dialog = renderDialog(form)
    expect(dialog).toMatchObject({
      title: 'Report a problem',
      card: {
        content: {
          body: [
            run(markup),
            { type: 'Input.Text', id: 'i_title', label: 'Title', isRequired: true, maxLength: 150 },
            {
              type: 'Input.Text',
              id: 'i_description',
              isRequired: false,
              isMultiline: true,
              maxLength: 3000,
            },
            {
              type: 'Input.ChoiceSet',
              id: 'i_impact',
              style: 'compact',
              choices: [{ title: 'High', value: 'high' }],
            },
            {
              type: 'Input.ChoiceSet',
              id: 'i_service',
              style: 'filtered',
              value: 'mail',
              choices: [{ title: 'E-mail', value: 'mail' }],
              'choices.data': { type: 'Data.Query', dataset: 'services' },
            },
          ],
          actions: [
            { type: 'Action.Submit', data: { submit: { form: 'incident.raise', state: { form: 'f-1' } } } },
          ],
        },
      },
    })
  })

  it('comes back filled in, with what is wrong right under each input', () => {
    const again = {
      ...refill(form, { title: markup, service: 'mail' }, { title: 'Too vague.' }),
      problem: 'Not saved.',
    }
    const { content } = renderForm(again, 'inline').attachment
    expect(content['body']).toMatchObject([
      run('Report a problem'),
      { inlines: [{ text: 'Not saved.', color: 'attention' }] },
      run(markup),
      { id: 'i_title', value: markup },
      { inlines: [{ text: 'Too vague.', color: 'attention' }] },
      { id: 'i_description' },
      { id: 'i_impact' },
      { id: 'i_service', value: 'mail' },
    ])
    expect(content['actions']).toMatchObject([{ type: 'Action.Execute', verb: 'submit' }])
  })

  it('is read back without empty inputs and without what is no input', () => {
    expect(readValues({ i_title: markup, i_description: '  ', i_impact: '', other: 'x', i_n: 3 })).toEqual({
      title: markup,
    })
  })

  it.each([
    undefined,
    'text',
    {},
    { submit: { form: 'incident.raise' } },
    { submit: { form: 'Robert"); --', state: {} } },
    { submit: { form: 'incident.raise', state: { form: 1 } } },
    { submit: { form: 'incident.raise', state: {}, more: true } },
    { submit: { form: 'incident.raise', state: {} }, i_title: { $ne: '' } },
    { submit: { form: 'incident.raise', state: {} }, i_title: 'x'.repeat(20_001) },
  ])('is not read from garbage %#', (data) => {
    expect(readSubmission(data)).toBeUndefined()
  })
})
