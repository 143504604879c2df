import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsMissing, openBrowser, openPage, watchPage } from '../../support/browser.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { become, column, open } from './page-steps.ts'

const title = 'The booking page shows <b>yesterday’s</b> *fares*'

const thread = (side: Locator): Locator => side.getByRole('complementary', { name: 'Thread' })

/** The whole desk, as whoever starts it for the first time sees it: a requester in Slack, the team in Teams. */
describe.skipIf(chromiumIsMissing('The playground with the desk behind it'))('a newcomer in the page', () => {
  let house: DeskHouse
  let browser: Browser
  let page: Page
  let slack: Locator
  let teams: Locator
  let faults: () => readonly string[]
  let folder: string
  let shots = 0
  let record: string

  beforeAll(async () => {
    house = await openDeskHouse()
    browser = await openBrowser()
    page = await openPage(browser)
    page.setDefaultTimeout(8_000)
    faults = watchPage(page, house.address)
    slack = page.locator('.side.slack')
    teams = page.locator('.side.teams')
    folder = process.env['PAGE_SHOTS'] ?? (await mkdtemp(join(tmpdir(), 'bellwire-page-')))
    await mkdir(folder, { recursive: true })
    await page.goto(house.address)
    await slack.locator('.person-name').first().waitFor()
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    await house?.close()
    if (shots > 0) process.stdout.write(`The page was photographed ${shots} times in ${folder}\n`)
  })

  /** The card of the record, top-level in the open conversation. */
  const card = (side: Locator): Locator => column(side).locator('.message', { hasText: `${record} · ` })
  const clockIn = (zone: string): string =>
    house.clock.now.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
  const shot = async (name: string): Promise<void> => {
    shots += 1
    await page.screenshot({ path: join(folder, `${String(shots).padStart(2, '0')}-${name}.png`) })
  }

  test('reports a problem by command, and is told its number', async () => {
    await become(slack, 'Gabriel Nascimento')
    await open(slack, 'help')
    await slack.getByRole('textbox', { name: 'Message' }).fill(`/desk incident ${title}`)
    await page.keyboard.press('Enter')
    const form = slack.getByRole('dialog', { name: 'Report a problem' })
    expect(await form.getByLabel('What is wrong?').inputValue()).toBe(title)
    await form.getByLabel('Service').selectOption('Ferry booking')
    await form.getByLabel('Details').fill('Seen in São Paulo and on board.\nReloading does not help.')
    await form.getByLabel('How many does it hurt?').selectOption('Medium: a team or department')
    await form.getByLabel('How soon is it needed?').selectOption('High: work has stopped')
    await shot('form')
    await form.getByRole('button', { name: 'Send' }).click()
    const told = slack.getByRole('dialog', { name: 'Done' })
    await told.getByText('is recorded').waitFor()
    record = /INC-\d+/.exec(await told.innerText())?.[0] ?? 'no number'
    expect(await told.innerText()).toContain('Business applications has it in its triage channel')
    await shot('recorded')
    await told.getByRole('button', { name: 'Close' }).last().click()
    await told.waitFor({ state: 'detached' })
  })

  test('sees the team take it in the other chat', async () => {
    await open(slack, 'Desk')
    await card(slack).getByText('New', { exact: false }).first().waitFor()
    await become(teams, 'Noor Haddad')
    await open(teams, 'Business apps')
    await card(teams).getByText(title).first().waitFor()
    // Each reads times in the zone of the one who reads, not in the browser's.
    expect(await card(slack).innerText()).toContain(`today ${clockIn('America/Sao_Paulo')}`)
    expect(await card(teams).innerText()).toMatch(
      new RegExp(`Raised by Gabriel Nascimento .+ ${clockIn('Asia/Dubai')}`),
    )
    await shot('new')
    await card(teams).getByRole('button', { name: 'Take it' }).click()
    await card(teams).getByText('In progress').waitFor()
    await card(slack).getByText('In progress').waitFor()
    await card(slack).getByText('Noor Haddad').first().waitFor()
    expect(await card(slack).getByRole('button', { name: 'Take it' }).count()).toBe(0)
    await shot('taken')
  })

  test('talks with the team from thread to thread', async () => {
    await card(teams).hover()
    await card(teams).getByRole('button', { name: 'Reply in thread' }).click()
    await thread(teams).getByRole('textbox').fill('Which *fare* do you see <now>?')
    await page.keyboard.press('Enter')
    await card(slack).locator('.replies').click()
    await thread(slack)
      .getByText('Noor Haddad (Business applications): Which *fare* do you see <now>?')
      .waitFor()
    await thread(slack).getByRole('textbox').fill('The one of _last_ week')
    await page.keyboard.press('Enter')
    await thread(teams).getByText('Gabriel Nascimento (requester): The one of _last_ week').waitFor()
    expect(await thread(slack).getByText('The one of _last_ week').count()).toBe(1)
    expect(await thread(teams).getByText('Which *fare* do you see').count()).toBe(1)
    await shot('threads')
  })

  test('agrees that it works again', async () => {
    await thread(teams).getByRole('button', { name: 'Close thread' }).click()
    await card(teams).getByRole('button', { name: 'Resolve' }).click()
    const form = teams.getByRole('dialog', { name: 'Resolve' })
    await form.getByLabel('How was it resolved?').selectOption('Fixed')
    await form.getByLabel('What was done?').fill('Emptied the fare cache.')
    await shot('resolve')
    await form.getByRole('button', { name: 'Resolve', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    const told = teams.getByRole('dialog')
    await told.getByText('is resolved').waitFor()
    await shot('told')
    await told.getByRole('button', { name: 'Close' }).last().click()
    await told.waitFor({ state: 'detached' })
    await thread(slack).getByRole('button', { name: 'Close thread' }).click()
    await card(slack).getByText('Does it work again?').waitFor()
    await shot('resolved')
    await card(slack).getByRole('button', { name: 'Close', exact: true }).click()
    await card(slack).getByText('Closed').first().waitFor()
    await card(teams).getByText('Closed').first().waitFor()
    await expect.poll(() => card(teams).getByRole('button').allInnerTexts()).not.toContain('Resolve')
    await shot('closed')
  })

  test('has nothing left to do in either home view', async () => {
    // Where the desk has posted its schedule, unread so far.
    await open(teams, 'Change schedule')
    await slack.locator('.nav-home').click()
    await slack.locator('.home').getByText('You have no open records.').waitFor()
    await teams.locator('.nav-home').click()
    await teams.locator('.home').getByText('You have no open records.').waitFor()
    await expect.poll(() => teams.locator('.badge').count()).toBe(0)
    await shot('home')
  })

  test('meets no error, no foreign address and no picture', async () => {
    expect(faults()).toEqual([])
    expect(await page.locator('img').count()).toBe(0)
    expect(house.log.filter(({ level }) => level === 'error')).toEqual([])
  })
})
