import type { Fields } from './fields.ts'

/** A Web API call that is answered with `ok: false`; `more` is merged into the answer. */
export class ApiProblem extends Error {
  readonly code: string
  readonly more: Fields
  constructor(code: string, more: Fields = {}) {
    super(code)
    this.name = 'ApiProblem'
    this.code = code
    this.more = more
  }
}

/** With the complaints of a check, as Slack words them. */
export const invalid = (code: string, problems: readonly string[]): ApiProblem =>
  new ApiProblem(code, {
    errors: problems,
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  })
