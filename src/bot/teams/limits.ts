/**
 * A message may hold about 100 KB counted in UTF-16, mentions and all; 80 KB is the advised ceiling
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages). Half of it in characters, less
 * some room for the activity around the card.
 */
export const mostCardCharacters = 38_000

/** Teams shows no more than this many of one set's buttons (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions). */
export const mostButtonsInSet = 6

/** Options that a typeahead shows (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search). */
export const mostLookupOptions = 15

/** How much of a card may be shown; what a text has beyond its lines runs on in the last one. */
export interface Room {
  /** Of one text, in characters. */
  readonly text: number
  /** Of one text. */
  readonly lines: number
  /** Of one card, buttons not counted. */
  readonly elements: number
}

/** Narrower and narrower, tried until a card fits: long texts are cut before anything is left out. */
const rooms: readonly Room[] = [
  { text: 3000, lines: 80, elements: 1000 },
  { text: 1500, lines: 40, elements: 1000 },
  { text: 700, lines: 20, elements: 1000 },
  { text: 300, lines: 8, elements: 1000 },
  { text: 120, lines: 3, elements: 1000 },
  { text: 120, lines: 1, elements: 60 },
  { text: 80, lines: 1, elements: 20 },
]

/** Renders with the most room in which the outcome is small enough; with the least when none is. */
export const fit = <T>(render: (room: Room) => T): T => {
  let rendered: T | undefined
  for (const room of rooms) {
    rendered = render(room)
    if (JSON.stringify(rendered).length <= mostCardCharacters) return rendered
  }
  return rendered ?? render({ text: 0, lines: 1, elements: 0 })
}
