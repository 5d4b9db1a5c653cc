-- What was promised, what became law, and where laws and policies clash. A day that is known in part is kept as its first and its last
-- possible day: `2013` is 1 January to 31 December of it.

create table instrument (
	workspace_id uuid not null,
	id uuid not null,
	form text not null,
	scope text not null,
	is_binding boolean,
	binding_basis text,
	adopted_first date,
	adopted_last date,
	in_force_first date,
	in_force_last date,
	-- False where it is not in force yet; null where nobody wrote it down.
	is_in_force boolean,
	signable_until_day date,
	place text,
	depositary text,
	depositary_actor_id uuid,
	adopting_body text,
	adopting_actor_id uuid,
	region text,
	-- After joining, a treaty in force binds a State from this many months and days on; none where it is not known.
	entry_months integer,
	entry_days integer,
	-- Whether that time runs on to the first day of the next month, as treaties of the United Nations sometimes have it.
	entry_first_of_month boolean,
	-- A denunciation has effect this many months after its notice.
	leaving_months integer,
	summary text,
	language text not null,
	-- Where the workspace's own country stands today; worked out from its statuses.
	position text,
	constraint instrument_pkey primary key (workspace_id, id),
	constraint instrument_scope_known check (scope in ('global', 'continental', 'regional', 'interregional', 'bilateral')),
	constraint instrument_position_known check (position in ('not-known', 'not-signed', 'not-ratified', 'signed', 'ratified', 'accepted', 'approved',
		'acceded', 'succeeded', 'signed-definitively', 'in-force', 'denounced')),
	constraint instrument_adopted check ((adopted_first is null) = (adopted_last is null) and adopted_first <= adopted_last),
	constraint instrument_in_force check ((in_force_first is null) = (in_force_last is null) and in_force_first <= in_force_last),
	constraint instrument_entry check (entry_months >= 0 and entry_days >= 0 and leaving_months >= 0)
);
create index instrument_by_scope on instrument (workspace_id, scope, id);
create index instrument_by_form on instrument (workspace_id, form, id);
create index instrument_by_position on instrument (workspace_id, position, id);
create index instrument_by_adopted on instrument (workspace_id, adopted_first, id);
create index instrument_by_adopted_down on instrument (workspace_id, adopted_first desc nulls last, id);
create index instrument_by_in_force on instrument (workspace_id, in_force_first, id);

-- What a State did about an instrument, as its depositary or a source tells it.
create table instrument_status (
	workspace_id uuid not null,
	id uuid not null,
	instrument_id uuid not null,
	country text not null,
	event text not null,
	day_first date,
	day_last date,
	effect_day date,
	-- Which reservation or declaration is withdrawn by this one.
	withdraws_id uuid,
	text text,
	language text,
	state text not null,
	state_reason text,
	seat_id uuid,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	created_at timestamptz not null,
	constraint instrument_status_pkey primary key (workspace_id, id),
	constraint instrument_status_event_known check (event in ('not-signed', 'not-ratified', 'signed', 'ratified', 'accepted', 'approved', 'acceded',
		'succeeded', 'signed-definitively', 'in-force', 'reservation', 'declaration', 'withdrawal-of-reservation', 'withdrawal-of-declaration', 'denounced')),
	constraint instrument_status_state_known check (state in ('active', 'withdrawn')),
	constraint instrument_status_origin_known check (origin in ('reference', 'invented', 'entered')),
	constraint instrument_status_days check ((day_first is null) = (day_last is null) and day_first <= day_last)
);
create index instrument_status_of_instrument on instrument_status (workspace_id, instrument_id, country);
create index instrument_status_of_country on instrument_status (workspace_id, country, instrument_id);

