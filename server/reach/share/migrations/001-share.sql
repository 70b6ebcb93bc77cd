create schema share;

-- One application for many resources, whichever level holds them (政务数据共享条例 第二十条).
create table share.submission (
  id            text primary key,
  applicant     text        not null,
  drafted_by    text        not null,
  approved_by   text,
  purpose       text        not null,
  basis         text        not null,
  scenario      text        not null,
  scope         text        not null,
  use_from      date        not null,
  use_until     date        not null,
  state         text        not null check (state in ('drafted', 'filed', 'returned')),
  drafted_at    timestamptz not null,
  filed_at      timestamptz,
  check (use_from <= use_until),
  check ((state = 'filed') = (filed_at is not null and approved_by is not null))
);
create index submission_by_applicant on share.submission (applicant, id desc);

-- Each line is a case of its own, so that one slow provider holds up nobody else.
create table share.line (
  id          text primary key,
  submission  text   not null references share.submission,
  position    int    not null,
  resource    text   not null,
  provider    text   not null,
  attribute   text   not null check (attribute in ('unconditional', 'conditional')),
  fields      text[] not null check (cardinality(fields) > 0),
  row_filter  jsonb,
  modes       text[] not null check (cardinality(modes) > 0),
  case_id     text unique,
  supplements int    not null default 0,
  unique (submission, position),
  unique (submission, resource)
);
create index line_by_provider on share.line (provider, id desc);

-- A counter-offer: fewer fields, masks, fewer rows, a shorter term.
create table share.offer (
  id         text primary key,
  line       text        not null references share.line,
  fields     jsonb       not null,
  row_filter jsonb,
  modes      text[]      not null,
  use_until  date        not null,
  note       text        not null,
  state      text        not null check (state in ('open', 'accepted', 'declined')),
  made_by    text        not null,
  made_at    timestamptz not null
);
create unique index one_open_offer on share.offer (line) where state = 'open';

create table share.agreement (
  id         text primary key,
  line       text        not null unique references share.line,
  resource   text        not null,
  applicant  text        not null,
  provider   text        not null,
  state      text        not null check (state in ('inForce', 'suspended', 'ended')),
  use_from   date        not null,
  use_until  date        not null,
  odrl       jsonb       not null,
  sha256     text        not null,
  agreed_at  timestamptz not null,
  rectify_by date,
  reason     text,
  ended_at   timestamptz,
  check ((state = 'ended') = (ended_at is not null)),
  check (state <> 'suspended' or reason is not null)
);
create index agreement_by_applicant on share.agreement (applicant, id desc);
create index agreement_by_provider on share.agreement (provider, id desc);

-- 校核申请: a demander reports a wrong value (第二十六条).
create table share.correction (
  id          text primary key,
  agreement   text        not null references share.agreement,
  resource    text        not null,
  case_id     text unique,
  key         text        not null,
  field       text        not null,
  seen        text,
  proposed    text,
  reason      text        not null,
  answer      text,
  version     int,
  reported_at timestamptz not null
);
create index correction_by_resource on share.correction (resource, version);

-- A longer answer period, asked by the provider and granted or denied by its competent department (第二十一条第一款).
create table share.extension (
  line       text primary key references share.line,
  days       int         not null check (days > 0),
  reason     text        not null,
  state      text        not null check (state in ('asked', 'granted', 'denied')),
  asked_by   text        not null,
  asked_at   timestamptz not null,
  ruled_by   text,
  ruled_at   timestamptz,
  ruling     text,
  check ((state = 'asked') = (ruled_at is null))
);
