import { page } from './methods.ts'
import type { Methods } from './methods.ts'
import { ApiProblem } from './problem.ts'
import { wireUser } from './wire.ts'
import type { World } from './world.ts'

const seesEmail = (world: World): boolean => world.manifest.scopes.has('users:read.email')

export const peopleMethods: Methods = {
  'auth.test': {
    tier: 4,
    run: ({ app, manifest }) => ({
      url: `https://${app.domain}.slack.com/`,
      team: app.teamName,
      user: manifest.botName.toLowerCase(),
      team_id: app.team,
      user_id: app.botUser,
      bot_id: app.botId,
      is_enterprise_install: false,
    }),
  },
  'team.info': {
    scope: 'team:read',
    tier: 3,
    run: ({ app }) => ({
      team: { id: app.team, name: app.teamName, domain: app.domain, email_domain: '', icon: {} },
    }),
  },
  'users.info': {
    scope: 'users:read',
    tier: 4,
    run: (world, args) => {
      const user = world.state.users.get(args.required('user'))
      if (!user) throw new ApiProblem('user_not_found')
      return { user: wireUser(world.app, user, seesEmail(world)) }
    },
  },
  'users.lookupByEmail': {
    scope: 'users:read.email',
    tier: 3,
    run: (world, args) => {
      const email = args.required('email').toLowerCase()
      const user = [...world.state.users.values()].find(
        (each) => each.stranger === undefined && !each.bot && each.email.toLowerCase() === email,
      )
      if (!user) throw new ApiProblem('users_not_found')
      return { user: wireUser(world.app, user, true) }
    },
  },
  'users.list': {
    scope: 'users:read',
    tier: 2,
    run: (world, args) => {
      const members = [...world.state.users.values()].filter((user) => user.stranger === undefined)
      const { items, next } = page(members, args, 1000)
      return {
        members: items.map((user) => wireUser(world.app, user, seesEmail(world))),
        cache_ts: Math.floor(world.state.now() / 1000),
        response_metadata: { next_cursor: next },
      }
    },
  },
}
