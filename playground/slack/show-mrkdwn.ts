import { showDate } from './show-date.ts'

/** Who reads, and the names they see: what a rendering depends on. */
export interface Reader {
  readonly zone: string
  readonly now: number
  userName(id: string): string
  channelName(id: string): string
}

/** Slack decodes these three and no others. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/**
 * What a person reads when Slack has interpreted mrkdwn: markers gone, mentions as names, and a broadcast mention as
 * `[@channel]`, so that a text that was not escaped gives itself away. `formatting: false` is a message's
 * `mrkdwn: false`: control sequences count, bold and the like do not.
 * docs.slack.dev/messaging/formatting-message-text
 */
export const showMrkdwn = (text: string, reader: Reader, formatting = true): string => {
  const held: string[] = []
  // Finished pieces step aside, so that no later rule touches them.
  const hold = (piece: string): string => {
    held.push(piece)
    return `\uE000${held.length - 1}\uE001`
  }
  let shown = text.replace(/[\uE000\uE001]/g, '')
  if (formatting) {
    shown = shown
      .replace(/```([\s\S]+?)```/g, (_, code: string) => hold(unescaped(code.trim())))
      .replace(/`([^`\n]+)`/g, (_, code: string) => hold(unescaped(code)))
  }
  shown = shown.replace(/<([^<>\n]+)>/g, (whole, inner: string) => hold(control(inner, reader) ?? whole))
  if (formatting) {
    for (const marker of [String.raw`\*`, '_', '~']) {
      const pair = new RegExp(
        String.raw`(^|[^\w${marker}])${marker}(?=[^\s${marker}])([^\n]*?[^\s${marker}])${marker}(?![\w${marker}])`,
        'gm',
      )
      shown = shown.replace(pair, '$1$2')
    }
    shown = shown.replace(/^(?:&gt;|>) ?/gm, '')
  }
  shown = unescaped(shown)
  return shown.replace(/\uE000(\d+)\uE001/g, (_, index: string) => held[Number(index)] ?? '')
}

/** What stands between `<` and `>`; undefined when Slack does not know it. */
const control = (inner: string, reader: Reader): string | undefined => {
  const bar = inner.indexOf('|')
  const target = bar === -1 ? inner : inner.slice(0, bar)
  const label = bar === -1 ? undefined : unescaped(inner.slice(bar + 1))
  if (/^@[UW]\w+$/.test(target)) return `@${reader.userName(target.slice(1))}`
  if (/^#[CGD]\w+$/.test(target)) return `#${label || reader.channelName(target.slice(1))}`
  if (/^!(here|channel|everyone|group)$/.test(target)) return `[@${target.slice(1)}]`
  if (target.startsWith('!subteam^')) return label ?? `@${target.slice(9)}`
  if (target.startsWith('!date^')) {
    const [seconds = '', format = ''] = target.slice(6).split('^')
    return /^\d+$/.test(seconds) ? showDate(Number(seconds), format, reader.zone, reader.now) : label
  }
  if (/^(https?:\/\/|mailto:|tel:|slack:)/i.test(target)) return label ?? unescaped(target)
  return undefined
}
