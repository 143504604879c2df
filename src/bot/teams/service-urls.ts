/**
 * Tells whether an address lies under one of the allowed prefixes. Compared as parsed addresses, whole path segments
 * at a time: `https://smba.trafficmanager.net.evil.example/` is not under `https://smba.trafficmanager.net/`.
 */
export const allowServiceUrls = (prefixes: readonly string[]): ((address: string) => boolean) => {
  const allowed = prefixes.map((prefix) => {
    const url = new URL(prefix)
    return { origin: url.origin, path: withSlash(url.pathname) }
  })
  return (address) => {
    const url = URL.parse(address)
    if (url === null || url.username !== '' || url.password !== '') return false
    return allowed.some(
      (prefix) => url.origin === prefix.origin && withSlash(url.pathname).startsWith(prefix.path),
    )
  }
}

const withSlash = (path: string): string => (path.endsWith('/') ? path : `${path}/`)
