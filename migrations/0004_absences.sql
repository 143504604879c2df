-- Who is away when, and who stands in (9.2-c). Kept for ever: an absence is entered, and at most taken back, once.
create table absences (
  id             uuid primary key,
  person         text not null references people,
  deputy         text references people,
  from_at        timestamptz not null,
  to_at          timestamptz not null,
  entered_by     text not null references people,
  entered_at     timestamptz not null,
  entered_via    jsonb not null,
  taken_back_by  text references people,
  taken_back_at  timestamptz,
  taken_back_via jsonb,
  -- When they are away: until they are back, and not at all where it was taken back before it began.
  during tstzrange not null
    generated always as (tstzrange(from_at, greatest(from_at, least(to_at, taken_back_at)))) stored,
  check (from_at < to_at),
  check (deputy <> person),
  check ((taken_back_at is null) = (taken_back_by is null) and (taken_back_at is null) = (taken_back_via is null)),
  -- One person is away once at a time, so that it is clear who stands in.
  constraint absences_apart exclude using gist (person with =, during with &&)
);
create index absences_ends on absences (upper(during));

create function absences_kept() returns trigger language plpgsql as $$
begin
  if old.taken_back_at is not null
    or to_jsonb(new) - '{taken_back_by,taken_back_at,taken_back_via,during}'::text[]
      <> to_jsonb(old) - '{taken_back_by,taken_back_at,taken_back_via,during}'::text[] then
    raise exception 'an absence is taken back, once, and never changed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger absences_kept before update on absences for each row execute function absences_kept();
create trigger absences_append_only before delete or truncate on absences
  for each statement execute function append_only();

-- What the seats of a waiting approval were last put right by: its own version, the desk file's, how much had been entered
-- and taken back of absences; and when an absence next begins or ends that matters. Older than that, the tick looks again.
create table approval_checks (
  record       text primary key references changes,
  version      integer not null,
  desk_version integer not null,
  absences     bigint not null,
  again_at     timestamptz
);
create index changes_waiting on changes (id) where state = 'requested';
