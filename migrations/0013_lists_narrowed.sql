-- Lists of entries that several fields narrow: what the index of one field finds was read row by row for the others, 25,000 rows for a page of
-- fifty. The indexes that lists are mostly narrowed by carry the others as keys, so that all of it is met in the index.
-- Keys, not columns that are only included: a condition is met before the row is read for keys alone. They stand after the entry, so that each index
-- still serves its own field in the order of the entries. Three texts of at most 600 bytes and the rest stay under what an entry of an index takes (2,700).
do $$
declare
	carried constant text[] := array['state', 'text_1', 'text_2', 'text_3', 'reference_1', 'reference_2',
		'number_1', 'number_2', 'number_3', 'day_1', 'day_2', 'day_3'];
	name text;
begin
	foreach name in array array['text_1', 'text_2', 'text_3', 'reference_1', 'reference_2'] loop
		execute format('drop index entry_part_by_%s', name);
		execute format('create index entry_part_by_%1$s on entry_part (workspace_id, register_id, part, %1$I, entry_id, %2$s) include (id) where %1$I is not null',
			name, array_to_string(array_remove(carried, name), ', '));
	end loop;
end
$$;
