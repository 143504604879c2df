import type { Reply, SearchResult } from '../reply.ts'
import { hasPictures } from '../ui/card.ts'
import type { Card } from '../ui/card.ts'
import type { Form } from '../ui/form.ts'
import { cut, limits } from '../ui/limits.ts'
import { cardDialog, wordsDialog } from './dialog.ts'
import type { Asked } from './invoke.ts'
import { mostLookupOptions } from './limits.ts'
import { adaptiveCardType, cardInWords, renderCard } from './render-card.ts'
import { renderDialog, renderForm } from './render-form.ts'
import type { CardJson } from './render-text.ts'

/** The body that answers an invoke, and what is said in the conversation besides. */
export interface Answer {
  readonly body: CardJson
  readonly also?: Also
}

/** A message for the person, a form as a card in the conversation, or the clicked card as it is for everybody. */
export type Also =
  | { readonly kind: 'person'; readonly card: Card }
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'clicked'; readonly card: Card }

/** How each kind of invoke says a reply. `direct` when it came from the desk's chat with one person. */
export const answerOf = (asked: Asked, reply: Reply, direct: boolean): Answer => {
  switch (asked) {
    case 'card':
    case 'refresh':
      return cardAnswer(asked, reply, direct)
    case 'dialog-opening':
    case 'dialog-submitted':
    case 'compose-opening':
    case 'compose-submitted':
      return { body: dialogAnswer(asked, reply) }
    case 'search':
      return {
        body:
          reply.kind === 'results'
            ? searchResults(reply.results)
            : wordsAnswer('search', wordsOf(reply) ?? 'Nothing found.'),
      }
    case 'lookup':
      return { body: lookupResults(reply.kind === 'options' ? reply.options : []) }
  }
}

/** Plain words in the form that each kind of invoke can show. */
export const wordsAnswer = (asked: Asked, words: string): CardJson => {
  if (asked === 'card' || asked === 'refresh') return cardMessage(words)
  if (asked === 'search') return { composeExtension: { type: 'message', text: words } }
  return asked === 'lookup' ? lookupResults([]) : wordsDialog(words)
}

// learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards
const cardMessage = (words: string): CardJson => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.activity.message',
  value: cut(words, limits.text),
})

const cardContent = (content: CardJson): CardJson => ({
  statusCode: 200,
  type: adaptiveCardType,
  value: content,
})

const cardAnswer = (asked: Asked, reply: Reply, direct: boolean): Answer => {
  switch (reply.kind) {
    case 'replace':
    case 'home':
      return { body: cardContent(renderCard(reply.card).attachment.content) }
    case 'done':
      // The answer changes the card for the person who clicked; for everybody else, and for later, it is edited.
      return {
        body: cardContent(renderCard(reply.card).attachment.content),
        also: { kind: 'clicked', card: reply.card },
      }
    case 'errors':
      return { body: cardContent(renderForm(reply.form, 'inline').attachment.content) }
    case 'form':
      return { body: cardMessage('The form is here, below.'), also: { kind: 'form', form: reply.form } }
    case 'shown':
    case 'private': {
      const more = hasPictures(reply.card) || reply.card.elements.some(({ kind }) => kind === 'buttons')
      const also = { kind: 'person', card: reply.card } as const
      if (direct) return { body: cardMessage('The answer is below.'), also }
      const words = cardInWords(reply.card)
      // Words only is all that one person can be shown in a channel; what has more comes in our own chat.
      return more ? { body: cardMessage(words), also } : { body: cardMessage(words) }
    }
    case 'nothing':
    case 'options':
    case 'results':
      return { body: cardMessage(asked === 'refresh' ? '' : 'Done.') }
  }
}

// learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots: an empty answer closes.
const dialogAnswer = (asked: Asked, reply: Reply): CardJson => {
  switch (reply.kind) {
    case 'form':
    case 'errors':
      return { task: { type: 'continue', value: renderDialog(reply.form) } }
    case 'private':
    case 'shown':
    case 'done':
    case 'home':
      return cardDialog(reply.card)
    case 'replace':
      // The clicked card itself is edited by a delivery; after a submission the dialog is only in the way.
      return asked.endsWith('-submitted') ? {} : cardDialog(reply.card)
    case 'nothing':
    case 'options':
    case 'results':
      return asked.endsWith('-submitted') ? {} : wordsDialog('There is nothing to fill in here.')
  }
}

const wordsOf = (reply: Reply): string | undefined => ('card' in reply ? cardInWords(reply.card) : undefined)

// learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
const searchResults = (results: readonly SearchResult[]): CardJson => ({
  composeExtension: {
    type: 'result',
    attachmentLayout: 'list',
    attachments: results.map((result) => ({
      ...renderCard(result.card, { buttons: false, pictures: false }).attachment,
      preview: {
        contentType: 'application/vnd.microsoft.card.thumbnail',
        // Of a thumbnail card the text is HTML, and the title is not.
        content: { title: result.title, text: escapeHtml(result.subtitle) },
      },
    })),
  },
})

const escapeHtml = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const lookupResults = (options: readonly { value: string; label: string }[]): CardJson => ({
  type: 'application/vnd.microsoft.search.searchResponse',
  value: {
    results: options
      .slice(0, mostLookupOptions)
      .map((option) => ({ title: cut(option.label, limits.optionLabel), value: option.value })),
  },
})
