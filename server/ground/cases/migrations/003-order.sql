-- Lists are leafed through in one order, by time left: the hour or the end of the day on which the running clock ends, then
-- what has no clock, last what has ended. Each index gives that order to one who reads: to a party by its part, to a party
-- by its part and the kind, to an auditor.
alter table cases.item add column due_by timestamp not null generated always as (
  case
    when ended_at is not null then 'infinity'
    else coalesce(due_at at time zone 'Asia/Shanghai', due_on + interval '1 day', '9999-12-31')
  end
) stored;

drop index cases.item_by_handler, cases.item_by_opener, cases.item_by_competent;
create index item_by_handler on cases.item (handler, due_by, id);
create index item_by_opener on cases.item (opener, due_by, id);
create index item_by_competent on cases.item (competent, due_by, id);
create index item_by_handler_and_kind on cases.item (handler, kind, due_by, id);
create index item_by_opener_and_kind on cases.item (opener, kind, due_by, id);
create index item_by_competent_and_kind on cases.item (competent, kind, due_by, id);
create index item_by_time_left on cases.item (due_by, id);
create index item_by_kind on cases.item (kind, due_by, id);
create index item_found_late on cases.item (due_on) where overdue;
