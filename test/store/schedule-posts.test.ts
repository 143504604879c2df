import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Place } from '../../src/domain/place.ts'
import { repostCards } from '../../src/store/fresh-chats.ts'
import { keepSchedulePosts } from '../../src/store/schedule-posts.ts'
import { thursday } from '../support/given.ts'
import { slackTenant, teamsTenant } from '../support/small-desk.ts'
import { type Sending, openSending } from './sending.ts'

const inSlack: Place = { platform: 'slack', tenant: slackTenant, conversation: 'CPLAN' }
const inTeams: Place = { platform: 'teams', tenant: teamsTenant, conversation: '19:plan@thread.tacv2' }
const slackKey = `slack/${slackTenant}/CPLAN`
const teamsKey = `teams/${teamsTenant}/19:plan@thread.tacv2`

let sending: Sending
beforeEach(async () => {
  sending = await openSending()
})
afterEach(() => sending.store.close())

const keep = (places: readonly Place[], drawnFor = '2026-03-09/1') =>
  keepSchedulePosts(sending.store.db, sending.store.services.enqueue, places, drawnFor, thursday)

const redraw = () =>
  sending.store.pool.query(
    `insert into deliveries (ref, pace_key, kind, created_at)
     select id, pace_key, 'card', now() from message_refs where record = 'schedule'`,
  )

test('many processes that look at once leave one post in each place', async () => {
  const keys = await Promise.all(Array.from({ length: 10 }, () => keep([inSlack, inTeams])))
  expect(keys.flat().toSorted()).toEqual([slackKey, teamsKey])
  await sending.send(slackKey)
  await sending.send(teamsKey)
  expect([sending.slack.shown.length, sending.teams.shown.length]).toEqual([1, 1])
  expect(await keep([inSlack, inTeams])).toEqual([])
})

test('another week, or another desk file, is one edit of the same message', async () => {
  await keep([inSlack])
  await sending.send(slackKey)
  expect(await keep([inSlack], '2026-03-16/1')).toEqual([slackKey])
  await redraw()
  await redraw()
  sending.slack.calls()
  await sending.send(slackKey)
  expect(sending.slack.calls()).toEqual(['update'])
  expect(await sending.states(slackKey)).toEqual(Array.from({ length: 4 }, () => 'card sent'))
})

test('a process that dies after it posted leaves one post, which the next one finds', async () => {
  await keep([inSlack])
  await sending.send(slackKey, { settle: () => Promise.reject(new Error('killed')) })
  expect(sending.slack.shown).toHaveLength(1)
  await sending.passTime()
  await sending.send(slackKey)
  expect(sending.slack.shown).toHaveLength(1)
  expect(await sending.states(slackKey)).toEqual(['card sent'])
})

test('a post that was taken away is posted anew once, also by a process that dies between', async () => {
  await keep([inSlack])
  await sending.send(slackKey)
  sending.slack.shown.pop()
  await redraw()
  await sending.send(slackKey, {
    settle: () => Promise.reject(new Error('killed')),
  })
  expect(sending.slack.shown).toHaveLength(0)
  await sending.passTime()
  await sending.send(slackKey)
  expect(sending.slack.shown.map(({ message }) => message)).toEqual(['2.0'])
  await redraw()
  sending.slack.calls()
  await sending.send(slackKey)
  expect(sending.slack.calls()).toEqual(['update'])
})

test('the card of a record that was taken away is not posted anew', async () => {
  const id = await sending.store.raised()
  const net = `slack/${slackTenant}/CNET`
  await sending.send(net)
  sending.slack.shown.splice(0)
  await sending.store.act(id, { type: 'comment', text: 'x', files: 0 }, 'ada')
  await sending.send(net)
  expect(sending.slack.shown.filter(({ text }) => text.startsWith('card'))).toEqual([])
})

test('a place that is named no more is left, and is another one when it is named again', async () => {
  await keep([inSlack, inTeams])
  await sending.send(slackKey)
  expect(await keep([inTeams])).toEqual([slackKey])
  const { rows } = await sending.store.pool.query(
    `select record, active, message is not null as posted from message_refs where conversation = 'CPLAN'`,
  )
  expect(rows).toEqual([{ record: 'schedule/ended', active: false, posted: true }])
  await sending.send(slackKey)
  await keep([inSlack, inTeams])
  await sending.send(slackKey)
  expect(sending.slack.shown).toHaveLength(2)
})

test('chats that were emptied get it again', async () => {
  await keep([inSlack])
  await sending.send(slackKey)
  await repostCards(sending.store.owner.db)
  sending.slack.shown.splice(0)
  expect(await keep([inSlack])).toEqual([slackKey])
  await sending.send(slackKey)
  expect(sending.slack.shown).toHaveLength(1)
})
