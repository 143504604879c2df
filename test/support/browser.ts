import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { chromium } from 'playwright-core'

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Whether there is no Chromium to drive pages with. Says once how to get one. */
export const chromiumIsMissing = (what: string): boolean => {
  if (existsSync(executablePath)) return false
  process.stderr.write(
    `${what} is not driven: there is no Chromium at ${executablePath}. ` +
      'Install it (apt-get install chromium) or name it in CHROMIUM_PATH.\n',
  )
  return true
}

/** Without a window, and without anything that a browser does on the network by itself. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: flags })

/** A page of the size of the screenshots, in a zone that is nobody's in the tests. */
export const openPage = (browser: Browser): Promise<Page> =>
  browser.newPage({
    viewport: { width: 1280, height: 800 },
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
  })

/**
 * Collects what a page must not do: complain in its console, throw, or ask anything of another address than `home`.
 * `expected` are console errors that belong to what is tried. Gives what was collected since last asked.
 */
export const watchPage = (
  page: Page,
  home: string,
  expected: (words: string) => boolean = () => false,
): (() => readonly string[]) => {
  const seen: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected(message.text())) seen.push(message.text())
  })
  page.on('pageerror', (error) => seen.push(String(error)))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${home}/`)) seen.push(`foreign request: ${request.url()}`)
  })
  return () => seen.splice(0)
}
