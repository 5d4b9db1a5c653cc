-- A later version of a shipped register that a workspace could not simply be given, since it has changed its own: kept with its text until
-- somebody takes it or declines it, and after that as what the next one is compared with.
create table register_upgrade (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	-- The version as it was shipped, and its declaration.
	shipped_version integer not null,
	declaration text not null,
	-- Waiting; taken in; declined with a reason; or passed over, since a later one came before anybody had decided.
	state text not null,
	reason text,
	offered_at timestamptz not null,
	decided_at timestamptz,
	constraint register_upgrade_pkey primary key (workspace_id, id),
	constraint register_upgrade_once unique (workspace_id, register_id, shipped_version),
	constraint register_upgrade_version check (shipped_version >= 1),
	constraint register_upgrade_state check (state in ('waiting', 'taken', 'declined', 'passed')),
	constraint register_upgrade_decided check ((state = 'waiting') = (decided_at is null)),
	constraint register_upgrade_reason check (state <> 'declined' or reason is not null)
);
create unique index register_upgrade_one_waiting on register_upgrade (workspace_id, register_id) where state = 'waiting';

-- The identifier that a tool for surveys gave the answer which became an entry: brought again, it is known by it.
create table entry_answer (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	entry_id uuid not null,
	answer text not null,
	constraint entry_answer_pkey primary key (workspace_id, id),
	constraint entry_answer_once unique (workspace_id, register_id, answer)
);
create index entry_answer_of_entry on entry_answer (workspace_id, entry_id);

-- distribute: register_upgrade entry_answer

alter table register_upgrade add constraint register_upgrade_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table entry_answer add constraint entry_answer_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table entry_answer add constraint entry_answer_entry foreign key (workspace_id, entry_id) references entry (workspace_id, id);

alter table register_upgrade enable row level security;
alter table register_upgrade force row level security;
create policy own_workspace on register_upgrade
	using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
	with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);

grant select, insert, update on register_upgrade to pitso_app;

alter table entry_answer enable row level security;
alter table entry_answer force row level security;
create policy own_workspace on entry_answer
	using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
	with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);

grant select, insert on entry_answer to pitso_app;
