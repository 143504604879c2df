-- What commands leave behind comes as rows of these types (src/store/keep-commands.ts), which the server reads in half the time that
-- JSON takes it. They are not the tables' own types: those bring a copy of all constraints along with each call.
create type kept_incidents as (
  id text, number bigint, version integer, changed_in integer, state text, title text, description text, service text,
  component text, category text, impact text, urgency text, priority text, priority_reason text, raised_by text,
  affected text, customer text, team text, assignee text, waiting_for text, suspended_from text, agreement jsonb,
  resolution jsonb, checked_by text, close_due timestamptz, escalated boolean, follow_up_of text, link text,
  raised_at timestamptz, chain bytea, alerted boolean, unexplained jsonb, asked text[], next_at timestamptz
);
create type kept_changes as (
  id text, number bigint, version integer, changed_in integer, revised_in integer, state text, title text, type text,
  size text, requested_by text, implementer text, window_from timestamptz, window_to timestamptz, content jsonb,
  asked text[], next_at timestamptz, requested_at timestamptz, chain bytea
);
create type kept_inbox as (id text, received_at timestamptz, record text);
create type kept_events as (
  record text, seq integer, at timestamptz, actor text, via jsonb, type text, data jsonb, hash bytea
);
create type kept_places as (
  id uuid, record text, audience text, platform text, tenant text, conversation text, direct_user text, thread text
);
create type kept_clocks as (
  record text, slot text, tier text, kind text, party text, target text, calendar text, desk_version integer,
  within_ms bigint, run integer, state text, started_at timestamptz, counted_ms bigint, running_since timestamptz,
  due timestamptz, ended_at timestamptz, missed boolean, explained boolean, next_threshold text, next_at timestamptz,
  acknowledged_by text
);
create type kept_marks as (record text, slot text, run integer, within_ms bigint, threshold text, seq integer);
create type kept_decisions as (
  record text, approval text, stage integer, seat text, decided_by text, click boolean, seq integer
);
create type kept_ends as (approval text, record text, outcome text, seq integer);
create type kept_cards as (record text, at timestamptz);
create type kept_lines as (record text, at timestamptz, kind text, audience text, seq integer, said jsonb);
create type kept_notices as (id uuid, at timestamptz, kind text, seq integer);
create type kept_retired as (record text, places text[]);

drop function keep_commands(jsonb);
drop function keep_clocks(jsonb);

-- Takes rows of `clocks` as they are now; a clock that is not among them stays as it was.
create function keep_clocks(counted kept_clocks[]) returns void language sql as $$
  insert into clocks (record, slot, tier, kind, party, target, calendar, desk_version, within_ms, run, state, started_at,
    counted_ms, running_since, due, ended_at, missed, explained, next_threshold, next_at, acknowledged_by)
  select * from unnest(counted)
  on conflict (record, slot) do update set
    (tier, kind, party, target, calendar, desk_version, within_ms, run, state, started_at, counted_ms, running_since, due,
      ended_at, missed, explained, next_threshold, next_at, asleep_until, acknowledged_by) =
    (excluded.tier, excluded.kind, excluded.party, excluded.target, excluded.calendar, excluded.desk_version,
      excluded.within_ms, excluded.run, excluded.state, excluded.started_at, excluded.counted_ms, excluded.running_since,
      excluded.due, excluded.ended_at, excluded.missed, excluded.explained, excluded.next_threshold, excluded.next_at,
      excluded.asleep_until, excluded.acknowledged_by)
$$;

