import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refill } from '../../src/bot/ui/form.ts'
import type { Desk } from '../../src/domain/desk.ts'
import { demoDesk } from '../support/cast.ts'
import { allForms, cards } from './drawings.ts'
import { lives } from './lives.ts'
import { type Side, openSide, platforms } from './sides.ts'

let desk: Desk
beforeAll(async () => {
  desk = await demoDesk()
})

it('has every view there is', async () => {
  const drawn = new Set([...cards(desk, 'slack'), ...allForms(desk)].map(({ view }) => view))
  const files = readdirSync('src/bot/views').filter((file) => file.endsWith('.ts'))
  const modules = await Promise.all(
    files.map(
      async (file) =>
        (await import(/* @vite-ignore */ resolve('src/bot/views', file))) as Record<string, unknown>,
    ),
  )
  const views = modules
    .flatMap((module) => Object.keys(module))
    .filter((name) => /(?:Card|Form|Line|Notice)$|^noSuchRecord$|^notUnderstood$/.test(name))
  expect(views.length).toBeGreaterThan(20)
  expect(views.filter((view) => !drawn.has(view))).toEqual([])
})

describe.each(platforms)('%s takes', (platform) => {
  let side: Side
  beforeAll(async () => {
    side = await openSide(platform)
  })
  afterAll(() => side.close())

  it('every card, with its notification and all its buttons', { timeout: 60_000 }, async () => {
    for (const { view, of, drawn } of cards(desk, platform)) {
      // A home view has room for more than a message.
      const shown = view === 'homeCard' ? side.showsHome(drawn) : side.shows(drawn)
      const seen = await shown.catch((error: unknown) => `${view} of ${of}: ${String(error)}`)
      const labels = drawn.elements.flatMap((element) =>
        element.kind === 'buttons' ? element.buttons.map(({ label }) => ({ label })) : [],
      )
      expect(seen).toMatchObject({ author: 'desk', fallback: expect.stringMatching(/./), buttons: labels })
    }
  })

  it('every form, new and with complaints, and gives back its state', { timeout: 60_000 }, async () => {
    for (const { view, of, drawn } of allForms(desk)) {
      const seen = await side.opens(drawn).catch((error: unknown) => `${view} of ${of}: ${String(error)}`)
      expect(seen).toMatchObject({ submitLabel: drawn.submitLabel })
      if (of !== lives[0]?.name) continue
      const [first] = drawn.inputs
      const complained = {
        ...refill(drawn, {}, { [first?.name ?? '']: 'x'.repeat(400) }),
        problem: 'y'.repeat(400),
      }
      const again = await side
        .opens(complained)
        .catch((error: unknown) => `${view} of ${of}: ${String(error)}`)
      expect(again).toMatchObject({ text: expect.stringContaining('yyy') })
    }
  })

  it('every home', async () => {
    for (const { drawn } of cards(desk, platform).filter(({ view }) => view === 'homeCard')) {
      const seen = await side.showsHome(drawn)
      expect(seen.text).toContain(desk.name)
    }
  })
})
