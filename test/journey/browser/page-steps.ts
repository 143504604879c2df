import type { Locator } from 'playwright-core'

/** Becomes somebody on one side of the page. */
export const become = async (side: Locator, name: string): Promise<void> => {
  await side.locator('.person-button').click()
  await side.locator('.person-row', { hasText: name }).click()
  await side.locator('.person-button', { hasText: name }).waitFor()
}

/** Opens a conversation of that side. */
export const open = async (side: Locator, name: string): Promise<void> => {
  await side.locator('.nav-item', { hasText: name }).click()
  await side.locator('.column-title', { hasText: name }).first().waitFor()
}

export const column = (side: Locator): Locator => side.locator('.column')
