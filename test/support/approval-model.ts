import type { ApprovalCommand } from '../../src/domain/approval-command.ts'
import type { ApprovalPolicy, ApproverRule } from '../../src/domain/change-policy.ts'
import { theDesk } from '../../src/domain/decision.ts'

/**
 * What approvals are, told once more: names, counts and sets that are changed in place, without events, effects or reasons.
 * Only what it says differently from src/domain is worth anything, so it shares nothing with it.
 */
export interface Model {
  readonly stages: readonly ModelStage[]
  at: number
  end: string | undefined
}

interface ModelStage {
  readonly rules: readonly ApproverRule[]
  readonly needed: number
  readonly veto: boolean
  /** Heads are counted in it: nobody may hold two seats. */
  readonly heads: boolean
  readonly seats: ModelSeat[]
  /** From whom a manager took a seat. */
  readonly ousted: string[]
}

interface ModelSeat {
  readonly id: string
  readonly rules: readonly ApproverRule[]
  owner: string
  fixed: boolean
  boss: string
  lent: string
  cover: string
  /** Whoever has it is away. */
  away: boolean
  vote: '' | 'y' | 'n'
  voter: string
}

/** The people, as far as approvals ask for them. */
export interface ModelWorld {
  readonly here: ReadonlySet<string>
  readonly cab: readonly string[]
  /** Of those who are here. */
  readonly boss: Readonly<Record<string, string>>
  readonly requester: string
  readonly implementer: string
  readonly manager: string
  /** Those who are away now, with their deputies. */
  readonly away: ReadonlyMap<string, readonly string[]>
  readonly expired: boolean
}

const fits = (world: ModelWorld, person: string): boolean =>
  world.here.has(person) && person !== world.requester && person !== world.implementer

const named = (world: ModelWorld, rules: readonly ApproverRule[]): readonly string[] => {
  const all = rules.flatMap((rule) => {
    if (rule.kind === 'person') return [rule.person]
    if (rule.kind === 'authority') return [...world.cab]
    if (rule.kind === 'line-manager') return [bossOf(world, world.requester)]
    throw new Error(`the model does not know ${rule.kind}`)
  })
  return [...new Set(all)].filter((person) => fits(world, person))
}

const bossOf = (world: ModelWorld, person: string): string =>
  world.here.has(person) ? (world.boss[person] ?? '') : ''

export const newModel = (policy: ApprovalPolicy, world: ModelWorld): Model => {
  const stages = policy.stages.map(({ approvers, needs, veto }, stage) => {
    const people = [...named(world, approvers)]
    const least = typeof needs === 'object' ? Math.max(needs.atLeast, 1) : 1
    while (people.length < least) people.push('')
    const seats = people.map((owner, seat) => ({
      id: `${stage + 1}.${seat + 1}`,
      rules: owner === '' ? approvers : approvers.filter((rule) => named(world, [rule]).includes(owner)),
      owner,
      fixed: false,
      boss: bossOf(world, owner),
      lent: '',
      cover: '',
      away: false,
      vote: '' as const,
      voter: '',
    }))
    const all = seats.length
    const half = Math.ceil((all + 1) / 2)
    const needed = needs === 'any' ? 1 : needs === 'all' ? all : needs === 'majority' ? half : least
    return {
      rules: approvers,
      needed,
      veto,
      heads: needs !== 'any' && needs !== 'all',
      seats,
      ousted: [] as string[],
    }
  })
  const model: Model = { stages, at: 0, end: undefined }
  settle(model, world)
  return model
}

const around = (stage: ModelStage, seat: ModelSeat): ReadonlySet<string> =>
  new Set(
    stage.seats
      .filter((other) => other !== seat)
      .flatMap(({ owner, lent, cover, voter }) => [owner, lent, cover, voter]),
  )

/** Puts the seats of the present stage right. */
const settle = (model: Model, world: ModelWorld): void => {
  const stage = model.stages[model.at]
  for (const seat of stage?.seats ?? []) {
    if (stage === undefined || seat.vote !== '') continue
    const others = around(stage, seat)
    const free = (person: string): boolean =>
      person !== seat.owner && fits(world, person) && !others.has(person) && !stage.ousted.includes(person)
    if (!fits(world, seat.owner) || (!seat.fixed && !named(world, stage.rules).includes(seat.owner))) {
      const next = named(world, seat.rules).find(free)
      const above = next ?? upFrom(world, seat, free)
      if (above !== '') sit(seat, above, next === undefined, world)
      else if (seat.owner !== '') sit(seat, '', false, world)
    }
    if (!fits(world, seat.lent)) seat.lent = ''
    const gaveAway = new Set(stage.seats.filter(({ lent }) => lent !== '').map(({ owner }) => owner))
    const could = (person: string): boolean =>
      fits(world, person) && person !== seat.owner && !gaveAway.has(person)
    const charge = seat.lent === '' ? seat.owner : seat.lent
    seat.away = world.away.has(charge)
    const first = deputyOf(world, charge, [], (person) => could(person) && !others.has(person))
    seat.cover = first === '' && !stage.heads ? deputyOf(world, charge, [], could) : first
  }
}

