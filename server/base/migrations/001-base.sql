-- Answers kept for the Idempotency-Key header, seven days (design: security.md, Reliability).
create table base.answer (
  actor          text        not null,
  key            text        not null,
  request_sha256 text        not null,
  status         int         not null,
  body           jsonb,
  answered_at    timestamptz not null default now(),
  primary key (actor, key)
);
create index answer_by_age on base.answer (answered_at);

-- One row per effect already made by a job or subscriber: at-least-once transport, exactly-once effect.
create table base.effect (
  consumer text        not null,
  event    text        not null,
  made_at  timestamptz not null default now(),
  primary key (consumer, event)
);
