import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { verifyChains } from '../../src/store/verify.ts'
import { verifyClocks } from '../../src/store/verify-clocks.ts'
import { historyOf } from '../../src/store/queries/history.ts'
import { type ClockStore, openClockStore } from '../store/clock-desk.ts'
import { createChance } from '../journey/crash/chance.ts'
import { handTo, prioritise, promising, reply, take, target, waitFor, warning, when } from './promised.ts'
import { type Program, startProgram } from './program.ts'

export interface Storm {
  readonly records: number
  readonly processes: number
  readonly ticks: number
  readonly kills: number
  readonly seed: number
}

export interface StormProof {
  readonly ticks: number
  readonly kills: number
  readonly commands: number
  readonly decisions: number
  readonly messages: number
  readonly seconds: number
  /** What is not as it should be, none when all is well. */
  readonly problems: readonly string[]
}

const program = join(import.meta.dirname, 'tick-process.ts')
const start = when('2026-03-12T09:00')
/** Ten hours in six seconds. */
const speed = 6000

const desk = promising(
  target({
    calendar: 'always',
    hours: 6,
    warnings: [
      warning({ percent: 50 }, 'team', 'team-lead'),
      warning({ left: 3_600_000 }, 'team', 'desk-lead'),
    ],
  }),
  target({ kind: 'response', calendar: 'always', hours: 2 }),
  target({
    kind: 'update',
    calendar: 'always',
    hours: 3,
    warnings: [warning({ percent: 75 }, 'assignee', 'team')],
  }),
  target({ party: 'net', calendar: 'always', hours: 4, warnings: [warning({ percent: 50 }, 'team-lead')] }),
)
const commands = [
  take,
  reply,
  prioritise('P1'),
  prioritise('P3'),
  waitFor('requester'),
  { type: 'resume' },
  handTo('apps'),
  handTo('net'),
] as const

/**
 * Processes that tick over the same clocks, killed at random moments and started again, while people change the records;
 * then what is recorded is held against what may be.
 */
export const storm = async (options: Storm): Promise<StormProof> => {
  const { records, processes, ticks, kills, seed } = options
  const chance = createChance(seed)
  const store = await openClockStore(desk)
  const began = performance.now()
  const begun = Date.now()
  const now = (): Temporal.Instant => start.add({ milliseconds: (Date.now() - begun) * speed })
  const launch = (): Program =>
    startProgram(program, [store.connection, start.toString(), String(begun), String(speed)])
  const programs: Program[] = []
  const died: Program[] = []
  const course = { commands: 0, over: false }
  const counted = (): number => [...programs, ...died].reduce((sum, { said }) => sum + said().out.length, 0)
  try {
    const ids = await Promise.all(
      Array.from({ length: records }, (_, index) =>
        store.raised({}, { now: start.subtract({ milliseconds: index * 60_000 }) }),
      ),
    )
    for (let index = 0; index < processes; index += 1) programs.push(launch())
    const acting = (async () => {
      while (!course.over) {
        if (chance() < 0.2) ids.push(await store.raised({}, { now: now() }))
        const id = ids[Math.floor(chance() * ids.length)] ?? ''
        const command = commands[Math.floor(chance() * commands.length)] ?? take
        const outcome = await store.act(id, command, 'gil', { now: now() })
        if (outcome.kind === 'done') course.commands += 1
        await delay(chance() * 20)
      }
    })()
    try {
      await Promise.all(programs.map((each) => each.says(/\./)))
      for (let killed = 0; killed < kills; killed += 1) {
        await delay(chance() * 300)
        const index = Math.floor(chance() * programs.length)
        const [victim] = programs.splice(index, 1)
        if (victim === undefined) continue
        await victim.end('SIGKILL')
        died.push(victim)
        programs.push(launch())
      }
      while (counted() < ticks) await delay(20)
    } finally {
      course.over = true
      await acting
      await Promise.all(programs.map(({ end }) => end('SIGKILL')))
    }
    const end = now().add({ hours: 48 }).round('second').toString()
    await store.tick(end)
    const evidence = await judge(store, ids, end)
    const complaints = [...programs, ...died].map(({ said }) => said().err).filter((words) => words !== '')
    return {
      ...evidence,
      problems: [...evidence.problems, ...complaints],
      ticks: counted(),
      kills: died.length,
      commands: course.commands,
      seconds: Math.round((performance.now() - began) / 100) / 10,
    }
  } finally {
    await store.close()
  }
}

const judge = async (
  store: ClockStore,
  ids: readonly string[],
  end: string,
): Promise<Pick<StormProof, 'decisions' | 'messages' | 'problems'>> => {
  const problems: string[] = []
  let decisions = 0
  let messages = 0
  const marks = await store.db.selectFrom('clock_marks').selectAll().execute()
  for (const id of ids) {
    const history = await historyOf(store.db, id)
    const alerts = await store.alerts(id)
    messages += alerts.length
    const seen = new Set<string>()
    for (const { seq, event } of history) {
      if (event.type !== 'clock-warned' && event.type !== 'clock-breached') continue
      decisions += 1
      const threshold = event.type === 'clock-warned' ? event.threshold : 'breach'
      const what = `${id} ${event.slot} ${event.run} ${event.within} ${threshold}`
      if (seen.has(what)) problems.push(`decided twice: ${what}`)
      seen.add(what)
      const marked = marks.filter((mark) => mark.record === id && mark.seq === seq)
      if (marked.length !== 1) problems.push(`${marked.length} marks: ${what}`)
      const heard = alerts.filter((alert) => alert.endsWith(` ${seq}`))
      if (new Set(heard).size !== heard.length) problems.push(`told twice: ${what}: ${heard.join()}`)
      const alone = heard.filter((alert) => !/^(?:CNET|19:)/.test(alert))
      if (alone.length !== event.told.length) problems.push(`not told to all: ${what}: ${heard.join()}`)
    }
    for (const { slot, next } of await store.clocks(id))
      if (next !== undefined && Temporal.Instant.compare(next.at, end) <= 0)
        problems.push(`left undecided: ${id} ${slot} ${next.threshold}`)
  }
  await verifyClocks(store.db, (difference) => problems.push(JSON.stringify(difference)))
  if (marks.length !== decisions) problems.push(`${marks.length} marks of ${decisions} decisions`)
  for (const { record, what } of (await verifyChains(store.db)).altered) problems.push(`${record}: ${what}`)
  return { decisions, messages, problems }
}

/** The figures in words, for whoever ran it. */
export const describeStorm = (proof: StormProof, seed: number): string =>
  `seed ${seed}: ${proof.ticks} ticks, ${proof.kills} kills, ${proof.commands} commands, ${proof.decisions} decisions, ${proof.messages} messages, ${proof.seconds} s`
