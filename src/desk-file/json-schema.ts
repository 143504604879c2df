import { z } from 'zod'
import type { Path } from './mistake.ts'
import { deskFileSchema } from './schema.ts'

/** The part of JSON Schema that the desk file's schema is made of. */
export interface SchemaNode {
  readonly description?: string
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
}

/** The published JSON Schema of desk files (draft 2020-12), by which editors complete and check while one types. */
export const deskFileJsonSchema = (): SchemaNode => ({
  ...(z.toJSONSchema(deskFileSchema, { io: 'input' }) as SchemaNode),
  description: 'The organisation that a Bellwire service desk works for.',
})

const root = deskFileJsonSchema()

/** What the schema says about the value at a path. */
export const schemaAt = (path: Path): SchemaNode | undefined => {
  let node: SchemaNode | undefined = root
  for (const step of path) node = typeof step === 'number' ? node?.items : ownProperty(node, step)
  return node
}

const ownProperty = (node: SchemaNode | undefined, key: string): SchemaNode | undefined =>
  node?.properties !== undefined && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined
