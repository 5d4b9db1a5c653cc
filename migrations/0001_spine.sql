-- The spine: workspaces and seats, records and what hangs on them, history, and the directory's words.
-- Tables first and without foreign keys (Citus distributes only such tables), then constraints by name, one a statement.

create extension if not exists unaccent;
create extension if not exists btree_gin;

-- Tables without a workspace: only platform/access and platform/database touch them.

create table workspace (
	id uuid not null,
	key text not null,
	name jsonb not null,
	kind text not null,
	country text,
	languages text[] not null,
	time_zone text not null,
	secretariat_actor_id uuid,
	default_framework_id uuid,
	is_demonstration boolean not null,
	demonstration_version integer,
	created_at timestamptz not null,
	constraint workspace_pkey primary key (id),
	constraint workspace_key_unique unique (key),
	constraint workspace_key_form check (key ~ '^[a-z][a-z0-9-]{1,39}$'),
	constraint workspace_kind_known check (kind in ('country', 'region'))
);

create table session (
	id uuid not null,
	hash text not null,
	workspace_id uuid not null,
	seat_id uuid not null,
	address text,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	ended_at timestamptz,
	constraint session_pkey primary key (id),
	constraint session_hash_unique unique (hash)
);
create index session_seat on session (workspace_id, seat_id);

-- Workspace tables.

create table record (
	workspace_id uuid not null,
	id uuid not null,
	kind text not null,
	key text,
	number text,
	title jsonb not null,
	title_sort text collate "und-x-icu" not null,
	acronym text,
	audience text[] not null,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	state text not null,
	state_reason text,
	merged_into_id uuid,
	version integer not null,
	created_at timestamptz not null,
	changed_at timestamptz not null,
	constraint record_pkey primary key (workspace_id, id),
	constraint record_key_unique unique (workspace_id, kind, key),
	constraint record_number_unique unique (workspace_id, number),
	constraint record_named check ((key is null) <> (number is null)),
	constraint record_key_form check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 120),
	constraint record_origin_known check (origin in ('reference', 'invented', 'entered')),
	constraint record_state_known check (state in ('active', 'withdrawn', 'merged')),
	constraint record_merged_somewhere check ((state = 'merged') = (merged_into_id is not null)),
	constraint record_audience_filled check (cardinality(audience) > 0)
);
create index record_by_title on record (workspace_id, kind, state, title_sort, id);
create index record_by_change on record (workspace_id, kind, state, changed_at, id);
-- Descending lists end in the identifier ascending and keep empty values last, so the ascending indexes read backwards do not serve them.
create index record_by_title_down on record (workspace_id, kind, state, title_sort desc nulls last, id);
create index record_by_newest on record (workspace_id, kind, state, changed_at desc nulls last, id);
-- Totals are counted from this index alone: it holds what the filter of rows asks about.
create index record_counted on record (workspace_id, kind, state) include (id, audience);
create index record_merged_into on record (workspace_id, merged_into_id) where merged_into_id is not null;

create table record_name (
	workspace_id uuid not null,
	id uuid not null,
	record_id uuid not null,
	name jsonb not null,
	acronym text,
	from_day date,
	to_day date,
	reason text,
	constraint record_name_pkey primary key (workspace_id, id),
	constraint record_name_order check (from_day is null or to_day is null or from_day <= to_day)
);
create index record_name_of_record on record_name (workspace_id, record_id);

