-- What the columns of a version look like, computed once from the rows as they landed.
create table quality.profile (
  resource text        not null,
  n        int         not null,
  made_at  timestamptz not null,
  profile  jsonb       not null,
  primary key (resource, n)
);
