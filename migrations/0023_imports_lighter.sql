-- What a large import paid for at every row and nothing ever asked.
-- The parts of entries that have readers of their own are records that no list orders by title or change: they are listed by identifier and found
-- through their entry. Their titles stood in two indexes in the order of a language, which is the dearest to compare, and each of the four wrote
-- its pages to the log again: an import of entries with two parts spends nearly a tenth less in the database, and writes two fifths less to the
-- log for its records.
drop index record_by_title;
create index record_by_title on record (workspace_id, kind, state, title_sort, id) where kind <> 'entry-part';
drop index record_by_change;
create index record_by_change on record (workspace_id, kind, state, changed_at, id) where kind <> 'entry-part';
drop index record_by_title_down;
create index record_by_title_down on record (workspace_id, kind, state, title_sort desc nulls last, id) where kind <> 'entry-part';
drop index record_by_newest;
create index record_by_newest on record (workspace_id, kind, state, changed_at desc nulls last, id) where kind <> 'entry-part';