create table record_theme (
	workspace_id uuid not null,
	id uuid not null,
	record_id uuid not null,
	area_id uuid not null,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint record_theme_pkey primary key (workspace_id, id),
	constraint record_theme_once unique (workspace_id, record_id, area_id),
	constraint record_theme_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index record_theme_of_area on record_theme (workspace_id, area_id);

create table link (
	workspace_id uuid not null,
	id uuid not null,
	type text not null,
	from_id uuid not null,
	to_id uuid not null,
	argument text,
	state text not null,
	from_day date,
	to_day date,
	withdrawn_reason text,
	seat_id uuid,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	created_at timestamptz not null,
	constraint link_pkey primary key (workspace_id, id),
	constraint link_not_to_itself check (from_id <> to_id),
	constraint link_state_known check (state in ('open', 'being-resolved', 'resolved', 'withdrawn')),
	constraint link_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create unique index link_once on link (workspace_id, type, from_id, to_id) where state <> 'withdrawn';
create index link_to on link (workspace_id, to_id);
create index link_from on link (workspace_id, from_id);

create table file (
	workspace_id uuid not null,
	id uuid not null,
	name text not null,
	media_type text not null,
	size bigint not null,
	sha256 text not null,
	seat_id uuid,
	record_id uuid,
	audience text[] not null,
	created_at timestamptz not null,
	constraint file_pkey primary key (workspace_id, id),
	constraint file_size_positive check (size >= 0)
);
create index file_unattached on file (workspace_id, created_at) where record_id is null;

create table document (
	workspace_id uuid not null,
	id uuid not null,
	record_id uuid not null,
	file_id uuid not null,
	title text not null,
	language text not null,
	day date,
	state text not null,
	state_reason text,
	created_at timestamptz not null,
	constraint document_pkey primary key (workspace_id, id),
	constraint document_state_known check (state in ('active', 'withdrawn'))
);
create index document_of_record on document (workspace_id, record_id, created_at);
create unique index document_of_file on document (workspace_id, file_id);

create table comment (
	workspace_id uuid not null,
	id uuid not null,
	record_id uuid not null,
	seat_id uuid not null,
	text text not null,
	language text not null,
	state text not null,
	state_reason text,
	created_at timestamptz not null,
	constraint comment_pkey primary key (workspace_id, id),
	constraint comment_state_known check (state in ('active', 'withdrawn'))
);
create index comment_of_record on comment (workspace_id, record_id, created_at);

create table record_search (
	workspace_id uuid not null,
	record_id uuid not null,
	kind text not null,
	audience text[] not null,
	vector tsvector not null,
	constraint record_search_pkey primary key (workspace_id, record_id)
);
-- btree_gin lets one index meet workspace, kind and words, so that a search does not slow with the neighbours.
create index record_search_vector on record_search using gin (workspace_id, kind, vector);

create table counter (
	workspace_id uuid not null,
	kind text not null,
	year integer not null,
	last integer not null,
	constraint counter_pkey primary key (workspace_id, kind, year)
);

create table seat (
	workspace_id uuid not null,
	id uuid not null,
	key text not null,
	role text not null,
	actor_id uuid,
	office text not null,
	origin text not null,
	from_day date,
	to_day date,
	created_at timestamptz not null,
	constraint seat_pkey primary key (workspace_id, id),
	constraint seat_key_unique unique (workspace_id, key),
	constraint seat_key_form check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	constraint seat_role_known check (role in ('administrator', 'secretariat', 'member', 'analyst', 'statistician', 'caseworker', 'observer')),
	constraint seat_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index seat_of_actor on seat (workspace_id, actor_id);

create table token (
	workspace_id uuid not null,
	id uuid not null,
	seat_id uuid not null,
	name text not null,
	hash text not null,
	created_at timestamptz not null,
	expires_at timestamptz not null,
	revoked_at timestamptz,
	constraint token_pkey primary key (workspace_id, id),
	constraint token_hash_unique unique (workspace_id, hash)
);

create table once_key (
	workspace_id uuid not null,
	seat_id uuid not null,
	key text not null,
	operation text not null,
	digest text not null,
	answer text not null,
	created_at timestamptz not null,
	constraint once_key_pkey primary key (workspace_id, seat_id, key)
);
create index once_key_age on once_key (workspace_id, created_at);

create table access_log (
	workspace_id uuid not null,
	id uuid not null,
	at timestamptz not null,
	seat_id uuid,
	role text not null,
	operation text not null,
	subject text,
	outcome text not null,
	address text,
	constraint access_log_pkey primary key (workspace_id, id),
	constraint access_log_outcome_known check (outcome in ('done', 'absent', 'forbidden', 'conflict', 'invalid'))
);
create index access_log_by_time on access_log (workspace_id, at);
create index access_log_with_address on access_log (workspace_id, at) where address is not null;

-- History: a hash chain per workspace. The payload lies apart, so that it can be erased without breaking the chain.

create table event (
	workspace_id uuid not null,
	sequence bigint not null,
	at timestamptz not null,
	operation text not null,
	command_id uuid not null,
	record_id uuid,
	seat_id uuid,
	canonical text not null,
	hash text not null,
	constraint event_pkey primary key (workspace_id, sequence)
);
create index event_of_record on event (workspace_id, record_id);

create table event_payload (
	workspace_id uuid not null,
	sequence bigint not null,
	audience text[] not null,
	salt text not null,
	payload text,
	erased_at timestamptz,
	erased_reason text,
	constraint event_payload_pkey primary key (workspace_id, sequence),
	constraint event_payload_erased check ((payload is null) = (erased_at is not null))
);

create table event_record (
	workspace_id uuid not null,
	record_id uuid not null,
	sequence bigint not null,
	constraint event_record_pkey primary key (workspace_id, record_id, sequence)
);

create table chain_head (
	workspace_id uuid not null,
	sequence bigint not null,
	hash text not null,
	constraint chain_head_pkey primary key (workspace_id)
);

-- Words of the spine that the directory area has the pages of.

create table actor (
	workspace_id uuid not null,
	id uuid not null,
	kind text not null,
	status text not null,
	parent_id uuid,
	country text,
	host_country text,
	aliases text[] not null,
	is_enforcement boolean not null,
	contact_office text,
	contact_email text,
	contact_telephone text,
	contact_address text,
	constraint actor_pkey primary key (workspace_id, id),
	constraint actor_status_known check (status in ('proposed', 'active', 'abolished', 'merged')),
	constraint actor_not_its_own_parent check (parent_id <> id)
);
create index actor_of_parent on actor (workspace_id, parent_id);
create index actor_by_kind on actor (workspace_id, kind, id);
create index actor_by_country on actor (workspace_id, country, id);

create table actor_succession (
	workspace_id uuid not null,
	id uuid not null,
	actor_id uuid not null,
	successor_id uuid,
	kind text not null,
	day date not null,
	legal_basis text not null,
	constraint actor_succession_pkey primary key (workspace_id, id),
	constraint actor_succession_kind_known check (kind in ('rename', 'merge', 'split', 'abolish'))
);
create index actor_succession_of_actor on actor_succession (workspace_id, actor_id);
create index actor_succession_of_successor on actor_succession (workspace_id, successor_id);

create table enforcement_removal (
	workspace_id uuid not null,
	id uuid not null,
	actor_id uuid not null,
	asked_by_seat_id uuid not null,
	reason text not null,
	asked_at timestamptz not null,
	confirmed_by_seat_id uuid,
	confirmed_at timestamptz,
	constraint enforcement_removal_pkey primary key (workspace_id, id),
	constraint enforcement_removal_by_two check (confirmed_by_seat_id is null or confirmed_by_seat_id <> asked_by_seat_id)
);
create index enforcement_removal_of_actor on enforcement_removal (workspace_id, actor_id);

create table structure (
	workspace_id uuid not null,
	id uuid not null,
	level text not null,
	kind text not null,
	declared_status text not null,
	status_detail text,
	status_day date,
	parent_id uuid,
	chair_actor_id uuid,
	host_actor_id uuid,
	secretariat_structure_id uuid,
	secretariat_actor_id uuid,
	as_actor_id uuid,
	meetings_per_year integer,
	cadence text,
	quorum text,
	legal_basis text,
	year_established integer,
	partner_country text,
	location text,
	purpose text,
	constraint structure_pkey primary key (workspace_id, id),
	constraint structure_level_known check (level in ('policy', 'technical', 'secretariat', 'bilateral', 'regional', 'global')),
	constraint structure_status_known check (declared_status in ('proposed', 'being-established', 'active', 'ad-hoc-idle', 'ad-hoc-activated', 'needs-reactivation', 'dissolved')),
	constraint structure_not_its_own_parent check (parent_id <> id),
	constraint structure_meetings_counted check (meetings_per_year between 1 and 366)
);
create index structure_of_parent on structure (workspace_id, parent_id);
create index structure_by_chair on structure (workspace_id, chair_actor_id);
create index structure_by_secretariat on structure (workspace_id, secretariat_structure_id);
create index structure_by_host on structure (workspace_id, host_actor_id);
create index structure_by_status on structure (workspace_id, declared_status);

create table structure_status (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	status text not null,
	detail text,
	day date,
	reason text,
	origin text not null,
	origin_source text,
	origin_year integer,
	created_at timestamptz not null,
	constraint structure_status_pkey primary key (workspace_id, id),
	constraint structure_status_known_value check (status in ('proposed', 'being-established', 'active', 'ad-hoc-idle', 'ad-hoc-activated', 'needs-reactivation', 'dissolved')),
	constraint structure_status_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index structure_status_of_structure on structure_status (workspace_id, structure_id, created_at);

create table membership (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	actor_id uuid not null,
	kind text not null,
	role text not null,
	from_day date,
	to_day date,
	reason text,
	end_reason text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint membership_pkey primary key (workspace_id, id),
	constraint membership_kind_known check (kind in ('member', 'co-opted', 'invited', 'recommended')),
	constraint membership_order check (from_day is null or to_day is null or from_day <= to_day),
	constraint membership_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create unique index membership_open_once on membership (workspace_id, structure_id, actor_id) where to_day is null;
create index membership_of_actor on membership (workspace_id, actor_id);
create index membership_of_structure on membership (workspace_id, structure_id);

create table nomination (
	workspace_id uuid not null,
	id uuid not null,
	membership_id uuid not null,
	structure_id uuid not null,
	capacity text not null,
	seat_id uuid,
	office text not null,
	email text,
	letter_document_id uuid,
	from_day date,
	to_day date,
	end_reason text,
	note text,
	constraint nomination_pkey primary key (workspace_id, id),
	constraint nomination_capacity_known check (capacity in ('principal', 'alternate')),
	constraint nomination_order check (from_day is null or to_day is null or from_day <= to_day)
);
create unique index nomination_one_principal on nomination (workspace_id, membership_id) where capacity = 'principal' and to_day is null;
create index nomination_of_membership on nomination (workspace_id, membership_id);
create index nomination_of_structure on nomination (workspace_id, structure_id);

create table framework (
	workspace_id uuid not null,
	id uuid not null,
	kind text not null,
	issuer_actor_id uuid,
	year integer,
	area_count integer,
	constraint framework_pkey primary key (workspace_id, id)
);

create table theme_area (
	workspace_id uuid not null,
	id uuid not null,
	framework_id uuid not null,
	position integer not null,
	constraint theme_area_pkey primary key (workspace_id, id)
);
create index theme_area_of_framework on theme_area (workspace_id, framework_id, position);
create index theme_area_by_position on theme_area (workspace_id, position, id);

create table area_lead (
	workspace_id uuid not null,
	id uuid not null,
	area_id uuid not null,
	actor_id uuid not null,
	from_day date,
	to_day date,
	reason text,
	end_reason text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint area_lead_pkey primary key (workspace_id, id),
	constraint area_lead_order check (from_day is null or to_day is null or from_day <= to_day),
	constraint area_lead_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create unique index area_lead_open_once on area_lead (workspace_id, area_id, actor_id) where to_day is null;
create index area_lead_of_actor on area_lead (workspace_id, actor_id);
create index area_lead_of_area on area_lead (workspace_id, area_id);

create table mandate (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	position integer not null,
	category text not null,
	function_area_id uuid,
	area_id uuid,
	text text not null,
	state text not null,
	state_reason text,
	origin text not null,
	origin_source text,
	origin_year integer,
	constraint mandate_pkey primary key (workspace_id, id),
	constraint mandate_position_once unique (workspace_id, structure_id, position),
	constraint mandate_state_known check (state in ('active', 'withdrawn')),
	constraint mandate_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index mandate_of_function on mandate (workspace_id, function_area_id);
create index mandate_of_area on mandate (workspace_id, area_id);

-- distribute: record record_name record_theme link file document comment record_search counter seat token once_key access_log event event_payload event_record chain_head actor actor_succession enforcement_removal structure structure_status membership nomination framework theme_area area_lead mandate

alter table record add constraint record_merged_into_record foreign key (workspace_id, merged_into_id) references record (workspace_id, id);
alter table record_name add constraint record_name_record foreign key (workspace_id, record_id) references record (workspace_id, id);
alter table record_theme add constraint record_theme_record foreign key (workspace_id, record_id) references record (workspace_id, id);
alter table record_theme add constraint record_theme_area foreign key (workspace_id, area_id) references theme_area (workspace_id, id);
alter table link add constraint link_from_record foreign key (workspace_id, from_id) references record (workspace_id, id);
alter table link add constraint link_to_record foreign key (workspace_id, to_id) references record (workspace_id, id);
alter table file add constraint file_record foreign key (workspace_id, record_id) references record (workspace_id, id);
alter table document add constraint document_record foreign key (workspace_id, record_id) references record (workspace_id, id);
alter table document add constraint document_file foreign key (workspace_id, file_id) references file (workspace_id, id);
alter table comment add constraint comment_record foreign key (workspace_id, record_id) references record (workspace_id, id);
alter table comment add constraint comment_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table record_search add constraint record_search_record foreign key (workspace_id, record_id) references record (workspace_id, id);
alter table seat add constraint seat_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id) deferrable initially deferred;
alter table token add constraint token_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table event_payload add constraint event_payload_event foreign key (workspace_id, sequence) references event (workspace_id, sequence);
alter table event_record add constraint event_record_event foreign key (workspace_id, sequence) references event (workspace_id, sequence);
alter table event_record add constraint event_record_record foreign key (workspace_id, record_id) references record (workspace_id, id);
alter table actor add constraint actor_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table actor add constraint actor_parent foreign key (workspace_id, parent_id) references actor (workspace_id, id) deferrable initially deferred;
alter table actor_succession add constraint actor_succession_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table actor_succession add constraint actor_succession_successor foreign key (workspace_id, successor_id) references actor (workspace_id, id);
alter table enforcement_removal add constraint enforcement_removal_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table structure add constraint structure_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table structure add constraint structure_parent foreign key (workspace_id, parent_id) references structure (workspace_id, id) deferrable initially deferred;
alter table structure add constraint structure_chair foreign key (workspace_id, chair_actor_id) references actor (workspace_id, id);
alter table structure add constraint structure_host foreign key (workspace_id, host_actor_id) references actor (workspace_id, id);
alter table structure add constraint structure_secretariat foreign key (workspace_id, secretariat_structure_id) references structure (workspace_id, id) deferrable initially deferred;
alter table structure add constraint structure_secretariat_actor foreign key (workspace_id, secretariat_actor_id) references actor (workspace_id, id);
alter table structure add constraint structure_as_actor foreign key (workspace_id, as_actor_id) references actor (workspace_id, id) deferrable initially deferred;
alter table structure_status add constraint structure_status_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table membership add constraint membership_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table membership add constraint membership_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table nomination add constraint nomination_membership foreign key (workspace_id, membership_id) references membership (workspace_id, id);
alter table nomination add constraint nomination_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table nomination add constraint nomination_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table nomination add constraint nomination_letter foreign key (workspace_id, letter_document_id) references document (workspace_id, id);
alter table framework add constraint framework_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table framework add constraint framework_issuer foreign key (workspace_id, issuer_actor_id) references actor (workspace_id, id);
alter table theme_area add constraint theme_area_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table theme_area add constraint theme_area_framework foreign key (workspace_id, framework_id) references framework (workspace_id, id);
alter table area_lead add constraint area_lead_area foreign key (workspace_id, area_id) references theme_area (workspace_id, id);
alter table area_lead add constraint area_lead_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table mandate add constraint mandate_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table mandate add constraint mandate_function foreign key (workspace_id, function_area_id) references theme_area (workspace_id, id);
alter table mandate add constraint mandate_area foreign key (workspace_id, area_id) references theme_area (workspace_id, id);

-- Row level security: one workspace, and within it what the seat's audience meets.

do $$
declare
	with_audience constant text[] := array['record', 'file', 'record_search', 'event_payload'];
	plain constant text[] := array['record_name', 'record_theme', 'link', 'document', 'comment', 'counter', 'seat', 'token', 'once_key',
		'access_log', 'event', 'event_record', 'chain_head', 'actor', 'actor_succession', 'enforcement_removal', 'structure', 'structure_status', 'membership',
		'nomination', 'framework', 'theme_area', 'area_lead', 'mandate'];
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	-- The first part says no more than the second, which it spares most rows: their first audience is the reader's first, the public.
	meets constant text := '(audience[1] = split_part(current_setting(''app.audience'', true), '','', 1)
		or audience && string_to_array(current_setting(''app.audience'', true), '','') or current_setting(''app.audience'', true) = ''system'')';
	name text;
begin
	foreach name in array with_audience || plain loop
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

grant select, insert, update, delete on workspace, session to pitso_access;
grant select, insert, update on
	record, record_name, link, file, document, comment, counter, seat, token, chain_head,
	actor, actor_succession, enforcement_removal, structure, structure_status, membership, nomination,
	framework, theme_area, area_lead, mandate
	to pitso_app;
grant select, insert, update, delete on record_theme, record_search, once_key to pitso_app;
grant delete on file to pitso_app;
-- History is only ever added to; of a payload only the text may go, and its audience follow its record.
grant select, insert on event, event_record, access_log to pitso_app;
-- Network addresses are kept for 90 days.
grant update (address) on access_log to pitso_app;
grant select, insert on event_payload to pitso_app;
grant update (audience, payload, salt, erased_at, erased_reason) on event_payload to pitso_app;

-- Full-text search. Under row level security an index serves only leakproof operators, and the one of text search is not:
-- so one reviewed function, owned by a plain role, looks into the index and itself keeps workspace and audience.

create function plain_text(value text) returns text language sql immutable strict parallel safe
	as $$ select public.unaccent('public.unaccent'::regdictionary, value) $$;

create policy search_reads on record_search for select to pitso_search using (true);
grant select on record_search to pitso_search;

-- Of each kind asked for (null: of all together) the first `most` matches found are ranked: a word that everything holds tells no
-- order anyway, and a kind of few records is not crowded out by one of many. The words are met in the index; without the setting
-- the planner, which cannot see them when it plans, may read the whole table.
create function search_records(configuration regconfig, words text, kinds text[], most integer)
	returns table (record_id uuid, kind text, rank real)
	language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off
	as $$
		select found.record_id, found.kind, ts_rank(found.vector, asked.query)
		from (
			select
				to_tsquery(configuration, words) || to_tsquery('simple', words) as query,
				string_to_array(current_setting('app.audience', true), ',') as audience
			offset 0
		) asked
		cross join unnest(coalesce(kinds, array[null])) as wanted (kind)
		cross join lateral (
			(
				select record_search.record_id, record_search.kind, record_search.vector
				from record_search
				where record_search.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
					and record_search.kind = wanted.kind
					and record_search.vector @@ asked.query
					and (record_search.audience[1] = asked.audience[1] or record_search.audience && asked.audience)
				limit most
			)
			union all
			(
				select record_search.record_id, record_search.kind, record_search.vector
				from record_search
				where wanted.kind is null
					and record_search.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid
					and record_search.vector @@ asked.query
					and (record_search.audience[1] = asked.audience[1] or record_search.audience && asked.audience)
				limit most
			)
		) found
		order by 3 desc, 1
	$$;
