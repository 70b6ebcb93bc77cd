-- What an auditor looks entries up by; actor and party stand in the leaf itself.
create index entry_by_actor on ledger.entry (((entry::jsonb) ->> 'actor'), index);
create index entry_by_party on ledger.entry (((entry::jsonb) ->> 'party'), index);
create index entry_by_kind on ledger.entry (kind text_pattern_ops, index);
create index entry_by_time on ledger.entry using brin (at);
