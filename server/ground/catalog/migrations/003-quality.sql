-- The band in which the score of the newest served version lies, a facet of the search; none: nothing served yet.
alter table catalog.shown add column quality text not null default 'none' check (quality in ('high', 'middle', 'low', 'none'));

create function catalog.quality_of(of text) returns text language sql stable as $$
  select coalesce((
    select case when v.score >= 95 then 'high' when v.score >= 80 then 'middle' when v.score is not null then 'low' end
    from catalog.version v where v.resource = of and v.state = 'served' order by v.n desc limit 1), 'none')
$$;

update catalog.shown set quality = catalog.quality_of(resource);
