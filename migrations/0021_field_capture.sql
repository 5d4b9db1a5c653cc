-- Field capture: phones and tablets on which an officer fills in entries without a network, and what they sent.
create table capture_device (
	workspace_id uuid not null,
	id uuid not null,
	seat_id uuid not null,
	name text not null,
	-- The keys of the registers whose forms it was given.
	registers text[] not null,
	made_at timestamptz not null,
	contacted_at timestamptz not null,
	revoked_at timestamptz,
	revoked_by uuid,
	revoked_reason text,
	-- When it told that it has erased what it held.
	erased_at timestamptz,
	constraint capture_device_pkey primary key (workspace_id, id),
	constraint capture_device_revoked check ((revoked_at is null) = (revoked_by is null))
);
create index capture_device_of_seat on capture_device (workspace_id, seat_id, made_at);

-- What was captured: the identifier is the device's own, so that what is sent twice is taken in once. The content of what a person has to
-- decide is kept until it is decided, and no longer.
create table field_capture (
	workspace_id uuid not null,
	id uuid not null,
	device_id uuid not null,
	seat_id uuid not null,
	register_id uuid not null,
	-- The version of the declaration whose form was filled in.
	register_version integer not null,
	entry_id uuid,
	-- Of an entry that was taken along to be corrected: the version it had.
	entry_version integer,
	state text not null,
	reason text,
	content jsonb,
	-- By the clock of the device.
	captured_day date not null,
	captured_at timestamptz not null,
	received_at timestamptz not null,
	-- By how many seconds the device's clock was ahead of ours, where that is much.
	clock_off integer,
	decided_at timestamptz,
	decided_by uuid,
	constraint field_capture_pkey primary key (workspace_id, id),
	constraint field_capture_state_known check (state in ('entered', 'conflict', 'decided', 'dropped')),
	constraint field_capture_kept check ((state = 'conflict') = (content is not null)),
	constraint field_capture_decided check ((state in ('decided', 'dropped')) = (decided_at is not null))
);
create index field_capture_of_register on field_capture (workspace_id, register_id, state, received_at);
create index field_capture_of_seat on field_capture (workspace_id, seat_id, state, received_at);
create index field_capture_of_device on field_capture (workspace_id, device_id);

-- distribute: capture_device field_capture

alter table capture_device add constraint capture_device_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table capture_device add constraint capture_device_revoker foreign key (workspace_id, revoked_by) references seat (workspace_id, id);
alter table field_capture add constraint field_capture_device foreign key (workspace_id, device_id) references capture_device (workspace_id, id);
alter table field_capture add constraint field_capture_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table field_capture add constraint field_capture_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table field_capture add constraint field_capture_entry foreign key (workspace_id, entry_id) references entry (workspace_id, id);
alter table field_capture add constraint field_capture_decider foreign key (workspace_id, decided_by) references seat (workspace_id, id);

do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	name text;
begin
	foreach name in array array['capture_device', 'field_capture'] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
		execute format('create policy own_workspace on %I using (%s) with check (%s)', name, own, own);
	end loop;
end
$$;

grant select, insert, update on capture_device, field_capture to pitso_app;
