import { el } from './dom.ts'
import { link } from './rich-text.ts'
import type { Surface } from './surface.ts'
import { slackDate } from './time.ts'

/** Slack escapes these three, and only these (docs.slack.dev/messaging/formatting-message-text#escaping). */
export const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const styles = [
  { mark: '*', tag: 'strong' },
  { mark: '_', tag: 'em' },
  { mark: '~', tag: 's' },
] as const

/** Slack's mrkdwn as nodes: `<…>` sequences, code, bold, italic, strike, quotes and line ends. */
export const renderMrkdwn = (text: string, surface: Surface): readonly Node[] => {
  const nodes: Node[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) nodes.push(el('br'))
    const quoted = /^(?:&gt;|>) ?/.exec(line)
    if (quoted === null) nodes.push(...inline(line, surface))
    else nodes.push(el('span', { class: 'bk-quote' }, ...inline(line.slice(quoted[0].length), surface)))
  }
  return nodes
}

const inline = (text: string, surface: Surface): readonly Node[] => {
  const nodes: Node[] = []
  let rest = text
  while (rest !== '') {
    const found = /<([^<>]+)>|`([^`]+)`|(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\3(?![\p{L}\p{N}])/u.exec(
      rest,
    )
    if (found === null) break
    if (found.index > 0) nodes.push(document.createTextNode(unescape(rest.slice(0, found.index))))
    const [whole, sequence, code, mark, styled] = found
    if (sequence !== undefined) nodes.push(renderSequence(sequence, surface))
    else if (code !== undefined) nodes.push(el('code', { text: unescape(code) }))
    else {
      const tag = styles.find((one) => one.mark === mark)?.tag ?? 'span'
      nodes.push(el(tag, {}, ...inline(styled ?? '', surface)))
    }
    rest = rest.slice(found.index + whole.length)
  }
  if (rest !== '') nodes.push(document.createTextNode(unescape(rest)))
  return nodes
}

const renderSequence = (sequence: string, surface: Surface): Node => {
  const [target = '', ...labels] = sequence.split('|')
  const label = unescape(labels.join('|'))
  if (target.startsWith('@')) {
    return el('span', {
      class: 'mention',
      text: `@${label === '' ? surface.nameOf(target.slice(1)) : label}`,
    })
  }
  if (target.startsWith('#')) return el('span', { class: 'mention', text: `#${label || target.slice(1)}` })
  if (target.startsWith('!date^')) {
    const [, seconds = '0', format = '{date_short} {time}'] = target.split('^')
    return el('time', { text: slackDate(Number(seconds), format, surface.zone), title: surface.zone })
  }
  if (target.startsWith('!')) return el('span', { class: 'mention', text: `@${label || target.slice(1)}` })
  const address = unescape(target)
  return link(address, label === '' ? address : label)
}
