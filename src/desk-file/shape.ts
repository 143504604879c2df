import type { z } from 'zod'
import { schemaAt } from './json-schema.ts'
import type { Finding, Path } from './mistake.ts'
import { pathText } from './mistake.ts'
import { deskFileSchema } from './schema.ts'
import type { DeskFile } from './schema.ts'
import { instead, nearest, quote } from './words.ts'

/** Everything that is wrong with the shape of a value that should be a desk file; the desk file when nothing is. */
export const readShape = (value: unknown): { file?: DeskFile; findings: readonly Finding[] } => {
  const result = deskFileSchema.safeParse(value, { reportInput: true })
  if (result.success) return { file: result.data, findings: [] }
  return { findings: result.error.issues.flatMap(findingsOf) }
}

type Issue = z.core.$ZodIssue

const findingsOf = (issue: Issue): readonly Finding[] => {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], key: true, message: unknownKey(key, path) }))
  if (issue.code === 'invalid_type') return [{ path, message: wrongKind(issue.input, issue.expected, path) }]
  if (issue.code === 'invalid_value') {
    if (issue.input === undefined) return [{ path, message: missing(path) }]
    return [{ path, message: wrongChoice(issue.input, issue.values.map(String)) }]
  }
  return [{ path, message: issue.message }]
}

const unknownKey = (key: string, path: Path): string => {
  const known = Object.keys(schemaAt(path)?.properties ?? {})
  const near = nearest(key, known)
  const hint = near === undefined ? `keys here are: ${known.join(', ')}` : `did you mean ${quote(near)}?`
  return `the key ${quote(key)} is not known${path.length === 0 ? '' : ` in ${pathText(path)}`}; ${hint}`
}

const missing = (path: Path): string => {
  const description = schemaAt(path)?.description
  const name = path.at(-1)
  return `${quote(name)} is missing${description === undefined ? '' : `: ${description}`}`
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list (lines that start with "- ", or [brackets])',
  object: 'a mapping (lines of "key: value")',
  int: 'a whole number',
  number: 'a whole number',
}

const wrongKind = (input: unknown, expected: string, path: Path): string => {
  if (input === undefined) return missing(path)
  const wanted = kinds[expected] ?? expected
  const name = path.at(-1)
  if (name === undefined)
    return input === null ? 'the desk file is empty' : `a desk file is ${wanted}, this is ${kindOf(input)}`
  const what = typeof name === 'number' ? 'this item' : quote(name)
  if (input === null) return `${what} is empty; it should be ${wanted}`
  if (expected === 'string' && typeof input !== 'object')
    return `${quote(input)} is read as ${kindOf(input)}; put it in quotes to make it text`
  return `${what} should be ${wanted}, this is ${typeof input === 'number' ? input : kindOf(input)}`
}

const kindOf = (input: unknown): string => {
  if (Array.isArray(input)) return 'a list'
  if (input === null) return 'nothing'
  if (typeof input === 'object') return 'a mapping'
  if (typeof input === 'boolean') return 'true or false'
  return typeof input === 'string' ? 'text' : 'a number'
}

const wrongChoice = (input: unknown, choices: readonly string[]): string =>
  `${quote(input)} is not known; ${instead(quote(input), choices, 'choices')}`
