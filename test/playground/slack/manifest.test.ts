import { describe, expect, test } from 'vitest'
import { readManifest } from '../../../playground/slack/manifest.ts'
import manifest from '../../../manifests/slack.json' with { type: 'json' }

const withScopes = (keep: (scope: string) => boolean) => ({
  ...manifest,
  oauth_config: { scopes: { bot: manifest.oauth_config.scopes.bot.filter(keep) } },
})

describe('a manifest', () => {
  test('of the desk is one that Slack would install', () => {
    const read = readManifest(manifest)
    expect(read).toMatchObject({ botName: 'Desk', interactive: true, homeTab: true, messagesTab: true })
    expect(read.commands).toEqual([{ command: '/desk', escapes: true }])
    expect(read.shortcuts.map((each) => [each.type, each.callbackId])).toEqual([
      ['global', 'report'],
      ['message', 'report_message'],
    ])
  })

  test.each([
    ['im:history', 'message.im'],
    ['reactions:read', 'reaction_added'],
    ['app_mentions:read', 'app_mention'],
    ['commands', 'commands and shortcuts'],
  ])('without the scope %s is refused for %s', (scope, user) => {
    expect(() => readManifest(withScopes((each) => each !== scope))).toThrow(
      `lacks the scope ${scope}, needed by ${user}`,
    )
  })

  test('with an event that does not exist is refused', () => {
    const settings = { ...manifest.settings, event_subscriptions: { bot_events: ['message.everywhere'] } }
    expect(() => readManifest({ ...manifest, settings })).toThrow('unknown event message.everywhere')
  })
})
