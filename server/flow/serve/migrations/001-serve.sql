create schema serve;

-- One agreement's rows of one resource version, cut and masked by the plan then in force.
-- shape: digest of the agreed fields, masks and row rule; a snapshot answers only for a plan of the same shape.
create table serve.snapshot (
  plan             text        not null,
  shape            text        not null,
  resource         text        not null,
  resource_version int         not null,
  plan_revision    int         not null,
  table_path       text        not null,
  delta_version    int         not null,
  row_count        bigint      not null check (row_count >= 0),
  size_bytes       bigint      not null check (size_bytes >= 0),
  key_field        text,
  columns          jsonb       not null,
  committed_at     timestamptz not null,
  primary key (plan, shape, resource_version),
  unique (table_path, delta_version)
);

-- Files made to order (批量文件), kept beside the snapshot they were made from.
create table serve.batch (
  id               text        not null primary key,
  plan             text        not null,
  shape            text        not null,
  resource         text        not null,
  resource_version int         not null,
  format           text        not null check (format in ('csv', 'parquet')),
  state            text        not null check (state in ('queued', 'ready', 'failed')),
  row_count        bigint,
  size_bytes       bigint,
  sha256           text,
  asked_by         text        not null,
  asked_at         timestamptz not null,
  ready_at         timestamptz,
  check (state <> 'ready' or (row_count is not null and size_bytes is not null and sha256 is not null))
);
create index batch_by_plan on serve.batch (plan, asked_at);
