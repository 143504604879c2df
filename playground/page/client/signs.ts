import type { IconName } from './dom.ts'
import { el, icon } from './dom.ts'

/** The coloured circles of Unicode, and the class that draws each. */
const dots: Readonly<Record<string, string>> = {
  '🔴': 'red',
  '🟠': 'orange',
  '🟡': 'yellow',
  '🟢': 'green',
  '🔵': 'blue',
  '🟣': 'purple',
  '🟤': 'brown',
  '⚫': 'black',
  '⚪': 'white',
}

/** Emoji that stand for a state, and the drawing and colour that stand for them here. */
const drawn: Readonly<Record<string, readonly [IconName, string]>> = {
  '🆕': ['fresh', 'blue'],
  '👤': ['person', 'quiet'],
  '🔧': ['wrench', 'quiet'],
  '⏸': ['pause', 'orange'],
  '✅': ['check', 'green'],
  '🔒': ['lock', 'quiet'],
  '🚫': ['stop', 'red'],
  '⚠': ['warning', 'orange'],
  '🎫': ['ticket', 'quiet'],
}

const anySign = /([🔴🟠🟡🟢🔵🟣🟤⚫⚪🆕👤🔧⏸✅🔒🚫⚠🎫])\uFE0F?/u

/**
 * Draws the signs in the texts below `root`: not every machine has a font with emoji, and both chats bring their own
 * pictures of them too. The character stays in the text, so that it can be copied and read out.
 */
export const drawSigns = (root: HTMLElement): HTMLElement => {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const found: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    // An option or what is typed holds text only.
    if (
      node instanceof Text &&
      anySign.test(node.data) &&
      node.parentElement?.closest('option, textarea') === null
    )
      found.push(node)
  }
  for (const node of found) {
    node.replaceWith(
      ...node.data
        .split(anySign)
        .filter((part) => part !== '')
        .map(drawSign),
    )
  }
  return root
}

const drawSign = (part: string): Node | string => {
  const dot = dots[part]
  if (dot !== undefined) return el('span', { class: `dot paint-${dot}`, text: part })
  const [name, colour] = drawn[part] ?? []
  if (name === undefined) return part
  return el('span', { class: `sign ink-${colour}` }, el('span', { class: 'unseen', text: part }), icon(name))
}
