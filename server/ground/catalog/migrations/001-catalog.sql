create schema catalog;

-- A catalogue entry: its working revision, and the one the public of officials sees.
create table catalog.resource (
  id            text        primary key,
  code          text        not null,
  provider      text        not null,
  revision      int         not null check (revision >= 1),
  published     int         check (published <= revision),
  published_on  date,
  registered_at timestamptz not null,
  check ((published is null) = (published_on is null))
);
create unique index code_taken on catalog.resource (code) where code <> '';
create index resource_by_provider on catalog.resource (provider, id);

-- What an entry said at each revision; a published one stays visible until the next one passes.
create table catalog.revision (
  resource     text        not null references catalog.resource (id),
  n            int         not null,
  state        text        not null check (state in ('draft', 'inReview', 'published', 'superseded')),
  entry        jsonb       not null,
  made_by      text        not null,
  made_at      timestamptz not null,
  submitted_by text,
  submitted_at timestamptz,
  case_id      text,
  decided_by   text,
  decided_at   timestamptz,
  return_reason text,
  primary key (resource, n)
);
create unique index one_revision_published on catalog.revision (resource) where state = 'published';
create unique index one_revision_in_work on catalog.revision (resource) where state in ('draft', 'inReview');

-- What the search finds: published entries for everybody, an unpublished one for its provider alone.
create table catalog.shown (
  resource   text     primary key references catalog.resource (id),
  published  boolean  not null,
  provider   text     not null,
  level      text     not null,
  attribute  text     not null,
  grade      text     not null,
  cycle      text     not null,
  tokens     tsvector not null
);
create index shown_by_token on catalog.shown using gin (tokens);
create index shown_by_provider on catalog.shown (provider);

-- One delivery's worth of a resource on its way: landed → checked → served.
create table catalog.version (
  resource  text        not null references catalog.resource (id),
  n         int         not null,
  state     text        not null check (state in ('landed', 'checked', 'served', 'failed')),
  origin    text        not null check (origin in ('delivery', 'pull', 'correction')),
  delivery  text,
  landed    bigint      not null check (landed >= 0),
  accepted  bigint      check (accepted >= 0),
  rejected  bigint      check (rejected >= 0),
  tables    jsonb       not null default '{}',
  score     double precision check (score between 0 and 100),
  at        timestamptz not null,
  primary key (resource, n),
  -- no row is lost between landing and checking
  constraint rows_add_up check (
    case when state in ('checked', 'served') then accepted is not null and rejected is not null and landed = accepted + rejected
         else (accepted is null) = (rejected is null) and (accepted is null or landed = accepted + rejected) end
  )
);
create index version_by_state on catalog.version (resource, state, n desc);
