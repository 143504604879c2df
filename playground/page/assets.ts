import { readFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file that the browser asked for, ready to send. */
export interface Asset {
  readonly type: string
  readonly content: string | Buffer
}

const client = fileURLToPath(new URL('client/', import.meta.url))
const typeOf: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Names are flat: no folder, no dot at the start, so that nothing outside the client folder can be asked for. */
const plainName = /^[a-z0-9][a-z0-9-]*\.(?:ts|css|svg)$/

const cardLibrary = (): string =>
  join(
    dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json')),
    'dist/adaptivecards.min.js',
  )

/** The client file of that name, with its types stripped when it is TypeScript; undefined when there is none. */
export const readAsset = async (name: string): Promise<Asset | undefined> => {
  if (name === 'adaptivecards.min.js') {
    return { type: typeOf['.js'] ?? '', content: await readFile(cardLibrary()) }
  }
  if (!plainName.test(name)) return undefined
  const text = await readFile(join(client, name), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const extension = extname(name)
  return {
    type: typeOf[extension] ?? 'application/octet-stream',
    content: extension === '.ts' ? stripTypeScriptTypes(text) : text,
  }
}

/** The one HTML page. */
export const readPage = async (): Promise<Asset> => ({
  type: 'text/html; charset=utf-8',
  content: await readFile(join(client, 'index.html'), 'utf8'),
})
