-- Registers: lists that are declared instead of coded. One table holds the documents of all entries with a fixed set of typed columns, which a
-- declaration assigns its filtered fields to; nothing here changes when a register is declared.
-- Tables first and without foreign keys (Citus distributes only such tables), then constraints by name, one a statement.

create table register (
	workspace_id uuid not null,
	id uuid not null,
	code text not null,
	declaration text not null,
	version integer not null,
	-- Of the declaration's text: what was made ready of it once serves every workspace that has the same.
	digest text not null,
	shipped_version integer,
	constraint register_pkey primary key (workspace_id, id),
	constraint register_code_once unique (workspace_id, code),
	constraint register_versions check (version >= 1 and shipped_version >= 1)
);

-- Declarations as they stood: an entry is read by the one it was last kept under.
create table register_version (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	version integer not null,
	declaration text not null,
	declared_at timestamptz not null,
	constraint register_version_pkey primary key (workspace_id, id),
	constraint register_version_once unique (workspace_id, register_id, version)
);

create table entry (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	register_version integer not null,
	state text not null,
	state_day date not null,
	ended_day date,
	entering_actor_id uuid,
	-- The day on which what the register says of retention was done; none where it is still to be done.
	retention_day date,
	-- Counts the changes to the entry and all its parts, so that each counts up the version that the next is made from.
	revision integer not null,
	constraint entry_pkey primary key (workspace_id, id)
);
create index entry_of_register on entry (workspace_id, register_id, id);
create index entry_by_state on entry (workspace_id, register_id, state, state_day, id);
create index entry_ended on entry (workspace_id, register_id, ended_day, id) where ended_day is not null and retention_day is null;

-- What one circle of readers sees of an entry: a record with an audience of its own. The part called open is the entry itself.
create table entry_part (
	workspace_id uuid not null,
	id uuid not null,
	entry_id uuid not null,
	register_id uuid not null,
	part text not null,
	state text not null,
	text_1 text, text_2 text, text_3 text, text_4 text, text_5 text, text_6 text,
	text_7 text, text_8 text, text_9 text, text_10 text, text_11 text, text_12 text,
	number_1 bigint, number_2 bigint, number_3 bigint, number_4 bigint,
	number_5 bigint, number_6 bigint, number_7 bigint, number_8 bigint,
	day_1 date, day_2 date, day_3 date, day_4 date, day_5 date, day_6 date,
	reference_1 uuid, reference_2 uuid, reference_3 uuid, reference_4 uuid, reference_5 uuid, reference_6 uuid,
	constraint entry_part_pkey primary key (workspace_id, id),
	constraint entry_part_once unique (workspace_id, entry_id, part)
);
-- Lists stand in the order of the entries, whichever part is looked into; the part's own identifier leads to its record, who sees it.
create index entry_part_of_register on entry_part (workspace_id, register_id, part, entry_id) include (id);
create index entry_part_by_state on entry_part (workspace_id, register_id, part, state, entry_id) include (id);

do $$
declare
	name text;
begin
	foreach name in array array['text_1', 'text_2', 'text_3', 'text_4', 'text_5', 'text_6', 'text_7', 'text_8', 'text_9', 'text_10', 'text_11', 'text_12',
		'number_1', 'number_2', 'number_3', 'number_4', 'number_5', 'number_6', 'number_7', 'number_8',
		'day_1', 'day_2', 'day_3', 'day_4', 'day_5', 'day_6',
		'reference_1', 'reference_2', 'reference_3', 'reference_4', 'reference_5', 'reference_6']
	loop
		execute format('create index entry_part_by_%s on entry_part (workspace_id, register_id, part, %I, entry_id) include (id) where %I is not null', name, name, name);
	end loop;
end
$$;

-- The document lies apart, so that what lists filter and sort by stays narrow: a page reads the documents of the rows it shows.
create table entry_document (
	workspace_id uuid not null,
	id uuid not null,
	entry_id uuid not null,
	document jsonb not null,
	constraint entry_document_pkey primary key (workspace_id, id)
);
create index entry_document_of_entry on entry_document (workspace_id, entry_id);

create table entry_row (
	workspace_id uuid not null,
	id uuid not null,
	part_id uuid not null,
	entry_id uuid not null,
	table_key text not null,
	position integer not null,
	document jsonb not null,
	constraint entry_row_pkey primary key (workspace_id, id)
);
create index entry_row_in_order on entry_row (workspace_id, part_id, table_key, position);

-- One row for each code of a field that takes many, so that lists are filtered by them; worked out from the documents, outside the history.
create table entry_choice (
	workspace_id uuid not null,
	part_id uuid not null,
	register_id uuid not null,
	field text not null,
	code text not null,
	constraint entry_choice_pkey primary key (workspace_id, part_id, field, code)
);
create index entry_choice_by_code on entry_choice (workspace_id, register_id, field, code, part_id);

