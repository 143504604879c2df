import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumIsMissing, openBrowser, openPage, watchPage } from '../../support/browser.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { become, column, open } from './page-steps.ts'

/** Proposed in Slack, decided in Teams, made, and looked back on, by people who click. */
describe.skipIf(chromiumIsMissing('A change in the playground'))('9.2: a change in the page', () => {
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
  })

  const shot = async (name: string): Promise<void> => {
    shots += 1
    await page.screenshot({ path: join(folder, `change-${String(shots).padStart(2, '0')}-${name}.png`) })
  }
  const card = (side: Locator): Locator =>
    column(side)
      .locator('.message', { hasText: `${record} · ` })
      .first()
  /** As the browser's own input takes a moment, on the clock of whoever types. */
  const typed = (hours: number, zone: string): string =>
    house.clock.now
      .add({ hours })
      .toZonedDateTimeISO(zone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' })

  test('is proposed with all that the board asks for', async () => {
    await become(slack, 'Gabriel Nascimento')
    await open(slack, 'Desk')
    await slack.getByRole('textbox', { name: 'Message' }).fill('/desk change Move the invoice archive')
    await page.keyboard.press('Enter')
    const form = slack.getByRole('dialog', { name: 'Propose a change' })
    expect(await form.getByLabel('What shall be changed?').inputValue()).toBe('Move the invoice archive')
    await form.getByLabel('Scope').fill('The archive of 2024, to the new disks.')
    await form.getByLabel('Reason and benefit').fill('The old disks are full on the 1st.')
    await form.getByRole('group', { name: 'Services affected' }).getByLabel('Orders and invoices').check()
    await form.getByLabel('Who would notice if it went wrong?').selectOption('Only the team')
    await form.getByLabel('How often have we done it before?').selectOption('Often')
    await form.getByLabel('How quickly can it be reversed?').selectOption('In minutes')
    await form.getByLabel('Where was it tried?').selectOption('All of it, on spare equipment')
    await form.getByLabel('Plan', { exact: true }).fill('Copy, compare, switch over.')
    await form.getByLabel('Plan to reverse it').fill('Switch back; the old disks stay a week.')
    await form.getByLabel('How was reversing it tested?').fill('Twice, on the copy of June.')
    await form.getByLabel('Window from').fill(typed(2, 'America/Sao_Paulo'))
    await form.getByLabel('Window to').fill(typed(3, 'America/Sao_Paulo'))
    await shot('form')
    await form.getByRole('button', { name: 'Send' }).click()
    const told = slack.getByRole('dialog').filter({ hasText: 'is recorded' })
    await told.waitFor()
    record = /CHG-\d+/.exec(await told.innerText())?.[0] ?? 'no number'
    await shot('recorded')
    await told.getByRole('button', { name: 'Close' }).last().click()
    await card(slack).waitFor()
    expect(await card(slack).innerText()).toContain('Move the invoice archive')
  })

  test('is approved in the other chat by the one who was asked, and every card says so', async () => {
    await become(teams, 'Sam Whitaker')
    await open(teams, 'Desk')
    await card(teams).getByRole('button', { name: 'Approve', exact: true }).waitFor()
    await shot('asked')
    await card(teams).getByRole('button', { name: 'Approve', exact: true }).click()
    await card(slack).getByText('Approved by Sam Whitaker').first().waitFor()
    await card(teams).getByText('Approved by Sam Whitaker').first().waitFor()
    await expect.poll(() => card(teams).getByRole('button').allInnerTexts()).not.toContain('Approve')
    await shot('approved')
  })

  test('meets no error and no foreign address', () => {
    expect(faults()).toEqual([])
    expect(house.log.filter(({ level }) => level === 'error')).toEqual([])
  })
})
