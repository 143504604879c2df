/** Signs for which PostgreSQL wants a value of a row in quotation marks. */
const special = /[",(){}\\\s]/

/**
 * Rows as PostgreSQL reads an array of a composite type: `{"(1,two)","(3,four)"}`, values in the order of `columns`. Null and
 * undefined are NULL, lists are arrays, bytes are `bytea`, other objects are JSON.
 * https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX
 */
export const rowLiterals = (columns: readonly string[], rows: readonly object[]): string => {
  let literals = ''
  for (const row of rows) {
    const values = row as Readonly<Record<string, unknown>>
    literals += literals === '' ? '"(' : ',"('
    let comma = ''
    for (const column of columns) {
      literals += comma + valueLiteral(values[column])
      comma = ','
    }
    literals += ')"'
  }
  return `{${literals}}`
}

/** Within a row, which is within an array: each puts what it quotes behind a backslash of its own. */
const valueLiteral = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : textOf(value)
  if (text !== '' && !special.test(text)) return text
  return `\\"${text.replaceAll('\\', '\\\\\\\\').replaceAll('"', '\\"\\"')}\\"`
}

const textOf = (value: unknown): string => {
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
  if (Array.isArray(value)) return `{${value.map((each) => elementLiteral(String(each))).join(',')}}`
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number | boolean}`
}

const elementLiteral = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