create table entry_tally (
	workspace_id uuid not null,
	measure text not null,
	owner text not null,
	other text not null,
	value text not null,
	audience text[] not null,
	records integer not null,
	-- What the entries add up to, exactly: a sum of whole numbers of eight bytes would end at some 90,000 of the largest amounts.
	amount numeric not null,
	constraint entry_tally_pkey primary key (workspace_id, measure, owner, other, value, audience)
);

create table register_view (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	seat_id uuid not null,
	name text not null,
	address text not null,
	is_shared boolean not null,
	-- What the seat finds first when it opens the register.
	is_first boolean not null,
	constraint register_view_pkey primary key (workspace_id, id),
	constraint register_view_named_once unique (workspace_id, register_id, seat_id, name)
);
create index register_view_of_register on register_view (workspace_id, register_id, name);
create unique index register_view_one_first on register_view (workspace_id, register_id, seat_id) where is_first;

-- How far a job is that takes long, for whoever waits for it; told while it runs, beside its transaction.
alter table job add column progress_step text;
alter table job add column progress_done integer;
alter table job add column progress_total integer;

-- A pivot over more entries than are counted while a page waits: how far it is, and what came of it, for the seat that asked and nobody else.
create table register_pivot (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	seat_id uuid not null,
	-- Whom the asking seat saw as when it was counted: what came of it is told only while it still sees all of that.
	seen_as text[] not null,
	question text not null,
	state text not null,
	counted integer not null,
	total integer not null,
	result text,
	asked_at timestamptz not null,
	ended_at timestamptz,
	constraint register_pivot_pkey primary key (workspace_id, id),
	constraint register_pivot_state_known check (state in ('waiting', 'running', 'done'))
);
create index register_pivot_of_seat on register_pivot (workspace_id, seat_id, asked_at);

-- The calendar of one register, beside those of structures.
alter table calendar_feed add column register_id uuid;

-- distribute: register register_version entry entry_part entry_document entry_row entry_choice entry_tally register_view register_pivot

alter table register add constraint register_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table register_version add constraint register_version_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table entry add constraint entry_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table entry add constraint entry_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table entry add constraint entry_entering_actor foreign key (workspace_id, entering_actor_id) references actor (workspace_id, id);
alter table entry_part add constraint entry_part_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table entry_part add constraint entry_part_entry foreign key (workspace_id, entry_id) references entry (workspace_id, id);
alter table entry_part add constraint entry_part_register foreign key (workspace_id, register_id) references register (workspace_id, id);
-- A part is a record of the same identifier. Looked for in the table of parts, whose many indexes all begin alike, it was found by reading the
-- workspace's parts from end to end while that table was new: a hundred thousand entries at once took minutes instead of seconds.
alter table entry_document add constraint entry_document_part foreign key (workspace_id, id) references record (workspace_id, id);
alter table entry_document add constraint entry_document_entry foreign key (workspace_id, entry_id) references entry (workspace_id, id);
alter table entry_row add constraint entry_row_part foreign key (workspace_id, part_id) references record (workspace_id, id);
alter table entry_row add constraint entry_row_entry foreign key (workspace_id, entry_id) references entry (workspace_id, id);
alter table entry_choice add constraint entry_choice_part foreign key (workspace_id, part_id) references record (workspace_id, id);
alter table entry_choice add constraint entry_choice_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table register_view add constraint register_view_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table register_view add constraint register_view_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table register_pivot add constraint register_pivot_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table calendar_feed add constraint calendar_feed_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table register_pivot add constraint register_pivot_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);

-- One workspace; who sees an entry or a part of it is decided by its record, and the results have an audience of their own.
do $$
declare
	plain constant text[] := array['register', 'register_version', 'entry', 'entry_part', 'entry_document', 'entry_row', 'entry_choice', 'register_view', 'register_pivot'];
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	meets constant text := '(audience[1] = ''public'' or audience && string_to_array(current_setting(''app.audience'', true), '','')
		or current_setting(''app.audience'', true) = ''system'')';
	name text;
begin
	foreach name in array plain || array['entry_tally'] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
	end loop;
	foreach name in array plain loop
		execute format('create policy own_workspace on %I using (%s) with check (%s)', name, own, own);
	end loop;
	execute format('create policy seen on entry_tally for select using (%s and %s)', own, meets);
	execute format('create policy added on entry_tally for insert with check (%s)', own);
	execute format('create policy changed on entry_tally for update using (%s and %s) with check (%s)', own, meets, own);
	execute format('create policy cleared on entry_tally for delete using (%s and %s)', own, meets);
end
$$;

grant select, insert, update on
	register, register_version, entry, entry_part, entry_document, entry_row, entry_choice, entry_tally, register_view,
	register_pivot
	to pitso_app;
grant delete on entry_row, entry_choice, entry_tally, register_view, register_pivot to pitso_app;
