import { randomUUID } from 'node:crypto'
import type { Edge, EdgeLog, EdgeServices, TurnedAway } from './bot/edge.ts'
import { ChatFailure, type ChatPort, type ConversationBook } from './bot/chat-port.ts'
import { createConversation } from './bot/conversation/router.ts'
import type { DeskServices } from './bot/conversation/services.ts'
import type { Converse } from './bot/intent.ts'
import { type Pacer, createPacer } from './bot/jobs/pacer.ts'
import { createRender } from './bot/jobs/render-delivery.ts'
import { createSender } from './bot/jobs/send-deliveries.ts'
import { createClockTick } from './bot/jobs/tick-clocks.ts'
import { oneAtATime, startTicks } from './bot/jobs/ticks.ts'
import type { IncidentFacts } from './bot/views/incident-card.ts'
import { createCalendarService } from './calendar-service.ts'
import { createAbsenceService } from './absence-service.ts'
import { createChangeService } from './change-service.ts'
import { createIncidentChanges } from './incident-changes.ts'
import { createIncidentService } from './incident-service.ts'
import { counting } from './counted-acts.ts'
import { complianceChart } from './charts/compliance-chart.ts'
import { decideDue } from './domain/clock-due.ts'
import { decideRaise } from './domain/incident-raise.ts'
import type { Incident, IncidentEvent } from './domain/incident.ts'
import type { Platform } from './domain/person.ts'
import type { Metrics } from './metrics.ts'
import { isPosting, noteCard } from './store/card-copies.ts'
import { findAbsence } from './store/absences.ts'
import { createConversationBook } from './store/conversation-book.ts'
import { clocksOfRecords } from './store/clocks.ts'
import { type Database, connect } from './store/database.ts'
import * as deliveries from './store/deliveries.ts'
import { createDeskReader } from './store/desk-versions.ts'
import { type DueServices, decideDueClocks, recountClocks } from './store/due-clocks.ts'
import { findIncident, incidents } from './store/incidents.ts'
import { decideLink, findLinkProposal, proposeLink } from './store/link-proposals.ts'
import { recordInThread, undeliveredOf } from './store/message-refs.ts'
import { findOffer, forgetOld, saveOffer } from './store/offers.ts'
import { complianceOf } from './store/queries/compliance.ts'
import { historyOf } from './store/queries/history.ts'
import { followUpsOf, listIncidents } from './store/queries/incident-lists.ts'
import { openQueue } from './store/queues.ts'
import { createRecords } from './store/records.ts'
import { createSecurityTrail } from './store/security-events.ts'
import { type TransactServices, transact } from './store/transact.ts'
import { uuidOf } from './store/uuid.ts'

export interface ServiceOptions {
  readonly connection: string
  /** Builds the doors of the platforms that are on, out of what the service offers them. */
  readonly edges: (services: EdgeServices) => readonly Edge[]
  readonly isHome: (platform: Platform, tenant: string) => boolean
  readonly log: EdgeLog
  readonly now?: () => Temporal.Instant
  readonly pace?: Pacer
  /** How long an act may take before its person is told that it is still being saved, in milliseconds. */
  readonly patience?: number
  readonly poolSize?: number
  /** Where people reach the program, without a slash at the end; without it nobody can be given a calendar link. */
  readonly publicUrl?: string
  readonly counted?: Pick<Metrics, 'intent' | 'acknowledged' | 'delivery' | 'turnedAway' | 'clockTick'>
}

export interface Service {
  readonly database: Database
  readonly edges: readonly Edge[]
  readonly converse: Converse
  /** Keeps an attempt on a door; never throws and never waits. */
  readonly turnedAway: (attempt: TurnedAway) => void
  /** Resolves when the database answers; throws when it does not. */
  readonly ready: () => Promise<void>
  /** The calendar behind a secret; undefined where it is nobody's. */
  readonly calendar: (secret: string) => Promise<string | undefined>
  /** Keeps that somebody asked for a calendar that there is not; never throws and never waits. */
  readonly noCalendar: (from: string) => void
  readonly waitingDeliveries: () => Promise<number>
  /** Decides what clocks are due. A tick does it every 10 seconds. */
  readonly tickClocks: () => Promise<void>
  /** Does what has come due about changes; gives how many. A tick does it every 20 seconds. */
  readonly tickChanges: () => Promise<number>
  /** Tells teams what changes have to do with their incidents; gives how many lines. A tick does it every 5 seconds. */
  readonly tellIncidents: () => Promise<number>
  /** Keeps the posts of the schedule of change. A tick does it every 20 seconds. */
  readonly keepSchedule: () => Promise<void>
  /** Does what has come due about agreements; gives how many. A tick does it every 20 seconds. */
  readonly tickAgreements: () => Promise<number>
  /** Lets acts finish, then deliveries being sent, then closes the database. What was not sent is sent after the next start. */
  readonly stop: () => Promise<void>
}

