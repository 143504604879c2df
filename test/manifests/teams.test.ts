import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import manifest from '../../manifests/teams/manifest.json' with { type: 'json' }
import { changed } from './changed.ts'
import { iconMistakes } from './teams-icons.ts'
import { readTeamsManifest, teamsMistakes } from './teams-rules.ts'

const long = (length: number): string => 'x'.repeat(length)
const list = 'bots.0.commandLists.0'
const [report, search] = ['composeExtensions.0.commands.0', 'composeExtensions.0.commands.1']
const granted = 'authorization.permissions.resourceSpecific'
const command = { title: 'help', description: 'What the desk understands' }
const personal = manifest.bots[0]?.commandLists[0]?.commands ?? []

describe('the Teams manifest', () => {
  test('is one that Teams takes', () => {
    expect(teamsMistakes(manifest)).toEqual([])
  })

  test('offers what the edge answers, and asks to hear what is said in channels and nothing else', () => {
    const { bots, composeExtensions, authorization, validDomains, permissions } = readTeamsManifest(manifest)
    expect(bots[0]?.scopes).toEqual(['personal', 'team'])
    expect(composeExtensions[0]?.commands).toMatchObject([
      { id: 'report', type: 'action', fetchTask: true, context: ['compose', 'message', 'commandBox'] },
      { id: 'search', type: 'query', parameters: [{ name: 'query' }] },
    ])
    expect(authorization.permissions.resourceSpecific).toEqual([
      { name: 'ChannelMessage.Read.Group', type: 'Application' },
    ])
    expect(permissions).toEqual(['identity', 'messageTeamMembers'])
    // The desk opens no web page inside Teams.
    expect(validDomains).toEqual([])
  })

  const mistakes: readonly (readonly [string, unknown])[] = [
    ['$schema', 'https://developer.microsoft.com/json-schemas/teams/v1.17/MicrosoftTeams.schema.json'],
    ['manifestVersion', '1.29'],
    ['version', '0.1'],
    ['version', '01.0.0'],
    ['id', 'desk'],
    ['id', undefined],
    ['packageName', 'desk'],
    ['developer.name', long(33)],
    ['developer.privacyUrl', undefined],
    ['developer.termsOfUseUrl', 'http://example.com/terms'],
    ['name.short', long(31)],
    ['name.full', long(101)],
    ['description.short', long(81)],
    ['description.full', long(4001)],
    ['icons.outline', undefined],
    ['icons.color', 'https://example.com/color.png'],
    ['accentColor', 'blue'],
    ['accentColor', undefined],
    ['defaultInstallScope', 'everywhere'],
    ['defaultGroupCapability.team', 'chat'],
    ['bots', []],
    ['bots.0.botId', '0'],
    ['bots.0.scopes', ['personal', 'team', 'personal']],
    ['bots.0.isNotificationOnly', true],
    ['bots.0.supportsVoice', false],
    [`${list}.commands`, Array.from({ length: 13 }, (_, at) => ({ ...command, title: `help${at}` }))],
    [`${list}.commands`, [...personal, command]],
    [`${list}.commands.0.title`, long(129)],
    [`${list}.commands.0.description`, undefined],
    [`${list}.commands.0.description`, long(4001)],
    ['composeExtensions.0.botId', '00000000-0000-0000-0000-000000000001'],
    [`${report}.title`, long(33)],
    [`${report}.description`, long(129)],
    [`${report}.context`, ['compose', 'channel']],
    [`${report}.fetchTask`, false],
    [`${search}.type`, 'search'],
    [`${search}.parameters`, undefined],
    [`${search}.parameters`, []],
    [`${search}.parameters.0.inputType`, 'string'],
    [`${search}.parameters.0.title`, long(33)],
    [`${search}.context`, ['compose', 'message']],
    ['permissions', ['identity', 'files']],
    ['validDomains', ['https://desk.example']],
    ['validDomains', ['desk.example/help']],
    ['validDomains', ['*.example']],
    ['validDomains', Array.from({ length: 101 }, (_, at) => `d${at}.example`)],
    ['webApplicationInfo', undefined],
    ['webApplicationInfo.id', '00000000-0000-0000-0000-000000000001'],
    ['webApplicationInfo.resource', undefined],
    [granted, [{ name: 'ChannelMessage.Read.All', type: 'Application' }]],
    [granted, [{ name: 'ChannelMessage.Read.Group', type: 'App' }]],
    [granted, [{ name: 'ChannelMessage.Read.Group' }]],
  ]
  test.each(mistakes)('with a mistake at %s is refused there (%#)', (path, value) => {
    const found = teamsMistakes(changed(manifest, path, value))
    expect(found.map((each) => each.slice(0, path.length))).toEqual([path])
  })

  test('with command lists that are not for the scopes of the bot is refused', () => {
    expect(teamsMistakes(changed(manifest, `${list}.scopes`, ['team']))).toEqual([
      'bots.0.commandLists: two are for the same scope',
      'bots.0.commandLists: none is for personal',
    ])
    expect(teamsMistakes(changed(manifest, 'bots.0.scopes', ['personal']))).toEqual([
      'bots.0.scopes: team has commands and is not there',
      `${granted}: the bot is in no team`,
    ])
    expect(teamsMistakes(changed(manifest, `${search}.id`, 'report'))).toEqual([
      'composeExtensions.0.commands: two have the same id',
    ])
  })

  test.each(['*.desk.example', 'desk.example', 'token.botframework.com'])(
    'with the domain %s is taken',
    (domain) => {
      expect(teamsMistakes(changed(manifest, 'validDomains', [domain]))).toEqual([])
    },
  )
})

