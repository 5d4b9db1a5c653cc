-- How a workspace is administered: what it is called and shows, who is given which seat by rule, who is provisioned from outside,
-- what a token may do, and notes that stay with a seat when its holder goes.

alter table seat add column end_reason text;
alter table seat add column version integer not null default 1;

alter table token add column scope text not null default 'all';
alter table token add column operations text[] not null default '{}';
alter table token add column last_used_day date;
alter table token add constraint token_scope_known check (scope in ('all', 'read', 'provisioning', 'operations'));
alter table token add constraint token_operations_named check ((scope = 'operations') = (cardinality(operations) > 0));
create index token_of_seat on token (workspace_id, seat_id, created_at);

alter table person_seat add column rule_id uuid;
alter table invitation add column rule_id uuid;
alter table invitation add column provisioned_person_id uuid;

-- What a seat did lately and does again and again is asked by seat.
create index event_by_seat on event (workspace_id, seat_id, sequence);

-- One row a workspace, made by the first change; until then what the workspace was created with holds.
create table workspace_setting (
	workspace_id uuid not null,
	id uuid not null,
	name jsonb not null,
	languages text[] not null,
	time_zone text not null,
	secretariat_actor_id uuid,
	default_framework_id uuid,
	number_prefix text not null,
	letterhead jsonb not null,
	logo_file_id uuid,
	closed_kinds text[] not null,
	closed_pages text[] not null,
	contact_office text,
	contact_email text,
	contact_telephone text,
	contact_address text,
	version integer not null,
	changed_at timestamptz not null,
	constraint workspace_setting_pkey primary key (workspace_id, id),
	constraint workspace_setting_one check (id = workspace_id),
	constraint workspace_setting_languages_named check (cardinality(languages) > 0),
	constraint workspace_setting_prefix_form check (number_prefix ~ '^[A-Z][A-Z0-9]{1,19}$')
);

create table seat_note (
	workspace_id uuid not null,
	id uuid not null,
	seat_id uuid not null,
	text text not null,
	language text not null,
	by_seat_id uuid not null,
	created_at timestamptz not null,
	withdrawn_at timestamptz,
	constraint seat_note_pkey primary key (workspace_id, id)
);
create index seat_note_of_seat on seat_note (workspace_id, seat_id, created_at);

