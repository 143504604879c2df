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

-- As before, with clocks, their marks, and alerts.
create or replace function keep_commands(commands jsonb) returns text[] language plpgsql
-- Its statements never change shape: planning them once for a connection is enough. They always look a few rows up by
-- an index, whatever the plan was made on: hence the settings, and `offset 0`, which keeps a look-up a look-up.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off as $$
declare
  keys text[];
begin
  insert into inbox (id, received_at, record)
  select c.inbound, c.at, c.record
  from jsonb_to_recordset(commands) as c(record text, at timestamptz, inbound text)
  where c.inbound is not null;

  insert into events (record, seq, at, actor, via, type, data, hash)
  select c.record, e.seq, c.at, c.actor, c.via, e.type, e.data, decode(e.hash, 'hex')
  from jsonb_to_recordset(commands) as c(record text, at timestamptz, actor text, via jsonb, events jsonb),
    jsonb_to_recordset(c.events) as e(seq integer, type text, data jsonb, hash text);

  insert into message_refs (id, record, audience, platform, tenant, conversation, direct_user, thread)
  select p.id, c.record, p.audience, p.platform, p.tenant, p.conversation, p."directUser", p.thread
  from jsonb_to_recordset(commands) as c(record text, places jsonb),
    jsonb_to_recordset(c.places) as
      p(id uuid, audience text, platform text, tenant text, conversation text, "directUser" text, thread text);

  perform keep_clocks(jsonb_path_query_array(commands, '$[*].clocks[*]'));

  if commands @? '$[*].marks' then
    insert into clock_marks (record, slot, run, within_ms, threshold, seq)
    select c.record, m.slot, m.run, m.within, m.threshold, m.seq
    from jsonb_to_recordset(commands) as c(record text, marks jsonb),
      jsonb_to_recordset(c.marks) as m(slot text, run integer, within bigint, threshold text, seq integer);
  end if;

  -- In a conversation a card comes before its lines, and a line before what happened after it.
  with due (ref, pace_key, kind, seq, at) as (
    select r.id, r.pace_key, 'card', null::integer, c.at
    from jsonb_to_recordset(commands) as c(record text, at timestamptz, redraw text[]),
      unnest(c.record || c.redraw) as shown(record),
      lateral (select * from message_refs m where m.record = shown.record offset 0) r
    where r.audience <> 'person'
    union all
    select r.id, r.pace_key, 'line', l.seq, c.at
    from jsonb_to_recordset(commands) as c(record text, at timestamptz, lines jsonb, origin jsonb),
      jsonb_to_recordset(c.lines) as l(audience text, seq integer, "saidThere" boolean),
      lateral (select * from message_refs m where m.record = c.record offset 0) r
    where r.audience = l.audience and r.active
      and not (l."saidThere" and r.platform = c.origin ->> 'platform' and r.conversation = c.origin ->> 'conversation'
        and (c.origin ->> 'thread' is null or c.origin ->> 'thread' in (r.message, r.thread)))
    union all
    select r.id, r.pace_key, 'alert', l.seq, c.at
    from jsonb_to_recordset(commands) as c(record text, at timestamptz, alerts jsonb),
      jsonb_to_recordset(c.alerts) as l(audience text, seq integer),
      lateral (select * from message_refs m where m.record = c.record offset 0) r
    where r.audience = l.audience and r.active
    union all
    select r.id, r.pace_key, n.kind, n.seq, c.at
    from jsonb_to_recordset(commands) as c(at timestamptz, notices jsonb),
      jsonb_to_recordset(c.notices) as n(id uuid, seq integer, kind text),
      lateral (select * from message_refs m where m.id = n.id offset 0) r
  ), said as (
    insert into deliveries (ref, pace_key, kind, seq, created_at)
    select ref, pace_key, kind, seq, at from due order by seq nulls first
    returning pace_key
  )
  select coalesce(array_agg(distinct pace_key), '{}') into keys from said;

  -- A team that hands a record over is told so, keeps its card, and is no longer spoken to.
  if commands @? '$[*].retire' then
    update message_refs r set active = false
    from jsonb_to_recordset(commands) as c(record text, retire boolean, places jsonb)
    where c.retire and r.record = c.record and r.audience = 'triage'
      and not exists (select from jsonb_to_recordset(c.places) as p(id uuid) where p.id = r.id);
  end if;
  return keys;
end $$;
