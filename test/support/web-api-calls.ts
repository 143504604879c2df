import { readFile, readdir } from 'node:fs/promises'
import { webApi } from '@slack/bolt'

const folder = new URL('../../src/bot/slack/', import.meta.url)

/** The text of every file of the Slack edge. */
export const slackEdgeSource = async (): Promise<string> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'))
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
  return texts.join('\n')
}

/**
 * The methods of the Web API that the Slack edge calls by itself, in alphabetical order: what its source names and the
 * SDK's client has. Throws when it calls one in a way in which it cannot be seen.
 */
export const webApiCalls = async (): Promise<readonly string[]> => {
  const source = await slackEdgeSource()
  if (/\bapiCall\b/.test(source)) throw new Error('a method is called by a name that is not in the source')
  return methodsOf(new webApi.WebClient(), '')
    .filter((name) => new RegExp(`\\.${name.replaceAll('.', '\\.')}\\b(?!\\.)`).test(source))
    .toSorted()
}

/** `chat.postMessage`, `admin.apps.approve`: every function below the client's families. */
const methodsOf = (family: object, path: string): readonly string[] =>
  Object.entries(family).flatMap(([name, value]): readonly string[] => {
    if (typeof value === 'function') return path === '' ? [] : [`${path}${name}`]
    return isFamily(value) ? methodsOf(value, `${path}${name}.`) : []
  })

const isFamily = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
