import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const folder = new URL('../../../manifests/teams/', import.meta.url)
const manifest: unknown = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'))

// The parts of schema 1.30 that this manifest uses, with its limits:
// developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json
const guid = z.string().regex(/^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/)
const web = z.url().max(2048)
const command = z.strictObject({
  title: z.string().min(1).max(128),
  description: z.string().max(4000).optional(),
})
const extensionCommand = z.strictObject({
  id: z.string().max(64),
  type: z.enum(['query', 'action']),
  context: z.array(z.enum(['compose', 'commandBox', 'message'])).max(3),
  title: z.string().max(32),
  description: z.string().max(128),
  initialRun: z.boolean().optional(),
  fetchTask: z.boolean(),
  parameters: z
    .array(
      z.strictObject({
        name: z.string().max(64),
        title: z.string().max(32),
        description: z.string().max(128),
        inputType: z.enum(['text', 'textarea', 'number', 'date', 'time', 'toggle', 'choiceset']),
      }),
    )
    .min(1)
    .max(5)
    .optional(),
})
const rules = z.strictObject({
  $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json'),
  manifestVersion: z.literal('1.30'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: guid,
  developer: z.strictObject({
    name: z.string().max(32),
    websiteUrl: web,
    privacyUrl: web,
    termsOfUseUrl: web,
  }),
  name: z.strictObject({ short: z.string().max(30), full: z.string().max(100) }),
  description: z.strictObject({ short: z.string().max(80), full: z.string().max(4000) }),
  icons: z.strictObject({ color: z.string(), outline: z.string() }),
  accentColor: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  defaultInstallScope: z.enum(['personal', 'team']),
  defaultGroupCapability: z.strictObject({ team: z.enum(['tab', 'bot', 'connector']) }),
  bots: z
    .array(
      z.strictObject({
        botId: guid,
        scopes: z.array(z.enum(['team', 'personal', 'groupChat', 'copilot'])),
        isNotificationOnly: z.literal(false),
        supportsFiles: z.boolean(),
        supportsCalling: z.boolean(),
        supportsVideo: z.boolean(),
        commandLists: z
          .array(
            z.strictObject({
              scopes: z.array(z.enum(['team', 'personal'])),
              commands: z.array(command).max(12),
            }),
          )
          .max(3),
      }),
    )
    .length(1),
  composeExtensions: z
    .array(z.strictObject({ botId: guid, commands: z.array(extensionCommand).max(10) }))
    .length(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().max(2048)).max(100),
  webApplicationInfo: z.strictObject({ id: guid, resource: z.string().max(2048) }),
  authorization: z.strictObject({
    permissions: z.strictObject({
      resourceSpecific: z
        .array(z.strictObject({ name: z.string().max(128), type: z.enum(['Application', 'Delegated']) }))
        .max(16),
    }),
  }),
})

describe('the Teams manifest', () => {
  it('keeps the rules of its schema', () => {
    expect(rules.safeParse(manifest).error).toBeUndefined()
  })

  it('offers what the edge answers', () => {
    const { bots, composeExtensions, authorization } = rules.parse(manifest)
    expect(bots[0]?.scopes).toEqual(['personal', 'team'])
    expect(composeExtensions[0]?.botId).toBe(bots[0]?.botId)
    expect(composeExtensions[0]?.commands).toMatchObject([
      { id: 'report', type: 'action', fetchTask: true, context: ['compose', 'message', 'commandBox'] },
      { id: 'search', type: 'query', parameters: [{ name: 'query' }] },
    ])
    expect(authorization.permissions.resourceSpecific).toEqual([
      { name: 'ChannelMessage.Read.Group', type: 'Application' },
    ])
  })

  it.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('has %s as a PNG of %i pixels', (name, side) => {
    const png = readFileSync(new URL(name, folder))
    expect(png.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]))
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([side, side])
  })
})
