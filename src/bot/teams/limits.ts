/**
 * A message may hold about 100 KB counted in UTF-16, mentions and all; 80 KB is the advised ceiling
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages). Half of it in characters, less
 * some room for the activity around the card.
 */
export const mostCardCharacters = 38_000

/**
 * The same with pictures in the card. The 100 KB are said not to include what is encoded as base64 (the page above;
 * learn.microsoft.com/microsoftteams/platform/concepts/cloud-overview), and elsewhere that it travels within the same
 * message (microsoft.github.io/teams-sdk/typescript/in-depth-guides/file-handling/sending-inline-images): it stays below
 * them whichever is right. The words by themselves keep to `mostCardCharacters`.
 */
export const mostCharactersWithPictures = 46_000

/** Of one picture; larger ones are sent and not shown (the same page of the Teams SDK). */
export const mostPicture = { bytes: 1_000_000, pixels: 1024 } as const

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
  /** Whether pictures are shown, or words in their place. */
  readonly pictures?: boolean
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

/**
 * Renders with the most room in which the outcome is small enough; with the least when none is. Pictures are the first
 * to go: their words say the same.
 */
export const fit = <T>(render: (room: Room) => T, pictures = false): T => {
  const [widest] = rooms
  if (pictures && widest !== undefined) {
    const rendered = render({ ...widest, pictures })
    const words = JSON.stringify(render(widest)).length
    if (words <= mostCardCharacters && JSON.stringify(rendered).length <= mostCharactersWithPictures)
      return rendered
  }
  let rendered: T | undefined
  for (const room of rooms) {
    rendered = render(room)
    if (JSON.stringify(rendered).length <= mostCardCharacters) return rendered
  }
  return rendered ?? render({ text: 0, lines: 1, elements: 0 })
}
