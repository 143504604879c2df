import { isIP } from 'node:net'

/** Whether a host, as written in a setting or a URL, is this machine itself. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))

/** Whether `text` is an absolute address of one of these protocols, without a user or password in it. */
export const isAddress = (text: string, protocols: readonly string[]): boolean => {
  const url = URL.parse(text)
  return url !== null && url.hostname !== '' && url.username === '' && protocols.includes(url.protocol)
}

/** Fit for credentials to travel to: https, or plain http that never leaves the machine. */
export const isSafeAddress = (text: string): boolean =>
  isAddress(text, ['https:']) || (isAddress(text, ['http:']) && isLoopback(new URL(text).hostname))

export const withSlash = (address: string): string => (address.endsWith('/') ? address : `${address}/`)
export const withoutSlash = (address: string): string => address.replace(/\/+$/, '')
