import { viewSubmission } from '../../bot/slack/payloads.ts'
import type { DeskHouse } from '../../support/desk-house.ts'
import { commonRoom } from '../../support/forger.ts'

/** A filled in *Report a problem* as Slack sends it; recorded when it is let in. */
export const slackReport = (user: string, form: string): Readonly<Record<string, unknown>> => ({
  ...viewSubmission(
    { f: 'incident.report', s: { form } },
    {
      title: { text: { value: 'Let in' } },
      service: { choice: { selected_option: { value: 'mail' } } },
      category: { choice: { selected_option: { value: 'fault' } } },
    },
  ),
  user: { id: user, team_id: 'T0BELLWIRE' },
})

/** An interaction as it is posted. */
export const posted = (payload: object): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString()

/** A filled in *Report a problem* as Teams sends it, with changes to the activity; recorded when it is let in. */
export const teamsReport = (
  { playground: { teams } }: DeskHouse,
  user: string,
  form: string,
  changes: object = {},
): object => ({
  ...teams.example(user, { conversation: commonRoom.teams }, ''),
  type: 'invoke',
  id: `f:${form}`,
  name: 'task/submit',
  value: {
    data: {
      submit: { form: 'incident.report', state: { form } },
      i_title: 'Let in',
      i_service: 'mail',
      i_category: 'fault',
    },
  },
  ...changes,
})
