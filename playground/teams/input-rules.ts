import { objects, string } from './json.ts'
import type { Json } from './json.ts'

const day = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/
const hour = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/** What is wrong with the values of an input, each with its property: adaptivecards.io/explorer, version 1.5. */
export const inputProblems = (input: Json): readonly string[] => {
  switch (input['type']) {
    case 'Input.Date':
      return shapeProblems(input, day, 'a date of the form YYYY-MM-DD')
    case 'Input.Time':
      return shapeProblems(input, hour, 'a time of the form HH:MM')
    case 'Input.ChoiceSet':
      return choiceProblems(input)
    default:
      return []
  }
}

const shapeProblems = (input: Json, shape: RegExp, what: string): readonly string[] =>
  ['value', 'min', 'max']
    .filter((name) => input[name] !== undefined && !shape.test(string(input[name])))
    .map((name) => `${name} is not ${what}`)

const choiceProblems = (input: Json): readonly string[] => {
  const { style, value, isMultiSelect: several } = input
  const problems: string[] = []
  if (style !== undefined && !['compact', 'expanded', 'filtered'].includes(string(style)))
    problems.push(`style cannot be ${string(style)}`)
  if (several !== undefined && typeof several !== 'boolean') problems.push('isMultiSelect is not a boolean')
  if (value !== undefined && typeof value !== 'string') problems.push('value is not a string')
  if (several !== true) return problems
  // github.com/microsoft/AdaptiveCards/pull/5994
  if (style === 'filtered') problems.push('style cannot be filtered where several can be chosen')
  // What is chosen comes back with commas between.
  if (objects(input['choices']).some((choice) => string(choice['value']).includes(',')))
    problems.push('choices have a value with a comma in it, where several can be chosen')
  return problems
}