create table seat_rule (
	workspace_id uuid not null,
	id uuid not null,
	source text not null,
	issuer text not null,
	claim text not null,
	value text not null,
	role text not null,
	actor_id uuid,
	office text not null,
	created_at timestamptz not null,
	withdrawn_at timestamptz,
	withdrawn_reason text,
	constraint seat_rule_pkey primary key (workspace_id, id),
	constraint seat_rule_source_known check (source in ('provider', 'provisioning')),
	constraint seat_rule_role_known check (role in ('administrator', 'secretariat', 'member', 'analyst', 'statistician', 'caseworker', 'observer')),
	constraint seat_rule_withdrawn check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index seat_rule_by_claim on seat_rule (workspace_id, source, issuer, claim, value);

create table provisioned_person (
	workspace_id uuid not null,
	id uuid not null,
	external_id text,
	user_name text not null,
	name_formatted text,
	name_given text,
	name_family text,
	display_name text,
	title text,
	language text,
	emails jsonb not null,
	is_active boolean not null,
	person_id uuid,
	version integer not null,
	created_at timestamptz not null,
	changed_at timestamptz not null,
	removed_at timestamptz,
	constraint provisioned_person_pkey primary key (workspace_id, id)
);
-- Names of users differ in more than the size of their letters (RFC 7643, 4.1.1); a removed one may come again.
create unique index provisioned_person_user_name on provisioned_person (workspace_id, lower(user_name)) where removed_at is null;
create index provisioned_person_external on provisioned_person (workspace_id, external_id);
create index provisioned_person_person on provisioned_person (workspace_id, person_id);

create table provisioned_group (
	workspace_id uuid not null,
	id uuid not null,
	external_id text,
	display_name text not null,
	version integer not null,
	created_at timestamptz not null,
	changed_at timestamptz not null,
	removed_at timestamptz,
	constraint provisioned_group_pkey primary key (workspace_id, id)
);
create index provisioned_group_external on provisioned_group (workspace_id, external_id);
create index provisioned_group_name on provisioned_group (workspace_id, lower(display_name));

create table provisioned_member (
	workspace_id uuid not null,
	id uuid not null,
	group_id uuid not null,
	provisioned_person_id uuid not null,
	created_at timestamptz not null,
	removed_at timestamptz,
	constraint provisioned_member_pkey primary key (workspace_id, id)
);
create unique index provisioned_member_once on provisioned_member (workspace_id, group_id, provisioned_person_id) where removed_at is null;
create index provisioned_member_of_person on provisioned_member (workspace_id, provisioned_person_id);

-- distribute: workspace_setting seat_note seat_rule provisioned_person provisioned_group provisioned_member

alter table person_seat add constraint person_seat_rule foreign key (workspace_id, rule_id) references seat_rule (workspace_id, id);
alter table invitation add constraint invitation_rule foreign key (workspace_id, rule_id) references seat_rule (workspace_id, id);
alter table invitation add constraint invitation_provisioned foreign key (workspace_id, provisioned_person_id) references provisioned_person (workspace_id, id);
alter table workspace_setting add constraint workspace_setting_secretariat foreign key (workspace_id, secretariat_actor_id) references actor (workspace_id, id);
alter table workspace_setting add constraint workspace_setting_framework foreign key (workspace_id, default_framework_id) references framework (workspace_id, id);
alter table workspace_setting add constraint workspace_setting_logo foreign key (workspace_id, logo_file_id) references file (workspace_id, id);
alter table seat_note add constraint seat_note_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table seat_note add constraint seat_note_by foreign key (workspace_id, by_seat_id) references seat (workspace_id, id);
alter table seat_rule add constraint seat_rule_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table provisioned_member add constraint provisioned_member_group foreign key (workspace_id, group_id) references provisioned_group (workspace_id, id);
alter table provisioned_member add constraint provisioned_member_person foreign key (workspace_id, provisioned_person_id) references provisioned_person (workspace_id, id);

do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	name text;
begin
	foreach name in array array['workspace_setting', 'seat_note', 'seat_rule', 'provisioned_person', 'provisioned_group', 'provisioned_member'] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
		execute format('create policy own_workspace on %I to pitso_app using (%s) with check (%s)', name, own, own);
	end loop;
end
$$;

grant select, insert, update on workspace_setting, seat_note, seat_rule, provisioned_person, provisioned_group, provisioned_member to pitso_app;

-- What a workspace is called and shows is read before anybody is known; a rule's issuer, when a person of that issuer signs in.
create policy access_reads on workspace_setting for select to pitso_access using (true);
grant select on workspace_setting to pitso_access;
create policy access_reads on seat_rule for select to pitso_access using (true);
grant select (workspace_id, id, source, issuer, withdrawn_at) on seat_rule to pitso_access;

-- What a workspace closes to the public is closed for every list, count, search and file that joins its records. The setting is empty
-- for all but the public; text compares without telling anything, so that indexes serve as before.
create policy open_to_reader on record as restrictive for select
	using (coalesce(current_setting('app.closed_kinds', true), '') = '' or kind <> all (string_to_array(current_setting('app.closed_kinds', true), ',')));
create policy open_to_reader on record_search as restrictive for select
	using (coalesce(current_setting('app.closed_kinds', true), '') = '' or kind <> all (string_to_array(current_setting('app.closed_kinds', true), ',')));

-- The firewall is asked across workspaces: on which side of it a person stands, and nothing more. The function's owner knows people and
-- the seats they hold; of seats and actors it may read what the firewall needs.
create policy firewall_reads on seat for select to pitso_access using (true);
create policy firewall_reads on actor for select to pitso_access using (true);
grant select (workspace_id, id, role, actor_id) on seat to pitso_access;
grant select (workspace_id, id, is_enforcement) on actor to pitso_access;

create function firewall_sides(asked uuid) returns table (holds_marked boolean, holds_caseworker boolean)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select coalesce(bool_or(actor.is_enforcement), false), coalesce(bool_or(seat.role = 'caseworker'), false)
		from person_seat
		join seat on seat.workspace_id = person_seat.workspace_id and seat.id = person_seat.seat_id
		left join actor on actor.workspace_id = seat.workspace_id and actor.id = seat.actor_id
		where person_seat.person_id = asked and person_seat.ended_at is null
	$$;

grant create on schema public to pitso_access;
alter function firewall_sides(uuid) owner to pitso_access;
revoke create on schema public from pitso_access;
revoke execute on function firewall_sides(uuid) from public;
grant execute on function firewall_sides(uuid) to pitso_app, pitso_access;
