create schema cases;

-- One matter with its handler and its state.
create table cases.item (
  id         text        primary key,
  kind       text        not null,
  subject    text        not null,
  title_zh   text        not null,
  title_en   text        not null,
  opener     text        not null,
  handler    text        not null,
  competent  text        not null,
  state      text        not null,
  facts      jsonb       not null default '{}',
  opened_at  timestamptz not null,
  ended_at   timestamptz,
  -- derived: the day on which the running clock ends, null when none runs
  due_on     date,
  overdue    boolean     not null default false
);
create index item_by_handler on cases.item (handler, coalesce(due_on, 'infinity'), id);
create index item_by_opener on cases.item (opener, coalesce(due_on, 'infinity'), id);
create index item_by_competent on cases.item (competent, coalesce(due_on, 'infinity'), id);
create index item_by_subject on cases.item (subject);
create index item_to_sweep on cases.item (due_on) where ended_at is null and not overdue;

-- Every move ever made; the ledger holds the same under its own proof.
create table cases.move (
  case_id    text        not null references cases.item (id),
  n          int         not null,
  move       text        not null,
  from_state text        not null,
  to_state   text        not null,
  actor      text        not null,
  party      text,
  made_at    timestamptz not null,
  reason     text,
  entry      text        not null,
  primary key (case_id, n)
);

-- A statutory clock: a budget under the pack and version in force when it started.
create table cases.clock (
  case_id        text        not null references cases.item (id),
  n              int         not null,
  rule           text        not null,
  article        text        not null,
  cite_zh        text        not null,
  cite_en        text        not null,
  pack           text        not null,
  pack_version   text        not null,
  evidence       text        not null,
  silence        text        not null,
  unit           text        not null check (unit in ('wd', 'cd', 'm', 'y')),
  budget         int         not null check (budget >= 0),
  extended_by    int         not null default 0 check (extended_by >= 0),
  extension_rule text,
  extension_most int,
  extension_reason text,
  -- derived from budget, intervals and calendar; recomputed when the calendar changes
  due_on         date,
  provisional    boolean     not null default false,
  calendar       text        not null,
  ended_at       timestamptz,
  overdue_at     timestamptz,
  primary key (case_id, n)
);
create unique index one_clock_at_once on cases.clock (case_id) where ended_at is null;

-- When the clock ran: the first day is not counted, the last one is.
create table cases.clock_interval (
  case_id    text not null,
  n          int  not null,
  seq        int  not null,
  started_on date not null,
  stopped_on date,
  ground     text not null,
  actor      text not null,
  primary key (case_id, n, seq),
  foreign key (case_id, n) references cases.clock (case_id, n),
  check (stopped_on is null or stopped_on >= started_on)
);
create unique index one_interval_open on cases.clock_interval (case_id, n) where stopped_on is null;
