import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { picture } from '../../support/picture.ts'
import { chromiumIsMissing, openBrowser, openPage, watchPage } from '../../support/browser.ts'
import type { FakeChat } from './fake-chat.ts'
import { createFakeChat, nasty } from './fake-chat.ts'
import { card } from './fake-views.ts'
import { servePage } from './page-server.ts'

describe.skipIf(chromiumIsMissing('The playground page'))('the playground page in a browser', () => {
  let browser: Browser
  let page: Page
  let server: Awaited<ReturnType<typeof servePage>>
  let slack: FakeChat
  let teams: FakeChat
  let faults: () => readonly string[]

  beforeAll(async () => {
    browser = await openBrowser()
  }, 60_000)
  afterAll(async () => await browser.close())

  beforeEach(async () => {
    slack = createFakeChat('slack')
    teams = createFakeChat('teams')
    server = await servePage(slack, teams)
    page = await openPage(browser)
    // The browser itself reports an act that was refused; the page shows it in a toast.
    faults = watchPage(page, server.url, (words) => words.includes('422'))
    await page.goto(server.url)
    await side('slack').locator('.person-name').first().waitFor()
  })
  afterEach(async () => {
    await page.close()
    await server.close()
    const seen = faults()
    if (seen.length > 0) throw new Error(seen.join('\n'))
  })

  const side = (chat: 'slack' | 'teams'): Locator => page.locator(`.side.${chat}`)
  const become = async (chat: 'slack' | 'teams', user: string): Promise<void> => {
    await side(chat).locator('.person-button').click()
    await side(chat).locator(`.person-row[data-user=${user}]`).click()
  }
  const write = async (chat: 'slack' | 'teams', words: string): Promise<void> => {
    await side(chat).getByRole('textbox', { name: 'Message' }).fill(words)
    await page.keyboard.press('Enter')
  }
  const shot = async (name: string): Promise<void> => {
    const folder = process.env['PAGE_SHOTS']
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
  }

  it('shows what is said at once, as it was typed, to whoever looks', async () => {
    await write('slack', nasty)
    await side('slack').locator('.words', { hasText: nasty }).waitFor()
    teams.post({ conversation: 'general', text: nasty, author: 'ben', authorName: 'Ben Okafor' })
    await side('teams').locator('.words', { hasText: nasty }).waitFor()
    slack.post({ conversation: 'general', text: 'x', body: card('slack', nasty, [['A', nasty]], []) })
    slack.post({ conversation: 'general', text: 'x', body: card('slack', '🔴 P1', [], []) })
    await side('slack').locator('.bk-header .paint-red').waitFor()
    teams.post({ conversation: 'general', text: 'x', body: card('teams', nasty, [['A', nasty]], []) })
    await side('slack').locator('.bk-header', { hasText: nasty }).waitFor()
    await side('teams').locator('.ac-card', { hasText: nasty }).first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(slack.done).toEqual([`say Mia Chen general ${nasty}`])
    await shot('said')
  })

  it('shows pictures, and says them to those who do not see them', async () => {
    const { png, alt, title } = picture({}, 30, 20)
    slack.files.set('F0PICTURE1', png)
    slack.post({
      conversation: 'general',
      text: 'x',
      body: [
        {
          type: 'image',
          slack_file: { id: 'F0PICTURE1' },
          alt_text: alt,
          title: { type: 'plain_text', text: title },
        },
        { type: 'image', image_url: 'https://elsewhere.example/x.png', alt_text: 'not asked for' },
      ],
    })
    const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
    teams.post({
      conversation: 'general',
      text: 'x',
      body: {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              type: 'AdaptiveCard',
              version: '1.5',
              body: [{ type: 'Image', url, altText: alt, size: 'stretch', msteams: { allowExpand: true } }],
            },
          },
        ],
      },
    })
    for (const chat of ['slack', 'teams'] as const) {
      const image = side(chat).getByRole('img', { name: alt })
      await image.waitFor()
      const width = await image.evaluate(async (element: HTMLImageElement) => {
        await element.decode()
        return element.naturalWidth
      })
      expect(width).toBe(30)
    }
    await side('slack').locator('figcaption', { hasText: title }).waitFor()
    expect(await page.locator('img').count()).toBe(2)
    await shot('pictures')
  })

  it('takes a command, complains beside the input, and shows the card that comes of it', async () => {
    await write('slack', '/desk incident')
    const form = side('slack').getByRole('dialog', { name: 'Report a problem' })
    await form.waitFor()
    await form.getByRole('button', { name: 'Report', exact: true }).click()
    await form.getByText('Please complete this required field.').waitFor()
    await form.getByLabel('Title').fill('No')
    await form.getByRole('button', { name: 'Report', exact: true }).click()
    await form.getByText('Say a little more.').waitFor()
    expect(await form.getByLabel('Title').inputValue()).toBe('No')
    await form.getByLabel('Title').fill('Printer on fire')
    await form.getByLabel('Description').fill('It burns.\nSecond floor.')
    await form.getByLabel('Impact').selectOption('High')
    await form.getByLabel('Service').pressSequentially('pri')
    await form.getByRole('option', { name: 'Printing' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await shot('slack-form')
    await page.keyboard.press('Enter')
    await form.getByLabel('Needed by').pressSequentially('11')
    await form.getByRole('button', { name: 'Report', exact: true }).click()
    await form.getByText('Please fill in both the date and the time.').waitFor()
    await form.getByLabel('Needed by').fill('2026-11-25T22:00')
    const sites = form.getByRole('group', { name: 'Sites' })
    await sites.getByRole('checkbox', { name: 'Kathmandu, old town' }).check()
    await sites.getByRole('checkbox', { name: 'Lisbon' }).check()
    await shot('slack-inputs')
    await form.getByRole('button', { name: 'Report', exact: true }).click()
    await side('slack').getByRole('button', { name: 'Take it' }).waitFor()
    expect(slack.done.at(-1)).toBe(
      `submit Mia Chen ${JSON.stringify({
        Title: 'Printer on fire',
        Description: 'It burns.\nSecond floor.',
        Impact: 'High',
        Service: 'Printing',
        'Needed by': '2026-11-25T22:00',
        Sites: ['Kathmandu, old town', 'Lisbon'],
      })}`,
    )
    // Berlin is the reader's zone, not the browser's.
    await side('slack').getByText('2026-11-20 10:30').waitFor()
    await side('slack').getByText('@Ben Okafor').waitFor()
    await side('slack').getByRole('button', { name: 'Take it' }).click()
    await side('slack').getByRole('button', { name: 'Resolve' }).waitFor()
    await side('slack').locator('.edited').waitFor()
    expect(slack.done.at(-1)).toBe('press Mia Chen Take it')
    await shot('slack-card')
  })

  it('fills in a dialog in Teams, with choices by name', async () => {
    await write('teams', '@Desk incident')
    const form = side('teams').getByRole('dialog', { name: 'Report a problem' })
    await form.getByRole('button', { name: 'Report', exact: true }).click()
    await form.getByText('Title: this is needed.').waitFor()
    await form.getByLabel('Title').fill('No')
    await form.getByRole('button', { name: 'Report', exact: true }).click()
    await form.getByText('Say a little more.').waitFor()
    await form.getByLabel('Title').fill('Lift stuck')
    await form.getByLabel('Impact').selectOption('Low')
    await form.getByLabel('Service').pressSequentially('net')
    await shot('teams-form')
    await form.getByRole('option', { name: 'Network' }).click()
    await form.getByLabel('Needed by: time in Berlin').fill('22:00')
    await form.getByRole('checkbox', { name: 'Berlin' }).check()
    await form.getByText('Kathmandu, old town').click()
    await shot('teams-inputs')
    await form.getByRole('button', { name: 'Report', exact: true }).click()
    await side('teams').getByRole('button', { name: 'Take it' }).waitFor()
    expect(teams.done.at(-1)).toBe(
      `submit Mia Chen ${JSON.stringify({
        Title: 'Lift stuck',
        Description: '',
        Impact: 'Low',
        Service: 'Network',
        'Needed by': '2026-11-25',
        'Needed by: time in Berlin': '22:00',
        Sites: ['Berlin', 'Kathmandu, old town'],
      })}`,
    )
    await side('teams').getByText('Due 10:30 by Ben Okafor, soon, not *later* <i>').waitFor()
    await side('teams').getByRole('button', { name: 'Take it' }).click()
    await side('teams').getByRole('button', { name: 'Resolve' }).waitFor()
    expect(teams.done.at(-1)).toBe('press Mia Chen Take it')
    await shot('teams-card')
  })

  it('picks a person, and shows that person only what is theirs, in their zone', async () => {
    await write('slack', '/desk hidden')
    await side('slack').getByText('Only visible to you').waitFor()
    slack.post({ conversation: 'general', text: 'x', body: card('slack', 'INC-9', [], ['Take it']) })
    await side('slack').locator('.person-button').click()
    await side('slack').getByText('Lead of Network').waitFor()
    await shot('people')
    await page.keyboard.press('Escape')
    await become('slack', 'ben')
    await side('slack').getByText('2026-11-20 15:15').waitFor()
    expect(await side('slack').getByText('Only visible to you').count()).toBe(0)
  })

  it('opens a thread, answers in it, and reacts', async () => {
    const root = slack.post({ conversation: 'general', text: 'Nothing prints', author: 'ben' })
    const message = side('slack').locator(`[data-message="${root.id}"]`)
    await message.hover()
    await message.getByRole('button', { name: 'React with :ticket:' }).click()
    await message.getByRole('button', { name: 'Reply in thread' }).click()
    const thread = side('slack').getByRole('complementary', { name: 'Thread' })
    await thread.getByRole('textbox').fill('Here neither')
    await page.keyboard.press('Enter')
    await thread.locator('.words', { hasText: 'Here neither' }).waitFor()
    await shot('thread')
    await thread.getByRole('button', { name: 'Close thread' }).click()
    await message.getByRole('button', { name: '1 reply' }).waitFor()
    expect(slack.done).toEqual([
      'react Mia Chen ticket on Nothing prints',
      'say Mia Chen general Here neither',
    ])
  })

  it('reports from a message and from the side, and lets the form go with Escape', async () => {
    const root = teams.post({ conversation: 'general', text: 'No mail since nine', author: 'ben' })
    const message = side('teams').locator(`[data-message="${root.id}"]`)
    await message.hover()
    await message.getByRole('button', { name: 'Report a problem' }).click()
    const form = side('teams').getByRole('dialog')
    await form.waitFor()
    expect(await form.getByLabel('Title').inputValue()).toBe('No mail since nine')
    await form.getByLabel('Title').press('Escape')
    await form.waitFor({ state: 'detached' })
    await side('teams').locator('.nav-report').click()
    await form.waitFor()
    expect(teams.done).toEqual([
      'messageAction Mia Chen Report a problem on No mail since nine',
      'closeForm Mia Chen',
      'shortcut Mia Chen Report a problem',
    ])
  })

  it('shows both home views and presses their buttons', async () => {
    await side('slack').locator('.nav-home').click()
    await side('slack').getByText('Home of Mia Chen').waitFor()
    await side('teams').locator('.nav-home').click()
    await side('teams').locator('.home').getByText('Home of Mia Chen').waitFor()
    await shot('home')
    await side('slack').locator('.home').getByRole('button', { name: 'Report a problem' }).click()
    await expect.poll(() => slack.done).toContain('press Mia Chen Report a problem')
    await side('teams').locator('.home').getByRole('button', { name: 'Report a problem' }).click()
    await expect.poll(() => teams.done).toContain('press Mia Chen Report a problem')
    await side('teams').locator('.home').getByRole('button', { name: 'Resolve' }).waitFor()
  })

  it('searches in Teams and shares what was found', async () => {
    await side('teams').getByRole('searchbox', { name: 'Search the desk' }).fill('printer')
    await side('teams').getByRole('button', { name: 'Share INC-2 printer' }).waitFor()
    await shot('search')
    await side('teams').getByRole('button', { name: 'Share INC-2 printer' }).click()
    await side('teams').locator('.words', { hasText: 'shared printer' }).waitFor()
    expect(teams.done).toEqual(['share Mia Chen general printer 1'])
  })

  it('says what the platform complains of, and gives back the words that were not sent', async () => {
    slack.complain('mia', 'The desk did not answer in time.')
    await side('slack').locator('.toast', { hasText: 'did not answer in time' }).waitFor()
    await write('slack', '/desk fail')
    await side('slack').locator('.toast', { hasText: 'within 3 seconds' }).waitFor()
    await write('slack', '/dexk incident')
    await side('slack').locator('.toast', { hasText: '/dexk is not a valid command' }).waitFor()
    expect(await side('slack').getByRole('textbox', { name: 'Message' }).inputValue()).toBe('/dexk incident')
    await shot('toasts')
  })

  it('proposes what to try first, as the person who would', async () => {
    await become('slack', 'ben')
    await side('slack').locator('.person-button', { hasText: 'Ben Okafor' }).waitFor()
    await page.getByRole('button', { name: /As Mia Chen in Slack/ }).click()
    await side('slack').locator('.person-button', { hasText: 'Mia Chen' }).waitFor()
    const box = side('slack').getByRole('textbox', { name: 'Message' })
    await expect.poll(() => box.inputValue()).toBe('/desk incident Printer on fire')
  })
})
