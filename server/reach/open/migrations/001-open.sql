create schema open;

-- 公共数据开放: one act of a provider that shows chosen items of a published entry to everybody.
-- Its id is the id of the access plan by which `serve` hands the rows out.
create table open.opening (
  id           text        primary key,
  resource     text        not null,
  provider     text        not null,
  fields       text[]      not null check (cardinality(fields) > 0),
  row_filter   jsonb,
  -- what the public list is narrowed and searched by: nothing of an item that is not opened
  level        text        not null,
  cycle        text        not null,
  words        text        not null,
  opened_by    text        not null,
  opened_at    timestamptz not null,
  -- the version that can be read now, as `serve` told us
  version      int,
  row_count    bigint,
  served_at    timestamptz,
  closed_by    text,
  closed_at    timestamptz,
  close_reason text,
  check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (close_reason is null)),
  check ((version is null) = (row_count is null) and (version is null) = (served_at is null))
);
create unique index one_opening on open.opening (resource) where closed_at is null;
create index opening_by_resource on open.opening (resource, opened_at desc);
