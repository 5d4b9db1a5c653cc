-- What keeps pages quick however much a workspace holds: totals that commands keep, a search that looks only into its own
-- workspace and kind, and a comparison of audiences that costs little for what everybody may see.

-- How many records there are of each kind, by state, origin and audience: of the whole kind (part ''), and of each part where a kind is
-- divided (actors by their kind, areas by their framework). Whoever sees a record sees the row that counts it, so that a sum over the rows seen is the total of a list.
create table tally (
	workspace_id uuid not null,
	kind text not null,
	part text not null,
	state text not null,
	origin text not null,
	audience text[] not null,
	records integer not null,
	constraint tally_pkey primary key (workspace_id, kind, part, state, origin, audience)
);

-- distribute: tally

-- The first comparison says what the others say, at a tenth of their cost: the public is in every reader's audience.
do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	meets constant text := '(audience[1] = ''public'' or audience && string_to_array(current_setting(''app.audience'', true), '','')
		or current_setting(''app.audience'', true) = ''system'')';
	name text;
begin
	foreach name in array array['record', 'file', 'record_search', 'event_payload'] loop
		execute format('alter policy seen on %I using (%s and %s)', name, own, meets);
		execute format('alter policy changed on %I using (%s and %s) with check (%s)', name, own, meets, own);
		execute format('alter policy removed on %I using (%s and %s)', name, own, meets);
	end loop;
	alter table tally enable row level security;
	alter table tally force row level security;
	execute format('create policy seen on tally for select using (%s and %s)', own, meets);
	execute format('create policy added on tally for insert with check (%s)', own);
	execute format('create policy changed on tally for update using (%s and %s) with check (%s)', own, meets, own);
end
$$;

-- What is closed to the public, said so that the planner takes it for what it nearly always is: true of every row. In the search table
-- it holds for the application alone; the search function below asks it of the kinds it looks for, once and not of every row, or
-- the index of words could not be used.
alter policy open_to_reader on record
	using (nullif(coalesce(current_setting('app.closed_kinds', true), '') <> '' and kind = any (string_to_array(current_setting('app.closed_kinds', true), ',')), true) is not null);
alter policy open_to_reader on record_search to pitso_app
	using (nullif(coalesce(current_setting('app.closed_kinds', true), '') <> '' and kind = any (string_to_array(current_setting('app.closed_kinds', true), ',')), true) is not null);
create policy open_to_reader on tally as restrictive for select
	using (nullif(coalesce(current_setting('app.closed_kinds', true), '') <> '' and kind = any (string_to_array(current_setting('app.closed_kinds', true), ',')), true) is not null);
grant select, insert, update on tally to pitso_app;

do $$
declare
	one uuid;
begin
	set local app.audience = 'system';
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		insert into tally (workspace_id, kind, part, state, origin, audience, records)
			select record.workspace_id, record.kind, '', record.state, record.origin, record.audience, count(*)
			from record
			where record.workspace_id = one
			group by 1, 2, 3, 4, 5, 6
			union all
			select record.workspace_id, record.kind, coalesce(actor.kind, structure.kind, framework.kind, theme_area.framework_id::text),
				record.state, record.origin, record.audience, count(*)
			from record
			left join actor on actor.workspace_id = record.workspace_id and actor.id = record.id
			left join structure on structure.workspace_id = record.workspace_id and structure.id = record.id
			left join framework on framework.workspace_id = record.workspace_id and framework.id = record.id
			left join theme_area on theme_area.workspace_id = record.workspace_id and theme_area.id = record.id
			where record.workspace_id = one and coalesce(actor.kind, structure.kind, framework.kind, theme_area.framework_id::text) is not null
			group by 1, 2, 3, 4, 5, 6;
	end loop;
	set local app.workspace_id = '';
	set local app.audience = '';
end
$$;

-- What a filter leaves is counted by joining on the identifier, from the index alone.
drop index record_counted;
create index record_counted on record (workspace_id, kind, state, id) include (audience);
-- The status board shows the last changes of all structures.
create index structure_status_newest on structure_status (workspace_id, created_at desc, id desc);

-- Every word stands in the index under a mark of its workspace, its kind and how much its record says: the beginning of a word is
-- looked up among the words of that workspace and kind alone, however many neighbours use it too. A mark says nothing to anybody; that
-- two places share one would cost time and show nothing, since the function below still compares workspace and kind.
create function search_mark(workspace uuid, kind text, size integer) returns text language sql immutable parallel safe
	as $$ select left(md5(workspace::text || ' ' || kind || ' ' || size::text), 12) || ' ' $$;
create function search_words(workspace uuid, kind text, vector tsvector) returns tsvector language sql immutable parallel safe
	as $$
		select array_to_tsvector(array(select marked.mark || word.word
			from (select left(md5(workspace::text || ' ' || kind || ' ' || least(length(vector) / 12, 2)::text), 12) || ' ' as mark offset 0) marked,
				unnest(tsvector_to_array(vector)) as word (word)))
	$$;

drop index record_search_vector;
-- Without a waiting list: what is written now is found as quickly as what was written long ago.
create index record_search_words on record_search using gin (workspace_id, search_words(workspace_id, kind, vector)) with (fastupdate = off);

-- Of each kind asked for, the first `most` matches found are ranked, records that say little before records that say much: where
-- thousands hold a word, those that hold little else are meant.
create or replace function search_records(configuration regconfig, words text, kinds text[], most integer)
	returns table (record_id uuid, kind text, rank real)
	language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off
	as $$
		select found.record_id, found.kind, ts_rank(found.vector, asked.query)
		from (
			select
				nullif(current_setting('app.workspace_id', true), '')::uuid as workspace,
				to_tsquery(configuration, words) || to_tsquery('simple', words) as query,
				string_to_array(current_setting('app.audience', true), ',') as audience
			offset 0
		) asked
		cross join (
			select kind from unnest(kinds) as every (kind)
			where coalesce(current_setting('app.closed_kinds', true), '') = '' or kind <> all (string_to_array(current_setting('app.closed_kinds', true), ','))
		) wanted
		cross join lateral (
			select sized.*
			from (
				select regexp_replace(asked.query::text, '''((?:[^'']|'''')*)''', '''' || search_mark(asked.workspace, wanted.kind, size) || '\1''', 'g')::tsquery as query
				from generate_series(0, 2) as size
				where asked.workspace is not null
				offset 0
			) marked
			cross join lateral (
				select record_search.record_id, record_search.kind, record_search.vector
				from record_search
				where record_search.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
					and record_search.kind = wanted.kind
					and search_words(record_search.workspace_id, record_search.kind, record_search.vector) @@ marked.query
					and (record_search.audience[1] = 'public' or record_search.audience && asked.audience)
				limit most
			) sized
			limit most
		) found
		order by 3 desc, 1
	$$;
