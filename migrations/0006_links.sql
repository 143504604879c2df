-- Which records a change belongs to, so that either can be found from the other (8.1-k): every number is one that exists.
create table record_links (
  change   text not null references changes,
  record   text not null check (record <> change and record ~ '^(INC|CHG)-'),
  incident text generated always as (case when record like 'INC-%' then record end) stored references incidents,
  other    text generated always as (case when record like 'CHG-%' then record end) stored references changes,
  -- Whether those who work on the incident were told how the change ended.
  told     boolean not null default false,
  primary key (change, record)
);
create index record_links_record on record_links (record, change);
create index record_links_untold on record_links (change) where not told and incident is not null;

-- Which services a change works on, and when: as planned, then as it was (8.1-i).
create table change_touches (
  change  text not null references changes,
  service text not null,
  during  tstzrange not null,
  primary key (change, service)
);
create index change_touches_service on change_touches using gist (service, during);

create index incidents_raised_at on incidents (raised_at);
create index changes_words on changes using gin (searchable(title, content ->> 'scope'));

-- Both say what the change itself says, so it is its row that writes them, and only when it says something else.
create function keep_links() returns trigger language plpgsql as $$
begin
  delete from record_links where change = new.id and not (new.content -> 'links') ? record;
  insert into record_links (change, record)
  select new.id, jsonb_array_elements_text(new.content -> 'links')
  on conflict do nothing;
  return null;
end $$;
create trigger changes_link after insert on changes for each row execute function keep_links();
create trigger changes_link_anew after update on changes for each row
  when (old.content -> 'links' is distinct from new.content -> 'links') execute function keep_links();

create function keep_touches() returns trigger language plpgsql as $$
begin
  delete from change_touches where change = new.id;
  if new.state in ('approved', 'in-progress', 'done', 'failed', 'backed-out', 'reviewed') then
    insert into change_touches (change, service, during)
    select distinct new.id, jsonb_array_elements_text(new.content -> 'services'), case
        when new.state = 'approved' then tstzrange(new.window_from, new.window_to)
        else tstzrange((new.content ->> 'startedAt')::timestamptz, (new.content -> 'outcome' ->> 'at')::timestamptz, '[]')
      end;
  end if;
  return null;
end $$;
create trigger changes_touch after insert on changes for each row execute function keep_touches();
create trigger changes_touch_anew after update on changes for each row
  when (old.state is distinct from new.state) execute function keep_touches();

-- What there is already. Numbers that are none were let through until now; ends of the past are no news.
insert into record_links (change, record, told)
select distinct c.id, l.record, c.state in ('done', 'failed', 'backed-out', 'reviewed')
from changes c, jsonb_array_elements_text(c.content -> 'links') as l(record)
where l.record <> c.id
  and (exists (select from incidents i where i.id = l.record) or exists (select from changes o where o.id = l.record));

insert into change_touches (change, service, during)
select distinct c.id, s.service, case
    when c.state = 'approved' then tstzrange(c.window_from, c.window_to)
    else tstzrange((c.content ->> 'startedAt')::timestamptz, (c.content -> 'outcome' ->> 'at')::timestamptz, '[]')
  end
from changes c, jsonb_array_elements_text(c.content -> 'services') as s(service)
where c.state in ('approved', 'in-progress', 'done', 'failed', 'backed-out', 'reviewed');
