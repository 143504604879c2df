-- The desk's first tables: who is known, what happened, where it is shown, and what is still to be said.
-- Times are instants (timestamptz). A released migration never changes; the next one does.

-- Every applied desk file, kept with who applied it and when. The newest is in force.
create table desk_versions (
  version    integer generated always as identity primary key,
  applied_at timestamptz not null,
  applied_by text not null,
  source     text not null,
  content    jsonb not null
);

-- People ever named by a desk file. Records refer to them, so a leaver is marked and never removed.
create table people (
  id     text primary key,
  name   text not null,
  email  text not null,
  zone   text not null,
  active boolean not null
);

-- One account of a person. `linked_by` is `desk file`, or the person who confirmed a proposal.
create table identities (
  platform  text not null check (platform in ('slack', 'teams')),
  tenant    text not null,
  user_id   text not null,
  person    text not null references people,
  linked_by text not null,
  linked_at timestamptz not null,
  primary key (platform, tenant, user_id)
);
create index identities_person on identities (person);

-- A matching e-mail address proposes a link; an admin of the desk decides it.
create table link_proposals (
  id         uuid primary key,
  platform   text not null check (platform in ('slack', 'teams')),
  tenant     text not null,
  user_id    text not null,
  person     text not null references people,
  asked_at   timestamptz not null,
  decided_by text references people,
  decided_at timestamptz,
  confirmed  boolean,
  unique (platform, tenant, user_id),
  check ((decided_by is null) = (confirmed is null))
);

create sequence incident_numbers;

create table incidents (
  id                 text primary key check (id = 'INC-' || number),
  number             bigint not null,
  version            integer not null check (version > 0),
  changed_in         integer not null,
  state              text not null check (state in
    ('new', 'assigned', 'in-progress', 'suspended', 'resolved', 'closed', 'cancelled')),
  title              text not null,
  description        text not null,
  service            text not null,
  component          text,
  category           text not null,
  impact             text not null check (impact in ('high', 'medium', 'low')),
  urgency            text not null check (urgency in ('high', 'medium', 'low')),
  priority           text not null check (priority in ('P1', 'P2', 'P3', 'P4')),
  priority_reason    text,
  raised_by          text not null references people,
  affected           text not null references people,
  customer           text not null,
  team               text not null,
  assignee           text references people,
  waiting_for        text check (waiting_for in ('requester', 'supplier', 'change')),
  suspended_from     text,
  question           jsonb,
  resolution         jsonb,
  checked_by         text,
  close_due          timestamptz,
  escalated          boolean not null,
  follow_up_of       text references incidents,
  link               text,
  raised_at          timestamptz not null,
  -- The hash of the newest event: cutting events off the end shows.
  chain              bytea not null,
  check ((state = 'suspended') = (waiting_for is not null)),
  check ((state = 'resolved') = (close_due is not null)),
  check (state <> 'in-progress' or assignee is not null),
  check (state not in ('resolved', 'closed') or resolution is not null)
);
create index incidents_affected on incidents (affected, number desc);
create index incidents_raised_by on incidents (raised_by, number desc);
create index incidents_open_team on incidents (team, number desc) where state not in ('closed', 'cancelled');
create index incidents_open_assignee on incidents (assignee, number desc) where state not in ('closed', 'cancelled');
create index incidents_close_due on incidents (close_due) where state = 'resolved';
create index incidents_follow_up_of on incidents (follow_up_of) where follow_up_of is not null;
-- Signs part words, so that `mail.example.com` and `outlook.exe` are found by each of their words like any others.
create function searchable(title text, description text) returns tsvector language sql immutable parallel safe as $$
  select to_tsvector('simple', translate(title || ' ' || description,
    $signs$!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~$signs$, repeat(' ', 32)))
$$;
create index incidents_words on incidents using gin (searchable(title, description));

-- What happened to a record, who did it and from where. Append-only: see the trigger and the role below.
create table events (
  record   text not null,
  seq      integer not null check (seq > 0),
  at       timestamptz not null,
  actor    text not null,
  via      jsonb not null,
  type     text not null,
  data     jsonb not null,
  -- SHA-256 over the hash before and this event: see src/store/hash-chain.ts.
  hash     bytea not null,
  primary key (record, seq)
);