-- What accepted commands leave behind, in one call, table by table: null where there is nothing. New records come whole, with
-- all their clocks; those that exist are written by who locked them, and their clocks may stand here already. What is to be
-- sent comes as `cards` (a record whose cards are drawn anew), `lines` (an event told in the threads of an audience) and
-- `notices` (an event told at a new place). Raises unique_violation when an inbound id was carried out before. Gives the pace
-- keys that now have something to send, and as many numbers of the sequence as are to be drawn for records to come.
create function keep_commands(
  incidents kept_incidents[], changes kept_changes[], inbox kept_inbox[], events kept_events[], places kept_places[],
  clocks kept_clocks[], marks kept_marks[], decisions kept_decisions[], ends kept_ends[], cards kept_cards[],
  lines kept_lines[], notices kept_notices[], retired kept_retired[], sequence text, draw integer,
  out keys text[], out numbers bigint[]
) language plpgsql
-- Its statements never change shape: planning them once for a connection is enough. They always look a few rows up by
-- an index, whatever the plan was made on: hence the settings, and `offset 0`, which keeps a look-up a look-up.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off as $$
begin
  if draw > 0 then
    select array_agg(nextval(sequence::regclass)) into numbers from generate_series(1, draw);
  end if;

  if incidents is not null then
    insert into incidents (id, number, version, changed_in, state, title, description, service, component, category,
      impact, urgency, priority, priority_reason, raised_by, affected, customer, team, assignee, waiting_for, suspended_from, agreement, resolution,
      checked_by, close_due, escalated, follow_up_of, link, raised_at, chain, alerted, unexplained, asked, next_at)
    select * from unnest(incidents);
  end if;
  if changes is not null then
    insert into changes (id, number, version, changed_in, revised_in, state, title, type, size, requested_by, implementer,
      window_from, window_to, content, asked, next_at, requested_at, chain)
    select * from unnest(changes);
  end if;

  if inbox is not null then
    insert into inbox (id, received_at, record) select * from unnest(inbox);
  end if;
  insert into events (record, seq, at, actor, via, type, data, hash) select * from unnest(events);
  if places is not null then
    insert into message_refs (id, record, audience, platform, tenant, conversation, direct_user, thread)
    select * from unnest(places);
  end if;

  -- Looking for the clocks of a new record would take as long as writing them.
  if clocks is not null and incidents is not null then
    insert into clocks (record, slot, tier, kind, party, target, calendar, desk_version, within_ms, run, state, started_at,
      counted_ms, running_since, due, ended_at, missed, explained, next_threshold, next_at, acknowledged_by)
    select * from unnest(clocks);
  elsif clocks is not null then
    perform keep_clocks(clocks);
  end if;
  if marks is not null then
    insert into clock_marks (record, slot, run, within_ms, threshold, seq) select * from unnest(marks);
  end if;

  if decisions is not null then
    insert into approval_decisions (record, approval, stage, seat, decided_by, click, seq) select * from unnest(decisions);
  end if;
  if ends is not null then
    insert into approval_ends (approval, record, outcome, seq) select * from unnest(ends);
  end if;

  -- In a conversation a card comes before its lines, and a line before what happened after it.
  with said as (
    insert into deliveries (ref, pace_key, kind, created_at)
    select r.id, r.pace_key, 'card', c.at
    from unnest(cards) c,
      lateral (select * from message_refs m where m.record = c.record offset 0) r
    where r.audience <> 'person'
    returning pace_key
  )
  select coalesce(array_agg(distinct pace_key), '{}') into keys from said;
  if lines is not null or notices is not null then
    with due (ref, pace_key, kind, seq, at, place) as (
      select r.id, r.pace_key, l.kind, l.seq, l.at, l.place
      from unnest(lines) with ordinality as l(record, at, kind, audience, seq, said, place),
        lateral (select * from message_refs m where m.record = l.record offset 0) r
      where r.audience = l.audience and r.active
        -- Words that stand there already are not repeated.
        and (l.said is null or not (r.platform = l.said ->> 'platform' and r.conversation = l.said ->> 'conversation'
          and (l.said ->> 'thread' is null or l.said ->> 'thread' in (r.message, r.thread))))
      union all
      select r.id, r.pace_key, n.kind, n.seq, n.at, n.place
      from unnest(notices) with ordinality as n(id, at, kind, seq, place),
        lateral (select * from message_refs m where m.id = n.id offset 0) r
    ), said as (
      insert into deliveries (ref, pace_key, kind, seq, created_at)
      select ref, pace_key, kind, seq, at from due order by seq, place
      returning pace_key
    )
    select keys || coalesce(array_agg(distinct pace_key) filter (where pace_key <> all (keys)), '{}') into keys from said;
  end if;

  -- A team that hands a record over is told so, keeps its card, and is no longer spoken to.
  if retired is not null then
    update message_refs r set active = false
    from unnest(retired) t
    where r.record = t.record and r.audience = 'triage' and r.id::text <> all (t.places);
  end if;
end $$;

-- As before, parts of an address or a path are words of their own. These are the signs that the parser would keep inside a
-- word; it parts words at all others by itself, and looking for each of 32 signs took longer than finding the words.
create or replace function searchable(title text, description text) returns tsvector language sql immutable parallel safe as $$
  select to_tsvector('simple', translate(title || ' ' || description, './-+~<&', repeat(' ', 7)))
$$;
reindex index incidents_words;
reindex index changes_words;

-- Of a new incident nobody is the assignee.
drop index incidents_open_assignee;
create index incidents_open_assignee on incidents (assignee, number desc)
  where state not in ('closed', 'cancelled') and assignee is not null;

-- Closed lists of words are domains: what a table's own constraints say is read and planned anew by each statement that writes
-- to it, a fifth of what writing one record takes; what a domain says, once for a connection.
create domain audience as text check (value in ('requester', 'triage', 'person', 'authority', 'approver'));
create domain incident_state as text check (value in
  ('new', 'assigned', 'in-progress', 'suspended', 'resolved', 'closed', 'cancelled'));
create domain level as text check (value in ('high', 'medium', 'low'));
create domain priority as text check (value in ('P1', 'P2', 'P3', 'P4'));
create domain waiting_for as text check (value in ('requester', 'supplier', 'change'));
create domain delivery_kind as text check (value in ('card', 'line', 'notice', 'alert'));
create domain delivery_state as text check (value in
  ('queued', 'sending', 'sent', 'failed', 'unreachable', 'ambiguous'));
create domain tier as text check (value in ('sla', 'ola', 'uc'));
create domain clock_kind as text check (value in ('response', 'resolution', 'update'));
create domain clock_state as text check (value in ('running', 'paused', 'met', 'stopped'));

alter table incidents
  drop constraint incidents_state_check, drop constraint incidents_impact_check, drop constraint incidents_urgency_check,
  drop constraint incidents_priority_check, drop constraint incidents_waiting_for_check,
  alter column state type incident_state, alter column impact type level, alter column urgency type level,
  alter column priority type priority, alter column waiting_for type waiting_for;
alter table message_refs
  drop constraint message_refs_audience_check,
  alter column audience type audience;
alter table deliveries
  drop constraint deliveries_kind_check, drop constraint deliveries_state_check,
  alter column kind type delivery_kind, alter column state type delivery_state;
alter table clocks
  drop constraint clocks_tier_check, drop constraint clocks_kind_check, drop constraint clocks_state_check,
  alter column tier type tier, alter column kind type clock_kind, alter column state type clock_state;
