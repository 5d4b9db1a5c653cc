-- A workspace of any size by bulk statements. Run by a superuser in one transaction of a session that has set `bench.workspace` and how many
-- of everything there shall be (`fill.ts`); the same numbers give the same rows.

create temporary table own on commit drop as select current_setting('bench.workspace')::uuid as id,
	current_setting('bench.actors')::integer as actors, least(current_setting('bench.actors')::integer, 200) as sitting,
	current_setting('bench.structures')::integer as structures, current_setting('bench.frameworks')::integer as frameworks,
	current_setting('bench.areas')::integer as areas, current_setting('bench.events')::integer as events,
	current_setting('bench.told')::text as told;
analyze own;

-- In order of time, as the application makes them; versions of PostgreSQL before 18 have no function for it.
create or replace function pg_temp.new_id() returns uuid language sql volatile
	as $$ select encode(overlay(uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 'hex')::uuid $$;

-- Statistics of the rows just added: without them, some of the joins below are planned as if there were none. A small workspace is
-- one of many, and the others have told enough.
create or replace function pg_temp.look(names text[]) returns void language plpgsql
	as $$ declare name text; begin
		if current_setting('bench.areas')::integer < 1000 then return; end if;
		foreach name in array names loop execute format('analyze %I', name); end loop;
	end $$;

create or replace function pg_temp.pick(choices text[], number bigint) returns text language sql immutable
	as $$ select choices[1 + (number % cardinality(choices))::integer] $$;

-- A whole number that looks random and is the same in every run.
create or replace function pg_temp.scatter(number bigint, salt bigint) returns bigint language sql immutable
	as $$ select (hashint8extended(number, salt) & 9007199254740991) $$;

create or replace function pg_temp.place(number bigint) returns text language sql immutable
	as $$ select pg_temp.pick(array['Ma', 'Chi', 'Mu', 'Ka', 'Nya', 'Lu', 'Be', 'Go', 'Zi', 'Ra', 'Ha', 'Bu', 'Gwa', 'Mo', 'Se', 'Ti'], number)
		|| pg_temp.pick(array['ro', 'tsa', 'ndo', 'wa', 'ri', 'kwe', 'mbe', 'sho', 'va', 'nga', 'lo', 'pi'], number / 16)
		|| pg_temp.pick(array['ra', 'ni', 'ngo', 'la', 'di', 'zi', 'no'], number / 192) $$;

create or replace function pg_temp.matter(number bigint) returns text language sql immutable
	as $$ select pg_temp.pick(array['Labour Migration', 'Immigration', 'Border Management', 'Diaspora Affairs', 'Migration Statistics',
		'Refugee Affairs', 'Social Protection', 'Public Health', 'Migration and Development', 'Foreign Affairs', 'Skills Recognition',
		'Trafficking in Persons', 'Migrant Remittances', 'Civil Registration', 'Migration Governance', 'Return and Reintegration'], number) $$;

create temporary table made (id uuid not null, kind text not null, number integer not null, title text not null, extra text not null default '') on commit drop;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'actor', number, case when number <= 200 then 'Ministry for ' || pg_temp.matter(number) || ', ' || pg_temp.place(number)
	else pg_temp.pick(array['Department', 'Directorate', 'Office', 'Agency', 'Bureau', 'Unit', 'Inspectorate', 'Division', 'Council'], pg_temp.scatter(number, 1))
		|| ' of ' || pg_temp.matter(pg_temp.scatter(number, 2)) || ', ' || pg_temp.place(pg_temp.scatter(number, 3)) end
from own, generate_series(1, own.actors) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'structure', number, pg_temp.pick(array['National Committee on', 'Technical Working Group on', 'Interministerial Committee on',
	'Task Team on', 'Joint Commission on'], number) || ' ' || pg_temp.matter(number / 3) || ', ' || pg_temp.place(number)
from own, generate_series(1, own.structures) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'framework', number, case number when 1 then 'Areas of Migration Governance' when 2 then 'Coordination Functions'
	else pg_temp.pick(array['Strategy on', 'Policy Framework for', 'Plan of Action on'], number) || ' ' || pg_temp.matter(number) || ', ' || pg_temp.place(number) end
from own, generate_series(1, own.frameworks) number;

-- Twelve areas of the framework the matrix opens with, fourteen functions, 98 of each other framework.
insert into made (id, kind, number, title)
select pg_temp.new_id(), 'area', number, pg_temp.pick(array['Data on', 'Cooperation on', 'Access to', 'Financing of', 'Training for', 'Coordination of'], pg_temp.scatter(number, 4))
	|| ' ' || pg_temp.matter(pg_temp.scatter(number, 5)) || ' in ' || pg_temp.place(pg_temp.scatter(number, 6))
from own, generate_series(1, own.areas) number;

create unique index made_number on made (kind, number);
analyze made;

insert into record (workspace_id, id, kind, key, title, title_sort, acronym, audience, origin, origin_source, origin_year, state, version, created_at, changed_at)
select own.id, made.id, made.kind, made.kind || '-' || made.number, jsonb_build_object('en', made.title), made.title,
	case when made.number % 5 = 0 then upper(left(md5(made.title), 4)) end,
	case when made.number % 33 = 7 and made.number > 60 then array['role:administrator', 'role:secretariat']
		when made.number % 20 = 3 and made.number > 60 then array['workspace'] else array['public'] end,
	case when made.number % 3 = 0 then 'entered' else 'reference' end, case when made.number % 3 = 0 then null else 'bench, Table 1' end,
	case when made.number % 3 = 0 then null else 2024 end, case when made.number % 97 = 5 and made.number > 200 then 'withdrawn' else 'active' end,
	1 + made.number % 4, timestamptz '2025-01-01' + made.number * interval '3 minutes', timestamptz '2025-06-01' + (pg_temp.scatter(made.number, 7) % 500000) * interval '1 minute'
from made, own order by made.id;

-- Eight children to an actor at most, as departments stand under ministries.
insert into actor (workspace_id, id, kind, status, parent_id, country, aliases, is_enforcement, contact_email)
select own.id, made.id, case when made.number <= 200 then 'ministry' else pg_temp.pick(array['department', 'directorate', 'agency', 'local-authority',
	'civil-society-organization', 'academia', 'embassy', 'trade-union'], made.number) end, 'active', parent.id,
	pg_temp.pick(array['ZW', 'LS', 'ZA', 'MZ', 'BW'], made.number), '{}', made.number % 61 = 0, 'office-' || made.number || '@example.org'
from own, made left join made parent on parent.kind = 'actor' and parent.number = made.number / 8 and made.number > 8
where made.kind = 'actor' order by made.id;

insert into structure (workspace_id, id, level, kind, declared_status, status_day, parent_id, chair_actor_id, host_actor_id, meetings_per_year, cadence, legal_basis, year_established, purpose)
select own.id, made.id, pg_temp.pick(array['policy', 'technical', 'technical', 'bilateral', 'secretariat'], made.number),
	pg_temp.pick(array['interministerial-committee', 'technical-working-group', 'task-team', 'joint-commission', 'secretariat'], made.number),
	pg_temp.pick(array['active', 'active', 'active', 'being-established', 'needs-reactivation', 'ad-hoc-idle'], made.number), date '2025-01-15', parent.id,
	chair.id, host.id, 4, 'quarterly', 'Decision ' || made.number || ' of 2019', 2019, 'Brings together those who work on ' || lower(pg_temp.matter(made.number)) || '.'
from own cross join made join made chair on chair.kind = 'actor' and chair.number = 1 + (made.number - 1) % own.actors join made host on host.kind = 'actor' and host.number = 1 + (made.number + 59) % own.actors
left join made parent on parent.kind = 'structure' and parent.number = made.number / 4 and made.number > 6
where made.kind = 'structure' order by made.number;

select pg_temp.look(array['record', 'actor', 'structure']);

insert into structure_status (workspace_id, id, structure_id, status, day, reason, origin, created_at)
select own.id, pg_temp.new_id(), made.id, pg_temp.pick(array['proposed', 'being-established', 'active'], step - 1), date '2019-01-01' + step * 400, 'As decided.', 'entered',
	timestamptz '2019-01-01' + step * interval '400 days'
from own, made, generate_series(1, 3) step where made.kind = 'structure';

-- Sixteen seats to a structure, one in eight of them past.
insert into membership (workspace_id, id, structure_id, actor_id, kind, role, from_day, to_day, reason, origin)
select own.id, pg_temp.new_id(), made.id, actor.id, pg_temp.pick(array['member', 'member', 'member', 'co-opted', 'invited'], step), case when step = 1 then 'chair' else 'member' end,
	date '2020-01-01', case when step % 8 = 0 then date '2024-06-30' end, 'Named by its ministry.', 'entered'
from own, made, generate_series(1, 16) step
join made actor on actor.kind = 'actor' and actor.number <= 200
where made.kind = 'structure' and actor.number = 1 + (made.number * 7 + step * 11) % own.sitting;

select pg_temp.look(array['membership']);

insert into nomination (workspace_id, id, membership_id, structure_id, capacity, office, email, from_day)
select own.id, pg_temp.new_id(), membership.id, membership.structure_id, capacity, 'Director', 'director@example.org', date '2023-01-01'
from own, membership, unnest(array['principal', 'alternate']) capacity
where membership.workspace_id = own.id and membership.to_day is null and hashint8(hashtext(membership.id::text)::bigint) % 5 <> 0;

insert into framework (workspace_id, id, kind, issuer_actor_id, year, area_count)
select own.id, made.id, case made.number when 2 then 'functions' else 'policy' end, actor.id, 2015 + made.number % 10, 98
from own cross join made join made actor on actor.kind = 'actor' and actor.number = 1 + (made.number - 1) % own.actors where made.kind = 'framework';

insert into theme_area (workspace_id, id, framework_id, position)
select own.id, made.id, framework.id, case when made.number <= 26 then made.number else 1 + (made.number - 27) % 98 end
from own cross join made join made framework on framework.kind = 'framework'
	and framework.number = case when made.number <= 12 then 1 when made.number <= 26 then 2 else 3 + (made.number - 27) / 98 end
where made.kind = 'area';

select pg_temp.look(array['framework', 'theme_area']);

insert into area_lead (workspace_id, id, area_id, actor_id, from_day, reason, origin)
select own.id, pg_temp.new_id(), made.id, actor.id, date '2021-01-01', 'By decree.', 'entered'
from own cross join made join made actor on actor.kind = 'actor' and actor.number = 1 + made.number % own.sitting
where made.kind = 'area' and (made.number <= 10 or made.number between 27 and 2426) and made.number % 3 <> 2;

insert into record_theme (workspace_id, id, record_id, area_id, origin)
select own.id, pg_temp.new_id(), made.id, area.id, 'entered'
from own, made, generate_series(0, 4) step join made area on area.kind = 'area'
where made.kind = 'structure' and area.number = case when step < 3 then 1 + (made.number * 5 + step * 4) % 12 else 27 + (made.number * 300 + step) % (own.areas - 26) end;

insert into mandate (workspace_id, id, structure_id, position, category, function_area_id, text, state, origin)
select own.id, pg_temp.new_id(), made.id, step, 'Functions', area.id, 'Coordinates ' || lower(pg_temp.matter(made.number + step)) || ' and reports to the committee each quarter.', 'active', 'entered'
from own, made, generate_series(1, 8) step join made area on area.kind = 'area'
where made.kind = 'structure' and area.number = 13 + (made.number + step) % 14;

-- The twelve areas are the same as areas of another framework; thousands more are related in pairs.
insert into link (workspace_id, id, type, from_id, to_id, argument, state, origin, created_at)
select own.id, pg_temp.new_id(), case when made.number <= 12 then 'same-as' else 'related-to' end, made.id, other.id, 'Both name it.', 'open', 'entered', timestamptz '2025-02-01'
from own cross join made join made other on other.kind = 'area' and other.number = made.number + case when made.number <= 12 then least(300, own.areas / 2) else 5000 end
where made.kind = 'area' and (made.number <= 12 or made.number between 1000 and 11000);

insert into record_name (workspace_id, id, record_id, name, to_day, reason)
select own.id, pg_temp.new_id(), made.id, jsonb_build_object('en', 'Bureau for ' || pg_temp.matter(made.number)), date '2018-12-31', 'Renamed.'
from own, made where made.kind = 'actor' and made.number % 50 = 0;

insert into seat (workspace_id, id, key, role, actor_id, office, origin, created_at)
select own.id, pg_temp.new_id(), role, role, made.id, initcap(role), 'entered', timestamptz '2025-01-01'
from own, unnest(array['administrator', 'secretariat', 'member']) with ordinality as seat (role, number)
join made on made.kind = 'actor' and made.number = seat.number;

insert into comment (workspace_id, id, record_id, seat_id, text, language, state, created_at)
select own.id, pg_temp.new_id(), made.id, seat.id, 'The list of members was agreed at the last meeting.', 'en', 'active', timestamptz '2025-03-01' + step * interval '1 day'
from own, made, generate_series(1, 3) step, seat
where made.kind = 'structure' and seat.workspace_id = own.id and seat.key = 'secretariat';

-- As the commands index a record: its names weigh most, then what its kind adds.
insert into record_search (workspace_id, record_id, kind, audience, vector)
select record.workspace_id, record.id, record.kind, record.audience,
	setweight(to_tsvector('english', plain_text(heading)) || to_tsvector('simple', plain_text(heading)), 'A') || setweight(to_tsvector('english', plain_text(body)), 'C')
from (
	select record.*, concat_ws(E' \n ', record.title ->> 'en', record.acronym, replace(record.key, '-', ' ')) as heading,
		coalesce(actor.kind, concat_ws(' ', structure.purpose, structure.legal_basis, structure.kind), '') as body
	from own join record on record.workspace_id = own.id
	left join actor on actor.workspace_id = record.workspace_id and actor.id = record.id
	left join structure on structure.workspace_id = record.workspace_id and structure.id = record.id
) record;

-- As the commands keep the totals.
insert into tally (workspace_id, kind, part, state, origin, audience, records)
select record.workspace_id, record.kind, '', record.state, record.origin, record.audience, count(*)
from own join record on record.workspace_id = own.id group by 1, 2, 3, 4, 5, 6
union all
select record.workspace_id, record.kind, coalesce(actor.kind, structure.kind, framework.kind, theme_area.framework_id::text), record.state, record.origin, record.audience, count(*)
from own join record on record.workspace_id = own.id
left join actor on actor.workspace_id = record.workspace_id and actor.id = record.id
left join structure on structure.workspace_id = record.workspace_id and structure.id = record.id
left join framework on framework.workspace_id = record.workspace_id and framework.id = record.id
left join theme_area on theme_area.workspace_id = record.workspace_id and theme_area.id = record.id
group by 1, 2, 3, 4, 5, 6;

-- History of the shape commands leave, of actors alone or of structures in turn with them. Its hashes are no chain: what is measured is
-- reading it and adding to it.
insert into event (workspace_id, sequence, at, operation, command_id, record_id, seat_id, canonical, hash)
select own.id, sequence, timestamptz '2025-03-01' + sequence * interval '20 seconds', made.kind || '.change', pg_temp.new_id(), made.id, seat.id,
	'{"actor":null,"role":"administrator","sequence":' || sequence || ',"via":"page"}', md5(sequence::text) || md5(sequence::text)
from own cross join generate_series(1, own.events) sequence
join made on made.kind = case when own.told = 'both' and sequence % 2 = 0 then 'structure' else 'actor' end
	and made.number = 1 + case when own.told = 'both' and sequence % 2 = 0 then (sequence / 2) % own.structures else (sequence - 1) % own.actors end
join seat on seat.workspace_id = own.id and seat.key = 'administrator' order by sequence;

select pg_temp.look(array['seat', 'event']);

insert into event_payload (workspace_id, sequence, audience, salt, payload)
select event.workspace_id, event.sequence, array['public'], md5(event.sequence::text),
	case event.operation when 'actor.change'
		then '{"changes":[{"after":{"contact_office":"Permanent Secretary"},"before":{"contact_office":"Director"},"row":"' || event.record_id || '","table":"actor"}],"reason":"As told by the ministry."}'
		else '{"changes":[{"after":{"quorum":"Half of the members"},"before":{"quorum":"A third of the members"},"row":"' || event.record_id || '","table":"structure"}],"reason":"As decided."}' end
from own join event on event.workspace_id = own.id;

insert into event_record (workspace_id, record_id, sequence)
select event.workspace_id, event.record_id, event.sequence from own join event on event.workspace_id = own.id;

insert into chain_head (workspace_id, sequence, hash) select own.id, own.events, md5(own.events::text) || md5(own.events::text) from own;

update workspace set default_framework_id = made.id from made, own where workspace.id = own.id and made.kind = 'framework' and made.number = 1;
update workspace set secretariat_actor_id = made.id from made, own where workspace.id = own.id and made.kind = 'actor' and made.number = 1;
