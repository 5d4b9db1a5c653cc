-- What the steps of a register's next version took out of entries or replaced in them, kept for a time so that the version before can be
-- brought back. One row for each part of an entry: who sees the part sees what stood in it, since it is read with the part's record.

create table entry_replaced (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	entry_id uuid not null,
	part_id uuid not null,
	-- The version whose steps did it.
	version integer not null,
	kept_until date not null,
	document jsonb not null,
	constraint entry_replaced_pkey primary key (workspace_id, id),
	constraint entry_replaced_once unique (workspace_id, part_id, version),
	constraint entry_replaced_versions check (version >= 2)
);
create index entry_replaced_of_entry on entry_replaced (workspace_id, entry_id, version);
create index entry_replaced_of_register on entry_replaced (workspace_id, register_id, version);
create index entry_replaced_until on entry_replaced (workspace_id, kept_until);

-- The last event before a version was declared: the history of an entry is told in the words of the version that held then. Of those declared
-- before it is not known, and told by the time.
alter table register_version add column after_sequence bigint;

-- distribute: entry_replaced

alter table entry_replaced add constraint entry_replaced_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table entry_replaced add constraint entry_replaced_entry foreign key (workspace_id, entry_id) references entry (workspace_id, id);
alter table entry_replaced add constraint entry_replaced_part foreign key (workspace_id, part_id) references record (workspace_id, id);

alter table entry_replaced enable row level security;
alter table entry_replaced force row level security;
create policy own_workspace on entry_replaced
	using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
	with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);

grant select, insert, update, delete on entry_replaced to pitso_app;
