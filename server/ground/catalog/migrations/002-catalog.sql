-- How often the working revision has been written: of two officers who change one draft, the second is told.
alter table catalog.resource add column edition int not null default 1 check (edition >= 1);

-- An entry taken back by its provider (目录条目的撤下): no official finds it any more, its history stays.
alter table catalog.revision drop constraint revision_state_check;
alter table catalog.revision add constraint revision_state_check
  check (state in ('draft', 'inReview', 'published', 'superseded', 'withdrawn'));