-- What was turned away, at the door or at a click, and who tried. Append-only like the events.
create table security_events (
  id       bigint generated always as identity primary key,
  at       timestamptz not null,
  reason   text not null,
  platform text,
  actor    text,
  record   text,
  detail   jsonb not null
);
create index security_events_at on security_events (at);

create function append_only() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger events_append_only before update or delete or truncate on events
  for each statement execute function append_only();
create trigger security_events_append_only before update or delete or truncate on security_events
  for each statement execute function append_only();

-- Where a record is shown: one card in one place, edited there, its history in the thread below it.
create table message_refs (
  id           uuid primary key,
  record       text not null,
  audience     text not null check (audience in ('requester', 'triage', 'person')),
  platform     text not null check (platform in ('slack', 'teams')),
  tenant       text not null,
  -- A channel, or the account whose direct chat is opened when the first message is sent.
  conversation text,
  direct_user  text,
  thread       text,
  -- The platform's id of the card, once posted.
  message      text,
  -- False for the triage card of a team that handed the record over: still edited, no longer spoken in.
  active       boolean not null default true,
  pace_key     text not null generated always as
    (platform || '/' || tenant || '/' || coalesce(direct_user, conversation)) stored,
  check (conversation is not null or direct_user is not null)
);
create index message_refs_record on message_refs (record);
create index message_refs_message on message_refs (conversation, message) where message is not null;
create index message_refs_thread on message_refs (conversation, thread) where thread is not null;

-- One message to send, or one edit, and what became of it. What it says is made when it is sent.
create table deliveries (
  id         bigint generated always as identity primary key,
  ref        uuid not null references message_refs,
  pace_key   text not null,
  kind       text not null check (kind in ('card', 'line', 'notice')),
  -- The event a line or notice is about.
  seq        integer,
  state      text not null default 'queued' check (state in
    ('queued', 'sending', 'sent', 'failed', 'unreachable', 'ambiguous')),
  attempts   integer not null default 0,
  -- Sent again after an ambiguous answer that could not be looked up: it may be there twice.
  maybe_twice boolean not null default false,
  error      text,
  not_before timestamptz,
  created_at timestamptz not null,
  done_at    timestamptz,
  check (kind = 'card' or seq is not null)
);
create index deliveries_waiting on deliveries (pace_key, id) where state in ('queued', 'sending', 'ambiguous');
create index deliveries_failed on deliveries (ref) where state in ('failed', 'unreachable');
create index deliveries_waiting_ref on deliveries (ref) where state in ('queued', 'sending', 'ambiguous');

-- Who sends to a conversation now, so that its messages keep their order across processes.
create table pace (
  key          text primary key,
  leased_by    uuid,
  leased_until timestamptz
);

-- Ids of acts that were carried out, with the answer: a platform's retry gets it again.
create table inbox (
  id          text primary key,
  received_at timestamptz not null,
  record      text not null
);

-- Words offered to become a record: a button carries the id, never the text.
create table offers (
  id         uuid primary key,
  person     text not null references people,
  content    jsonb not null,
  created_at timestamptz not null
);

-- What the edges must remember to write without being asked.
create table direct_conversations (
  platform     text not null,
  tenant       text not null,
  user_id      text not null,
  conversation text not null,
  primary key (platform, tenant, user_id)
);
create table service_urls (
  tenant text primary key,
  url    text not null
);

-- Everything that accepted commands leave behind besides the records' own rows, in one call so that a command is few
-- round trips: inbox, events, new places, deliveries. Takes an array of commands (src/store/command-rows.ts), each of
-- another record. Raises unique_violation when an inbound id was carried out before. Returns the pace keys that now
-- have something to send.
create function keep_commands(commands jsonb) returns text[] language plpgsql
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
    select r.id, r.pace_key, 'notice', n.seq, c.at
    from jsonb_to_recordset(commands) as c(at timestamptz, notices jsonb),
      jsonb_to_recordset(c.notices) as n(id uuid, seq integer),
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
