import { describe, expect, test } from 'vitest'
import { pictureProblem } from '../../../playground/teams/picture-rules.ts'
import { picture } from '../../support/picture.ts'
import { activitiesOf, cardMessage, requests, textBlock, useRigs } from './test-bot.ts'

const rigged = useRigs()

const data = (bytes: Uint8Array, type = 'image/png'): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`
const { png } = picture()
const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([8, 0, 6, 0])])
const wideGif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from([1, 4, 6, 0])])

describe('a picture', () => {
  test.each([
    ['a PNG', data(png)],
    ['a JPEG', data(Buffer.from('ffd8ffe000104a464946', 'hex'), 'image/jpeg')],
    ['a GIF', data(gif, 'image/gif')],
    ['the largest PNG', data(picture({}, 1024, 1024).png)],
    ['somewhere on the web', 'https://example.org/x.png'],
  ])('may be %s', (_what, address) => {
    expect(pictureProblem(address)).toBeUndefined()
  })

  test.each([
    ['nothing', '', 'neither'],
    ['somewhere without TLS', 'http://example.org/x.png', 'neither'],
    ['an SVG', data(Buffer.from('<svg/>'), 'image/svg+xml'), 'neither'],
    ['a page', data(Buffer.from('<script/>'), 'text/html'), 'neither'],
    ['not encoded', 'data:image/png,x', 'neither'],
    ['badly encoded', `${data(png)}=`, 'is not base64'],
    ['not what it says', data(png, 'image/jpeg'), 'is no JPEG'],
    ['words', data(Buffer.from('only words')), 'is no PNG'],
    ['too wide', data(picture({}, 1025, 10).png), 'has 1025 by 10 pixels'],
    ['too wide a GIF', data(wideGif, 'image/gif'), 'has 1025 by 6 pixels'],
    ['too large', data(Buffer.concat([png, Buffer.alloc(1_000_000)])), 'not at most 1000000'],
  ])('cannot be %s', (_what, address, problem) => {
    expect(pictureProblem(address)).toContain(problem)
  })
})

const image = (url: string) => ({ type: 'Image', url, altText: 'Targets' })
const attached = (contentUrl: string, contentType = 'image/png') => ({
  type: 'message',
  attachments: [{ contentType, contentUrl, name: 'x.png' }],
})

describe('a message', () => {
  test('shows a picture in its card, and one of its own', async () => {
    const rig = await rigged()
    for (const message of [cardMessage([textBlock('a'), image(data(png))]), attached(data(png))])
      expect((await rig.call('POST', activitiesOf(requests), message)).status).toBe(201)
  })

  test('is refused for a picture that would not be shown', async () => {
    const rig = await rigged()
    for (const message of [
      cardMessage([image('http://example.org/x.png')]),
      cardMessage([{ type: 'Container', items: [image(data(Buffer.from('words')))] }]),
      cardMessage([{ type: 'ImageSet', images: [{ url: data(picture({}, 1025, 1).png) }] }]),
      attached('data:text/html;base64,eA=='),
      attached(data(gif, 'image/gif')),
    ])
      expect((await rig.call('POST', activitiesOf(requests), message)).status).toBe(400)
  })

  test('is no smaller for what is a picture in it', async () => {
    const rig = await rigged()
    const large = Buffer.concat([png, Buffer.alloc(40_000)])
    const { status } = await rig.call('POST', activitiesOf(requests), cardMessage([image(data(large))]))
    expect(status).toBe(413)
  })
})
