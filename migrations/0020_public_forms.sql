-- Strangers send things to registers: what they send is kept apart from entries until a person has looked at it, sealed, and seen
-- by those who look through it alone.

-- Whether the form of a register is open, and between which days. The public reads it: it has no audience of its own.
create table public_form (
	workspace_id uuid not null,
	id uuid not null,
	is_open boolean not null,
	opens_on date,
	closes_on date,
	-- Why it was closed in haste; told to those who keep the register, not to the public.
	stop_reason text,
	changed_at timestamptz not null,
	constraint public_form_pkey primary key (workspace_id, id),
	constraint public_form_days_in_order check (opens_on is null or closes_on is null or opens_on <= closes_on)
);

create table submission (
	workspace_id uuid not null,
	id uuid not null,
	register_id uuid not null,
	number text not null,
	state text not null,
	audience text[] not null,
	-- The values that were sent, sealed with the installation's secret.
	sealed text not null,
	-- Keyed digest of all that was sent: what is the same is folded into one.
	digest text not null,
	-- Keyed digests of what it holds, by which it is found beside others that hold the like.
	marks text[] not null,
	-- How often the same was sent.
	times integer not null,
	links integer not null,
	files integer not null,
	language text not null,
	assigned_seat_id uuid,
	decided_seat_id uuid,
	entry_id uuid,
	sent_at timestamptz not null,
	decided_at timestamptz,
	-- From this day on it is erased, with its files.
	erase_day date not null,
	version integer not null,
	constraint submission_pkey primary key (workspace_id, id),
	constraint submission_number_once unique (workspace_id, number),
	constraint submission_audience_filled check (cardinality(audience) > 0),
	constraint submission_state_known check (state in ('waiting', 'asked', 'accepted', 'merged', 'declined', 'abuse', 'withdrawn')),
	constraint submission_times_positive check (times >= 1)
);
create index submission_queue on submission (workspace_id, register_id, state, sent_at, id);
create index submission_same on submission (workspace_id, register_id, digest);
create index submission_erased on submission (workspace_id, erase_day);
create index submission_entry on submission (workspace_id, entry_id) where entry_id is not null;

-- What whoever sent it holds: a code, of which the digest alone is kept, and where the answer is to go.
create table submission_receipt (
	workspace_id uuid not null,
	id uuid not null,
	submission_id uuid not null,
	audience text[] not null,
	code_digest text not null,
	sealed_email text,
	language text not null,
	sent_at timestamptz not null,
	constraint submission_receipt_pkey primary key (workspace_id, id),
	constraint submission_receipt_code_once unique (workspace_id, code_digest),
	constraint submission_receipt_audience_filled check (cardinality(audience) > 0)
);
create index submission_receipt_submission on submission_receipt (workspace_id, submission_id);

-- What was asked and answered between those who look through it and whoever sent it.
create table submission_message (
	workspace_id uuid not null,
	id uuid not null,
	submission_id uuid not null,
	audience text[] not null,
	-- The seat that wrote it; none where it came by a receipt.
	seat_id uuid,
	sealed text not null,
	written_at timestamptz not null,
	constraint submission_message_pkey primary key (workspace_id, id),
	constraint submission_message_audience_filled check (cardinality(audience) > 0)
);
create index submission_message_submission on submission_message (workspace_id, submission_id);

create table submission_file (
	workspace_id uuid not null,
	id uuid not null,
	submission_id uuid not null,
	audience text[] not null,
	field text not null,
	sealed_name text not null,
	mark text not null,
	constraint submission_file_pkey primary key (workspace_id, id),
	constraint submission_file_audience_filled check (cardinality(audience) > 0)
);
create index submission_file_submission on submission_file (workspace_id, submission_id);

-- What arrived of late, and from where as a digest that means nothing the next day: limits are counted by it, and a ticket serves once.
create table submission_arrival (
	workspace_id uuid not null,
	id uuid not null,
	kind text not null,
	register_id uuid,
	ticket uuid,
	address_mark text,
	network_mark text,
	arrived_at timestamptz not null,
	constraint submission_arrival_pkey primary key (workspace_id, id),
	constraint submission_arrival_ticket_once unique (workspace_id, ticket),
	constraint submission_arrival_kind_known check (kind in ('sent', 'file', 'code'))
);
create index submission_arrival_address on submission_arrival (workspace_id, kind, address_mark, arrived_at);
create index submission_arrival_network on submission_arrival (workspace_id, kind, network_mark, arrived_at);
create index submission_arrival_register on submission_arrival (workspace_id, kind, register_id, arrived_at);
create index submission_arrival_old on submission_arrival (workspace_id, arrived_at);

-- distribute: public_form submission submission_receipt submission_message submission_file submission_arrival
alter table public_form add constraint public_form_register foreign key (workspace_id, id) references register (workspace_id, id);
alter table submission add constraint submission_register foreign key (workspace_id, register_id) references register (workspace_id, id);
alter table submission add constraint submission_assigned_seat foreign key (workspace_id, assigned_seat_id) references seat (workspace_id, id);
alter table submission add constraint submission_decided_seat foreign key (workspace_id, decided_seat_id) references seat (workspace_id, id);
alter table submission add constraint submission_entry foreign key (workspace_id, entry_id) references entry (workspace_id, id);
alter table submission_receipt add constraint submission_receipt_submission foreign key (workspace_id, submission_id) references submission (workspace_id, id);
alter table submission_message add constraint submission_message_submission foreign key (workspace_id, submission_id) references submission (workspace_id, id);
alter table submission_message add constraint submission_message_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table submission_file add constraint submission_file_submission foreign key (workspace_id, submission_id) references submission (workspace_id, id);
alter table submission_file add constraint submission_file_file foreign key (workspace_id, id) references file (workspace_id, id);
alter table submission_arrival add constraint submission_arrival_register foreign key (workspace_id, register_id) references register (workspace_id, id);

do $$
declare
	plain constant text[] := array['public_form', 'submission_arrival'];
	with_audience constant text[] := array['submission', 'submission_receipt', 'submission_message', 'submission_file'];
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	meets constant text := '(audience && string_to_array(current_setting(''app.audience'', true), '','')
		or current_setting(''app.audience'', true) = ''system'')';
	name text;
begin
	foreach name in array plain || with_audience loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
	end loop;
	foreach name in array plain loop
		execute format('create policy own_workspace on %I using (%s) with check (%s)', name, own, own);
	end loop;
	foreach name in array with_audience loop
		execute format('create policy seen on %I for select using (%s and %s)', name, own, meets);
		execute format('create policy added on %I for insert with check (%s)', name, own);
		execute format('create policy changed on %I for update using (%s and %s) with check (%s)', name, own, meets, own);
		execute format('create policy removed on %I for delete using (%s and %s)', name, own, meets);
	end loop;
end
$$;

grant select, insert, update on public_form to pitso_app;
grant select, insert, update, delete on submission, submission_receipt, submission_message, submission_file, submission_arrival to pitso_app;

-- The day on which an entry came by the public form of its register.
alter table entry add column submitted_day date;

-- A file that is attached to what is no record is not taken for one that nobody attached.
alter table file add column is_held boolean not null default false;
