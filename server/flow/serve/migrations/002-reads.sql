-- Who read how much: counted out of the ledger's entries, so it may be emptied and counted anew at any time.
create table serve.tally (
  agreement    text        not null,
  channel      text        not null check (channel in ('api', 'file', 'delta')),
  read_on      date        not null,
  requests     bigint      not null check (requests >= 0),
  rows         bigint      not null check (rows >= 0),
  bytes        bigint      not null check (bytes >= 0),
  denials      bigint      not null check (denials >= 0),
  last_read_at timestamptz,
  primary key (agreement, read_on, channel)
);

-- Place in the ledger up to which each kind of entry has been counted.
create table serve.tally_mark (
  kind    text   primary key,
  counted bigint not null
);
insert into serve.tally_mark values ('serve.read', -1), ('policy.denied', -1);
