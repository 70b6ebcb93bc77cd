create schema standards;

-- A column of a resource is a data element: proposed by the machine with evidence, decided by a person.
create table standards.binding (
  resource     text        not null,
  column_name  text        not null,
  element      text        not null,
  state        text        not null check (state in ('suggested', 'confirmed')),
  evidence     jsonb       not null,
  suggested_at timestamptz,
  decided_by   text,
  decided_at   timestamptz,
  primary key (resource, column_name),
  check ((state = 'confirmed') = (decided_by is not null)),
  check ((decided_by is null) = (decided_at is null))
);
