-- Laws and policies, by bulk statements, after `fill.sql` and in its transaction: instruments with obligations and statuses, laws with their
-- provisions, judgements, relations and what is harmonized. The same numbers give the same rows.

create temporary table legislated on commit drop as select own.id, own.actors, own.structures, own.sitting,
	current_setting('bench.laws')::integer as laws, current_setting('bench.provisions')::integer as provisions,
	current_setting('bench.instruments')::integer as instruments
from own;

create or replace function pg_temp.clause(number bigint) returns text language sql immutable as $$
	select pg_temp.pick(array['The Minister', 'An employer', 'Every recruitment agency', 'An immigration officer', 'The Commissioner', 'A person who is granted a permit',
		'The Registrar', 'A local authority', 'The Director of Labour', 'A carrier', 'The Committee', 'A social welfare officer'], pg_temp.scatter(number, 31))
	|| ' ' || pg_temp.pick(array['shall keep a register of', 'may by notice suspend', 'shall inform the Department of', 'shall not withhold', 'must within thirty days publish', 'is liable for the costs of',
		'shall provide in a language the person understands', 'may apply to the court for', 'shall protect the confidentiality of', 'may exempt from fees', 'shall inspect at least once a year', 'commits an offence who falsifies'], pg_temp.scatter(number, 32))
	|| ' ' || pg_temp.pick(array['the identity documents', 'the contract of employment', 'the wages and deductions', 'the reception and accommodation', 'the recovery and reflection period', 'the travel documents',
		'the medical examination', 'the remittances', 'the qualifications', 'the records of entry and departure', 'the terms of deportation', 'the legal assistance', 'the family reunification', 'the social security contributions'], pg_temp.scatter(number, 33))
	|| ' of ' || pg_temp.pick(array['migrant workers and members of their families', 'victims of trafficking', 'asylum seekers and refugees', 'unaccompanied children', 'seasonal workers', 'frontier workers',
		'domestic workers', 'students', 'returning citizens', 'stateless persons', 'internally displaced persons', 'seafarers'], pg_temp.scatter(number, 34))
	|| ' in ' || pg_temp.place(pg_temp.scatter(number, 35)) || ' in matters of ' || lower(pg_temp.matter(pg_temp.scatter(number, 36)))
	|| ', and ' || pg_temp.pick(array['reports to Parliament every year.', 'gives reasons in writing.', 'hears the person concerned before.', 'does so without charge.', 'consults the organizations of employers and workers.',
		'has regard to the best interests of the child.', 'keeps the records for seven years.', 'acts within the limits of the regulations.'], pg_temp.scatter(number, 37)) $$;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'instrument', number, pg_temp.pick(array['Convention on', 'Protocol on', 'Declaration on', 'Agreement on'], number) || ' ' || pg_temp.matter(number) || ', ' || pg_temp.place(number)
from legislated, generate_series(1, legislated.instruments) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'obligation', number, 'Article ' || (1 + number % 30) || ': ' || left(pg_temp.clause(number), 80)
from legislated, generate_series(1, legislated.instruments * 30) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'policy', number, pg_temp.matter(number) || ' ' || pg_temp.pick(array['Act', 'Policy', 'Regulations', 'Strategy', 'Plan of Action'], number) || ', ' || pg_temp.place(number)
from legislated, generate_series(1, legislated.laws) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'provision', number, 'Section ' || (1 + (number - 1) / legislated.laws)
from legislated, generate_series(1, legislated.provisions) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'harmonization', number, 'Bring into line: ' || pg_temp.matter(number) || ', ' || pg_temp.place(number)
from legislated, generate_series(1, legislated.laws / 5) number;

analyze made;

insert into record (workspace_id, id, kind, key, number, title, title_sort, audience, origin, state, version, created_at, changed_at)
select legislated.id, made.id, made.kind,
	case made.kind when 'harmonization' then null when 'provision' then 'law-' || (1 + (made.number - 1) % legislated.laws) || '-p' || (1 + (made.number - 1) / legislated.laws)
		when 'policy' then 'law-' || made.number when 'instrument' then 'treaty-' || made.number else 'treaty-' || (1 + (made.number - 1) / 30) || '-' || (1 + (made.number - 1) % 30) end,
	case when made.kind = 'harmonization' then 'BEN-HAR-2026-' || lpad(made.number::text, 5, '0') end,
	jsonb_build_object('en', made.title), made.title,
	case when made.kind in ('policy', 'provision') and (made.number - 1) % legislated.laws % 25 = 3 then array['role:administrator', 'role:secretariat']
		when made.kind = 'harmonization' then array['workspace'] else array['public'] end,
	'entered', 'active', 1, timestamptz '2016-01-01' + made.number * interval '3 minutes', timestamptz '2025-06-01' + made.number * interval '1 minute'
