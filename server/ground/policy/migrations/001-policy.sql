-- What may be read under which agreement, and the tokens that stand for it.
create schema policy;

create table policy.plan (
  id         text primary key,
  resource   text not null,
  applicant  text not null,
  provider   text not null,
  purpose    text not null,
  fields     jsonb not null,
  rows       jsonb,
  modes      text[] not null,
  from_on    date not null,
  until_on   date not null check (until_on >= from_on),
  state      text not null check (state in ('inForce', 'suspended', 'ended')),
  key_field  text,
  revision   int not null check (revision >= 1),
  changed_at timestamptz not null
);
create index plan_by_resource on policy.plan (resource, state);
create index plan_by_applicant on policy.plan (applicant, state);

-- Every revision as it was, so that a read can be judged later by what held then.
create table policy.plan_revision (
  plan       text not null references policy.plan,
  revision   int not null,
  content    jsonb not null,
  reason     text,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (plan, revision)
);
create function policy.refuse_rewriting() returns trigger language plpgsql as
  $$ begin raise exception 'a revision of an access plan is never rewritten'; end $$;
create trigger plan_revision_is_final before update or delete or truncate on policy.plan_revision
  for each statement execute function policy.refuse_rewriting();

create table policy.token (
  id           text primary key,
  plan         text not null references policy.plan,
  token_sha256 text not null unique,
  expires_on   date not null,
  issued_by    text not null,
  issued_at    timestamptz not null,
  revoked_at   timestamptz
);
create index token_by_plan on policy.token (plan);