-- One text of an instrument that can be read and searched; the file itself is a document of its record.
create table instrument_text (
	workspace_id uuid not null,
	id uuid not null,
	instrument_id uuid not null,
	file_id uuid not null,
	language text not null,
	state text not null,
	fault text,
	text text,
	constraint instrument_text_pkey primary key (workspace_id, id),
	constraint instrument_text_state_known check (state in ('waiting', 'read', 'unread'))
);
create index instrument_text_of_instrument on instrument_text (workspace_id, instrument_id);

create table obligation (
	workspace_id uuid not null,
	id uuid not null,
	instrument_id uuid not null,
	article text not null,
	position integer not null,
	text text not null,
	language text not null,
	constraint obligation_pkey primary key (workspace_id, id)
);
create index obligation_of_instrument on obligation (workspace_id, instrument_id, position, id);

-- What a treaty asks States to report, and when: the first so many months after it binds them, then every so many.
create table reporting_duty (
	workspace_id uuid not null,
	id uuid not null,
	instrument_id uuid not null,
	article text,
	body text not null,
	first_months integer,
	every_months integer,
	language text not null,
	state text not null,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint reporting_duty_pkey primary key (workspace_id, id),
	constraint reporting_duty_months check (first_months > 0 and every_months > 0),
	constraint reporting_duty_state_known check (state in ('active', 'withdrawn')),
	constraint reporting_duty_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index reporting_duty_of_instrument on reporting_duty (workspace_id, instrument_id);

-- One report under such a duty: due, submitted, talked over with the body, answered by its concluding observations.
create table treaty_report (
	workspace_id uuid not null,
	id uuid not null,
	instrument_id uuid not null,
	reporting_duty_id uuid,
	form text not null,
	due_day date not null,
	lead_actor_id uuid,
	state text not null,
	submitted_day date,
	dialogue_day date,
	observations_day date,
	constraint treaty_report_pkey primary key (workspace_id, id),
	constraint treaty_report_form_known check (form in ('initial', 'periodic', 'follow-up', 'special')),
	constraint treaty_report_state_known check (state in ('due', 'submitted', 'dialogue-held', 'observations-received', 'dropped'))
);
create index treaty_report_of_instrument on treaty_report (workspace_id, instrument_id, due_day);
create index treaty_report_by_day on treaty_report (workspace_id, state, due_day, id);

-- Laws and policies.
create table policy (
	workspace_id uuid not null,
	id uuid not null,
	form text not null,
	stage text not null,
	country text,
	region text,
	citation text,
	year integer,
	period text,
	summary text,
	language text not null,
	lead_actor_id uuid,
	provisions integer not null,
	current_version_id uuid,
	constraint policy_pkey primary key (workspace_id, id),
	constraint policy_stage_known check (stage in ('idea', 'drafting', 'consultation', 'validated', 'adopted', 'in-force', 'under-review', 'ended', 'repealed', 'not-known'))
);
create index policy_by_form on policy (workspace_id, form, id);
create index policy_by_stage on policy (workspace_id, stage, id);
create index policy_by_country on policy (workspace_id, country, id);
create index policy_of_lead on policy (workspace_id, lead_actor_id) where lead_actor_id is not null;
create index policy_by_year on policy (workspace_id, year, id);
create index policy_by_year_down on policy (workspace_id, year desc nulls last, id);

create table policy_actor (
	workspace_id uuid not null,
	id uuid not null,
	policy_id uuid not null,
	actor_id uuid not null,
	constraint policy_actor_pkey primary key (workspace_id, id),
	constraint policy_actor_once unique (workspace_id, policy_id, actor_id)
);
create index policy_actor_of_actor on policy_actor (workspace_id, actor_id);

-- When a law or policy entered a stage of its life, or is planned to.
create table policy_stage (
	workspace_id uuid not null,
	id uuid not null,
	policy_id uuid not null,
	stage text not null,
	day_first date,
	day_last date,
	planned_day date,
	first_planned_day date,
	-- Where it stands among the stages that were entered; none while it is only planned.
	position integer,
	note text,
	constraint policy_stage_pkey primary key (workspace_id, id),
	constraint policy_stage_known check (stage in ('idea', 'drafting', 'consultation', 'validated', 'adopted', 'in-force', 'under-review', 'ended', 'repealed')),
	constraint policy_stage_days check ((day_first is null) = (day_last is null) and day_first <= day_last)
);
create index policy_stage_of_policy on policy_stage (workspace_id, policy_id);
create index policy_stage_planned on policy_stage (workspace_id, planned_day, id) where planned_day is not null and day_first is null;

create table policy_version (
	workspace_id uuid not null,
	id uuid not null,
	policy_id uuid not null,
	position integer not null,
	label text not null,
	day date,
	language text not null,
	file_id uuid,
	state text not null,
	fault text,
	pages integer,
	-- Pages on which nothing could be read: pictures of text, or empty ones.
	pages_without_text integer,
	-- The job that reads it, or read it last.
	job_id uuid,
	provisions integer not null,
	seat_id uuid,
	created_at timestamptz not null,
	constraint policy_version_pkey primary key (workspace_id, id),
	constraint policy_version_order unique (workspace_id, policy_id, position),
	constraint policy_version_state_known check (state in ('waiting', 'read', 'unread'))
);

-- A provision keeps its identity from version to version: what is said, linked and judged of it stays in place.
create table provision (
	workspace_id uuid not null,
	id uuid not null,
	policy_id uuid not null,
	-- Where it stands in the current version; null where that has it no more.
	position integer,
	number text not null,
	level integer not null,
	-- The units above it, the outermost first: `Part II Recruitment`.
	above text[],
	heading text,
	text text not null,
	language text not null,
	constraint provision_pkey primary key (workspace_id, id)
);
create index provision_of_policy on provision (workspace_id, policy_id, position, id);

create table provision_text (
	workspace_id uuid not null,
	id uuid not null,
	provision_id uuid not null,
	policy_version_id uuid not null,
	position integer not null,
	number text not null,
	level integer not null,
	above text[],
	heading text,
	text text not null,
	change text not null,
	constraint provision_text_pkey primary key (workspace_id, id),
	constraint provision_text_once unique (workspace_id, policy_version_id, position),
	constraint provision_text_change_known check (change in ('added', 'unchanged', 'reworded', 'renumbered', 'moved'))
);
create index provision_text_of_provision on provision_text (workspace_id, provision_id);

-- Whether a law carries an obligation. A later judgement replaces an earlier one, which stays.
create table judgement (
	workspace_id uuid not null,
	id uuid not null,
	obligation_id uuid not null,
	policy_id uuid,
	provision_id uuid,
	verdict text not null,
	reason text not null,
	language text not null,
	day date not null,
	seat_id uuid,
	reviewer text,
	state text not null,
	-- It stood from its day until this one: until then another replaced it, or it was withdrawn, with the reason.
	until_day date,
	state_reason text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint judgement_pkey primary key (workspace_id, id),
	constraint judgement_verdict_known check (verdict in ('met', 'partly', 'not-met', 'not-applicable')),
	constraint judgement_of_law check (provision_id is null or policy_id is not null),
	constraint judgement_without_law check (policy_id is not null or verdict in ('not-met', 'not-applicable')),
	constraint judgement_state_known check (state in ('stands', 'replaced', 'withdrawn')),
	constraint judgement_until check ((state = 'stands') = (until_day is null) and until_day >= day),
	constraint judgement_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index judgement_of_obligation on judgement (workspace_id, obligation_id, state);
create index judgement_of_policy on judgement (workspace_id, policy_id, state) where policy_id is not null;
create index judgement_by_day on judgement (workspace_id, day, id);
create index judgement_of_provision on judgement (workspace_id, provision_id) where provision_id is not null;

-- The road map of an instrument: from study to deposit to law.
create table road_map_step (
	workspace_id uuid not null,
	id uuid not null,
	instrument_id uuid not null,
	position integer not null,
	form text not null,
	title text not null,
	language text not null,
	lead_actor_id uuid,
	structure_id uuid,
	first_target_day date,
	target_day date,
	done_day date,
	state text not null,
	state_reason text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint road_map_step_pkey primary key (workspace_id, id),
	constraint road_map_step_form_known check (form in ('study', 'cabinet-memorandum', 'parliament', 'deposit', 'law', 'regulation', 'other')),
	constraint road_map_step_state_known check (state in ('planned', 'under-way', 'done', 'dropped')),
	constraint road_map_step_done check ((state = 'done') = (done_day is not null)),
	constraint road_map_step_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index road_map_step_of_instrument on road_map_step (workspace_id, instrument_id, position, id);
create index road_map_step_by_target on road_map_step (workspace_id, target_day, id) where state in ('planned', 'under-way');

create table road_map_obstacle (
	workspace_id uuid not null,
	id uuid not null,
	instrument_id uuid not null,
	step_id uuid,
	obstacle text not null,
	note text,
	language text,
	day date not null,
	overcome_day date,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint road_map_obstacle_pkey primary key (workspace_id, id),
	constraint road_map_obstacle_known check (obstacle in ('incompatible-law', 'lack-of-means', 'unemployment', 'novelty', 'complexity', 'lack-of-awareness')),
	constraint road_map_obstacle_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index road_map_obstacle_of_instrument on road_map_obstacle (workspace_id, instrument_id);

-- What has to be brought into line: relations between laws, policies and provisions that are resolved together.
create table harmonization (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid,
	text text not null,
	language text not null,
	state text not null,
	due_day date,
	resolution text,
	resolved_day date,
	constraint harmonization_pkey primary key (workspace_id, id),
	constraint harmonization_state_known check (state in ('open', 'being-resolved', 'resolved')),
	constraint harmonization_resolved check ((state = 'resolved') = (resolved_day is not null))
);
create index harmonization_by_state on harmonization (workspace_id, state, due_day, id);
create index harmonization_of_structure on harmonization (workspace_id, structure_id, state);

create table harmonization_relation (
	workspace_id uuid not null,
	id uuid not null,
	harmonization_id uuid not null,
	link_id uuid not null,
	constraint harmonization_relation_pkey primary key (workspace_id, id),
	constraint harmonization_relation_once unique (workspace_id, harmonization_id, link_id)
);
create index harmonization_relation_of_link on harmonization_relation (workspace_id, link_id);

-- Who must agree, and whether they do.
create table harmonization_actor (
	workspace_id uuid not null,
	id uuid not null,
	harmonization_id uuid not null,
	actor_id uuid not null,
	answer text,
	answered_day date,
	note text,
	constraint harmonization_actor_pkey primary key (workspace_id, id),
	constraint harmonization_actor_once unique (workspace_id, harmonization_id, actor_id),
	constraint harmonization_actor_answer_known check (answer in ('agrees', 'agrees-in-part', 'disagrees')),
	constraint harmonization_actor_answered check ((answer is null) = (answered_day is null))
);
create index harmonization_actor_of_actor on harmonization_actor (workspace_id, actor_id);

-- What a person said of a suggested pair of provisions: rejected pairs stay rejected. The pair stands in the order of its identifiers.
create table overlap_verdict (
	workspace_id uuid not null,
	id uuid not null,
	first_id uuid not null,
	second_id uuid not null,
	verdict text not null,
	link_id uuid,
	reason text,
	seat_id uuid,
	created_at timestamptz not null,
	constraint overlap_verdict_pkey primary key (workspace_id, id),
	constraint overlap_verdict_once unique (workspace_id, first_id, second_id),
	constraint overlap_verdict_order check (first_id < second_id),
	constraint overlap_verdict_known check (verdict in ('accepted', 'rejected'))
);
create index overlap_verdict_of_second on overlap_verdict (workspace_id, second_id);

-- A passage of a plan that concerns migration, as suggested, confirmed or set aside.
create table mainstreaming_passage (
	workspace_id uuid not null,
	id uuid not null,
	policy_id uuid not null,
	provision_id uuid not null,
	chapter text not null,
	suggested_area_id uuid,
	area_id uuid,
	score integer,
	state text not null,
	seat_id uuid,
	decided_day date,
	constraint mainstreaming_passage_pkey primary key (workspace_id, id),
	constraint mainstreaming_passage_once unique (workspace_id, provision_id),
	constraint mainstreaming_passage_state_known check (state in ('suggested', 'confirmed', 'rejected'))
);
create index mainstreaming_passage_of_policy on mainstreaming_passage (workspace_id, policy_id, state);

-- Agreements and memoranda between countries.
create table agreement (
	workspace_id uuid not null,
	id uuid not null,
	form text not null,
	subject text not null,
	language text not null,
	stage text not null,
	year integer,
	signed_first date,
	signed_last date,
	in_force_first date,
	in_force_last date,
	expiry_day date,
	renewal text,
	renewal_months integer,
	notice_months integer,
	notice_day date,
	summary text,
	lead_actor_id uuid,
	commission_structure_id uuid,
	constraint agreement_pkey primary key (workspace_id, id),
	constraint agreement_stage_known check (stage in ('proposed', 'negotiation', 'signed', 'in-force', 'renegotiation', 'expired', 'terminated', 'not-known')),
	constraint agreement_renewal_known check (renewal in ('automatic', 'by-agreement', 'none')),
	constraint agreement_months check (renewal_months > 0 and notice_months >= 0),
	constraint agreement_signed check ((signed_first is null) = (signed_last is null) and signed_first <= signed_last),
	constraint agreement_in_force check ((in_force_first is null) = (in_force_last is null) and in_force_first <= in_force_last)
);
create index agreement_by_stage on agreement (workspace_id, stage, id);
create index agreement_by_form on agreement (workspace_id, form, id);
create index agreement_by_notice on agreement (workspace_id, notice_day, id) where notice_day is not null;
create index agreement_by_expiry on agreement (workspace_id, expiry_day, id) where expiry_day is not null;
create index agreement_of_commission on agreement (workspace_id, commission_structure_id) where commission_structure_id is not null;

create table agreement_party (
	workspace_id uuid not null,
	id uuid not null,
	agreement_id uuid not null,
	position integer not null,
	country text,
	actor_id uuid,
	name text,
	constraint agreement_party_pkey primary key (workspace_id, id),
	constraint agreement_party_one check (num_nonnulls(country, actor_id, name) = 1)
);
create index agreement_party_of_agreement on agreement_party (workspace_id, agreement_id, position);
create index agreement_party_of_country on agreement_party (workspace_id, country) where country is not null;

-- Provisions that agreements are recommended to have, and what each agreement has of them.
create table agreement_provision (
	workspace_id uuid not null,
	id uuid not null,
	agreement_id uuid not null,
	item text not null,
	title text,
	checklist text,
	position integer not null,
	has text not null,
	article text,
	note text,
	language text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint agreement_provision_pkey primary key (workspace_id, id),
	constraint agreement_provision_item_known check (item in ('movement', 'regularization', 'data-exchange', 'information', 'equal-treatment',
		'social-security', 'institutional-collaboration', 'other')),
	constraint agreement_provision_other check (item <> 'other' or title is not null),
	constraint agreement_provision_has_known check (has in ('included', 'partly', 'asked-for', 'missing')),
	constraint agreement_provision_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index agreement_provision_of_agreement on agreement_provision (workspace_id, agreement_id, position);

-- A standing item for what other areas of work have that waits for a structure.
alter table agenda_item drop constraint agenda_item_kind_known;
alter table agenda_item add constraint agenda_item_kind_known
	check (kind in ('item', 'minutes', 'matters-arising', 'recommendations', 'commitments', 'to-settle'));
create index link_by_type on link (workspace_id, type, id);

-- distribute: instrument instrument_status instrument_text obligation reporting_duty treaty_report policy policy_actor policy_stage policy_version provision provision_text judgement road_map_step road_map_obstacle harmonization harmonization_relation harmonization_actor overlap_verdict mainstreaming_passage agreement agreement_party agreement_provision

alter table instrument add constraint instrument_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table obligation add constraint obligation_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table treaty_report add constraint treaty_report_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table policy add constraint policy_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table provision add constraint provision_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table harmonization add constraint harmonization_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table agreement add constraint agreement_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table instrument add constraint instrument_depositary_actor foreign key (workspace_id, depositary_actor_id) references actor (workspace_id, id);
alter table instrument add constraint instrument_adopting_actor foreign key (workspace_id, adopting_actor_id) references actor (workspace_id, id);
alter table instrument_status add constraint instrument_status_instrument foreign key (workspace_id, instrument_id) references instrument (workspace_id, id);
alter table instrument_status add constraint instrument_status_withdraws foreign key (workspace_id, withdraws_id) references instrument_status (workspace_id, id);
alter table instrument_status add constraint instrument_status_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table instrument_text add constraint instrument_text_instrument foreign key (workspace_id, instrument_id) references instrument (workspace_id, id);
alter table instrument_text add constraint instrument_text_file foreign key (workspace_id, file_id) references file (workspace_id, id);
alter table obligation add constraint obligation_instrument foreign key (workspace_id, instrument_id) references instrument (workspace_id, id);
alter table reporting_duty add constraint reporting_duty_instrument foreign key (workspace_id, instrument_id) references instrument (workspace_id, id);
alter table treaty_report add constraint treaty_report_instrument foreign key (workspace_id, instrument_id) references instrument (workspace_id, id);
alter table treaty_report add constraint treaty_report_reporting_duty foreign key (workspace_id, reporting_duty_id) references reporting_duty (workspace_id, id);
alter table treaty_report add constraint treaty_report_lead_actor foreign key (workspace_id, lead_actor_id) references actor (workspace_id, id);
alter table policy add constraint policy_lead_actor foreign key (workspace_id, lead_actor_id) references actor (workspace_id, id);
alter table policy add constraint policy_current_version foreign key (workspace_id, current_version_id) references policy_version (workspace_id, id) deferrable initially deferred;
alter table policy_actor add constraint policy_actor_policy foreign key (workspace_id, policy_id) references policy (workspace_id, id);
alter table policy_actor add constraint policy_actor_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table policy_stage add constraint policy_stage_policy foreign key (workspace_id, policy_id) references policy (workspace_id, id);
alter table policy_version add constraint policy_version_policy foreign key (workspace_id, policy_id) references policy (workspace_id, id);
alter table policy_version add constraint policy_version_file foreign key (workspace_id, file_id) references file (workspace_id, id);
alter table policy_version add constraint policy_version_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table provision add constraint provision_policy foreign key (workspace_id, policy_id) references policy (workspace_id, id);
alter table provision_text add constraint provision_text_provision foreign key (workspace_id, provision_id) references provision (workspace_id, id);
alter table provision_text add constraint provision_text_policy_version foreign key (workspace_id, policy_version_id) references policy_version (workspace_id, id);
alter table judgement add constraint judgement_obligation foreign key (workspace_id, obligation_id) references obligation (workspace_id, id);
alter table judgement add constraint judgement_policy foreign key (workspace_id, policy_id) references policy (workspace_id, id);
alter table judgement add constraint judgement_provision foreign key (workspace_id, provision_id) references provision (workspace_id, id);
alter table judgement add constraint judgement_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table road_map_step add constraint road_map_step_instrument foreign key (workspace_id, instrument_id) references instrument (workspace_id, id);
alter table road_map_step add constraint road_map_step_lead_actor foreign key (workspace_id, lead_actor_id) references actor (workspace_id, id);
alter table road_map_step add constraint road_map_step_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table road_map_obstacle add constraint road_map_obstacle_instrument foreign key (workspace_id, instrument_id) references instrument (workspace_id, id);
alter table road_map_obstacle add constraint road_map_obstacle_step foreign key (workspace_id, step_id) references road_map_step (workspace_id, id);
alter table harmonization add constraint harmonization_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table harmonization_relation add constraint harmonization_relation_harmonization foreign key (workspace_id, harmonization_id) references harmonization (workspace_id, id);
alter table harmonization_relation add constraint harmonization_relation_link foreign key (workspace_id, link_id) references link (workspace_id, id);
alter table harmonization_actor add constraint harmonization_actor_harmonization foreign key (workspace_id, harmonization_id) references harmonization (workspace_id, id);
alter table harmonization_actor add constraint harmonization_actor_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table overlap_verdict add constraint overlap_verdict_first foreign key (workspace_id, first_id) references provision (workspace_id, id);
alter table overlap_verdict add constraint overlap_verdict_second foreign key (workspace_id, second_id) references provision (workspace_id, id);
alter table overlap_verdict add constraint overlap_verdict_link foreign key (workspace_id, link_id) references link (workspace_id, id);
alter table overlap_verdict add constraint overlap_verdict_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table mainstreaming_passage add constraint mainstreaming_passage_policy foreign key (workspace_id, policy_id) references policy (workspace_id, id);
alter table mainstreaming_passage add constraint mainstreaming_passage_provision foreign key (workspace_id, provision_id) references provision (workspace_id, id);
alter table mainstreaming_passage add constraint mainstreaming_passage_suggested_area foreign key (workspace_id, suggested_area_id) references theme_area (workspace_id, id);
alter table mainstreaming_passage add constraint mainstreaming_passage_area foreign key (workspace_id, area_id) references theme_area (workspace_id, id);
alter table mainstreaming_passage add constraint mainstreaming_passage_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table agreement add constraint agreement_lead_actor foreign key (workspace_id, lead_actor_id) references actor (workspace_id, id);
alter table agreement add constraint agreement_commission_structure foreign key (workspace_id, commission_structure_id) references structure (workspace_id, id);
alter table agreement_party add constraint agreement_party_agreement foreign key (workspace_id, agreement_id) references agreement (workspace_id, id);
alter table agreement_party add constraint agreement_party_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table agreement_provision add constraint agreement_provision_agreement foreign key (workspace_id, agreement_id) references agreement (workspace_id, id);

-- Row level security: one workspace; records stand under the audience of the record table, and their parts are read by joining it.

do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	name text;
begin
	foreach name in array array[
		'instrument', 'instrument_status', 'instrument_text', 'obligation', 'reporting_duty', 'treaty_report', 'policy',
		'policy_actor', 'policy_stage', 'policy_version', 'provision', 'provision_text', 'judgement', 'road_map_step',
		'road_map_obstacle', 'harmonization', 'harmonization_relation', 'harmonization_actor', 'overlap_verdict',
		'mainstreaming_passage', 'agreement', 'agreement_party', 'agreement_provision'
	] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
		execute format('create policy own_workspace on %I using (%s) with check (%s)', name, own, own);
	end loop;
end
$$;

grant select, insert, update on
	instrument, instrument_status, instrument_text, obligation, reporting_duty, treaty_report, policy, policy_actor,
	policy_stage, policy_version, provision, provision_text, judgement, road_map_step, road_map_obstacle, harmonization,
	harmonization_relation, harmonization_actor, overlap_verdict, mainstreaming_passage, agreement, agreement_party,
	agreement_provision
	to pitso_app;
grant delete on policy_actor, harmonization_relation, harmonization_actor, agreement_party, agreement_provision, mainstreaming_passage
	to pitso_app;
