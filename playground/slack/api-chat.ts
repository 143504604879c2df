import { applyContent, mustSaySomething, readContent } from './content.ts'
import { knownChannel, threadRoot, writableChannel } from './methods.ts'
import type { Methods } from './methods.ts'
import { ApiProblem } from './problem.ts'
import type { Channel } from './state.ts'
import { wireMessage } from './wire.ts'
import type { World } from './world.ts'

/** Less than of a new message, and not documented: github.com/F3-Nation/archive-slackblast/issues/64. */
const mostTextOfEdit = 4000

/** Where to post: a conversation, or a person's id for the direct chat with them. */
const target = (world: World, id: string): Channel => {
  const user = world.state.users.get(id)
  if (user && !user.bot && user.stranger === undefined) return world.state.direct(id)
  return writableChannel(world, id)
}

export const chatMethods: Methods = {
  'chat.postMessage': {
    scope: 'chat:write',
    tier: 'post',
    run: (world, args) => {
      const channel = target(world, args.required('channel'))
      const content = readContent(args, world.files)
      mustSaySomething(content)
      const root = threadRoot(world, channel, args.string('thread_ts'))
      const message = world.state.add({
        channel: channel.id,
        user: world.app.botUser,
        text: content.text ?? '',
        blocks: content.blocks,
        attachments: content.attachments,
        metadata: content.metadata,
        threadTs: root?.ts,
        broadcast: root !== undefined && args.flag('reply_broadcast', false),
        mrkdwn: content.mrkdwn,
      })
      void world.events.posted(message)
      return {
        channel: channel.id,
        ts: message.ts,
        message: wireMessage(world.app, world.state, message, { metadata: true }),
        ...(content.text === undefined ? { warning: 'missing_text_in_message' } : {}),
      }
    },
  },
  'chat.update': {
    scope: 'chat:write',
    tier: 3,
    run: (world, args) => {
      const channel = knownChannel(world, args.required('channel'))
      const message = world.state.find(channel.id, args.required('ts'))
      if (!message) throw new ApiProblem('message_not_found')
      if (message.user !== world.app.botUser) throw new ApiProblem('cant_update_message')
      if (channel.archived) throw new ApiProblem('is_archived')
      const content = readContent(args, world.files)
      if ((content.text?.length ?? 0) > mostTextOfEdit) throw new ApiProblem('msg_too_long')
      const given = [content.text, content.blocks, content.attachments]
      if (given.every((part) => part === undefined)) throw new ApiProblem('no_text')
      const before = wireMessage(world.app, world.state, message)
      applyContent(message, content, world.state.nextTs())
      world.state.changed()
      void world.events.edited(message, before)
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.text,
        message: wireMessage(world.app, world.state, message, { metadata: true }),
      }
    },
  },
  'chat.delete': {
    scope: 'chat:write',
    tier: 3,
    run: (world, args) => {
      const channel = knownChannel(world, args.required('channel'))
      const message = world.state.find(channel.id, args.required('ts'))
      if (!message) throw new ApiProblem('message_not_found')
      if (message.user !== world.app.botUser) throw new ApiProblem('cant_delete_message')
      world.state.remove(message)
      void world.events.deleted(message)
      return { channel: channel.id, ts: message.ts }
    },
  },
  'chat.postEphemeral': {
    scope: 'chat:write',
    tier: 4,
    run: (world, args) => {
      const channel = writableChannel(world, args.required('channel'))
      const user = args.required('user')
      if (!channel.members.has(user)) throw new ApiProblem('user_not_in_channel')
      const content = readContent(args)
      mustSaySomething(content)
      const root = threadRoot(world, channel, args.string('thread_ts'))
      const message = world.state.add({
        channel: channel.id,
        user: world.app.botUser,
        text: content.text ?? '',
        blocks: content.blocks,
        attachments: content.attachments,
        threadTs: root?.ts,
        mrkdwn: content.mrkdwn,
        onlyFor: user,
      })
      return { message_ts: message.ts }
    },
  },
  'chat.getPermalink': {
    tier: 4,
    run: (world, args) => {
      const channel = knownChannel(world, args.required('channel'))
      const message = world.state.find(channel.id, args.required('message_ts'))
      if (!message) throw new ApiProblem('message_not_found')
      const thread =
        message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${message.channel}`
      return {
        channel: channel.id,
        permalink: `https://${world.app.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
      }
    },
  },
  'reactions.add': {
    scope: 'reactions:write',
    tier: 3,
    run: (world, args) => {
      const channel = knownChannel(world, args.required('channel'))
      const message = world.state.find(channel.id, args.required('timestamp'))
      if (!message) throw new ApiProblem('message_not_found')
      if (!channel.members.has(world.app.botUser)) throw new ApiProblem('not_in_channel')
      const name = args.required('name').replaceAll(':', '')
      if (!/^[a-z0-9_+'-]+$/.test(name)) throw new ApiProblem('invalid_name')
      const users = message.reactions.get(name) ?? new Set()
      if (users.has(world.app.botUser)) throw new ApiProblem('already_reacted')
      message.reactions.set(name, users.add(world.app.botUser))
      world.state.changed()
      void world.events.reacted(world.app.botUser, message, name)
      return {}
    },
  },
}
