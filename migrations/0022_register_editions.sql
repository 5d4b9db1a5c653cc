-- Reports of registers: what one holds and when it is made (a template), and what it told of a period as it then stood (an edition). An edition
-- is corrected by a further issue, which says what it changed; none is ever overwritten once it is complete.

create table report_template (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	key text not null,
	version integer not null,
	definition text not null,
	-- Of the definition its register declared; none where somebody made it, another one where somebody changed it since.
	declared_digest text,
	-- Editions are made by the clock of periods that ended on this day or later.
	since_day date not null,
	constraint report_template_pkey primary key (workspace_id, id),
	constraint report_template_key_taken unique (workspace_id, register_id, key)
);

create table report_template_version (
	workspace_id uuid not null,
	id uuid not null,
	report_template_id uuid not null,
	version integer not null,
	definition text not null,
	made_at timestamptz not null,
	constraint report_template_version_pkey primary key (workspace_id, id),
	constraint report_template_version_once unique (workspace_id, report_template_id, version)
);

create table report_edition (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	report_template_id uuid not null,
	first_day date not null,
	last_day date not null,
	state text not null,
	-- The issue that stands.
	issue integer not null,
	completed_day date,
	-- Kept beside the state of its record, so that a period has one edition that stands and any number that were withdrawn.
	is_withdrawn boolean not null,
	constraint report_edition_pkey primary key (workspace_id, id),
	constraint report_edition_state_known check (state in ('draft', 'complete')),
	constraint report_edition_days check (first_day <= last_day)
);
create unique index report_edition_of_period on report_edition (workspace_id, report_template_id, first_day, last_day) where not is_withdrawn;
create index report_edition_of_register on report_edition (workspace_id, register_id, last_day desc, id);
create index report_edition_by_period on report_edition (workspace_id, last_day desc, id);
create index report_edition_by_state on report_edition (workspace_id, state, last_day, id);

create table report_issue (
	workspace_id uuid not null,
	id uuid not null,
	report_edition_id uuid not null,
	number integer not null,
	made_at timestamptz not null,
	-- None where the clock made it.
	seat_id uuid,
	register_version integer not null,
	template_version integer not null,
	-- What it says, as it stood: figures, tables, pictures and sentences, in each of its languages.
	content text not null,
	reason text,
	constraint report_issue_pkey primary key (workspace_id, id),
	constraint report_issue_once unique (workspace_id, report_edition_id, number)
);

create table report_issue_file (
	workspace_id uuid not null,
	id uuid not null,
	report_issue_id uuid not null,
	language text not null,
	format text not null,
	file_id uuid not null,
	constraint report_issue_file_pkey primary key (workspace_id, id),
	constraint report_issue_file_once unique (workspace_id, report_issue_id, language, format),
	constraint report_issue_file_format_known check (format in ('docx', 'pdf', 'xlsx'))
);

-- Whom an edition was sent to: their first page tells of it.
create table report_recipient (
	workspace_id uuid not null,
	id uuid not null,
	report_edition_id uuid not null,
	seat_id uuid not null,
	sent_day date not null,
	constraint report_recipient_pkey primary key (workspace_id, id),
	constraint report_recipient_once unique (workspace_id, report_edition_id, seat_id)
);
create index report_recipient_of_seat on report_recipient (workspace_id, seat_id, sent_day);

-- distribute: report_template report_template_version report_edition report_issue report_issue_file report_recipient

alter table report_template add constraint report_template_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table report_template add constraint report_template_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table report_template_version add constraint report_template_version_template foreign key (workspace_id, report_template_id) references report_template (workspace_id, id);
alter table report_edition add constraint report_edition_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table report_edition add constraint report_edition_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table report_edition add constraint report_edition_template foreign key (workspace_id, report_template_id) references report_template (workspace_id, id);
alter table report_issue add constraint report_issue_edition foreign key (workspace_id, report_edition_id) references report_edition (workspace_id, id);
alter table report_issue add constraint report_issue_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table report_issue_file add constraint report_issue_file_issue foreign key (workspace_id, report_issue_id) references report_issue (workspace_id, id);
alter table report_issue_file add constraint report_issue_file_file foreign key (workspace_id, file_id) references file (workspace_id, id);
alter table report_recipient add constraint report_recipient_edition foreign key (workspace_id, report_edition_id) references report_edition (workspace_id, id);
alter table report_recipient add constraint report_recipient_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);

-- Row level security: one workspace; templates and editions stand under the audience of the record table, and their parts are read by joining it.

do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	name text;
begin
	foreach name in array array[
		'report_template', 'report_template_version', 'report_edition', 'report_issue', 'report_issue_file', 'report_recipient'
	] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
		execute format('create policy own_workspace on %I using (%s) with check (%s)', name, own, own);
	end loop;
end
$$;

grant select, insert, update on
	report_template, report_template_version, report_edition, report_issue, report_issue_file, report_recipient
	to pitso_app;
