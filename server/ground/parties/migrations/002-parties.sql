-- Where a person served before (调任前的单位与职务): one row per organisation left; the present one stands in parties.person.
create table parties.posting (
  person   text        not null references parties.person,
  n        int         not null,
  org      text        not null references parties.org,
  title_zh text        not null,
  title_en text        not null,
  since_at timestamptz not null,
  until_at timestamptz not null check (until_at >= since_at),
  moved_by text        not null,
  primary key (person, n)
);
create index client_by_org on parties.client (org, id);
