-- Who acts: organisations with their history, people, systems, roles, stewards, sessions.
create extension if not exists btree_gist;
create schema parties;

create table parties.org (
  id text primary key constraint org_id_is_a_slug check (id ~ '^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$' and length(id) <= 64)
);

-- One row per form an organisation had; a change closes the former row and adds one.
-- replaced_at marks a form that was put right on the day it began, so that it never held.
create table parties.org_form (
  id          bigint generated always as identity primary key,
  org         text not null references parties.org,
  name_zh     text not null,
  name_en     text not null,
  uscc        text,
  level       text not null check (level in ('nation', 'province', 'city', 'county', 'town', 'village')),
  division    text not null,
  parent      text references parties.org,
  line        text,
  kind        text not null check (kind in ('government', 'competent', 'department', 'unit', 'village')),
  since_on    date not null,
  until_on    date,
  replaced_at timestamptz,
  constraint org_form_not_its_own_parent check (parent <> org),
  constraint org_form_division_fits_level check (
    case level
      when 'nation'   then division = '000000'
      when 'province' then division ~ '^[1-9][0-9]0000$'
      when 'city'     then division ~ '^[1-9][0-9]{3}00$'
      when 'county'   then division ~ '^[1-9][0-9]{5}$'
      when 'town'     then division ~ '^[1-9][0-9]{8}$'
      when 'village'  then division ~ '^[1-9][0-9]{11}$'
    end),
  constraint one_form_at_a_time
    exclude using gist (org with =, daterange(since_on, until_on) with &&) where (replaced_at is null),
  -- CN-SC-809 art. 8: one competent department per level and territory.
  constraint one_competent_department
    exclude using gist (division with =, level with =, daterange(since_on, until_on) with &&)
    where (kind = 'competent' and replaced_at is null),
  constraint one_org_per_uscc
    exclude using gist (uscc with =, org with <>, daterange(since_on, until_on) with &&)
    where (replaced_at is null)
);
create index org_form_by_parent on parties.org_form (parent) where replaced_at is null;

create table parties.person (
  id            text primary key,
  org           text not null references parties.org,
  name          text not null,
  title_zh      text not null,
  title_en      text not null,
  login         text not null constraint one_person_per_login unique,
  password_hash text,
  registered_at timestamptz not null,
  disabled_at   timestamptz
);
create index person_by_org on parties.person (org);

-- The family of a role cannot be told differently from one grant to the next.
create table parties.role (
  id     text primary key,
  family text not null check (family in ('manage', 'operate', 'audit')),
  unique (id, family)
);

create table parties.role_grant (
  id         text primary key,
  person     text not null references parties.person,
  role       text not null,
  family     text not null,
  since_at   timestamptz not null,
  until_at   timestamptz check (until_at >= since_at),
  granted_by text not null,
  granted_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  foreign key (role, family) references parties.role (id, family),
  -- 管运审分离: whoever manages, whoever operates and whoever audits are three different people.
  constraint one_family_per_person
    exclude using gist (person with =, family with <>, tstzrange(since_at, until_at) with &&),
  constraint one_grant_at_a_time
    exclude using gist (person with =, role with =, tstzrange(since_at, until_at) with &&)
);

create table parties.steward (
  id          text primary key,
  resource    text not null,
  org         text not null references parties.org,
  family      text not null check (family in ('manage', 'operate', 'audit')),
  since_at    timestamptz not null,
  until_at    timestamptz check (until_at >= since_at),
  assigned_by text not null,
  ended_by    text,
  -- … and, for one resource, three different organisations.
  constraint one_family_per_org
    exclude using gist (resource with =, org with =, family with <>, tstzrange(since_at, until_at) with &&),
  constraint one_assignment_at_a_time
    exclude using gist (resource with =, org with =, family with =, tstzrange(since_at, until_at) with &&)
);

create table parties.session (
  token_sha256 text primary key,
  person       text not null references parties.person,
  source       text not null,
  opened_at    timestamptz not null,
  used_at      timestamptz not null,
  expires_at   timestamptz not null,
  ended_at     timestamptz
);
create index session_by_person on parties.session (person);
create index session_by_expiry on parties.session (expires_at);

create table parties.client (
  id            text primary key,
  org           text not null references parties.org,
  name          text not null,
  secret_sha256 text not null,
  registered_at timestamptz not null,
  disabled_at   timestamptz
);

create table parties.client_token (
  token_sha256 text primary key,
  client       text not null references parties.client,
  expires_at   timestamptz not null
);
create index client_token_by_expiry on parties.client_token (expires_at);

-- Attempts to sign in, counted by account, by source, and by the two together.
create table parties.sign_in_attempts (
  key       text primary key,
  window_at timestamptz not null,
  attempts  int not null
);
create index sign_in_attempts_by_age on parties.sign_in_attempts (window_at);
