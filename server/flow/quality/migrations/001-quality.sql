create schema quality;

-- The verdict on each checked version: indicators with A and B, so that any formula can be shown later.
create table quality.verdict (
  resource   text             not null,
  n          int              not null,
  checked_at timestamptz      not null,
  score      double precision check (score between 0 and 100),
  verdict    jsonb            not null,
  primary key (resource, n)
);
