import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../../src/store/database.ts'
import { verifyChains } from '../../../src/store/verify.ts'
import { settings } from '../../support/cast.ts'
import { type DeskHouse, openDeskHouse } from '../../support/desk-house.ts'
import { type Watch, watch } from '../../support/watch.ts'
import { type Stage, stage } from './forgeries.ts'

let house: DeskHouse
let desk: Watch
let play: Stage
beforeAll(async () => {
  house = await openDeskHouse()
  desk = watch(house)
  play = await stage(house, settings[0]!)
  await desk.refuses(() => play.stranger.command(`show ${play.record}`), { reason: 'not-involved' })
})
afterAll(async () => {
  await desk.close()
  await house.close()
})

const append = ['events', 'security_events', 'desk_versions'] as const
const changes: Readonly<Record<(typeof append)[number], string>> = {
  events: `update events set actor = 'somebody else'`,
  security_events: `update security_events set reason = 'nothing'`,
  desk_versions: `update desk_versions set applied_by = 'somebody else'`,
}
const denied = { code: '42501' }

/** As the running bot speaks to the database, on every one of its connections. */
const asTheBot = async (words: string): Promise<unknown> => {
  const { pool } = house.service.database
  const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
  try {
    const outcomes = await Promise.allSettled(held.map((client) => client.query(words)))
    const [first, ...others] = outcomes
    for (const other of others) expect(other.status).toBe(first?.status)
    if (first?.status === 'rejected') throw first.reason
    return first?.value.rows
  } finally {
    for (const client of held) client.release()
  }
}

describe('the running bot', () => {
  it('speaks as a role that owns nothing', async () => {
    expect(await asTheBot('select current_user as role')).toEqual([{ role: 'bellwire_app' }])
    expect(
      await asTheBot(
        `select count(*)::int as owned from pg_class where relowner = 'bellwire_app'::regrole and relkind = 'r'`,
      ),
    ).toEqual([{ owned: 0 }])
  })

  it.each(append)('can neither change, nor remove, nor empty, nor drop %s', async (table) => {
    const before = await sql`select * from ${sql.table(table)} order by 1, 2`.execute(desk.db)
    expect(before.rows.length).toBeGreaterThan(0)
    for (const words of [
      changes[table],
      `delete from ${table}`,
      `truncate ${table}`,
      `drop table ${table} cascade`,
      `alter table ${table} disable trigger all`,
      `create rule quietly as on insert to ${table} do instead nothing`,
    ])
      await expect(asTheBot(words)).rejects.toMatchObject(denied)
    const after = await sql`select * from ${sql.table(table)} order by 1, 2`.execute(desk.db)
    expect(after.rows).toEqual(before.rows)
  })

  it('cannot switch the triggers off for itself', async () => {
    await expect(asTheBot('set session_replication_role = replica')).rejects.toMatchObject(denied)
    await expect(
      asTheBot(
        'create or replace function append_only() returns trigger language plpgsql as $$ begin return null; end $$',
      ),
    ).rejects.toMatchObject(denied)
  })

  it('still records', async () => {
    const before = await desk.recorded()
    await play.owner.command(`comment ${play.record} more to say`)
    expect((await desk.recorded())['events']).toBe((before['events'] ?? 0) + 1)
  })
})

describe('even the owner', () => {
  it.each(['events', 'security_events'] as const)('is stopped by the trigger of %s', async (table) => {
    const owner = connect(house.connection, { owner: true, poolSize: 1 })
    try {
      for (const words of [changes[table], `delete from ${table}`, `truncate ${table}`])
        await expect(owner.pool.query(words)).rejects.toMatchObject({
          ...denied,
          message: `${table} is append-only`,
        })
    } finally {
      await owner.close()
    }
  })

  it('who takes the trigger away is found out by the chain', async () => {
    expect((await verifyChains(desk.db)).altered).toEqual([])
    await sql`alter table events disable trigger events_append_only`.execute(desk.db)
    await sql`update events set actor = 'gabriel' where record = ${play.record} and seq = 2`.execute(desk.db)
    await sql`alter table events enable trigger events_append_only`.execute(desk.db)
    expect((await verifyChains(desk.db)).altered).toMatchObject([{ record: play.record, seq: 2 }])
  })
})
