import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** The server's end of one WebSocket (RFC 6455): text both ways, pings answered, closing agreed upon. */
export interface Connection {
  send(words: string): void
  ping(): void
  /** Starts the closing; the other side's answer ends it. */
  close(code: number): void
}

export interface ConnectionHandlers {
  readonly message: (words: string) => void
  /** Called once, however it ended. */
  readonly closed: () => void
}

const opcodes = { continuation: 0x0, text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const
const mostBytes = 4_000_000
/** RFC 6455, section 1.3. */
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Answers the upgrade; undefined (and the socket gone) when the request is no WebSocket handshake. */
export const acceptWebSocket = (
  request: IncomingMessage,
  socket: Duplex,
  handlers: ConnectionHandlers,
): Connection | undefined => {
  const key = request.headers['sec-websocket-key']
  if (typeof key !== 'string' || request.headers['sec-websocket-version'] !== '13') {
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
    return undefined
  }
  const accept = createHash('sha1')
    .update(key + guid)
    .digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
  )
  const write = (opcode: number, payload: Buffer): void => {
    if (socket.writable) socket.write(frame(opcode, payload))
  }
  let closing = false
  const close = (code: number): void => {
    if (closing) return
    closing = true
    const payload = Buffer.alloc(2)
    payload.writeUInt16BE(code)
    write(opcodes.close, payload)
  }

  let waiting: Buffer = Buffer.alloc(0)
  let parts: Buffer[] = []
  const take = ({ opcode, final, payload }: Frame): void => {
    if (opcode === opcodes.ping) write(opcodes.pong, payload)
    else if (opcode === opcodes.close) {
      close(payload.length >= 2 ? payload.readUInt16BE(0) : 1000)
      socket.end()
    } else if (opcode === opcodes.text || opcode === opcodes.continuation) {
      parts.push(payload)
      if (!final) return
      const words = Buffer.concat(parts).toString('utf8')
      parts = []
      handlers.message(words)
    }
  }
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk])
    for (let next = readFrame(waiting); next; next = readFrame(waiting)) {
      if (next === 'broken') {
        close(1002)
        socket.end()
        return
      }
      waiting = waiting.subarray(next.size)
      take(next)
    }
  })
  socket.on('error', () => socket.destroy())
  socket.on('close', handlers.closed)
  return {
    send: (words) => write(opcodes.text, Buffer.from(words)),
    ping: () => write(opcodes.ping, Buffer.alloc(0)),
    close,
  }
}

interface Frame {
  readonly opcode: number
  readonly final: boolean
  readonly payload: Buffer
  /** Bytes of the whole frame. */
  readonly size: number
}

/** The first frame, undefined while it is incomplete; a client must mask (RFC 6455, section 5.1). */
const readFrame = (bytes: Buffer): Frame | 'broken' | undefined => {
  if (bytes.length < 2) return undefined
  const [first = 0, second = 0] = bytes
  if ((second & 0x80) === 0) return 'broken'
  let length = second & 0x7f
  let at = 2
  if (length === 126) {
    if (bytes.length < 4) return undefined
    length = bytes.readUInt16BE(2)
    at = 4
  } else if (length === 127) {
    if (bytes.length < 10) return undefined
    length = Number(bytes.readBigUInt64BE(2))
    at = 10
  }
  if (length > mostBytes) return 'broken'
  const size = at + 4 + length
  if (bytes.length < size) return undefined
  const mask = bytes.subarray(at, at + 4)
  const payload = Buffer.from(bytes.subarray(at + 4, size))
  for (let index = 0; index < length; index++) payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0)
  return { opcode: first & 0x0f, final: (first & 0x80) !== 0, payload, size }
}

const frame = (opcode: number, payload: Buffer): Buffer => {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x80 | opcode
  if (length < 126) head[1] = length
  else if (length < 65_536) {
    head[1] = 126
    head.writeUInt16BE(length, 2)
  } else {
    head[1] = 127
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, payload])
}
