-- Work that is done apart from the request that asked for it, the mail that goes out, what a verification found, and a line
-- in the access log for every command. The queue itself lies in a schema of its own, which its library makes.

create table job (
	workspace_id uuid not null,
	id uuid not null,
	operation text not null,
	input text not null,
	seat_id uuid,
	timed text,
	state text not null,
	attempts integer not null,
	error_code text,
	error_params text,
	error_reference text,
	taken_by text,
	due_at timestamptz not null,
	started_at timestamptz,
	ended_at timestamptz,
	asked_by_seat_id uuid,
	created_at timestamptz not null,
	constraint job_pkey primary key (workspace_id, id),
	constraint job_state_known check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
	constraint job_ended check ((state in ('done', 'failed', 'cancelled')) = (ended_at is not null))
);
create index job_newest on job (workspace_id, created_at desc nulls last, id);
create index job_by_state on job (workspace_id, state, due_at);
-- A timed job has one row in a workspace, told again at every turn.
create unique index job_timed_once on job (workspace_id, timed) where timed is not null;

create table mail (
	workspace_id uuid not null,
	id uuid not null,
	template text not null,
	seat_id uuid,
	name text,
	email text,
	language text,
	params text not null,
	records text not null,
	secrets text,
	is_private boolean not null,
	state text not null,
	attempts integer not null,
	answer text,
	reason_code text,
	message_id text not null,
	due_at timestamptz not null,
	waiting_since timestamptz not null,
	sent_at timestamptz,
	asked_by_seat_id uuid,
	created_at timestamptz not null,
	constraint mail_pkey primary key (workspace_id, id),
	constraint mail_state_known check (state in ('waiting', 'sent', 'failed', 'kept', 'cancelled')),
	constraint mail_secrets_erased check (state <> 'sent' or secrets is null)
);
create index mail_newest on mail (workspace_id, created_at desc nulls last, id);
create index mail_by_state on mail (workspace_id, state, created_at, id);

create table integrity_check (
	workspace_id uuid not null,
	id uuid not null,
	state text not null,
	step text not null,
	checked integer not null,
	total integer not null,
	events integer not null,
	files integer not null,
	records integer not null,
	faults integer not null,
	findings text not null,
	anchored_since timestamptz,
	anchored_from integer,
	anchored_until timestamptz,
	anchored_to integer,
	asked_by_seat_id uuid,
	created_at timestamptz not null,
	ended_at timestamptz,
	constraint integrity_check_pkey primary key (workspace_id, id),
	constraint integrity_check_state_known check (state in ('waiting', 'running', 'done'))
);
create index integrity_check_newest on integrity_check (workspace_id, created_at desc nulls last, id);

-- distribute: job mail integrity_check

alter table job add constraint job_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table mail add constraint mail_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);

do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	name text;
begin
	foreach name in array array['job', 'mail', 'integrity_check'] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
		execute format('create policy own_workspace on %I to pitso_app using (%s) with check (%s)', name, own, own);
	end loop;
end
$$;

grant select, insert, update, delete on job, mail to pitso_app;
grant select, insert, update on integrity_check to pitso_app;

-- How many wait and how many failed is counted over all workspaces for whoever watches over the installation, and no more.
create policy access_counts on job for select to pitso_access using (true);
create policy access_counts on mail for select to pitso_access using (true);
grant select (workspace_id, id, state, timed, due_at) on job to pitso_access;
grant select (workspace_id, id, state, due_at) on mail to pitso_access;
create policy access_counts on file for select to pitso_access using (true);
grant select (workspace_id, size, media_type, record_id) on file to pitso_access;

-- The access log tells by which face, and has a line for every command, under the command's own identifier.
alter table access_log add column via text;
drop index access_log_by_time;
create index access_log_newest on access_log (workspace_id, at desc nulls last, id);
create index access_log_of_seat on access_log (workspace_id, seat_id, at desc nulls last, id);
create index event_of_command on event (workspace_id, command_id);

-- The commands of before have theirs from the history, without an address: none was kept.
do $$
declare
	one uuid;
begin
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		insert into access_log (workspace_id, id, at, seat_id, role, operation, subject, outcome, address, via)
			select distinct on (command_id) workspace_id, command_id, at, seat_id,
				canonical::json ->> 'role', operation, null, 'done', null, canonical::json ->> 'via'
			from event
			where workspace_id = one
			order by command_id, sequence;
	end loop;
	set local app.workspace_id = '';
end
$$;

-- How much lies in a workspace's file store, whoever may see it: only sums leave this function, of one workspace. Its owner counts
-- files over all of them, and so the function itself keeps to one.
create function stored_files() returns table (media_type text, is_attached boolean, files bigint, bytes bigint)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select file.media_type, file.record_id is not null, count(*), sum(file.size)::bigint
		from file
		where file.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
		group by 1, 2
	$$;

grant create on schema public to pitso_access;
alter function stored_files() owner to pitso_access;
revoke create on schema public from pitso_access;
revoke execute on function stored_files() from public;
grant execute on function stored_files() to pitso_app;
