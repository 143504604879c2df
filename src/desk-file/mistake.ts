/** One thing that is wrong in a desk file, and where. Lines and columns count from 1, columns in UTF-16 units. */
export interface Mistake {
  readonly line: number
  readonly column: number
  /** Where in the structure, `teams[1].lead`; empty for the whole file. */
  readonly path: string
  /** What is wrong and what would be right; stands alone. */
  readonly message: string
}

export type Path = readonly (string | number)[]

/** A mistake that knows its place in the structure and not yet its place in the text. */
export interface Finding {
  readonly path: Path
  readonly message: string
  /** Points at the key even where the key has a plain value: it is the key that is wrong. */
  readonly key?: boolean
  /** Where the same thing was said first; its line is added to the message. */
  readonly first?: Path
}

export const pathText = (path: Path): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join('')

/** All mistakes, one per line, as editors and terminals make links of them: `file:line:column message`. */
export const describeMistakes = (file: string, mistakes: readonly Mistake[]): string =>
  mistakes.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n')
