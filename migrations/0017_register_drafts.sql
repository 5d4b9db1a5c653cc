-- Registers declared by forms: a draft holds the text of a declaration in the making, faults allowed. And the figures of registers that stand on
-- home pages. Tables first and without foreign keys (Citus distributes only such tables), then constraints by name, one a statement.

create table register_draft (
	workspace_id uuid not null,
	id uuid not null,
	-- The key of the register it is to declare: one draft of a register at a time.
	register_key text not null,
	text text not null,
	-- The version that stood when it was begun; none for a register that is new.
	from_version integer,
	-- What was changed last, by its place in the declaration: the history tells it where the text would be too long to read.
	piece text not null,
	-- The spreadsheet it was begun from, whose rows can be brought in once it is declared. Files that nobody attaches go after a day.
	file_id uuid,
	is_open boolean not null,
	constraint register_draft_pkey primary key (workspace_id, id),
	constraint register_draft_from check (from_version >= 1)
);
create unique index register_draft_once on register_draft (workspace_id, register_key) where is_open;

create table home_figure (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	-- A headline or a chart that the register declares: headline.KEY or chart.KEY.
	figure text not null,
	-- The seat whose home page it stands on; none where it stands on everybody's.
	seat_id uuid,
	position integer not null,
	constraint home_figure_pkey primary key (workspace_id, id),
	constraint home_figure_known check (figure ~ '^(headline|chart)\.[a-z0-9]+(-[a-z0-9]+)*$')
);
create unique index home_figure_of_seat_once on home_figure (workspace_id, seat_id, register_id, figure) where seat_id is not null;
create unique index home_figure_of_all_once on home_figure (workspace_id, register_id, figure) where seat_id is null;

-- distribute: register_draft home_figure

alter table register_draft add constraint register_draft_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table home_figure add constraint home_figure_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table home_figure add constraint home_figure_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);

do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	name text;
begin
	foreach name in array array['register_draft', 'home_figure'] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
		execute format('create policy own_workspace on %I using (%s) with check (%s)', name, own, own);
	end loop;
end
$$;

grant select, insert, update on register_draft, home_figure to pitso_app;
grant delete on home_figure to pitso_app;
