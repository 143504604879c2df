-- The schedule of change (9.2-e): what whole services are occupied by, where it is posted, who subscribed to it.

-- Components of one service, from one to all of them: `[a,a]` is one, `(,)` is whatever the service has.
create type service_parts as range (subtype = text, collation = "C");

-- A change that names no component of a service may work on any of them: it and another change of that service are apart in
-- time, while two that each name other components are not in each other's way.
create table change_service_slots (
  change     text not null references changes,
  service    text not null,
  parts      service_parts not null,
  during     tstzrange not null,
  overridden boolean not null,
  primary key (change, service, parts),
  exclude using gist (service with =, parts with &&, during with &&) where (not overridden)
);

-- What a change occupies while it is to be made, in one statement of its transaction. What was found when it was approved
-- stays as it is: a later desk file makes nobody's comment fail. `services` is a list of {service, component}, without
-- a component for the whole of it.
create function keep_change_slots(of_change text, held boolean, allowed boolean, span tstzrange, components text[], services jsonb)
returns void language plpgsql as $$
begin
  if not held then
    delete from change_slots where change = of_change;
    delete from change_service_slots where change = of_change;
    return;
  end if;
  update change_slots set overridden = allowed where change = of_change and overridden <> allowed;
  update change_service_slots set overridden = allowed where change = of_change and overridden <> allowed;
  if exists (select from change_service_slots where change = of_change) then
    return;
  end if;
  -- One after the other: two that insert what excludes each other at the same moment may each wait for the other, which the
  -- server ends as a deadlock only after a second.
  perform pg_advisory_xact_lock(hashtext('change slots'));
  delete from change_slots where change = of_change;
  insert into change_slots (change, component, during, overridden)
    select of_change, component, span, allowed from unnest(components) component;
  insert into change_service_slots (change, service, parts, during, overridden)
    select of_change, s.service, service_parts(s.component, s.component, case when s.component is null then '()' else '[]' end),
      span, allowed
    from jsonb_to_recordset(services) as s(service text, component text);
end $$;

-- Changes that are on the schedule already. Two that were approved before this held may overlap: that shows on their cards and
-- is refused at the start, and is no reason to fail here.
do $$
declare
  slot record;
begin
  for slot in
    with desk as (select content from desk_versions order by version desc limit 1),
    components as (
      select s ->> 'id' as service, c ->> 'id' as component
      from desk, jsonb_array_elements(desk.content -> 'services') s, jsonb_array_elements(s -> 'components') c
    ),
    scheduled as (
      select id, content, tstzrange(window_from, window_to) as during from changes where state in ('approved', 'in-progress')
    ),
    named as (
      select x.id, k.service, k.component, x.during, x.content
      from scheduled x join components k on x.content -> 'components' ? k.component
    )
    select id, service, service_parts(component, component, '[]') as parts, during, content ? 'override' as overridden from named
    union all
    select x.id, s, service_parts(null, null), x.during, x.content ? 'override'
    from scheduled x, jsonb_array_elements_text(x.content -> 'services') s
    where not exists (select from named n where n.id = x.id and n.service = s)
  loop
    begin
      insert into change_service_slots values (slot.id, slot.service, slot.parts, slot.during, slot.overridden);
    exception when exclusion_violation then
      insert into change_service_slots values (slot.id, slot.service, slot.parts, slot.during, true);
    end;
  end loop;
end $$;

create index changes_window on changes (window_to, window_from);

-- One post of the schedule in each channel that the desk file names, and what it was last drawn for: a week and a version of
-- the desk file. The row is what two processes that start at once post once by.
create table schedule_posts (
  ref          uuid primary key references message_refs,
  platform     text not null,
  tenant       text not null,
  conversation text not null,
  -- Empty: to be drawn.
  drawn_for    text not null,
  unique (platform, tenant, conversation)
);

-- The one secret link of a person to their calendar of changes. Only its SHA-256 is here: whoever reads this table cannot use it.
create table calendar_links (
  person  text primary key references people,
  digest  bytea not null unique check (length(digest) = 32),
  made_at timestamptz not null
);
