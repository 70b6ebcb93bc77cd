-- Whose matter it is: for a matter and everything within a scope, one organisation at a time.
create schema duties;

create table duties.duty (
  id          text primary key,
  matter      text not null,
  scope       text not null,
  handler     text not null,
  basis       text not null,
  rule        text,
  since_at    timestamptz not null,
  until_at    timestamptz check (until_at >= since_at),
  assigned_by text not null,
  constraint one_handler_per_matter
    exclude using gist (matter with =, scope with =, tstzrange(since_at, until_at) with &&)
);
create index duty_by_handler on duties.duty (handler);
