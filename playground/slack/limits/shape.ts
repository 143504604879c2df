import { isFields } from '../fields.ts'

/** Adds to `problems` what Slack would say about the value; `at` is its JSON pointer. */
export type Check = (value: unknown, at: string, problems: string[]) => void

const say = (problems: string[], problem: string, at: string): void => {
  problems.push(`${problem} [json-pointer:${at}]`)
}

/** A string of `least` to `most` UTF-16 units. */
export const words =
  (most: number, least = 1): Check =>
  (value, at, problems) => {
    if (typeof value !== 'string') say(problems, 'must be a string', at)
    else if (value.length > most) say(problems, `must be less than ${most + 1} characters`, at)
    else if (value.length < least) say(problems, `must be more than ${least - 1} characters`, at)
  }

export const flag: Check = (value, at, problems) => {
  if (typeof value !== 'boolean') say(problems, 'must be a boolean', at)
}

export const whole =
  (least: number, most: number): Check =>
  (value, at, problems) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) say(problems, 'must be an integer', at)
    else if (value < least) say(problems, `must be at least ${least}`, at)
    else if (value > most) say(problems, `must be at most ${most}`, at)
  }

export const oneOf =
  (...allowed: readonly string[]): Check =>
  (value, at, problems) => {
    if (typeof value !== 'string' || !allowed.includes(value))
      say(problems, `must be one of ${allowed.join(', ')}`, at)
  }

export const matching =
  (pattern: RegExp, what: string): Check =>
  (value, at, problems) => {
    if (typeof value !== 'string' || !pattern.test(value)) say(problems, `must be ${what}`, at)
  }

/** A web address of at most `most` characters; Slack also takes mailto: and slack: links. */
export const address = (most = 3000): Check => {
  const length = words(most)
  return (value, at, problems) => {
    length(value, at, problems)
    if (typeof value === 'string' && !/^(https?:\/\/|mailto:|tel:|slack:)\S+$/i.test(value))
      say(problems, 'must be a valid URL', at)
  }
}

export const listOf =
  (item: Check, most: number, least = 1): Check =>
  (value, at, problems) => {
    if (!Array.isArray(value)) return say(problems, 'must be an array', at)
    if (value.length > most) say(problems, `no more than ${most} items allowed`, at)
    if (value.length < least) say(problems, `must contain at least ${least} items`, at)
    value.forEach((each, index) => item(each, `${at}/${index}`, problems))
  }

export type Properties = Readonly<Record<string, Check>>

/** An object with these properties and no others: Slack refuses a misspelt one instead of ignoring it. */
export const shape =
  (required: Properties, optional: Properties = {}): Check =>
  (value, at, problems) => {
    if (!isFields(value)) return say(problems, 'must be an object', at)
    for (const [name, check] of Object.entries(required)) {
      if (value[name] === undefined || value[name] === null)
        say(problems, `missing required field: ${name}`, at)
      else check(value[name], `${at}/${name}`, problems)
    }
    for (const [name, given] of Object.entries(value)) {
      if (name in required || given === undefined) continue
      const check = optional[name]
      if (check) check(given, `${at}/${name}`, problems)
      else say(problems, `invalid additional property: ${name}`, at)
    }
  }

/** An object whose `type` says which shape it must have; `what` names the kind of thing in the complaint. */
export const typed =
  (shapes: () => Readonly<Record<string, Check>>, what = 'type'): Check =>
  (value, at, problems) => {
    const type = isFields(value) ? value['type'] : undefined
    const check = typeof type === 'string' ? shapes()[type] : undefined
    if (check) check(value, at, problems)
    else say(problems, `unsupported ${what}: ${typeof type === 'string' ? type : 'none'}`, `${at}/type`)
  }

/** All of these, one after the other. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value, at, problems) => {
    for (const check of checks) check(value, at, problems)
  }

/** A rule about an object as a whole; it says what is wrong, or nothing. */
export const rule =
  (find: (value: Readonly<Record<string, unknown>>) => string | undefined): Check =>
  (value, at, problems) => {
    const problem = isFields(value) ? find(value) : undefined
    if (problem !== undefined) say(problems, problem, at)
  }