const sit = (seat: ModelSeat, person: string, fixed: boolean, world: ModelWorld): void => {
  Object.assign(seat, { owner: person, fixed, boss: bossOf(world, person), lent: '', cover: '' })
}

const upFrom = (world: ModelWorld, seat: ModelSeat, free: (person: string) => boolean): string => {
  let above = bossOf(world, seat.owner)
  if (above === '') above = seat.boss
  for (let steps = 0; above !== '' && steps < 20; steps += 1) {
    if (free(above)) return above
    above = bossOf(world, above)
  }
  return ''
}

/** The first by depth among the deputies of somebody away, nobody asked twice. */
const deputyOf = (
  world: ModelWorld,
  person: string,
  asked: string[],
  may: (person: string) => boolean,
): string => {
  asked.push(person)
  for (const deputy of world.away.get(person) ?? []) {
    if (asked.includes(deputy)) continue
    if (!world.away.has(deputy)) {
      asked.push(deputy)
      if (may(deputy)) return deputy
      continue
    }
    const further = deputyOf(world, deputy, asked, may)
    if (further !== '') return further
  }
  return ''
}

/** The model after a command; undefined when it is refused. What is refused changes nothing. */
export const modelAfter = (
  before: Model,
  by: string,
  command: ApprovalCommand,
  world: ModelWorld,
): Model | undefined => {
  if (before.end !== undefined) return undefined
  if (command.type === 'expire') return world.expired ? { ...before, end: 'expired' } : undefined
  if (world.expired || (by !== theDesk && !world.here.has(by))) return undefined
  if (command.type === 'withdraw')
    return by === world.requester || by === world.manager ? { ...before, end: 'withdrawn' } : undefined
  const model = structuredClone(before)
  settle(model, world)
  if (command.type === 'recheck' || command.type === 'remind')
    return command.type === 'remind' || JSON.stringify(model) !== JSON.stringify(before) ? model : undefined
  const done =
    command.type === 'reassign' ? reassign(model, by, command, world) : click(model, by, command, world)
  if (!done) return undefined
  // Whoever comes into a seat, or into the next stage, may be away.
  if (model.end === undefined && (model.at !== before.at || gives.has(command.type))) settle(model, world)
  return model
}

const gives: ReadonlySet<string> = new Set(['delegate', 'reassign'])

type Of<Type extends ApprovalCommand['type']> = Extract<ApprovalCommand, { type: Type }>

const click = (
  model: Model,
  by: string,
  command: Of<'approve' | 'reject' | 'ask-for-changes' | 'delegate'>,
  world: ModelWorld,
): boolean => {
  const stage = model.stages[model.at]
  if (stage === undefined || command.stage !== model.at || !fits(world, by)) return false
  const mine = stage.seats.filter(
    ({ vote, owner, lent, cover }) => vote === '' && ((lent === '' ? owner : lent) === by || cover === by),
  )
  if (mine.length === 0) return false
  if (command.type === 'delegate') return lend(stage, mine, by, command.to, world)
  if (command.type === 'ask-for-changes') model.end = 'returned'
  else {
    for (const seat of mine) Object.assign(seat, { vote: command.type === 'approve' ? 'y' : 'n', voter: by })
    count(model, stage)
  }
  return true
}

const count = (model: Model, stage: ModelStage): void => {
  const yes = stage.seats.filter(({ vote }) => vote === 'y').length
  const no = stage.seats.filter(({ vote }) => vote === 'n').length
  if (no > 0 && (stage.veto || stage.seats.length - no < stage.needed)) model.end = 'rejected'
  else if (yes >= stage.needed) {
    if (model.at + 1 === model.stages.length) model.end = 'approved'
    else model.at += 1
  }
}

const lend = (
  stage: ModelStage,
  mine: readonly ModelSeat[],
  by: string,
  to: string,
  world: ModelWorld,
): boolean => {
  const borrowed = mine.find(({ lent, owner }) => lent === by && owner === to)
  if (borrowed !== undefined) {
    handOver(borrowed, '')
    return true
  }
  const own = mine.find(({ owner }) => owner === by)
  if (own === undefined || to === by || !fits(world, to) || around(stage, own).has(to) || world.away.has(to))
    return false
  handOver(own, to)
  return true
}

/** Whoever stood in for the one who had it is free at once. */
const handOver = (seat: ModelSeat, to: string): void => {
  seat.lent = to
  seat.cover = ''
}

const reassign = (model: Model, by: string, { seat: id, to }: Of<'reassign'>, world: ModelWorld): boolean => {
  const index = model.stages.findIndex(({ seats }) => seats.some((one) => one.id === id))
  const stage = model.stages[index]
  const seat = stage?.seats.find((one) => one.id === id)
  if (by !== world.manager || stage === undefined || seat === undefined) return false
  if (index < model.at || seat.vote !== '') return false
  if (seat.owner === to) {
    const wasLent = seat.lent !== ''
    handOver(seat, '')
    return wasLent
  }
  if (!fits(world, to) || around(stage, seat).has(to) || world.away.has(to)) return false
  if (seat.owner !== '') stage.ousted.push(seat.owner)
  sit(seat, to, true, world)
  return true
}
