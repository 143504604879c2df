import { type RequestListener, createServer } from 'node:http'

/** Serves until the parent process goes, and tells it the port on the first line. */
export const serve = async (listener: RequestListener): Promise<void> => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  process.stdout.write(`${JSON.stringify({ port: address.port })}\n`)
  process.on('disconnect', () => process.exit(0))
}

/** What the parent wrote on the command line. */
export const given = (): Readonly<Record<string, string>> =>
  JSON.parse(process.argv[2] ?? '{}') as Record<string, string>
