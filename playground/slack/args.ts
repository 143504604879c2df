import { parsed } from './fields.ts'
import type { Fields } from './fields.ts'
import { invalid } from './problem.ts'

/** The arguments of one Web API call, whichever way they were encoded. */
export interface Args {
  /** A non-empty string, or undefined. */
  string(name: string): string | undefined
  /** Throws `invalid_arguments` when it is missing. */
  required(name: string): string
  flag(name: string, otherwise: boolean): boolean
  /** A whole number from `least` to `most`. */
  whole(name: string, otherwise: number, least: number, most: number): number
  /** A list or an object: as JSON in a string, or as such in a JSON body. */
  json(name: string): unknown
}

export const readArgs = (given: Fields): Args => {
  const string = (name: string): string | undefined => {
    const value = given[name]
    if (typeof value === 'number') return String(value)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    string,
    required: (name) => {
      const value = string(name)
      if (value === undefined) throw invalid('invalid_arguments', [`missing required field: ${name}`])
      return value
    },
    flag: (name, otherwise) => {
      const value = given[name]
      if (typeof value === 'boolean') return value
      if (value === undefined || value === '') return otherwise
      return value === 'true' || value === '1' || value === 1
    },
    whole: (name, otherwise, least, most) => {
      const value = string(name)
      if (value === undefined) return otherwise
      const number = Number(value)
      if (!Number.isInteger(number) || number < least || number > most)
        throw invalid('invalid_arguments', [`must be from ${least} to ${most} [json-pointer:/${name}]`])
      return number
    },
    json: (name) => {
      const value = given[name]
      if (value === undefined || value === null || value === '') return undefined
      if (typeof value !== 'string') return value
      const result = parsed(value)
      if (result === undefined)
        throw invalid(name === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments', [
          `must be valid JSON [json-pointer:/${name}]`,
        ])
      return result
    },
  }
}