from legislated, made
where made.kind in ('instrument', 'obligation', 'policy', 'provision', 'harmonization') order by made.id;

insert into instrument (workspace_id, id, form, scope, is_binding, adopted_first, adopted_last, in_force_first, in_force_last, is_in_force, language, position)
select legislated.id, made.id, pg_temp.pick(array['convention', 'protocol', 'declaration', 'agreement'], made.number), pg_temp.pick(array['global', 'continental', 'regional'], made.number), made.number % 3 <> 2,
	date '1960-01-01' + made.number * 300, date '1960-01-01' + made.number * 300, date '1963-01-01' + made.number * 300, date '1963-01-01' + made.number * 300, true, 'en',
	pg_temp.pick(array['in-force', 'signed', 'not-known', 'not-ratified'], made.number)
from legislated, made where made.kind = 'instrument';

insert into instrument_status (workspace_id, id, instrument_id, country, event, day_first, day_last, state, origin, created_at)
select legislated.id, pg_temp.new_id(), made.id, country, event, date '1990-01-01' + made.number * 20 + step * 900, date '1990-01-01' + made.number * 20 + step * 900, 'active', 'entered', timestamptz '2025-01-01'
from legislated, made, unnest(array['ZWE', 'LSO', 'ZAF', 'BWA', 'MOZ', 'ZMB', 'MWI', 'NAM', 'AGO', 'TZA']) country, (values (0, 'signed'), (1, 'ratified')) acts (step, event)
where made.kind = 'instrument' and (step = 0 or made.number % 2 = 0);

insert into obligation (workspace_id, id, instrument_id, article, position, text, language)
select legislated.id, made.id, instrument.id, (1 + (made.number - 1) % 30)::text, 1 + (made.number - 1) % 30, pg_temp.clause(made.number), 'en'
from legislated, made join made instrument on instrument.kind = 'instrument' and instrument.number = 1 + (made.number - 1) / 30
where made.kind = 'obligation';

insert into policy (workspace_id, id, form, stage, country, citation, year, language, lead_actor_id, provisions, current_version_id)
select legislated.id, made.id, pg_temp.pick(array['act', 'policy', 'regulation', 'strategy', 'action-plan'], made.number), pg_temp.pick(array['in-force', 'in-force', 'adopted', 'drafting', 'under-review'], made.number / 5),
	'ZWE', 'Chapter ' || made.number, 1960 + made.number % 66, 'en', actor.id, legislated.provisions / legislated.laws, pg_temp.new_id()
from legislated, made join made actor on actor.kind = 'actor' and actor.number = 1 + made.number % (select sitting from legislated)
where made.kind = 'policy';

insert into policy_version (workspace_id, id, policy_id, position, label, day, language, state, provisions, created_at)
select policy.workspace_id, policy.current_version_id, policy.id, 1, 'As enacted', date '2020-01-01', 'en', 'read', policy.provisions, timestamptz '2025-01-01'
from legislated join policy on policy.workspace_id = legislated.id;

insert into provision (workspace_id, id, policy_id, position, number, level, heading, text, language)
select legislated.id, made.id, policy.id, 1 + (made.number - 1) / legislated.laws, (1 + (made.number - 1) / legislated.laws)::text, 1, null, pg_temp.clause(made.number * 7) || ' ' || pg_temp.clause(made.number * 13 + 5), 'en'
from legislated, made join made policy on policy.kind = 'policy' and policy.number = 1 + (made.number - 1) % (select laws from legislated)
where made.kind = 'provision';

insert into provision_text (workspace_id, id, provision_id, policy_version_id, position, number, level, text, change)
select provision.workspace_id, pg_temp.new_id(), provision.id, policy.current_version_id, provision.position, provision.number, 1, provision.text, 'added'
from legislated join provision on provision.workspace_id = legislated.id join policy on policy.workspace_id = provision.workspace_id and policy.id = provision.policy_id;

-- The first ten instruments are judged against thirty laws each, every obligation against ten of them.
insert into judgement (workspace_id, id, obligation_id, policy_id, provision_id, verdict, reason, language, day, state, origin)
select legislated.id, pg_temp.new_id(), made.id, policy.id, provision.id, pg_temp.pick(array['met', 'partly', 'not-met', 'partly'], made.number + step), 'As the section reads.', 'en', date '2026-01-15', 'stands', 'entered'
from legislated, made, generate_series(0, 9) step
join made policy on policy.kind = 'policy'
join made provision on provision.kind = 'provision' and provision.number = policy.number
where made.kind = 'obligation' and made.number <= 300 and policy.number = 1 + (made.number / 30) * 30 + (made.number + step) % 30;

