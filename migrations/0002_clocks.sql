-- Service targets: one row for each clock of a record, computed from its history. What a tick needs is here, so that it
-- counts nothing: when the next threshold is passed, if nothing happens before.

alter table incidents
  add column alerted boolean not null default false,
  -- Missed targets whose cause nobody has told yet.
  add column unexplained jsonb;

create table clocks (
  record          text not null,
  -- `sla/resolution`, `ola/network/response`, ...: a record has at most one clock in each.
  slot            text not null,
  tier            text not null check (tier in ('sla', 'ola', 'uc')),
  kind            text not null check (kind in ('response', 'resolution', 'update')),
  party           text,
  target          text not null,
  calendar        text not null,
  desk_version    integer not null,
  within_ms       bigint not null check (within_ms > 0),
  run             integer not null check (run > 0),
  state           text not null check (state in ('running', 'paused', 'met', 'stopped')),
  started_at      timestamptz not null,
  counted_ms      bigint not null,
  running_since   timestamptz,
  due             timestamptz,
  ended_at        timestamptz,
  missed          boolean not null,
  explained       boolean not null,
  next_threshold  text,
  next_at         timestamptz,
  -- Decided late, and nobody works now: not before the next opening.
  asleep_until    timestamptz,
  acknowledged_by text,
  primary key (record, slot),
  check ((state = 'running') = (running_since is not null)),
  check ((state in ('met', 'stopped')) = (ended_at is not null)),
  check ((next_at is null) = (next_threshold is null))
);
create index clocks_due on clocks ((coalesce(asleep_until, next_at))) where next_at is not null;

-- A threshold is decided once for a run under the same terms, whoever ticks, however often.
create table clock_marks (
  record    text not null,
  slot      text not null,
  run       integer not null,
  within_ms bigint not null,
  threshold text not null,
  -- The event that says so.
  seq       integer not null,
  primary key (record, slot, run, within_ms, threshold)
);
create trigger clock_marks_append_only before update or delete or truncate on clock_marks
  for each statement execute function append_only();

alter table deliveries drop constraint deliveries_kind_check;
alter table deliveries add constraint deliveries_kind_check check (kind in ('card', 'line', 'notice', 'alert'));

-- Takes rows of `clocks` as they are now; a clock that is not among them stays as it was.
create function keep_clocks(counted jsonb) returns void language sql as $$
  insert into clocks
  select * from jsonb_populate_recordset(null::clocks, counted)
  on conflict (record, slot) do update set
    (tier, kind, party, target, calendar, desk_version, within_ms, run, state, started_at, counted_ms, running_since, due,
      ended_at, missed, explained, next_threshold, next_at, asleep_until, acknowledged_by) =
    (excluded.tier, excluded.kind, excluded.party, excluded.target, excluded.calendar, excluded.desk_version,
      excluded.within_ms, excluded.run, excluded.state, excluded.started_at, excluded.counted_ms, excluded.running_since,
      excluded.due, excluded.ended_at, excluded.missed, excluded.explained, excluded.next_threshold, excluded.next_at,
      excluded.asleep_until, excluded.acknowledged_by)
$$;

-- What accepted commands leave behind besides the records' own rows, in one call: inbox, events, new places, clocks, and
-- what is to be sent. Takes it table by table, as rows of those tables (src/store/command-rows.ts); what is to be sent comes
-- as `cards` (a record whose cards are drawn anew), `lines` (an event told in the threads of an audience) and `notices` (an
-- event told at a new place). Raises unique_violation when an inbound id was carried out before. Returns the pace keys that
-- now have something to send.
drop function keep_commands;
create function keep_commands(kept jsonb) returns text[] language plpgsql
-- Its statements never change shape: planning them once for a connection is enough. They always look a few rows up by
-- an index, whatever the plan was made on: hence the settings, and `offset 0`, which keeps a look-up a look-up.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off as $$
declare
  keys text[];
begin
  insert into inbox select * from jsonb_populate_recordset(null::inbox, kept -> 'inbox');

  insert into events select * from jsonb_populate_recordset(null::events, kept -> 'events');

  insert into message_refs (id, record, audience, platform, tenant, conversation, direct_user, thread)
  select id, record, audience, platform, tenant, conversation, direct_user, thread
  from jsonb_populate_recordset(null::message_refs, kept -> 'places');

  if kept ? 'clocks' then
    perform keep_clocks(kept -> 'clocks');
  end if;
  if kept ? 'marks' then
    insert into clock_marks select * from jsonb_populate_recordset(null::clock_marks, kept -> 'marks');
  end if;

  -- In a conversation a card comes before its lines, and a line before what happened after it.
  with due (ref, pace_key, kind, seq, at) as (
    select r.id, r.pace_key, 'card', null::integer, c.at
    from jsonb_to_recordset(kept -> 'cards') as c(record text, at timestamptz),
      lateral (select * from message_refs m where m.record = c.record offset 0) r
    where r.audience <> 'person'
    union all
    select r.id, r.pace_key, l.kind, l.seq, l.at
    from jsonb_to_recordset(kept -> 'lines') as
        l(record text, at timestamptz, kind text, audience text, seq integer, said jsonb),
      lateral (select * from message_refs m where m.record = l.record offset 0) r
    where r.audience = l.audience and r.active
      -- Words that stand there already are not repeated.
      and (l.said is null or not (r.platform = l.said ->> 'platform' and r.conversation = l.said ->> 'conversation'
        and (l.said ->> 'thread' is null or l.said ->> 'thread' in (r.message, r.thread))))
    union all
    select r.id, r.pace_key, n.kind, n.seq, n.at
    from jsonb_to_recordset(kept -> 'notices') as n(id uuid, at timestamptz, kind text, seq integer),
      lateral (select * from message_refs m where m.id = n.id offset 0) r
  ), said as (
    insert into deliveries (ref, pace_key, kind, seq, created_at)
    select ref, pace_key, kind, seq, at from due order by seq nulls first
    returning pace_key
  )
  select coalesce(array_agg(distinct pace_key), '{}') into keys from said;

  -- A team that hands a record over is told so, keeps its card, and is no longer spoken to.
  if kept ? 'retired' then
    update message_refs r set active = false
    from jsonb_to_recordset(kept -> 'retired') as t(record text, places jsonb)
    where r.record = t.record and r.audience = 'triage' and not t.places ? r.id::text;
  end if;
  return keys;
end $$;
