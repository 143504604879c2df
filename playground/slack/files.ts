import { randomBytes } from 'node:crypto'
import { isFields, text } from './fields.ts'
import type { Fields } from './fields.ts'
import { ApiProblem } from './problem.ts'
import type { Unfairness } from './deliverer.ts'

/** The files that the bot uploaded: docs.slack.dev/messaging/working-with-files#uploading_files. */
export interface Files {
  /** Announces a file of so many bytes; the address takes one upload. */
  announce(filename: string, length: number): { readonly id: string; readonly url: string }
  /** Takes the bytes posted to the path of such an address. */
  upload(path: string, bytes: Buffer): { readonly status: number; readonly body: string }
  /** Makes what was uploaded a file of the workspace, once. Throws `file_not_found`. */
  complete(files: readonly { readonly id: string; readonly title: string | undefined }[]): readonly Fields[]
  /** What Slack says about a block that shows this file; undefined when it may be shown. */
  problem(id: string): string | undefined
  /** The bytes of a file that is one. */
  bytes(id: string): Uint8Array | undefined
}

export interface FilesOptions {
  readonly nextId: () => string
  /** Without a slash at its end; asked for when an address is made. */
  readonly base: () => string
  readonly unfairness: Unfairness
}

interface Announced {
  readonly id: string
  readonly filename: string
  readonly length: number
  bytes: Buffer | undefined
  complete: boolean
}

export const uploadPath = '/upload/v1/'

/** The reference of Slack's for blocks: png, jpg, jpeg and gif, told by how their bytes begin. */
const pictures = [Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('ffd8ff', 'hex'), Buffer.from('GIF8')]

export const createFiles = ({ nextId, base, unfairness }: FilesOptions): Files => {
  const byPath = new Map<string, Announced>()
  const byId = new Map<string, Announced>()

  return {
    announce: (filename, length) => {
      const path = `${uploadPath}${randomBytes(12).toString('hex')}`
      const file: Announced = { id: nextId(), filename, length, bytes: undefined, complete: false }
      byPath.set(path, file)
      byId.set(file.id, file)
      return { id: file.id, url: `${base()}${path}` }
    },
    upload: (path, bytes) => {
      const file = byPath.get(path)
      if (file === undefined || file.bytes !== undefined) return { status: 404, body: 'file_not_found' }
      if (bytes.length !== file.length)
        return { status: 400, body: `announced ${file.length} bytes and got ${bytes.length}` }
      file.bytes = bytes
      return { status: 200, body: `OK - ${bytes.length}` }
    },
    complete: (files) => {
      const found = files.map(({ id }) => byId.get(id))
      const ready = found.filter((file) => file?.bytes !== undefined && !file.complete)
      if (ready.length !== files.length || new Set(found).size !== files.length)
        throw new ApiProblem('file_not_found')
      return files.map(({ id, title }) => {
        const file = byId.get(id)
        if (file !== undefined) file.complete = true
        // The kind is found out later.
        return { id, name: file?.filename, title: title ?? file?.filename, mimetype: '', filetype: '' }
      })
    },
    problem: (id) => {
      const file = byId.get(id)
      const isPicture = pictures.some((begin) => file?.bytes?.subarray(0, begin.length).equals(begin))
      if (file?.complete !== true || !isPicture) return 'invalid slack file'
      if (unfairness.unprocessedFiles <= 0) return undefined
      unfairness.unprocessedFiles -= 1
      return 'invalid slack file'
    },
    bytes: (id) => {
      const file = byId.get(id)
      return file?.complete === true ? file.bytes : undefined
    },
  }
}

/**
 * What Slack says about the files that these blocks show. Without `files` none may be shown: an ephemeral message shares
 * no file (github.com/slackapi/node-slack-sdk/issues/1790), a response_url was seen to refuse one
 * (github.com/slackapi/java-slack-sdk/issues/1349), and of views nobody says whether their reader sees what the bot
 * alone may see, so that here they refuse one as well.
 */
export const fileProblems = (
  value: unknown,
  files: Files | undefined,
  at: string = '/blocks',
): readonly string[] => {
  if (Array.isArray(value))
    return value.flatMap((each: unknown, index) => fileProblems(each, files, `${at}/${index}`))
  if (!isFields(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name !== 'slack_file') return fileProblems(inner, files, `${at}/${name}`)
    const id = isFields(inner) ? text(inner['id']) : ''
    const problem = files === undefined ? 'invalid slack file' : files.problem(id)
    return problem === undefined ? [] : [`${problem} [json-pointer:${at}/slack_file]`]
  })
}
