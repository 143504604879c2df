-- Agreements about incidents are approvals (8.1-e, 8.1-f, 9.2-c): what is asked, with its approval, who is asked now, and when
-- the clock has something to do about it.
alter table incidents rename column question to agreement;
alter table incidents add column asked text[];
alter table incidents add column next_at timestamptz;

-- What earlier versions asked has no approval yet: the next command for it, and the clock at the latest, opens it. That it is
-- asked whether a resolved incident works again had no name of its own before.
update incidents i set agreement = jsonb_build_object(
  'id', i.id || '/' || (select max(e.seq) from events e where e.record = i.id and e.type = 'resolved'),
  'asks', jsonb_build_object('kind', 'close'), 'reason', '', 'by', i.resolution ->> 'by')
where state = 'resolved';
update incidents set next_at = raised_at where agreement is not null;

drop index incidents_close_due;
create index incidents_next on incidents (next_at) where next_at is not null;
create index incidents_asked on incidents using gin (asked) where asked is not null;
create index incidents_agreeing on incidents (id) where asked is not null;

-- Seats of changes and of incidents are looked at in the same way.
alter table approval_checks drop constraint approval_checks_record_fkey;