/** Puts the rooms together: the conversation over the store, the edges over the conversation, the sender over both. */
export const startService = async (options: ServiceOptions): Promise<Service> => {
  const { log } = options
  const now = options.now ?? (() => Temporal.Now.instant())
  const database = connect(options.connection, {
    onError: (error) => log.warn({ err: error }, 'a database connection was lost; the pool opens another'),
    ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
  })
  const { db } = database
  const queue = await openQueue(database, (error) => log.error({ err: error }, 'the queue complains'))
  const trail = createSecurityTrail(db, (error, kept) =>
    log.error({ err: error, kept }, 'turned-away acts are not kept yet'),
  )
  const reader = createDeskReader(db)
  const chats = new Map<Platform, ChatPort>()
  const holder = randomUUID()

  const facts = async (id: string): Promise<IncidentFacts | undefined> => {
    const [incident, desk] = await Promise.all([findIncident(db, id), reader.current()])
    if (incident === undefined) return undefined
    const [followUps, undelivered, clocks, around] = await Promise.all([
      followUpsOf(db, id),
      undeliveredOf(db, id),
      clocksOfRecords(db, [id]),
      incidentChanges.aroundOf(incident, desk),
    ])
    return { incident, desk, followUps, undelivered, clocks: clocks.get(id) ?? [], ...around, now: now() }
  }

  const sender = createSender({
    chats,
    lease: (key) => deliveries.leaseConversation(db, key, holder),
    release: (key, evenIfDue) => deliveries.releaseConversation(db, key, holder, evenIfDue),
    next: (key) => deliveries.nextDelivery(db, key),
    begin: (delivery) => deliveries.beginSending(db, delivery),
    settle: (delivery, ids, settlement) => deliveries.settle(db, delivery, ids, settlement),
    render: createRender({
      desk: reader.current,
      facts,
      event: async (record, seq) => (await historyOf(db, record, seq))[0],
      planned: (span) => changeService.planned(span),
      now,
      changeFacts: (id) => changeService.changeFacts(id),
      changeEvent: (record, seq) => changeService.changeEvent(record, seq),
      absence: (id) => findAbsence(db, id),
      linkProposal: (id) => findLinkProposal(db, id),
    }),
    pace: options.pace ?? createPacer(),
    log,
    counted: (platform, state) => options.counted?.delivery(platform, state),
    attempts: 30,
  })
  const wakeAll = (keys: readonly string[]): void => keys.forEach(sender.wake)

  const transaction: TransactServices = {
    db,
    desk: reader.current,
    enqueue: queue.enqueue,
    covered: queue.covered,
    committed: wakeAll,
  }
  const changeService = createChangeService(transaction, now)
  const calendar = createCalendarService(db, reader.current, now, options.publicUrl)
  const records = createRecords(transaction, incidents)
  const { act, tickAgreements } = createIncidentService(transaction, records, now)
  const incidentChanges = createIncidentChanges({ db, desk: reader.current, act, now })
  const turnedAway: DeskServices['turnedAway'] = (event) => {
    if (event.platform !== undefined) options.counted?.turnedAway(event.platform, event.reason)
    trail.add({ ...event, at: now() })
  }

  const converse = counting(
    options.counted,
    createConversation({
      desk: reader.current,
      raise: (command, request) =>
        transact(transaction, records, undefined, request, (_, meta) => decideRaise(command, meta)),
      act,
      facts,
      ...changeService,
      calendar: calendar.links,
      ...createAbsenceService(transaction, now),
      history: (id) => historyOf(db, id),
      list: (list, page) => listIncidents(db, list, page),
      compliance: (query) => complianceOf(db, query),
      chart: (input) =>
        complianceChart(input).catch((error: unknown) => {
          log.error({ err: error }, 'a chart could not be drawn')
          return undefined
        }),
      recordInThread: (place) => recordInThread(db, place),
      noteCard: (message, mark) => noteCard(db, message, mark),
      isPosting: (place) => isPosting(db, place),
      saveOffer: (id, offer) => saveOffer(db, id, offer, now()),
      findOffer: (id, person) => findOffer(db, id, person),
      proposeLink: async (identity, person, admins) => {
        const { proposal, paceKeys } = await proposeLink(
          db,
          { id: randomUUID(), identity, person },
          admins,
          queue.enqueue,
          now(),
        )
        wakeAll(paceKeys)
        return proposal
      },
      decideLink: async (id, by, confirmed) => {
        const decided = await decideLink(db, id, { by, confirmed, now: now() })
        reader.forget()
        return decided
      },
      profile: async (identity, metIn) => {
        const chat = chats.get(identity.platform)
        if (chat === undefined) throw new ChatFailure('away', `${identity.platform} is not connected`)
        return chat.profile(identity, metIn)
      },
      isHome: options.isHome,
      turnedAway,
      now,
      drawId: randomUUID,
      idOf: uuidOf,
    }),
  )

  const atDoor = ({ platform, reason, from }: TurnedAway): void =>
    turnedAway({ platform, reason, detail: { from } })
  const book: ConversationBook = createConversationBook(db)
  const edges = options.edges({
    converse,
    book,
    turnedAway: atDoor,
    log,
    now,
    patience: options.patience ?? 2200,
  })
  for (const edge of edges) chats.set(edge.platform, edge.chat)
  await Promise.all(edges.map((edge) => edge.start()))
  const wakeForsaken = async (): Promise<void> => wakeAll(await deliveries.forsakenConversations(db, holder))
  await queue.work(wakeForsaken)
  const due: DueServices<Incident, IncidentEvent> = {
    ...transaction,
    store: incidents,
    decide: ({ state, history, clocks }, meta) => decideDue(state, history, clocks, meta),
    failed: (record, error) => log.error({ err: error, record }, 'the clocks of a record cannot be decided'),
  }
  const tickClocks = oneAtATime(
    createClockTick({
      deskVersion: async () => (await reader.current()).version,
      decide: (at, limit) => decideDueClocks(due, at, limit),
      recount: (at, after, limit) => recountClocks(due, at, after, limit),
      wake: wakeAll,
      now,
      ticked: (lag) => options.counted?.clockTick(lag),
      log,
    }),
  )
  const agreements = oneAtATime(tickAgreements)
  const tickChanges = oneAtATime(changeService.tickChanges)
  const tellIncidents = oneAtATime(incidentChanges.tellIncidents)
  const keepSchedule = oneAtATime(changeService.keepSchedule)
  const ticks = startTicks(
    [
      { name: 'clocks', when: '*/10 * * * * *', work: tickClocks },
      { name: 'changes', when: '*/20 * * * * *', work: tickChanges },
      { name: 'changes around incidents', when: '*/5 * * * * *', work: tellIncidents },
      { name: 'schedule', when: '*/20 * * * * *', work: keepSchedule },
      {
        name: 'forsaken conversations',
        when: '*/3 * * * * *',
        work: wakeForsaken,
      },
      { name: 'agreements', when: '*/20 * * * * *', work: agreements },
      { name: 'old offers', when: '17 23 * * * *', work: () => forgetOld(db, now()) },
    ],
    log,
  )

  return {
    database,
    edges,
    converse,
    turnedAway: atDoor,
    calendar: calendar.feed,
    noCalendar: (from) => turnedAway({ reason: 'no-calendar', detail: { from } }),
    ready: async () => void (await reader.current()),
    waitingDeliveries: () => deliveries.countWaiting(db),
    tickClocks,
    tickChanges,
    tellIncidents,
    keepSchedule,
    tickAgreements: agreements,
    async stop() {
      await Promise.all([ticks.stop(), ...edges.map((edge) => edge.stop())])
      await sender.stop()
      await queue.stop()
      await trail.flush()
      await database.close()
    },
  }
}
