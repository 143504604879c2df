import type { webApi } from '@slack/bolt'
import type { EdgeLog } from '../edge.ts'
import { hasPictures } from '../ui/card.ts'
import type { Card, Picture } from '../ui/card.ts'
import { cut, limits } from '../ui/limits.ts'
import { sizeOfPng } from '../ui/png.ts'
import { isUnready } from './failures.ts'
import { renderCard } from './render-card.ts'
import type { SlackMessage } from './render-card.ts'
import { pictureFollows } from './sentences.ts'
import { leadsTo } from './settings.ts'
import type { SlackSettings } from './settings.ts'

/**
 * Messages with pictures. Slack keeps a picture as a file, which a message then shows by its id
 * (docs.slack.dev/reference/block-kit/composition-objects/slack-file-object). A file that no conversation was told of
 * can be used by who uploaded it alone, so the same bot uploads and posts. An ephemeral message cannot share a file
 * (github.com/slackapi/node-slack-sdk/issues/1790), and a response_url was seen to refuse one
 * (github.com/slackapi/java-slack-sdk/issues/1349): there its words stand.
 */
export interface Pictures {
  /**
   * Has `send` post or edit the card, once it is told what. Where a picture cannot be brought to Slack its words stand
   * in its place: a message is never lost for a picture. Rejects as `send` does.
   */
  send<Sent>(card: Card, send: (message: SlackMessage) => Promise<Sent>): Promise<Sent>
}

export interface PicturesOptions {
  readonly client: webApi.WebClient
  readonly settings: Pick<SlackSettings, 'apiUrl'>
  readonly log: EdgeLog
  /** In milliseconds, between one try of a message and the next. */
  readonly pauses?: readonly number[]
}

/** Slack looks at a file after it was uploaded, and refuses messages with it until then (github.com/slackapi/python-slack-sdk/issues/1521). */
const defaultPauses = [400, 800, 1600, 3200] as const
/** In milliseconds. */
const uploadTimeout = 10_000
/** docs.slack.dev/reference/methods/files.getUploadURLExternal */
const uploadHost = 'files.slack.com'

export const createPictures = ({
  client,
  settings,
  log,
  pauses = defaultPauses,
}: PicturesOptions): Pictures => {
  const known = new WeakMap<Picture, string>()

  const upload = async (picture: Picture): Promise<string> => {
    const before = known.get(picture)
    if (before !== undefined) return before
    if (sizeOfPng(picture.png) === undefined) throw new Error('a picture is no PNG')
    const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({
      filename: 'picture.png',
      length: picture.png.byteLength,
    })
    if (url === undefined || id === undefined) throw new Error('Slack gave no address to upload to')
    // The address comes from outside, and must not have us send anything anywhere else.
    if (!leadsTo(settings, uploadHost, url)) throw new Error('the address to upload to is not Slack’s')
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(uploadTimeout),
      headers: { 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(picture.png),
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`the upload was answered with status ${response.status}`)
    await client.files.completeUploadExternal({
      files: [{ id, title: cut(picture.title, limits.pictureTitle) || 'Picture' }],
    })
    known.set(picture, id)
    return id
  }

  const uploadAll = async (card: Card): Promise<ReadonlyMap<Picture, string>> => {
    const uploaded = new Map<Picture, string>()
    for (const element of card.elements) {
      if (element.kind !== 'picture') continue
      try {
        uploaded.set(element.picture, await upload(element.picture))
      } catch (cause) {
        log.warn({ err: cause }, 'A picture did not get to Slack; words stand in its place')
      }
    }
    return uploaded
  }

  return {
    async send(card, send) {
      const uploaded = hasPictures(card) ? await uploadAll(card) : undefined
      if (uploaded === undefined || uploaded.size === 0) return send(renderCard(card))
      for (const pause of [0, ...pauses]) {
        await new Promise((resolve) => setTimeout(resolve, pause))
        try {
          return await send(renderCard(card, uploaded))
        } catch (cause) {
          // A refusal is certain: the message is not there.
          if (!isUnready(cause)) throw cause
        }
      }
      log.warn({}, 'Slack does not show a picture; words stand in its place')
      return send(renderCard(card))
    },
  }
}

/** The card for where no picture can be shown, with the sentence that it follows in the direct chat. */
export const pointingToPictures = (card: Card): Card => ({
  ...card,
  elements: [...card.elements, { kind: 'context', text: pictureFollows }],
})