const file = (name: string): Buffer => readFileSync(new URL(`../../manifests/teams/${name}`, import.meta.url))

const half = (at: number, one: number[], other: number[]): number[] => (at % 2 === 0 ? one : other)

describe('the icons of the Teams app', () => {
  test('are as Teams draws them', () => {
    const { icons } = readTeamsManifest(manifest)
    expect(iconMistakes('color', file(icons.color))).toEqual([])
    expect(iconMistakes('outline', file(icons.outline))).toEqual([])
  })

  const white = [255, 255, 255, 255]
  const none = [0, 0, 0, 0]
  const blue = [31, 78, 121, 255]

  test.each([
    ['color', 191, (at: number) => half(at, blue, white), 'is 191 by 191 pixels, not 192 by 192'],
    ['color', 192, () => white, 'shows nothing, has no colour'],
    ['color', 192, (at: number) => half(at, white, none), 'neither solid nor transparent, has no colour'],
    ['outline', 32, () => none, 'shows nothing'],
    ['outline', 32, () => white, 'has no transparent ground'],
    ['outline', 32, (at: number) => half(at, blue, none), 'is drawn in another colour than white'],
    ['outline', 192, (at: number) => half(at, white, none), 'is 192 by 192 pixels, not 32 by 32'],
  ] as const)('of kind %s, %i pixels wide, drawn wrongly, are refused', (which, side, draw, mistake) => {
    expect(iconMistakes(which, png(side, draw)).join(', ')).toContain(mistake)
  })

  test('that are no PNG, or one of another kind, are refused', () => {
    expect(iconMistakes('color', Buffer.from('<svg/>'))).toEqual(['is not a PNG'])
    const grey = png(192, () => white)
    grey[25] = 0
    expect(iconMistakes('color', grey)).toEqual(['is not a PNG of 8-bit RGBA'])
  })
})

/** A square PNG of 8-bit RGBA, its lines unfiltered. */
const png = (side: number, draw: (at: number) => readonly number[]): Buffer => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 6, 0, 0, 0], 8)
  const lines = Array.from({ length: side }, (_, y) => [
    0,
    ...Array.from({ length: side }, (__, x) => draw(y * side + x)).flat(),
  ])
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Without a right checksum, which nobody here reads. */
const chunk = (kind: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  return Buffer.concat([length, Buffer.from(kind, 'latin1'), data, Buffer.alloc(4)])
}
