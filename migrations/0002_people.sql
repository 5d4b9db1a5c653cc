-- People who sign in, the seats they hold, and the invitations that lead them there.
-- A person stands outside any workspace; what a workspace knows of a person (a name, an address, a seat held from and to) is its own.

create table person (
	id uuid not null,
	name text not null,
	email text not null,
	email_verified boolean not null,
	image text,
	language text,
	second_factor_enabled boolean not null default false,
	created_at timestamptz not null,
	changed_at timestamptz not null,
	closed_at timestamptz,
	constraint person_pkey primary key (id),
	constraint person_email_unique unique (email),
	constraint person_email_lower check (email = lower(email))
);

create table person_seat (
	workspace_id uuid not null,
	id uuid not null,
	seat_id uuid not null,
	person_id uuid not null,
	name text not null,
	email text not null,
	source text not null,
	from_at timestamptz not null,
	ended_at timestamptz,
	end_reason text,
	constraint person_seat_pkey primary key (workspace_id, id),
	constraint person_seat_source_known check (source in ('invitation', 'provider', 'provisioning', 'console')),
	constraint person_seat_end_explained check ((ended_at is null) = (end_reason is null))
);
-- A seat is one person's at a time; a person may hold several seats, in several workspaces.
create unique index person_seat_one_holder on person_seat (workspace_id, seat_id) where ended_at is null;
create index person_seat_of_person on person_seat (workspace_id, person_id);
create index person_seat_anywhere on person_seat (person_id);

create table invitation (
	workspace_id uuid not null,
	id uuid not null,
	seat_id uuid not null,
	name text not null,
	email text not null,
	language text not null,
	hash text not null,
	invited_by_seat_id uuid,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	used_at timestamptz,
	revoked_at timestamptz,
	constraint invitation_pkey primary key (workspace_id, id),
	constraint invitation_hash_unique unique (workspace_id, hash)
);
create index invitation_of_seat on invitation (workspace_id, seat_id, created_at);

-- distribute: person_seat invitation

alter table person_seat add constraint person_seat_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table invitation add constraint invitation_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table invitation add constraint invitation_inviter foreign key (workspace_id, invited_by_seat_id) references seat (workspace_id, id);

do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	name text;
begin
	foreach name in array array['person_seat', 'invitation'] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
		execute format('create policy own_workspace on %I to pitso_app using (%s) with check (%s)', name, own, own);
	end loop;
end
$$;

-- Which seats a signed-in person holds is asked across workspaces, by the role that knows people and nothing of what they do.
create policy access_reads on person_seat for select to pitso_access using (true);
grant select on person_seat to pitso_access;
grant select, insert, update, delete on person to pitso_access;
grant select, insert, update on person_seat, invitation to pitso_app;
