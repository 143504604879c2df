import { invalid } from './problem.ts'
import { ApiProblem } from './problem.ts'
import type { Methods } from './methods.ts'

export const viewMethods: Methods = {
  'views.open': {
    tier: 4,
    run: (world, args) => {
      const trigger = world.triggers.exchange(args.required('trigger_id'))
      return { view: world.views.wire(world.views.open(trigger.user, args.json('view'))) }
    },
  },
  'views.push': {
    tier: 4,
    run: (world, args) => {
      const trigger = world.triggers.exchange(args.required('trigger_id'))
      // Only what happened inside an open modal can put another one on top.
      if (trigger.viewId === undefined || !world.views.find(trigger.viewId)) throw new ApiProblem('not_found')
      return { view: world.views.wire(world.views.push(trigger.user, args.json('view'))) }
    },
  },
  'views.update': {
    tier: 4,
    run: (world, args) => {
      const [id, external] = [args.string('view_id'), args.string('external_id')]
      if ((id === undefined) === (external === undefined))
        throw invalid('invalid_arguments', ['exactly one of view_id, external_id is required'])
      const open = world.views.find(id ?? external ?? '')
      if (!open) throw new ApiProblem('not_found')
      world.views.update(open, args.json('view'), args.string('hash'))
      return { view: world.views.wire(open) }
    },
  },
  'views.publish': {
    tier: 4,
    run: (world, args) => {
      const user = world.state.users.get(args.required('user_id'))
      if (!user || user.bot || user.stranger !== undefined)
        throw invalid('invalid_arguments', ['invalid `user_id` [json-pointer:/user_id]'])
      const home = world.views.publish(user.id, args.json('view'), args.string('hash'))
      return { view: world.views.wire(home) }
    },
  },
}
