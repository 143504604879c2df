import type { Pool } from 'pg'
import { queueSchema } from './queues.ts'

/**
 * Gives the role that the running bot takes its rights: it may add events, and neither change nor remove them. Done at
 * every start, so that a role that an administrator makes later, and tables that a migration adds, have them too.
 * False where the owner may not create roles and nobody did: then the bot stays the owner, and the triggers of the
 * append-only tables hold that line alone.
 */
export const grantRights = async (pool: Pool): Promise<boolean> => {
  await pool.query(rights)
  const { rows } = await pool.query<{ held: boolean }>(
    `select exists (select from pg_roles where rolname = 'bellwire_app' and pg_has_role(oid, 'member')) as held`,
  )
  return rows[0]?.held === true
}

/** One process at a time: PostgreSQL fails the second of two that change the rights of one table at once. */
const rights = `
do $$ begin
  perform pg_advisory_xact_lock(hashtext('bellwire rights'));
  begin
    if not exists (select from pg_roles where rolname = 'bellwire_app') then
      create role bellwire_app nologin;
    end if;
    if not pg_has_role(current_user, 'bellwire_app', 'member') then
      execute format('grant bellwire_app to %I', current_user);
    end if;
  exception
    -- Roles belong to the whole server: another database's start may make it at the same moment.
    when insufficient_privilege or duplicate_object or unique_violation then null;
  end;
  if exists (select from pg_roles where rolname = 'bellwire_app') then
    grant usage on schema public, ${queueSchema} to bellwire_app;
    grant select, insert, update, delete on all tables in schema public, ${queueSchema} to bellwire_app;
    revoke update, delete on desk_versions, events, security_events, clock_marks, approval_decisions, approval_ends from bellwire_app;
    revoke delete on absences from bellwire_app;
    revoke all on kysely_migration, kysely_migration_lock from bellwire_app;
    grant usage, select on all sequences in schema public, ${queueSchema} to bellwire_app;
    grant execute on all functions in schema ${queueSchema} to bellwire_app;
  end if;
end $$`
