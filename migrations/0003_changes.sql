-- Changes (9.2): what is asked for, who decides it, when it is made. Exclusion over components and time needs the extension
-- btree_gist, which PostgreSQL trusts: whoever may create in the database may have it.
create extension if not exists btree_gist;

alter table message_refs drop constraint message_refs_audience_check;
alter table message_refs add constraint message_refs_audience_check
  check (audience in ('requester', 'triage', 'person', 'authority', 'approver'));

create sequence change_numbers;

create table changes (
  id           text primary key check (id = 'CHG-' || number),
  number       bigint not null,
  version      integer not null check (version > 0),
  changed_in   integer not null,
  revised_in   integer not null,
  state        text not null check (state in ('draft', 'requested', 'returned', 'approved', 'in-progress', 'done', 'failed',
    'backed-out', 'reviewed', 'rejected', 'expired', 'withdrawn')),
  title        text not null,
  type         text not null check (type in ('normal', 'emergency')),
  size         text not null check (size in ('minor', 'significant', 'major')),
  requested_by text not null references people,
  implementer  text not null references people,
  window_from  timestamptz,
  window_to    timestamptz,
  -- The rest of the request, the approval, what came of it.
  content      jsonb not null,
  -- Who is asked to decide now.
  asked        text[] not null,
  -- When the clock has something to do about it next.
  next_at      timestamptz,
  requested_at timestamptz not null,
  chain        bytea not null,
  check (window_from < window_to),
  check (state in ('draft', 'returned', 'withdrawn') or (window_from is not null and window_to is not null))
);
create index changes_next on changes (next_at) where next_at is not null;
create index changes_asked on changes using gin (asked) where state = 'requested';
create index changes_requested_by on changes (requested_by, number desc);
create index changes_scheduled on changes (window_from) where state in ('approved', 'in-progress');

-- What scheduled changes work on, and when. Two of them touch one component at the same time only where that was allowed
-- with a reason: the database holds it, whoever approves what at the same moment.
create table change_slots (
  change     text not null references changes,
  component  text not null,
  during     tstzrange not null,
  overridden boolean not null,
  primary key (change, component),
  exclude using gist (component with =, during with &&) where (not overridden)
);

-- One decision at a seat, one click of a person in a stage, one end of an approval: never two.
create table approval_decisions (
  record   text not null,
  approval text not null,
  stage    integer not null,
  seat     text not null,
  decided_by text not null,
  -- A click may decide several seats that a person holds: the first of them stands for the click.
  click    boolean not null,
  seq      integer not null,
  primary key (approval, stage, seat)
);
create unique index approval_decisions_once on approval_decisions (approval, stage, decided_by) where click;
create table approval_ends (
  approval text primary key,
  record   text not null,
  outcome  text not null check (outcome in ('approved', 'rejected', 'returned', 'expired', 'withdrawn')),
  seq      integer not null
);
create trigger approval_decisions_append_only before update or delete or truncate on approval_decisions
  for each statement execute function append_only();
create trigger approval_ends_append_only before update or delete or truncate on approval_ends
  for each statement execute function append_only();

-- As before, with what is decided about approvals.
create or replace function keep_commands(kept jsonb) returns text[] language plpgsql
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

  if kept ? 'decisions' then
    insert into approval_decisions select * from jsonb_populate_recordset(null::approval_decisions, kept -> 'decisions');
  end if;
  if kept ? 'ends' then
    insert into approval_ends select * from jsonb_populate_recordset(null::approval_ends, kept -> 'ends');
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
