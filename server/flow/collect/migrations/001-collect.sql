create schema collect;

-- Where data is pulled from; the secret is sealed (AES-256-GCM), its key is not in the database.
create table collect.source (
  id            text        primary key,
  resource      text        not null,
  kind          text        not null check (kind in ('postgres')),
  host          text        not null,
  port          int         not null check (port between 1 and 65535),
  database      text        not null,
  login         text        not null,
  sealed_secret text        not null,
  query         jsonb       not null,
  party         text,
  made_at       timestamptz not null
);
create index source_by_resource on collect.source (resource);

-- One handing-in of data (交付): receiving → received → reading → landed | failed.
create table collect.delivery (
  id           text        primary key,
  resource     text        not null,
  mode         text        not null check (mode in ('replace', 'append')),
  origin       text        not null check (origin in ('upload', 'pull')),
  format       text        not null check (format in ('csv', 'xlsx')),
  name         text        not null,
  sheet        text,
  source       text        references collect.source,
  party        text,
  actor        text        not null,
  key          text,
  state        text        not null check (state in ('receiving', 'received', 'reading', 'landed', 'failed')),
  size_bytes   bigint,
  sha256       text,
  plan         jsonb,
  bytes_read   bigint      not null default 0,
  records      bigint      not null default 0,
  rejected     bigint      not null default 0,
  version      int,
  fault        jsonb,
  attempts     int         not null default 0,
  leased_until timestamptz,
  begun_at     timestamptz not null,
  received_at  timestamptz,
  ended_at     timestamptz,
  check ((state in ('receiving')) or (state = 'failed') or (sha256 is not null and size_bytes is not null)),
  check ((state = 'landed') = (version is not null)),
  check ((state = 'failed') = (fault is not null))
);
create unique index delivery_by_key on collect.delivery (actor, key) where key is not null;
create index delivery_by_resource on collect.delivery (resource, begun_at desc);
create index delivery_open on collect.delivery (state) where state in ('receiving', 'received', 'reading');
