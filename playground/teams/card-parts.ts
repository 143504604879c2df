import { isObject, object, objects, string } from './json.ts'
import type { Json } from './json.ts'
import { readMarkdown, readMentions, readTimes } from './markdown.ts'
import type { Mention } from './markdown.ts'

/** What a person meets on a card, in the order of reading. */
export type CardPart =
  | { readonly kind: 'text'; readonly text: string; readonly alarming: boolean }
  | InputPart
  | { readonly kind: 'action'; readonly action: Json }

/** An input. A date with a time beside it in the same row is one to a person, and called what the date is called. */
export interface InputPart {
  readonly kind: 'input'
  readonly input: Json
  readonly time?: Json
}

/** Teams shows so many actions in a row, and none of the rest. */
const mostActions = 6

export const mentionsIn = (entities: unknown): readonly Mention[] =>
  objects(entities)
    .filter((entity) => entity['type'] === 'mention')
    .map((entity) => ({
      mark: string(entity['text']),
      name: string(object(entity['mentioned'])['name']),
    }))

/** Reads a card from top to bottom as it is shown to somebody in that time zone. */
export const cardParts = (card: Json, zone: string): readonly CardPart[] => {
  const mentions = mentionsIn(object(card['msteams'])['entities'])
  const marked = (text: string): string => {
    // The name must not be read as Markdown, so mentions are put in last.
    const standIns = mentions.map((mention, index) => ({
      mark: mention.mark,
      name: `\u{f0000}${index}\u{f0001}`,
    }))
    const shown = readMarkdown(readTimes(readMentions(text, standIns), zone))
    return shown.replaceAll(
      /\u{f0000}(\d+)\u{f0001}/gu,
      (_, index: string) => mentions[Number(index)]?.name ?? '',
    )
  }
  const actions = (found: unknown): readonly CardPart[] =>
    objects(found)
      .slice(0, mostActions)
      .filter((action) => action['mode'] !== 'hidden')
      .flatMap((action) => [
        { kind: 'action' as const, action },
        ...(isObject(action['card']) ? cardBody(action['card']) : []),
      ])
  const cardBody = (inner: Json): readonly CardPart[] => [
    ...objects(inner['body']).flatMap((element) => parts(element)),
    ...actions(inner['actions']),
  ]
  const parts = (element: Json): readonly CardPart[] => {
    if (element['isVisible'] === false) return []
    switch (element['type']) {
      case 'TextBlock':
        return [text(marked(string(element['text'])), element)]
      case 'RichTextBlock':
        return [richText(element, zone)]
      case 'FactSet':
        return objects(element['facts']).map((fact) =>
          text(`${marked(string(fact['title']))} ${marked(string(fact['value']))}`, element),
        )
      case 'Image':
        return string(element['altText']) === '' ? [] : [text(string(element['altText']), element)]
      case 'ActionSet':
        return actions(element['actions'])
      case 'ColumnSet':
        return inOneRow(objects(element['columns']).flatMap((column) => parts({ ...column, type: 'Column' })))
      case 'Table':
        return objects(element['rows']).flatMap((row) =>
          objects(row['cells']).flatMap((cell) => parts({ ...cell, type: 'TableCell' })),
        )
      case 'ImageSet':
        return objects(element['images']).flatMap((image) => parts({ ...image, type: 'Image' }))
      case 'Container':
      case 'Column':
      case 'TableCell':
        return objects(element['items']).flatMap((item) => parts(item))
      default:
        return string(element['type']).startsWith('Input.') ? [{ kind: 'input', input: element }] : []
    }
  }
  return cardBody(card)
}

const inOneRow = (parts: readonly CardPart[]): readonly CardPart[] => {
  const [date, time] = parts
  return parts.length === 2 &&
    date?.kind === 'input' &&
    time?.kind === 'input' &&
    date.input['type'] === 'Input.Date' &&
    time.input['type'] === 'Input.Time'
    ? [{ ...date, time: time.input }]
    : parts
}

/** Nothing in a run is Markdown; only times are shown. */
const richText = (element: Json, zone: string): CardPart => {
  const inlines: readonly unknown[] = Array.isArray(element['inlines']) ? element['inlines'] : []
  const runs = inlines.map((run) => object(typeof run === 'string' ? { text: run } : run))
  const colours = runs.map((run) => string(run['color']).toLowerCase())
  return {
    kind: 'text',
    text: runs.map((run) => readTimes(string(run['text']), zone)).join(''),
    alarming: colours.length > 0 && colours.every((colour) => colour === 'attention'),
  }
}

const text = (value: string, element: Json): CardPart => ({
  kind: 'text',
  text: value,
  alarming: string(element['color']).toLowerCase() === 'attention',
})
