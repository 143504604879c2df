import { bold, line } from '../ui/card.ts'
import type { Card } from '../ui/card.ts'
import type { Form } from '../ui/form.ts'

/** What the edge itself says to people: only what no record and no conversation can know. */

/** After a failure of ours; the operators find its cause under the reference. */
export const troubleText = (reference: string): string =>
  'Something went wrong on our side, and it is not certain whether this was saved. ' +
  `Please look with /desk list before you do it again. Reference: ${reference}.`

export const trouble = (reference: string): Card => line(troubleText(reference))

/** The same above a form that is still open: it counts once, however often it is sent. */
export const formTroubleText = (reference: string): string =>
  'Something went wrong on our side, and it is not certain whether this was saved. ' +
  `What you typed is still here, and sending it again is safe: it counts once. Reference: ${reference}.`

/** A view opens within three seconds of the click only. */
export const tooLate = (form: Form): Card =>
  offer(form, 'That took too long for Slack to still open the form. Please try again.')

/** Where no form can be opened: in answer to a message. */
export const formOffer = (form: Form): Card => offer(form, 'There is a form for this.')

const offer = (form: Form, words: string): Card => ({
  fallback: `${form.title}: ${words}`,
  elements: [
    { kind: 'text', text: [bold(form.title), { text: `\n${words}` }] },
    {
      kind: 'buttons',
      buttons: [
        { label: 'Open the form', action: { name: form.state['opener'] ?? form.name }, opensForm: true },
      ],
    },
  ],
})

export const unknownButton = line(
  'This button cannot be used any more, so nothing was done. Open the record again with /desk show and its number.',
)

/** Said where Slack shows no pictures: in what only one person sees. */
export const pictureFollows = 'With its picture it comes to you in your direct chat with the desk.'

export const unknownForm =
  'This form cannot be used any more, so nothing was saved. Please open it again and copy over what you typed.'

/** When somebody closed a form while it was being saved, and it turned out that it could not be. */
export const notSaved = (form: Form): Card => {
  const complaints = form.inputs.flatMap((input) =>
    input.error === undefined ? [] : [`${input.label}: ${input.error}`],
  )
  const why = [...(form.problem === undefined ? [] : [form.problem]), ...complaints].join('\n')
  return {
    fallback: `${form.title} was not saved. ${why}`,
    elements: [{ kind: 'text', text: [bold(`${form.title} was not saved.`), { text: `\n${why}` }] }],
  }
}
