import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { line } from '../../src/bot/ui/card.ts'
import { type Form, type Input, textOf } from '../../src/bot/ui/form.ts'
import { eventually } from '../support/desk-house.ts'
import { button, card, form } from './arbitrary.ts'
import { type Side, openSide, platforms } from './sides.ts'

/** What the form holds when nobody has touched it. */
const held = ({ inputs }: Form): Record<string, string> =>
  Object.fromEntries(
    inputs.flatMap((input) => {
      const value = heldBy(input)
      return value === undefined || value === '' ? [] : [[input.name, value]]
    }),
  )

const heldBy = (input: Input): string | undefined => {
  if (input.kind === 'lookup') return input.chosen?.value
  return input.kind === 'choices' ? textOf(input.values ?? []) : input.value
}

describe.each(platforms)('whatever it is, %s', (platform) => {
  let side: Side
  beforeAll(async () => {
    side = await openSide(platform)
  })
  afterAll(() => side.close())

  it('takes every card', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(card, async (any) => {
        const seen = await side.shows(any)
        expect(seen.author).toBe('desk')
        expect(seen.fallback.length).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  })

  it('takes every card as the edit of another', async () => {
    const posted = await side.chat.post(side.place, { fallback: 'x', elements: [] }, 'edited')
    await fc.assert(
      fc.asyncProperty(card, async (any) => {
        await side.chat.update(posted, any)
        expect(posted.message).not.toBe('')
      }),
      { numRuns: 25 },
    )
  })

  it('takes a text of nothing but what has to be escaped, new or edited', async () => {
    const heavy = line('&<>'.repeat(4000))
    const posted = await side.chat.post(side.place, heavy, 'heavy')
    await expect(side.chat.update(posted, heavy)).resolves.toBeUndefined()
  })

  it('brings back every button’s action as it was drawn', async () => {
    await fc.assert(
      fc.asyncProperty(button, async (any) => {
        side.answer = () => ({ kind: 'nothing' })
        const drawn = { ...any, label: 'Press me', opensForm: false }
        const seen = await side.shows({ fallback: 'x', elements: [{ kind: 'buttons', buttons: [drawn] }] })
        const before = side.intents.length
        await side.simulated.press(side.reader.user, seen, 'Press me')
        expect(side.intents.slice(before)).toMatchObject([
          { kind: 'pressed', identity: side.reader, where: { place: side.place, kind: 'channel' } },
        ])
        const [intent] = side.intents.slice(before)
        expect(intent?.kind === 'pressed' ? intent.action : undefined).toEqual(any.action)
      }),
      { numRuns: 25 },
    )
  })

  it('opens every form, and brings back its state and what was in it', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(form, async (any) => {
        const seen = await side.opens(any)
        // A choice of nothing is said in words where the platform knows no empty menu.
        const offered = any.inputs.filter((input) => !('options' in input) || input.options.length > 0)
        expect(seen.inputs.length).toBeGreaterThanOrEqual(offered.length)
        expect(seen.submitLabel).toBeDefined()
        if (seen.inputs.length === 0) return
        const before = side.intents.length
        side.answer = () => ({ kind: 'done', card: { fallback: 'Done', elements: [] } })
        await side.simulated.submit(side.reader.user, {})
        const intent = await eventually(
          () => side.intents.slice(before).find(({ kind }) => kind === 'submitted'),
          'the submission',
        )
        expect(intent).toMatchObject({ form: any.name, state: any.state, values: held(any) })
        expect(intent.kind === 'submitted' ? intent.values : undefined).toEqual(held(any))
        expect(intent.kind === 'submitted' ? intent.state : undefined).toEqual(any.state)
      }),
      { numRuns: 40 },
    )
  })

  it('opens every form again with the complaints about it', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(form, form, async (first, any) => {
        const seen = await side.opens(first)
        if (seen.inputs.length === 0) return
        side.answer = () => ({ kind: 'errors', form: { ...any, problem: 'Somebody was quicker' } })
        await side.simulated.submit(side.reader.user, {})
        const again = await eventually(() => {
          const now = side.simulated.form(side.reader.user)
          return now?.text.includes('Somebody was quicker') === true ? now : undefined
        }, 'the form again')
        expect(again.submitLabel).toBeDefined()
      }),
      { numRuns: 15 },
    )
  })
})
