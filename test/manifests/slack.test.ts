import { beforeAll, describe, expect, test } from 'vitest'
import manifest from '../../manifests/slack.json' with { type: 'json' }
import { slackEdgeSource, webApiCalls } from '../support/web-api-calls.ts'
import { changed } from './changed.ts'
import { type SlackUse, slackMistakes } from './slack-rules.ts'

let use: SlackUse
beforeAll(async () => {
  use = { methods: await webApiCalls(), readsEmail: /\bprofile\?*\.email\b/.test(await slackEdgeSource()) }
})

const scopes = manifest.oauth_config.scopes.bot
const long = (length: number): string => 'x'.repeat(length)

describe('the Slack manifest', () => {
  test('is one that Slack takes, with the scopes that the edge needs and no others', () => {
    expect(use.methods).toContain('chat.postMessage')
    expect(use.readsEmail).toBe(true)
    expect(slackMistakes(manifest, use)).toEqual([])
  })

  test('works over Socket Mode without any address', () => {
    let socket = changed(manifest, 'settings.socket_mode_enabled', true)
    for (const path of addresses) socket = changed(socket, path, undefined)
    expect(slackMistakes(socket, use)).toEqual([])
  })

  const addresses = [
    'features.slash_commands.0.url',
    'settings.event_subscriptions.request_url',
    'settings.interactivity.request_url',
    'settings.interactivity.message_menu_options_url',
  ]

  const mistakes: readonly (readonly [string, unknown])[] = [
    ...addresses.map((path) => [path, undefined] as const),
    ...addresses.map((path) => [path, 'http://YOUR-HOST/slack/events'] as const),
    ['icons', {}],
    ['display_information', undefined],
    ['display_information.name', long(36)],
    ['display_information.name', ''],
    ['display_information.description', long(141)],
    ['display_information.long_description', long(174)],
    ['display_information.long_description', long(4001)],
    ['display_information.background_color', '#1f3a5'],
    ['display_information.logo', 'logo.png'],
    ['features.app_home.home_tab_enabled', false],
    ['features.app_home.home_tab_enabled', 'yes'],
    ['features.bot_user', undefined],
    ['features.bot_user.display_name', long(81)],
    ['features.shortcuts.0.name', 'Report a problem to the desk'],
    ['features.shortcuts.0.type', 'channel'],
    ['features.shortcuts.0.callback_id', long(256)],
    ['features.shortcuts.1.description', long(151)],
    ['features.shortcuts.1.url', 'https://YOUR-HOST/slack/events'],
    ['features.slash_commands.0.command', 'desk'],
    ['features.slash_commands.0.command', `/${long(32)}`],
    ['features.slash_commands.0.usage_hint', long(1001)],
    ['features.slash_commands.0.escape', true],
    ['oauth_config.scopes.user', ['chat:write']],
    ['oauth_config.redirect', []],
    ['settings.interactivity.is_enabled', false],
    ['settings.event_subscriptions.events', []],
    ['settings.socket_mode', true],
  ]
  test.each(mistakes)('with a mistake at %s is refused there (%#)', (path, value) => {
    const found = slackMistakes(changed(manifest, path, value), use)
    expect(found.map((each) => each.slice(0, path.length + 1))).toEqual([`${path}:`])
  })

  test('whose messages tab cannot be written in is refused', () => {
    const found = slackMistakes(
      changed(manifest, 'features.app_home.messages_tab_read_only_enabled', true),
      use,
    )
    expect(found).toEqual(['features.app_home.messages_tab_enabled: needed for message.im'])
  })

  test('with two shortcuts that cannot be told apart is refused', () => {
    const twice = changed(manifest, 'features.shortcuts.1', manifest.features.shortcuts[0])
    expect(slackMistakes(twice, use)).toEqual(['features.shortcuts: two have the same callback_id'])
  })

  test('with an event that nobody knows, or one twice, is refused', () => {
    const path = 'settings.event_subscriptions.bot_events'
    const { bot_events: events } = manifest.settings.event_subscriptions
    expect(slackMistakes(changed(manifest, path, [...events, 'message.all']), use)).toEqual([
      'message.all: nobody says which scope it needs',
    ])
    expect(slackMistakes(changed(manifest, path, [...events, 'app_mention']), use)).toHaveLength(1)
  })

  test.each(scopes)('without the scope %s is refused', (scope) => {
    const without = scopes.filter((each) => each !== scope)
    const found = slackMistakes(changed(manifest, 'oauth_config.scopes.bot', without), use)
    expect(found).toEqual([expect.stringContaining(`lacks ${scope}, needed by`)])
  })

  test.each(['chat:write.public', 'channels:read', 'files:read', 'im:read', 'admin'])(
    'with the scope %s, which nothing needs, is refused',
    (scope) => {
      const found = slackMistakes(changed(manifest, 'oauth_config.scopes.bot', [...scopes, scope]), use)
      expect(found).toEqual([`oauth_config.scopes.bot: ${scope} is not used`])
    },
  )

  test('lacks a scope as soon as the edge calls what needs it', () => {
    const { methods } = use
    expect(
      slackMistakes(manifest, { ...use, methods: methods.filter((name) => name !== 'conversations.open') }),
    ).toEqual(['oauth_config.scopes.bot: im:write is not used'])
    expect(slackMistakes(manifest, { ...use, methods: [...methods, 'files.upload'] })).toEqual([
      'files.upload: nobody says which scope it needs',
    ])
    expect(slackMistakes(manifest, { ...use, readsEmail: false })).toEqual([
      'oauth_config.scopes.bot: users:read.email is not used',
    ])
  })
})
