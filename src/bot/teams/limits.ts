/**
 * A message may hold about 100 KB counted in UTF-16, mentions and all; 80 KB is the advised ceiling
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages). Half of it in characters, less
 * some room for the activity around the card.
 */
export const mostCardCharacters = 38_000

/** Beyond this many, buttons move into the overflow menu (learn.microsoft.com/adaptive-cards/schema-explorer/action-set). */
export const mostPrimaryButtons = 6

/** Options that a typeahead shows (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search). */
export const mostLookupOptions = 15

/** Lines of one text; what is beyond them runs on in the last one. */
export const mostLines = 80

/** Narrower and narrower ceilings for one text, in characters, tried until a card fits. */
const ceilings: readonly number[] = [3000, 1500, 700, 300, 120, 40]

/** Renders with the widest ceiling under which the outcome is small enough; with the narrowest when none is. */
export const fit = <T>(render: (textCeiling: number) => T): T => {
  let rendered = render(ceilings[0] ?? 0)
  for (const ceiling of ceilings.slice(1)) {
    if (JSON.stringify(rendered).length <= mostCardCharacters) break
    rendered = render(ceiling)
  }
  return rendered
}
