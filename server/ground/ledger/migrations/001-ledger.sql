create schema ledger;

-- The head of the tree: one row, locked by whoever sequences. `broken` says why the ledger refuses service.
create table ledger.head (
  single boolean primary key default true check (single),
  origin text    not null,
  size   bigint  not null,
  root   bytea   not null,
  broken text
);
insert into ledger.head (origin, size, root)
values ('zhishu/ledger-' || substr(gen_random_uuid()::text, 1, 8), 0, sha256(''));

-- Entries that came with their change in one transaction and wait for their place in the tree.
create table ledger.pending (
  id            text        primary key,
  at            timestamptz not null,
  kind          text        not null,
  subject       text        not null,
  entry         text        not null,
  waiting_since timestamptz not null default clock_timestamp()
);
create index pending_by_age on ledger.pending (waiting_since);

-- The leaves: canonical JSON without personal values, its place and its hash (RFC 6962).
create table ledger.entry (
  index   bigint      primary key,
  id      text        not null unique,
  at      timestamptz not null,
  kind    text        not null,
  subject text        not null,
  entry   text        not null,
  leaf    bytea       not null check (octet_length(leaf) = 32)
);
create index entry_by_subject on ledger.entry (subject, index);

-- What an entry is about, beside the tree, so that personal information can be erased and the proof stays.
create table ledger.body (
  id   text primary key,
  body text,
  salt bytea
);

-- Full tiles only (C2SP tlog-tiles): partial ones follow from the leaves and from the roots one level below.
create table ledger.tile (
  level  int    not null,
  index  bigint not null,
  hashes bytea  not null check (octet_length(hashes) = 8192),
  root   bytea  not null check (octet_length(root) = 32),
  primary key (level, index)
);
alter table ledger.tile alter column hashes set storage external;

create table ledger.checkpoint (
  size  bigint      primary key,
  root  bytea       not null,
  -- the complete subtrees, largest first: an audit goes on from here behind a fault
  peaks bytea       not null,
  note  text        not null,
  at    timestamptz not null
);

-- Every key that ever signed for this log, and from which size on.
create table ledger.signer (
  verifier text        primary key,
  since    bigint      not null,
  at       timestamptz not null
);

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ledger.% is written once and never changed', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger written_once before update or delete or truncate on ledger.entry
  for each statement execute function ledger.refuse_change();
create trigger written_once before update or delete or truncate on ledger.tile
  for each statement execute function ledger.refuse_change();
create trigger written_once before update or delete or truncate on ledger.checkpoint
  for each statement execute function ledger.refuse_change();
create trigger written_once before update or delete or truncate on ledger.signer
  for each statement execute function ledger.refuse_change();
create trigger never_emptied before truncate on ledger.pending
  for each statement execute function ledger.refuse_change();
create trigger never_emptied before delete or truncate on ledger.head
  for each statement execute function ledger.refuse_change();
create trigger never_emptied before delete or truncate on ledger.body
  for each statement execute function ledger.refuse_change();

create function ledger.refuse_rewind() returns trigger language plpgsql as $$
begin
  if new.size < old.size or new.origin <> old.origin then
    raise exception 'The ledger only grows' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger only_grows before update on ledger.head
  for each row execute function ledger.refuse_rewind();

create function ledger.refuse_rewriting() returns trigger language plpgsql as $$
begin
  if new.id <> old.id or new.body is not null or new.salt is not null
    or current_setting('ledger.erasing', true) is distinct from old.id then
    raise exception 'A body is erased by ledger.erase_body or not at all' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger only_erased before update on ledger.body
  for each row execute function ledger.refuse_rewriting();

-- Puts events on record in the caller's transaction, or says why the ledger refuses service.
create function ledger.put(
  ids text[], instants timestamptz[], kinds text[], subjects text[], entries text[], bodies text[], salts text[],
  limit_seconds float8
) returns text language plpgsql as $$
begin
  if exists (select from ledger.head where broken is not null) then
    return 'broken';
  end if;
  if exists (
    select from ledger.pending where waiting_since < statement_timestamp() - make_interval(secs => limit_seconds)
  ) then
    return 'behind';
  end if;
  insert into ledger.body (id, body, salt)
  select id, body, decode(salt, 'hex') from unnest(ids, bodies, salts) as t (id, body, salt);
  insert into ledger.pending (id, at, kind, subject, entry)
  select * from unnest(ids, instants, kinds, subjects, entries);
  return 'recorded';
end $$;

-- Erases body and salt of one entry (个人信息保护法 第四十七条); the entry and its digest stay in the tree.
create function ledger.erase_body(entry_id text) returns boolean language plpgsql as $$
declare erased boolean;
begin
  perform set_config('ledger.erasing', entry_id, true);
  update ledger.body set body = null, salt = null where id = entry_id and body is not null;
  erased := found;
  perform set_config('ledger.erasing', '', true);
  return erased;
end $$;
