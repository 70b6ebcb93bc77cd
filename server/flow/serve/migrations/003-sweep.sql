-- Tables that no agreement reads any more: noticed first, removed a day later. A path is never used again, so that
-- nothing remembered of the old table can be taken for the new one.
create table serve.retired (
  table_path text        not null primary key,
  plan       text        not null,
  retired_at timestamptz not null,
  removed_at timestamptz
);
create index retired_by_plan on serve.retired (plan);
