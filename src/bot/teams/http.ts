import type { IncomingMessage, ServerResponse } from 'node:http'

const mostBytes = 1024 * 1024

/** The parsed JSON body, or why there is none. Rejects when the connection breaks. */
export const readJson = async (
  request: IncomingMessage,
): Promise<{ json: unknown } | { status: 400 | 413; message: string }> => {
  const tooLarge = { status: 413, message: 'The body is larger than 1 MB.' } as const
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) return tooLarge
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > mostBytes) return tooLarge
    chunks.push(chunk)
  }
  try {
    return { json: JSON.parse(Buffer.concat(chunks).toString('utf8')) }
  } catch {
    return { status: 400, message: 'The body is not JSON.' }
  }
}

/** Answers with JSON, or with the status alone. What is left of the request is not waited for. */
export const answerJson = (response: ServerResponse, status: number, body?: object): void => {
  if (response.headersSent || response.destroyed) return
  const text = body === undefined ? '' : JSON.stringify(body)
  response.writeHead(status, {
    'content-length': Buffer.byteLength(text),
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...(status === 413 ? { connection: 'close' } : {}),
  })
  response.end(text)
}
