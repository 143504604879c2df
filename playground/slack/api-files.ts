import { objects, text } from './fields.ts'
import type { Methods } from './methods.ts'
import { invalid } from './problem.ts'

/** Of one file, in bytes: docs.slack.dev/messaging/working-with-files. */
const mostBytes = 1_000_000_000

export const fileMethods: Methods = {
  'files.getUploadURLExternal': {
    scope: 'files:write',
    tier: 4,
    run: (world, args) => {
      args.required('length')
      const length = args.whole('length', 0, 1, mostBytes)
      const { id, url } = world.files.announce(args.required('filename'), length)
      return { upload_url: url, file_id: id }
    },
  },
  'files.completeUploadExternal': {
    scope: 'files:write',
    tier: 4,
    run: (world, args) => {
      const given = objects(args.json('files'))
      if (given.length === 0) throw invalid('invalid_arguments', ['missing required field: files'])
      for (const name of ['channel_id', 'channels'])
        if (args.string(name) !== undefined)
          throw invalid('invalid_arguments', [`sharing at once is not simulated [json-pointer:/${name}]`])
      const files = world.files.complete(
        given.map((file) => ({ id: text(file['id']), title: text(file['title']) || undefined })),
      )
      return { files }
    },
  },
}
