import type { Desk } from '../../domain/desk.ts'
import type { Identity, PersonId } from '../../domain/person.ts'
import { type Card, bold, line, text } from '../ui/card.ts'
import * as names from './names.ts'

interface Proposal {
  readonly id: string
  readonly identity: Identity
  readonly person: PersonId
  readonly confirmed?: boolean
}

/** To an admin: an account wants to be someone. */
export const linkCard = (proposal: Proposal, desk: Desk): Card => {
  if (proposal.confirmed !== undefined)
    return line([
      bold(names.personName(desk, proposal.person)),
      text(`: ${accountText(proposal)} was ${proposal.confirmed ? 'linked' : 'not linked'}.`),
    ])
  return {
    fallback: `Is ${accountText(proposal)} ${names.personName(desk, proposal.person)}?`,
    elements: [
      {
        kind: 'text',
        text: [
          text(`The account ${accountText(proposal)} uses the e-mail address of `),
          bold(names.personName(desk, proposal.person)),
          text(
            '. Please make sure that it is theirs before you link it: whoever has it will act in their name.',
          ),
        ],
      },
      {
        kind: 'buttons',
        buttons: [
          {
            label: 'It is theirs',
            style: 'primary',
            action: { name: 'link.confirm', argument: proposal.id },
          },
          { label: 'It is not', style: 'danger', action: { name: 'link.refuse', argument: proposal.id } },
        ],
      },
    ],
  }
}

export const linkDecidedCard = (proposal: Proposal, desk: Desk, by: PersonId): Card =>
  line([
    bold(names.personName(desk, by)),
    text(
      proposal.confirmed === true
        ? ` linked ${accountText(proposal)} to ${names.personName(desk, proposal.person)}.`
        : ` did not link ${accountText(proposal)} to ${names.personName(desk, proposal.person)}.`,
    ),
  ])

const accountText = ({ identity }: Proposal): string =>
  `${identity.user} in ${identity.platform === 'slack' ? 'Slack' : 'Teams'} (${identity.tenant})`
