-- Terms in hours run from an instant to an instant; terms of days keep their days.
alter table cases.clock drop constraint clock_unit_check;
alter table cases.clock add constraint clock_unit_check check (unit in ('wd', 'cd', 'm', 'y', 'wh', 'h'));
alter table cases.clock add column due_at timestamptz check (due_at is null or unit in ('wh', 'h'));
-- The day on which it truly came in, where another day counts as the day of receipt (rule local.clock.receipt).
alter table cases.clock add column received_on date;

alter table cases.clock_interval add column started_at timestamptz;
alter table cases.clock_interval add column stopped_at timestamptz;

alter table cases.item add column due_at timestamptz;
create index item_to_sweep_by_hour on cases.item (due_at) where due_at is not null and ended_at is null and not overdue;
