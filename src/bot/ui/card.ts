import type { Identity } from '../../domain/person.ts'

/**
 * A message, in neither platform's words. Renderers turn it into Block Kit or an Adaptive Card; whatever a person
 * typed stays literal in both. `fallback` is what notifications and screen readers say.
 */
export interface Card {
  readonly fallback: string
  readonly elements: readonly CardElement[]
}

export type CardElement =
  | { readonly kind: 'header'; readonly text: string }
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  /** Small, quiet print: who and when. */
  | { readonly kind: 'context'; readonly text: Text }
  | { readonly kind: 'divider' }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  /** Where it cannot be shown its `alt` is said in its place: whatever matters must be in the card's words as well. */
  | { readonly kind: 'picture'; readonly picture: Picture }

/** Always literal: nothing in a string is markup. */
export type Text = string | readonly Span[]

export type Span =
  | { readonly text: string; readonly bold?: boolean }
  /** Notifies on the platform that the identity belongs to; elsewhere it is the name only. */
  | { readonly mention: Identity; readonly name: string }
  /** Shown in the reader's own time zone. */
  | { readonly at: Temporal.Instant }
  | { readonly link: string; readonly text: string }

export interface Field {
  readonly label: string
  readonly value: Text
}

/** Carries ids and a version, nothing else: what it may do is decided at the click. */
export interface Button {
  readonly label: string
  readonly action: ButtonAction
  readonly style?: 'primary' | 'danger'
  /** True when the click answers with a form: Teams must be told so when the button is drawn. */
  readonly opensForm?: boolean
}

export interface ButtonAction {
  /** The name of the intent, `incident.take`. */
  readonly name: string
  /** The record's number, `INC-17`. */
  readonly record?: string
  /** The record's version when the button was drawn. */
  readonly version?: number
  /** One more id where the action needs it: a page, a proposal. Never text. */
  readonly argument?: string
}

/** At most 1024 pixels wide and high. What it shows is no secret to anybody who may see the card. */
export interface Picture {
  readonly png: Uint8Array
  /** Says the same in words; literal, like every text. */
  readonly alt: string
  /** Its name where pictures have one, as in Slack; it need not be shown. */
  readonly title: string
}

export const text = (value: string): Span => ({ text: value })
export const bold = (value: string): Span => ({ text: value, bold: true })

/** A one-line message. */
export const line = (value: Text): Card => ({
  fallback: plain(value),
  elements: [{ kind: 'text', text: value }],
})

export const hasPictures = (card: Card): boolean => card.elements.some(({ kind }) => kind === 'picture')

/** The words that stand in the place of a picture. */
export const pictureWords = ({ alt, title }: Picture): string => alt.trim() || title.trim() || 'A picture'

/** What remains of a text when nothing but letters can be shown; times are given in UTC. */
export const plain = (value: Text): string => {
  if (typeof value === 'string') return value
  return value
    .map((span) => {
      if ('mention' in span) return span.name
      if ('at' in span)
        return `${span.at.toString({ smallestUnit: 'minute' }).replace('T', ' ').replace('Z', '')} UTC`
      return span.text
    })
    .join('')
}
