import type { YAMLParseError, YAMLWarning } from 'yaml'

/** What the parser complains about, in words for someone who edits YAML twice a year. */
const inOtherWords: Readonly<Partial<Record<YAMLParseError['code'], string>>> = {
  TAB_AS_INDENT: 'indent with spaces: YAML does not allow tabs there',
  BAD_INDENT:
    'the indentation does not fit the lines above: keys of one mapping and items of one list stand in one column',
  MULTIPLE_DOCS: 'a desk file is one document; remove this line and what follows it',
  MISSING_CHAR: 'something is not closed here, or a colon, comma or space is missing before it',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping cannot start here; if this is text with a colon in it, put it in quotes',
  BLOCK_IN_FLOW: 'indented lists and mappings cannot stand inside brackets or braces',
  MULTILINE_IMPLICIT_KEY: 'a colon is missing, or a text that goes over several lines needs quotes',
  IMPOSSIBLE: 'this cannot be read as YAML',
  UNEXPECTED_TOKEN: 'this was not expected here; look for a bracket, quote or indentation that does not fit',
  BAD_SCALAR_START: 'text that starts with this character needs quotes',
  BAD_DQ_ESCAPE: 'this is not an escape in double quotes; write \\\\ for a backslash, or use single quotes',
  TAG_RESOLVE_FAILED:
    'tags (words that start with !) have no meaning in a desk file; text that starts with ! needs quotes',
  RESOURCE_EXHAUSTION: 'this is nested too deeply to be a desk file',
  BAD_DIRECTIVE: 'a line that starts with % is a YAML directive; a desk file needs none',
}

/** Where the parser has one code for several mistakes. */
const byOpening = [
  ['Flow ', 'a bracket or brace before this place is not closed'],
  ['Missing closing', 'a text before this place has a quote at its start and none at its end'],
] as const

export const syntaxMessage = (error: YAMLParseError | YAMLWarning): string =>
  byOpening.find(([opening]) => error.message.startsWith(opening))?.[1] ??
  inOtherWords[error.code] ??
  error.message.replaceAll(/\s+/g, ' ')
