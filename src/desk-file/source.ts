import { isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml'
import type { Alias, Document, Node, Pair, YAMLMap } from 'yaml'
import type { Finding, Mistake, Path } from './mistake.ts'
import { pathText } from './mistake.ts'
import { quote, visible } from './words.ts'
import { syntaxMessage } from './syntax.ts'

/** A desk file as text that is YAML: its value, what is wrong with it as YAML, and where each part stands. */
export interface Source {
  readonly value: unknown
  /** Keys written twice: wrong, but no reason to look no further. */
  readonly mistakes: readonly Mistake[]
  readonly locate: (finding: Finding) => Mistake
}

const mostAliases = 100

/** Either the source, or the mistakes that keep it from being read at all. */
export const readSource = (text: string): Source | { readonly unreadable: readonly Mistake[] } => {
  const mistakeAt = mistakesIn(text)
  try {
    // Uniqueness of keys is checked here and not by the parser, which takes quadratic time for it.
    const doc = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' })
    const wrong = [...doc.errors, ...doc.warnings]
    if (wrong.length > 0)
      return {
        unreadable: firstPerLine(wrong.map((error) => mistakeAt(error.pos[0], syntaxMessage(error)))),
      }
    const survey = surveyOf(doc, mistakeAt)
    if (survey.fatal.length > 0) return { unreadable: survey.fatal }
    const value = valueOf(doc)
    if (value === undefined) {
      const [alias] = survey.targets.keys()
      return {
        unreadable: [mistakeAt(startOf(alias), 'aliases (*name) of aliases multiply; write the values out')],
      }
    }
    return { value, mistakes: survey.duplicates, locate: locator(doc, survey.targets, mistakeAt) }
  } catch (cause) {
    if (cause instanceof RangeError)
      return { unreadable: [mistakeAt(0, 'this is nested too deeply to be a desk file')] }
    throw cause
  }
}

/** Undefined when aliases within aliases come to more values than a person means; the parser counts them and throws. */
const valueOf = (doc: Document): unknown => {
  try {
    const value: unknown = doc.toJS({ maxAliasCount: mostAliases })
    return value ?? null
  } catch (cause) {
    if (cause instanceof ReferenceError) return undefined
    throw cause
  }
}

/** A parser that lost its way complains again and again about one line. */
const firstPerLine = (mistakes: readonly Mistake[]): readonly Mistake[] => {
  const seen = new Set<number>()
  return mistakes.filter(({ line }) => !seen.has(line) && Boolean(seen.add(line)))
}

type MistakeAt = (offset: number, message: string, path?: string) => Mistake

/** Turns offsets into lines and columns. */
const mistakesIn = (text: string): MistakeAt => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset, message, path = '') => {
    const within = Math.min(Math.max(offset, 0), text.length)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= within) low = middle
      else high = middle - 1
    }
    const column = within - (starts[low] ?? 0) + 1
    return { line: low + 1, column, path: visible(path), message: visible(message) }
  }
}

interface Survey {
  readonly fatal: Mistake[]
  readonly duplicates: Mistake[]
  readonly targets: Map<Alias, Node>
}

/** One walk over the document: keys, anchors and aliases. */
const surveyOf = (doc: Document, mistakeAt: MistakeAt): Survey => {
  const survey: Survey = { fatal: [], duplicates: [], targets: new Map() }
  const anchors = new Map<string, Node>()
  let aliases = 0
  visit(doc, (_, node, ancestors) => {
    if (isAlias(node)) {
      aliases += 1
      const target = anchors.get(node.source)
      const wrong =
        target === undefined
          ? `*${node.source} is an alias of nothing; text that starts with * needs quotes`
          : ancestors.includes(target)
            ? `*${node.source} contains itself`
            : aliases === mostAliases + 1
              ? `there are more than ${mostAliases} aliases (*name); write the values out`
              : undefined
      if (wrong !== undefined) survey.fatal.push(mistakeAt(startOf(node), wrong))
      if (target !== undefined) survey.targets.set(node, target)
      return
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined)
      anchors.set(node.anchor, node)
    if (isMap(node)) surveyKeys(node, survey, mistakeAt)
  })
  return survey
}

const surveyKeys = (map: YAMLMap, survey: Survey, mistakeAt: MistakeAt): void => {
  const seen = new Map<string, number>()
  for (const { key } of map.items) {
    if (!isScalar(key)) {
      survey.fatal.push(
        mistakeAt(startOf(key) || startOf(map), 'a key must be a plain word followed by a colon'),
      )
      continue
    }
    const word = String(key.value)
    const first = seen.get(word)
    if (first === undefined) seen.set(word, startOf(key))
    else {
      const { line } = mistakeAt(first, '')
      survey.duplicates.push(
        mistakeAt(startOf(key), `the key ${quote(word)} is written twice; the first is in line ${line}`),
      )
    }
  }
}

const startOf = (node: unknown): number =>
  (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) && node.range ? node.range[0] : 0

/**
 * Points at plain values themselves, at lists and mappings by their key or first character, and for what is
 * missing at the nearest thing around it that is there.
 */
const locator = (doc: Document, targets: ReadonlyMap<Alias, Node>, mistakeAt: MistakeAt) => {
  const pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>()
  const pairsOf = (map: YAMLMap): ReadonlyMap<string, Pair> => {
    const known = pairs.get(map)
    if (known !== undefined) return known
    const found = new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]))
    pairs.set(map, found)
    return found
  }
  const follow = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node)
  const offsetOf = (path: Path, key: boolean): number => {
    let node = follow(doc.contents)
    let offset = startOf(node)
    for (const [index, step] of path.entries()) {
      if (isSeq(node) && typeof step === 'number') {
        const item: unknown = node.items[step]
        if (item === undefined) return offset
        // An alias is where the value is said to be; within it, the anchor is where it is.
        offset = startOf(item) || offset
        node = follow(item)
        continue
      }
      const pair = isMap(node) ? pairsOf(node).get(String(step)) : undefined
      if (pair === undefined) return offset
      const value = pair.value
      const byKey = (key && index === path.length - 1) || !isScalar(value) || value.value === null
      offset = startOf(byKey ? pair.key : value)
      node = follow(value)
    }
    return offset
  }
  const lineOf = (path: Path): number => mistakeAt(offsetOf(path, true), '').line
  return ({ path, message, key = false, first }: Finding): Mistake =>
    mistakeAt(
      offsetOf(path, key),
      first === undefined ? message : `${message} (first in line ${lineOf(first)})`,
      pathText(path),
    )
}