insert into road_map_step (workspace_id, id, instrument_id, position, form, title, language, lead_actor_id, first_target_day, target_day, state, origin)
select legislated.id, pg_temp.new_id(), made.id, step, pg_temp.pick(array['study', 'cabinet-memorandum', 'parliament', 'deposit', 'law', 'regulation'], step - 1), 'Step ' || step, 'en', actor.id,
	date '2026-06-01' + made.number * 5 + step * 60, date '2026-09-01' + made.number * 5 + step * 60, 'planned', 'entered'
from legislated, made, generate_series(1, 6) step
join made actor on actor.kind = 'actor' and actor.number = step
where made.kind = 'instrument';

insert into record_theme (workspace_id, id, record_id, area_id, origin)
select legislated.id, pg_temp.new_id(), made.id, area.id, 'entered'
from legislated, made join made area on area.kind = 'area'
where made.kind in ('policy', 'instrument') and area.number = 1 + made.number % 12
	or made.kind = 'provision' and made.number % 10 = 0 and area.number = 1 + made.number / 10 % 12;

insert into link (workspace_id, id, type, from_id, to_id, argument, state, origin, created_at)
select legislated.id, pg_temp.new_id(), pg_temp.pick(array['overlaps', 'contradicts', 'duplicates', 'implements', 'needs-alignment-with'], step + made.number), made.id, other.id, 'Both govern the same matter.',
	pg_temp.pick(array['open', 'open', 'being-resolved', 'resolved'], made.number), 'entered', timestamptz '2025-02-01'
from legislated, made, generate_series(1, 4) step join made other on other.kind = 'policy'
where made.kind = 'policy' and other.number = 1 + (made.number + step * 7) % (select laws from legislated);

insert into harmonization (workspace_id, id, structure_id, text, language, state, due_day)
select legislated.id, made.id, structure.id, 'The texts are brought into line.', 'en', pg_temp.pick(array['open', 'being-resolved'], made.number), date '2026-10-01' + made.number
from legislated, made join made structure on structure.kind = 'structure' and structure.number = 1 + made.number % (select structures from legislated)
where made.kind = 'harmonization';

insert into harmonization_relation (workspace_id, id, harmonization_id, link_id)
select distinct on (link.id) legislated.id, pg_temp.new_id(), item.id, link.id
from legislated join link on link.workspace_id = legislated.id join made policy on policy.kind = 'policy' and policy.id = link.from_id
join made item on item.kind = 'harmonization' and item.number = policy.number and link.state in ('open', 'being-resolved');

insert into harmonization_actor (workspace_id, id, harmonization_id, actor_id)
select distinct on (item.id, policy.lead_actor_id) legislated.id, pg_temp.new_id(), item.id, policy.lead_actor_id
from legislated join harmonization_relation item_link on item_link.workspace_id = legislated.id join made item on item.id = item_link.harmonization_id
join link on link.workspace_id = legislated.id and link.id = item_link.link_id
join policy on policy.workspace_id = legislated.id and policy.id in (link.from_id, link.to_id);

insert into record_search (workspace_id, record_id, kind, audience, vector)
select record.workspace_id, record.id, record.kind, record.audience,
	setweight(to_tsvector('english', plain_text(record.title ->> 'en')) || to_tsvector('simple', plain_text(record.title ->> 'en')), 'A')
		|| setweight(to_tsvector('english', plain_text(coalesce(provision.text, obligation.text, ''))), 'C')
from legislated join record on record.workspace_id = legislated.id
left join provision on provision.workspace_id = record.workspace_id and provision.id = record.id
left join obligation on obligation.workspace_id = record.workspace_id and obligation.id = record.id
where record.kind in ('instrument', 'obligation', 'policy', 'provision', 'harmonization');

insert into tally (workspace_id, kind, part, state, origin, audience, records)
select record.workspace_id, record.kind, '', record.state, record.origin, record.audience, count(*)
from legislated join record on record.workspace_id = legislated.id where record.kind in ('instrument', 'obligation', 'policy', 'provision', 'harmonization') group by 1, 2, 3, 4, 5, 6
union all
select record.workspace_id, record.kind, coalesce(instrument.position, policy.stage, harmonization.state), record.state, record.origin, record.audience, count(*)
from legislated join record on record.workspace_id = legislated.id
left join instrument on instrument.workspace_id = record.workspace_id and instrument.id = record.id
left join policy on policy.workspace_id = record.workspace_id and policy.id = record.id
left join harmonization on harmonization.workspace_id = record.workspace_id and harmonization.id = record.id
where record.kind in ('instrument', 'policy', 'harmonization') and coalesce(instrument.position, policy.stage, harmonization.state) is not null group by 1, 2, 3, 4, 5, 6;
