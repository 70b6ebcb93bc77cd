-- Where a line's case stands, written in the transaction in which the case moves, so that an office finds its lines by
-- state and by time left. The case itself stays the truth; the copy of what was filed before is made here, once.
-- A table of its own: a move locks the case and then this row, a decision locks the line first and these after it.
create table share.standing (
  line      text primary key references share.line,
  handler   text not null,
  competent text not null,
  due_on    date,
  ended_at  timestamptz,
  check (ended_at is null or due_on is null)
);
insert into share.standing (line, handler, competent, due_on, ended_at)
  select line.id, item.handler, item.competent, case when item.ended_at is null then item.due_on end, item.ended_at
  from share.line as line join cases.item as item on item.id = line.case_id;
create index standing_by_handler on share.standing (handler, (ended_at is not null), coalesce(due_on, 'infinity'), line);
create index standing_by_competent on share.standing (competent, (ended_at is not null), coalesce(due_on, 'infinity'), line);
create index line_by_resource on share.line (resource);

alter table share.correction add column ended_at timestamptz;
update share.correction as correction set ended_at = item.ended_at
  from cases.item as item where item.id = correction.case_id;

-- What nobody ruled on and nobody can rule on any more: the line was answered or is over.
alter table share.extension drop constraint extension_state_check;
alter table share.extension add constraint extension_state_check
  check (state in ('asked', 'granted', 'denied', 'lapsed'));
update share.extension as extension
  set state = 'lapsed', ruled_by = 'share', ruled_at = item.ended_at, ruling = '申请条目已经办结 / the line has ended'
  from share.line as line join cases.item as item on item.id = line.case_id
  where line.id = extension.line and extension.state = 'asked' and item.ended_at is not null;
create index extension_asked on share.extension (line) where state = 'asked';

alter table share.offer drop constraint offer_state_check;
alter table share.offer add constraint offer_state_check
  check (state in ('open', 'accepted', 'declined', 'lapsed'));
update share.offer as offer set state = 'lapsed'
  from share.line as line join cases.item as item on item.id = line.case_id
  where line.id = offer.line and offer.state = 'open' and item.ended_at is not null;
