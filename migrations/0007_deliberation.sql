-- Deliberation: how often structures are to meet and whether they do, meetings and their minutes, recommendations on their way from
-- level to level, decisions, actions, and what is kept of them so that dashboards need not count.
-- Tables first and without foreign keys (Citus distributes only such tables), then constraints by name, one a statement.

-- A structure's rules of procedure, each from its day: a meeting is judged by the rules of the day it was held.
create table structure_rhythm (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	from_day date,
	to_day date,
	kind text not null,
	times integer,
	notice_days integer not null,
	quorum_kind text not null,
	quorum_number integer,
	forbids_without_quorum boolean not null,
	silence text not null,
	written_days integer not null,
	basis text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint structure_rhythm_pkey primary key (workspace_id, id),
	constraint structure_rhythm_order check (from_day is null or to_day is null or from_day <= to_day),
	constraint structure_rhythm_kind_known check (kind in ('times-a-year', 'plan-and-review', 'on-activation', 'none')),
	constraint structure_rhythm_times check ((kind = 'times-a-year') = (times is not null) and times between 1 and 12),
	constraint structure_rhythm_notice check (notice_days between 0 and 180),
	constraint structure_rhythm_quorum_known check (quorum_kind in ('none', 'half', 'majority', 'two-thirds', 'number')),
	constraint structure_rhythm_quorum_number check ((quorum_kind = 'number') = (quorum_number is not null) and quorum_number between 1 and 1000),
	constraint structure_rhythm_silence_known check (silence in ('consent', 'no-answer')),
	constraint structure_rhythm_written_days check (written_days between 1 and 180),
	constraint structure_rhythm_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create unique index structure_rhythm_open_once on structure_rhythm (workspace_id, structure_id) where to_day is null;
create index structure_rhythm_of_structure on structure_rhythm (workspace_id, structure_id, from_day);

create table structure_activation (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	from_day date not null,
	to_day date,
	reason text not null,
	end_reason text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint structure_activation_pkey primary key (workspace_id, id),
	constraint structure_activation_order check (to_day is null or from_day <= to_day),
	constraint structure_activation_ended check ((to_day is null) = (end_reason is null)),
	constraint structure_activation_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create unique index structure_activation_open_once on structure_activation (workspace_id, structure_id) where to_day is null;
create index structure_activation_of_structure on structure_activation (workspace_id, structure_id, from_day);

-- Guidelines for non-State participation: whom a structure co-opts, on which items, with what rights.
create table structure_participation (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	actor_kind text not null,
	area_id uuid,
	may_speak boolean not null,
	may_propose boolean not null,
	may_see_papers boolean not null,
	basis text not null,
	from_day date not null,
	to_day date,
	end_reason text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint structure_participation_pkey primary key (workspace_id, id),
	constraint structure_participation_order check (to_day is null or from_day <= to_day),
	constraint structure_participation_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index structure_participation_of_structure on structure_participation (workspace_id, structure_id);

create table meeting_series (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	title text not null,
	rule text not null,
	excluded text[] not null,
	local_start text not null,
	duration_minutes integer not null,
	time_zone text not null,
	place text,
	online_address text,
	purpose text not null,
	state text not null,
	state_reason text,
	calendar_sequence integer not null,
	created_at timestamptz not null,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint meeting_series_pkey primary key (workspace_id, id),
	constraint meeting_series_state_known check (state in ('active', 'ended')),
	constraint meeting_series_start_form check (local_start ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
	constraint meeting_series_lasts check (duration_minutes between 5 and 20160),
	constraint meeting_series_purpose_known check (purpose in ('ordinary', 'extraordinary', 'planning', 'review')),
	constraint meeting_series_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index meeting_series_of_structure on meeting_series (workspace_id, structure_id);

create table meeting (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	series_id uuid,
	series_start text,
	purpose text not null,
	state text not null,
	state_reason text,
	local_start text not null,
	local_end text not null,
	time_zone text not null,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	day date not null,
	place text,
	online_address text,
	called_day date,
	notice_days integer,
	minutes_language text,
	quorum_present integer,
	quorum_required integer,
	is_quorate boolean,
	comments_until date,
	adopted_day date,
	adopted_how text,
	adopted_in_id uuid,
	calendar_sequence integer not null,
	calendar_changed_at timestamptz not null,
	constraint meeting_pkey primary key (workspace_id, id),
	constraint meeting_state_known check (state in ('planned', 'called', 'held', 'drafted', 'circulated', 'adopted', 'postponed', 'cancelled')),
	constraint meeting_purpose_known check (purpose in ('ordinary', 'extraordinary', 'planning', 'review')),
	constraint meeting_start_form check (local_start ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
	constraint meeting_end_form check (local_end ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
	constraint meeting_order check (starts_at < ends_at),
	constraint meeting_of_series check ((series_id is null) = (series_start is null)),
	constraint meeting_adopted check ((state = 'adopted') = (adopted_day is not null) and (adopted_day is null) = (adopted_how is null)),
	constraint meeting_adopted_how_known check (adopted_how in ('meeting', 'written-procedure'))
);
create unique index meeting_once_in_series on meeting (workspace_id, series_id, series_start) where series_id is not null;
create index meeting_of_structure on meeting (workspace_id, structure_id, day, id);
create index meeting_by_day on meeting (workspace_id, day, id);
create index meeting_by_start on meeting (workspace_id, starts_at, id);
create index meeting_by_start_down on meeting (workspace_id, starts_at desc nulls last, id);
create index meeting_by_state on meeting (workspace_id, state, day, id);
create index meeting_adopted_in on meeting (workspace_id, adopted_in_id) where adopted_in_id is not null;

create table agenda_item (
	workspace_id uuid not null,
	id uuid not null,
	meeting_id uuid not null,
	structure_id uuid not null,
	position integer not null,
	kind text not null,
	state text not null,
	state_reason text,
	confidentiality text not null,
	presenter_actor_id uuid,
	presenter text,
	minutes_planned integer,
	note text,
	subject_id uuid,
	proposed_by_seat_id uuid,
	proposed_by_actor_id uuid,
	constraint agenda_item_pkey primary key (workspace_id, id),
	constraint agenda_item_kind_known check (kind in ('item', 'minutes', 'matters-arising', 'recommendations', 'commitments')),
	constraint agenda_item_state_known check (state in ('proposed', 'accepted', 'declined', 'withdrawn')),
	constraint agenda_item_confidentiality_known check (confidentiality in ('as-meeting', 'members', 'full-members', 'secretariat', 'named')),
	constraint agenda_item_minutes check (minutes_planned between 1 and 1440)
);
create index agenda_item_of_meeting on agenda_item (workspace_id, meeting_id, position, id);
create index agenda_item_of_structure on agenda_item (workspace_id, structure_id);
create index agenda_item_about on agenda_item (workspace_id, subject_id) where subject_id is not null;

create table agenda_paper (
	workspace_id uuid not null,
	id uuid not null,
	agenda_item_id uuid not null,
	document_id uuid not null,
	confidentiality text not null,
	constraint agenda_paper_pkey primary key (workspace_id, id),
	constraint agenda_paper_once unique (workspace_id, document_id),
	constraint agenda_paper_confidentiality_known check (confidentiality in ('as-item', 'full-members'))
);
create index agenda_paper_of_item on agenda_paper (workspace_id, agenda_item_id);

create table attendance (
	workspace_id uuid not null,
	id uuid not null,
	meeting_id uuid not null,
	actor_id uuid not null,
	seat_id uuid,
	capacity text not null,
	state text not null,
	office text,
	person text,
	interest text,
	interest_item_id uuid,
	note text,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint attendance_pkey primary key (workspace_id, id),
	constraint attendance_capacity_known check (capacity in ('member', 'alternate', 'invited-expert', 'observer')),
	constraint attendance_state_known check (state in ('expected', 'present', 'apologies', 'absent')),
	constraint attendance_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create unique index attendance_of_member_once on attendance (workspace_id, meeting_id, actor_id) where capacity in ('member', 'alternate');
create index attendance_of_meeting on attendance (workspace_id, meeting_id, capacity, id);
create index attendance_of_actor on attendance (workspace_id, actor_id, meeting_id);

-- The minutes of one agenda item; what is typed meanwhile lies in the draft, outside the history.
create table minute (
	workspace_id uuid not null,
	id uuid not null,
	meeting_id uuid not null,
	text text not null,
	language text not null,
	changed_at timestamptz not null,
	constraint minute_pkey primary key (workspace_id, id)
);
create index minute_of_meeting on minute (workspace_id, meeting_id);

create table minute_draft (
	workspace_id uuid not null,
	id uuid not null,
	meeting_id uuid not null,
	state text not null,
	revision bigint not null,
	changed_at timestamptz not null,
	constraint minute_draft_pkey primary key (workspace_id, id)
);
create index minute_draft_of_meeting on minute_draft (workspace_id, meeting_id);

-- A paper made of a meeting, for one audience, in one language: the file of each form lies with the files, under that audience.
create table meeting_paper (
	workspace_id uuid not null,
	id uuid not null,
	meeting_id uuid not null,
	kind text not null,
	edition text not null,
	language text not null,
	docx_file_id uuid not null,
	pdf_file_id uuid not null,
	sealed_at timestamptz,
	made_at timestamptz not null,
	seat_id uuid,
	constraint meeting_paper_pkey primary key (workspace_id, id),
	constraint meeting_paper_kind_known check (kind in ('notice', 'agenda', 'attendance', 'minutes', 'decisions')),
	constraint meeting_paper_edition_known check (edition in ('full', 'full-members', 'members', 'workspace', 'public'))
);
create index meeting_paper_of_meeting on meeting_paper (workspace_id, meeting_id, kind, made_at);

create table recommendation (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid,
	meeting_id uuid,
	agenda_item_id uuid,
	written_procedure_id uuid,
	addressee_actor_id uuid,
	addressee_structure_id uuid,
	addressee text,
	action_word text,
	deadline_class text not null,
	due_day date,
	state text not null,
	state_day date,
	holder_structure_id uuid,
	holder_actor_id uuid,
	held_since date,
	wording integer not null,
	constraint recommendation_pkey primary key (workspace_id, id),
	constraint recommendation_deadline_known check (deadline_class in ('immediate', 'short-term', 'medium-term', 'long-term', 'none')),
	constraint recommendation_state_known check (state in ('proposed', 'submitted', 'received', 'under-review', 'accepted', 'accepted-in-part', 'returned', 'declined',
		'being-implemented', 'implemented', 'lapsed')),
	constraint recommendation_held_by_one check (holder_structure_id is null or holder_actor_id is null)
);
create index recommendation_by_state on recommendation (workspace_id, state, id);
create index recommendation_of_structure on recommendation (workspace_id, structure_id, id);
create index recommendation_of_meeting on recommendation (workspace_id, meeting_id);
create index recommendation_of_item on recommendation (workspace_id, agenda_item_id);
create index recommendation_to_actor on recommendation (workspace_id, addressee_actor_id, id);
create index recommendation_to_structure on recommendation (workspace_id, addressee_structure_id, id);
create index recommendation_held_by_structure on recommendation (workspace_id, holder_structure_id, state, held_since);
create index recommendation_held_by_actor on recommendation (workspace_id, holder_actor_id, state, held_since);
create index recommendation_by_due_day on recommendation (workspace_id, due_day, id);
create index recommendation_open_by_due_day on recommendation (workspace_id, due_day, id)
	where state in ('proposed', 'submitted', 'received', 'under-review', 'accepted', 'accepted-in-part', 'returned', 'being-implemented');
-- What is sorted downward has an index of its own: empty values come last both ways.
create index recommendation_by_due_day_down on recommendation (workspace_id, due_day desc nulls last, id);
create index recommendation_by_held_since on recommendation (workspace_id, held_since, id);
create index recommendation_by_held_since_down on recommendation (workspace_id, held_since desc nulls last, id);
create index recommendation_by_state_down on recommendation (workspace_id, state desc nulls last, id);
create index recommendation_newest on recommendation (workspace_id, id desc nulls last);
create index recommendation_by_state_day on recommendation (workspace_id, state_day, id);
create index recommendation_by_deadline on recommendation (workspace_id, deadline_class, id);

create table recommendation_wording (
	workspace_id uuid not null,
	id uuid not null,
	recommendation_id uuid not null,
	number integer not null,
	text text not null,
	language text not null,
	reason text,
	day date,
	seat_id uuid,
	constraint recommendation_wording_pkey primary key (workspace_id, id),
	constraint recommendation_wording_once unique (workspace_id, recommendation_id, number)
);

-- One level of a recommendation's way: from where it was submitted, to whom, how long it lay there, and what was answered.
create table recommendation_hop (
	workspace_id uuid not null,
	id uuid not null,
	recommendation_id uuid not null,
	position integer not null,
	from_structure_id uuid,
	to_structure_id uuid,
	to_actor_id uuid,
	submitted_day date not null,
	received_day date,
	review_day date,
	answered_day date,
	answer text,
	reasons text,
	joint_answer_id uuid,
	meeting_id uuid,
	decision_id uuid,
	origin text not null,
	origin_source text,
	origin_year integer,
	origin_note text,
	constraint recommendation_hop_pkey primary key (workspace_id, id),
	constraint recommendation_hop_once unique (workspace_id, recommendation_id, position),
	constraint recommendation_hop_to_one check ((to_structure_id is null) <> (to_actor_id is null)),
	constraint recommendation_hop_answer_known check (answer in ('accepted', 'accepted-in-part', 'returned', 'declined', 'passed-on')),
	constraint recommendation_hop_answered check ((answer is null) = (answered_day is null)),
	constraint recommendation_hop_order check (received_day >= submitted_day and review_day >= received_day and answered_day >= received_day),
	constraint recommendation_hop_origin_known check (origin in ('reference', 'invented', 'entered'))
);
create index recommendation_hop_to_structure on recommendation_hop (workspace_id, to_structure_id, answered_day);
create index recommendation_hop_to_actor on recommendation_hop (workspace_id, to_actor_id, answered_day);
create index recommendation_hop_from on recommendation_hop (workspace_id, from_structure_id);
create index recommendation_hop_by_decision on recommendation_hop (workspace_id, decision_id) where decision_id is not null;
create index recommendation_hop_jointly on recommendation_hop (workspace_id, joint_answer_id) where joint_answer_id is not null;

create table decision (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	meeting_id uuid,
	agenda_item_id uuid,
	written_procedure_id uuid,
	text text not null,
	language text not null,
	basis text,
	decided_day date not null,
	effect_day date,
	manner text not null,
	votes_for integer,
	votes_against integer,
	votes_abstaining integer,
	state text not null,
	state_reason text,
	replaced_by_id uuid,
	constraint decision_pkey primary key (workspace_id, id),
	constraint decision_manner_known check (manner in ('consensus', 'vote', 'written-procedure')),
	constraint decision_state_known check (state in ('in-force', 'replaced', 'revoked')),
	constraint decision_votes check ((manner = 'vote') = (votes_for is not null) and (votes_for is null) = (votes_against is null) and (votes_for is null) = (votes_abstaining is null)),
	constraint decision_replaced check ((state = 'replaced') = (replaced_by_id is not null))
);
create index decision_of_structure on decision (workspace_id, structure_id, decided_day, id);
create index decision_by_day on decision (workspace_id, decided_day, id);
create index decision_by_day_down on decision (workspace_id, decided_day desc nulls last, id);
create index decision_of_meeting on decision (workspace_id, meeting_id);
create index decision_of_item on decision (workspace_id, agenda_item_id);
create index decision_replaced_by on decision (workspace_id, replaced_by_id) where replaced_by_id is not null;

-- What a member said on a decision where it was noted: its vote, a reservation, an objection.
create table decision_position (
	workspace_id uuid not null,
	id uuid not null,
	decision_id uuid not null,
	actor_id uuid not null,
	vote text,
	stance text,
	text text,
	constraint decision_position_pkey primary key (workspace_id, id),
	constraint decision_position_once unique (workspace_id, decision_id, actor_id),
	constraint decision_position_vote_known check (vote in ('for', 'against', 'abstaining')),
	constraint decision_position_stance_known check (stance in ('reservation', 'objection')),
	constraint decision_position_says check (vote is not null or stance is not null)
);
create index decision_position_of_actor on decision_position (workspace_id, actor_id);

create table written_procedure (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	subject text not null,
	subject_meeting_id uuid,
	text text not null,
	language text not null,
	opened_day date not null,
	deadline_day date not null,
	silence text not null,
	quorum_required integer,
	state text not null,
	state_reason text,
	closed_day date,
	outcome text,
	result_id uuid,
	basis text,
	effect_day date,
	addressee_actor_id uuid,
	addressee_structure_id uuid,
	reminded_day date,
	chased_day date,
	constraint written_procedure_pkey primary key (workspace_id, id),
	constraint written_procedure_subject_known check (subject in ('decision', 'recommendation', 'minutes')),
	constraint written_procedure_of_minutes check ((subject = 'minutes') = (subject_meeting_id is not null)),
	constraint written_procedure_order check (deadline_day >= opened_day),
	constraint written_procedure_silence_known check (silence in ('consent', 'no-answer')),
	constraint written_procedure_state_known check (state in ('open', 'closed', 'stopped')),
	constraint written_procedure_outcome_known check (outcome in ('adopted', 'not-adopted')),
	constraint written_procedure_closed check ((state = 'closed') = (outcome is not null)),
	constraint written_procedure_addressed_once check (addressee_actor_id is null or addressee_structure_id is null)
);
create index written_procedure_of_structure on written_procedure (workspace_id, structure_id, state, deadline_day);
create index written_procedure_by_deadline on written_procedure (workspace_id, state, deadline_day, id);
create index written_procedure_of_meeting on written_procedure (workspace_id, subject_meeting_id) where subject_meeting_id is not null;

create table written_answer (
	workspace_id uuid not null,
	id uuid not null,
	written_procedure_id uuid not null,
	actor_id uuid not null,
	seat_id uuid,
	answer text not null,
	stance text,
	text text,
	day date not null,
	constraint written_answer_pkey primary key (workspace_id, id),
	constraint written_answer_once unique (workspace_id, written_procedure_id, actor_id),
	constraint written_answer_known check (answer in ('agrees', 'disagrees', 'abstains')),
	constraint written_answer_stance_known check (stance in ('reservation', 'objection'))
);
create index written_answer_of_actor on written_answer (workspace_id, actor_id);

create table action (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid not null,
	meeting_id uuid,
	agenda_item_id uuid,
	decision_id uuid,
	recommendation_id uuid,
	text text,
	language text not null,
	responsible_actor_id uuid not null,
	responsible_seat_id uuid,
	state text not null,
	state_reason text,
	opened_day date not null,
	due_day date,
	first_due_day date,
	closed_day date,
	percent integer not null,
	escalated_to integer not null,
	constraint action_pkey primary key (workspace_id, id),
	constraint action_state_known check (state in ('open', 'in-progress', 'submitted', 'closed', 'cancelled')),
	constraint action_closed check ((state in ('closed', 'cancelled')) = (closed_day is not null)),
	constraint action_percent check (percent between 0 and 100),
	constraint action_escalated check (escalated_to between 0 and 2)
);
create index action_of_structure on action (workspace_id, structure_id, state, due_day, id);
create index action_of_actor on action (workspace_id, responsible_actor_id, state, due_day, id);
create index action_of_seat on action (workspace_id, responsible_seat_id, state, due_day) where responsible_seat_id is not null;
create index action_by_state on action (workspace_id, state, due_day, id);
create index action_by_due_day on action (workspace_id, due_day, id);
create index action_by_due_day_down on action (workspace_id, due_day desc nulls last, id);
create index action_in_work_by_due_day on action (workspace_id, due_day, id) where state in ('open', 'in-progress');
create index action_of_meeting on action (workspace_id, meeting_id);
create index action_of_item on action (workspace_id, agenda_item_id);
create index action_of_decision on action (workspace_id, decision_id) where decision_id is not null;
create index action_of_recommendation on action (workspace_id, recommendation_id) where recommendation_id is not null;

create table action_support (
	workspace_id uuid not null,
	id uuid not null,
	action_id uuid not null,
	actor_id uuid not null,
	constraint action_support_pkey primary key (workspace_id, id),
	constraint action_support_once unique (workspace_id, action_id, actor_id)
);
create index action_support_of_actor on action_support (workspace_id, actor_id);

create table action_step (
	workspace_id uuid not null,
	id uuid not null,
	action_id uuid not null,
	position integer not null,
	text text not null,
	due_day date,
	done_day date,
	state text not null,
	constraint action_step_pkey primary key (workspace_id, id),
	constraint action_step_state_known check (state in ('active', 'withdrawn'))
);
create index action_step_of_action on action_step (workspace_id, action_id, position);

create table action_report (
	workspace_id uuid not null,
	id uuid not null,
	action_id uuid not null,
	day date not null,
	text text not null,
	language text not null,
	percent integer not null,
	is_final boolean not null,
	answer text,
	answer_reason text,
	answered_day date,
	seat_id uuid,
	actor_id uuid,
	constraint action_report_pkey primary key (workspace_id, id),
	constraint action_report_percent check (percent between 0 and 100),
	constraint action_report_answer_known check (answer in ('accepted', 'refused'))
);
create index action_report_of_action on action_report (workspace_id, action_id, day);

-- Evidence of a report: a document of the action, or the address where it stands.
create table action_evidence (
	workspace_id uuid not null,
	id uuid not null,
	action_id uuid not null,
	action_report_id uuid not null,
	document_id uuid,
	address text,
	constraint action_evidence_pkey primary key (workspace_id, id),
	constraint action_evidence_is_one check ((document_id is null) <> (address is null))
);
create index action_evidence_of_report on action_evidence (workspace_id, action_report_id);
create index action_evidence_of_action on action_evidence (workspace_id, action_id, id);

create table action_extension (
	workspace_id uuid not null,
	id uuid not null,
	action_id uuid not null,
	asked_day date not null,
	wished_day date not null,
	reason text not null,
	asked_by_seat_id uuid,
	state text not null,
	answer_reason text,
	granted_day date,
	answered_day date,
	constraint action_extension_pkey primary key (workspace_id, id),
	constraint action_extension_state_known check (state in ('asked', 'granted', 'refused')),
	constraint action_extension_answered check ((state = 'asked') = (answered_day is null)),
	constraint action_extension_granted check ((state = 'granted') = (granted_day is not null))
);
create unique index action_extension_asked_once on action_extension (workspace_id, action_id) where state = 'asked';
create index action_extension_of_action on action_extension (workspace_id, action_id, asked_day);

create table action_escalation (
	workspace_id uuid not null,
	id uuid not null,
	action_id uuid not null,
	level integer not null,
	to_structure_id uuid,
	to_actor_id uuid,
	day date not null,
	reasons text not null,
	constraint action_escalation_pkey primary key (workspace_id, id),
	constraint action_escalation_once unique (workspace_id, action_id, level, day)
);
create index action_escalation_to_actor on action_escalation (workspace_id, to_actor_id, day);

-- Calendars that programs subscribe to: the address is a secret, kept as its hash.
create table calendar_feed (
	workspace_id uuid not null,
	id uuid not null,
	seat_id uuid not null,
	structure_id uuid,
	hash text not null,
	created_at timestamptz not null,
	revoked_at timestamptz,
	last_used_day date,
	constraint calendar_feed_pkey primary key (workspace_id, id),
	constraint calendar_feed_hash_unique unique (workspace_id, hash)
);
create index calendar_feed_of_seat on calendar_feed (workspace_id, seat_id, created_at);

create table reminder_preference (
	workspace_id uuid not null,
	id uuid not null,
	seat_id uuid not null,
	frequency text not null,
	weekday integer not null,
	language text,
	last_digest_day date,
	constraint reminder_preference_pkey primary key (workspace_id, id),
	constraint reminder_preference_once unique (workspace_id, seat_id),
	constraint reminder_preference_frequency_known check (frequency in ('daily', 'weekly', 'never')),
	constraint reminder_preference_weekday check (weekday between 1 and 7)
);

create table secretariat_report (
	workspace_id uuid not null,
	id uuid not null,
	structure_id uuid,
	from_day date not null,
	to_day date not null,
	state text not null,
	language text not null,
	figures jsonb not null,
	figures_at timestamptz not null,
	approved_day date,
	constraint secretariat_report_pkey primary key (workspace_id, id),
	constraint secretariat_report_order check (from_day <= to_day),
	constraint secretariat_report_state_known check (state in ('draft', 'approved')),
	constraint secretariat_report_approved check ((state = 'approved') = (approved_day is not null))
);
create index secretariat_report_by_day on secretariat_report (workspace_id, to_day, id);

create table secretariat_report_section (
	workspace_id uuid not null,
	id uuid not null,
	secretariat_report_id uuid not null,
	code text not null,
	narrative text not null,
	constraint secretariat_report_section_pkey primary key (workspace_id, id),
	constraint secretariat_report_section_once unique (workspace_id, secretariat_report_id, code)
);

create table secretariat_report_edition (
	workspace_id uuid not null,
	id uuid not null,
	secretariat_report_id uuid not null,
	language text not null,
	docx_file_id uuid not null,
	pdf_file_id uuid not null,
	made_at timestamptz not null,
	seat_id uuid,
	constraint secretariat_report_edition_pkey primary key (workspace_id, id)
);
create index secretariat_report_edition_of on secretariat_report_edition (workspace_id, secretariat_report_id, made_at);

-- What dashboards show, kept by the commands: whoever sees a record sees the row that counts it.
create table deliberation_tally (
	workspace_id uuid not null,
	measure text not null,
	owner text not null,
	other text not null,
	value text not null,
	audience text[] not null,
	records integer not null,
	constraint deliberation_tally_pkey primary key (workspace_id, measure, owner, other, value, audience)
);

-- distribute: structure_rhythm structure_activation structure_participation meeting_series meeting agenda_item agenda_paper attendance minute minute_draft meeting_paper recommendation recommendation_wording recommendation_hop decision decision_position written_procedure written_answer action action_support action_step action_report action_evidence action_extension action_escalation calendar_feed reminder_preference secretariat_report secretariat_report_section secretariat_report_edition deliberation_tally

alter table structure_rhythm add constraint structure_rhythm_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table structure_activation add constraint structure_activation_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table structure_participation add constraint structure_participation_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table structure_participation add constraint structure_participation_area foreign key (workspace_id, area_id) references theme_area (workspace_id, id);
alter table meeting_series add constraint meeting_series_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table meeting add constraint meeting_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table meeting add constraint meeting_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table meeting add constraint meeting_series foreign key (workspace_id, series_id) references meeting_series (workspace_id, id);
alter table meeting add constraint meeting_adopted_in foreign key (workspace_id, adopted_in_id) references record (workspace_id, id) deferrable initially deferred;
alter table agenda_item add constraint agenda_item_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table agenda_item add constraint agenda_item_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table agenda_item add constraint agenda_item_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table agenda_item add constraint agenda_item_presenter foreign key (workspace_id, presenter_actor_id) references actor (workspace_id, id);
alter table agenda_item add constraint agenda_item_subject foreign key (workspace_id, subject_id) references record (workspace_id, id) deferrable initially deferred;
alter table agenda_item add constraint agenda_item_proposing_seat foreign key (workspace_id, proposed_by_seat_id) references seat (workspace_id, id);
alter table agenda_item add constraint agenda_item_proposing_actor foreign key (workspace_id, proposed_by_actor_id) references actor (workspace_id, id);
alter table agenda_paper add constraint agenda_paper_item foreign key (workspace_id, agenda_item_id) references agenda_item (workspace_id, id);
alter table agenda_paper add constraint agenda_paper_document foreign key (workspace_id, document_id) references document (workspace_id, id);
alter table attendance add constraint attendance_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table attendance add constraint attendance_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table attendance add constraint attendance_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table attendance add constraint attendance_interest_item foreign key (workspace_id, interest_item_id) references agenda_item (workspace_id, id);
alter table minute add constraint minute_item foreign key (workspace_id, id) references agenda_item (workspace_id, id);
alter table minute add constraint minute_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table minute_draft add constraint minute_draft_item foreign key (workspace_id, id) references agenda_item (workspace_id, id);
alter table minute_draft add constraint minute_draft_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table meeting_paper add constraint meeting_paper_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table meeting_paper add constraint meeting_paper_docx foreign key (workspace_id, docx_file_id) references file (workspace_id, id);
alter table meeting_paper add constraint meeting_paper_pdf foreign key (workspace_id, pdf_file_id) references file (workspace_id, id);
alter table meeting_paper add constraint meeting_paper_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table recommendation add constraint recommendation_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table recommendation add constraint recommendation_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table recommendation add constraint recommendation_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table recommendation add constraint recommendation_item foreign key (workspace_id, agenda_item_id) references agenda_item (workspace_id, id);
alter table recommendation add constraint recommendation_procedure foreign key (workspace_id, written_procedure_id) references written_procedure (workspace_id, id) deferrable initially deferred;
alter table recommendation add constraint recommendation_addressee_actor foreign key (workspace_id, addressee_actor_id) references actor (workspace_id, id);
alter table recommendation add constraint recommendation_addressee_structure foreign key (workspace_id, addressee_structure_id) references structure (workspace_id, id);
alter table recommendation add constraint recommendation_holder_structure foreign key (workspace_id, holder_structure_id) references structure (workspace_id, id);
alter table recommendation add constraint recommendation_holder_actor foreign key (workspace_id, holder_actor_id) references actor (workspace_id, id);
alter table recommendation_wording add constraint recommendation_wording_recommendation foreign key (workspace_id, recommendation_id) references recommendation (workspace_id, id);
alter table recommendation_wording add constraint recommendation_wording_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table recommendation_hop add constraint recommendation_hop_recommendation foreign key (workspace_id, recommendation_id) references recommendation (workspace_id, id);
alter table recommendation_hop add constraint recommendation_hop_from_structure foreign key (workspace_id, from_structure_id) references structure (workspace_id, id);
alter table recommendation_hop add constraint recommendation_hop_to_structure foreign key (workspace_id, to_structure_id) references structure (workspace_id, id);
alter table recommendation_hop add constraint recommendation_hop_to_actor foreign key (workspace_id, to_actor_id) references actor (workspace_id, id);
alter table recommendation_hop add constraint recommendation_hop_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table recommendation_hop add constraint recommendation_hop_decision foreign key (workspace_id, decision_id) references decision (workspace_id, id);
alter table decision add constraint decision_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table decision add constraint decision_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table decision add constraint decision_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table decision add constraint decision_item foreign key (workspace_id, agenda_item_id) references agenda_item (workspace_id, id);
alter table decision add constraint decision_procedure foreign key (workspace_id, written_procedure_id) references written_procedure (workspace_id, id);
alter table decision add constraint decision_replacement foreign key (workspace_id, replaced_by_id) references decision (workspace_id, id) deferrable initially deferred;
alter table decision_position add constraint decision_position_decision foreign key (workspace_id, decision_id) references decision (workspace_id, id);
alter table decision_position add constraint decision_position_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table written_procedure add constraint written_procedure_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table written_procedure add constraint written_procedure_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table written_procedure add constraint written_procedure_meeting foreign key (workspace_id, subject_meeting_id) references meeting (workspace_id, id);
alter table written_procedure add constraint written_procedure_addressee_actor foreign key (workspace_id, addressee_actor_id) references actor (workspace_id, id);
alter table written_procedure add constraint written_procedure_addressee_structure foreign key (workspace_id, addressee_structure_id) references structure (workspace_id, id);
alter table written_procedure add constraint written_procedure_result foreign key (workspace_id, result_id) references record (workspace_id, id) deferrable initially deferred;
alter table written_answer add constraint written_answer_procedure foreign key (workspace_id, written_procedure_id) references written_procedure (workspace_id, id);
alter table written_answer add constraint written_answer_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table written_answer add constraint written_answer_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table action add constraint action_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table action add constraint action_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table action add constraint action_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table action add constraint action_item foreign key (workspace_id, agenda_item_id) references agenda_item (workspace_id, id);
alter table action add constraint action_decision foreign key (workspace_id, decision_id) references decision (workspace_id, id);
alter table action add constraint action_recommendation foreign key (workspace_id, recommendation_id) references recommendation (workspace_id, id);
alter table action add constraint action_responsible foreign key (workspace_id, responsible_actor_id) references actor (workspace_id, id);
alter table action add constraint action_responsible_seat foreign key (workspace_id, responsible_seat_id) references seat (workspace_id, id);
alter table action_support add constraint action_support_action foreign key (workspace_id, action_id) references action (workspace_id, id);
alter table action_support add constraint action_support_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table action_step add constraint action_step_action foreign key (workspace_id, action_id) references action (workspace_id, id);
alter table action_report add constraint action_report_action foreign key (workspace_id, action_id) references action (workspace_id, id);
alter table action_report add constraint action_report_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table action_report add constraint action_report_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);
alter table action_evidence add constraint action_evidence_action foreign key (workspace_id, action_id) references action (workspace_id, id);
alter table action_evidence add constraint action_evidence_report foreign key (workspace_id, action_report_id) references action_report (workspace_id, id);
alter table action_evidence add constraint action_evidence_document foreign key (workspace_id, document_id) references document (workspace_id, id);
alter table action_extension add constraint action_extension_action foreign key (workspace_id, action_id) references action (workspace_id, id);
alter table action_extension add constraint action_extension_seat foreign key (workspace_id, asked_by_seat_id) references seat (workspace_id, id);
alter table action_escalation add constraint action_escalation_action foreign key (workspace_id, action_id) references action (workspace_id, id);
alter table action_escalation add constraint action_escalation_structure foreign key (workspace_id, to_structure_id) references structure (workspace_id, id);
alter table action_escalation add constraint action_escalation_actor foreign key (workspace_id, to_actor_id) references actor (workspace_id, id);
alter table calendar_feed add constraint calendar_feed_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table calendar_feed add constraint calendar_feed_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table reminder_preference add constraint reminder_preference_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);
alter table secretariat_report add constraint secretariat_report_record foreign key (workspace_id, id) references record (workspace_id, id);
alter table secretariat_report add constraint secretariat_report_structure foreign key (workspace_id, structure_id) references structure (workspace_id, id);
alter table secretariat_report_section add constraint secretariat_report_section_report foreign key (workspace_id, secretariat_report_id) references secretariat_report (workspace_id, id);
alter table secretariat_report_edition add constraint secretariat_report_edition_report foreign key (workspace_id, secretariat_report_id) references secretariat_report (workspace_id, id);
alter table secretariat_report_edition add constraint secretariat_report_edition_docx foreign key (workspace_id, docx_file_id) references file (workspace_id, id);
alter table secretariat_report_edition add constraint secretariat_report_edition_pdf foreign key (workspace_id, pdf_file_id) references file (workspace_id, id);
alter table secretariat_report_edition add constraint secretariat_report_edition_seat foreign key (workspace_id, seat_id) references seat (workspace_id, id);

-- Row level security: one workspace; records stand under the audience of the record table, and their parts are read by joining it.

do $$
declare
	plain constant text[] := array['structure_rhythm', 'structure_activation', 'structure_participation', 'meeting_series', 'meeting', 'agenda_item',
		'agenda_paper', 'attendance', 'minute', 'minute_draft', 'meeting_paper', 'recommendation',
		'recommendation_wording', 'recommendation_hop', 'decision', 'decision_position', 'written_procedure', 'written_answer',
		'action', 'action_support', 'action_step', 'action_report', 'action_evidence', 'action_extension',
		'action_escalation', 'calendar_feed', 'reminder_preference', 'secretariat_report', 'secretariat_report_section', 'secretariat_report_edition'];
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	meets constant text := '(audience[1] = ''public'' or audience && string_to_array(current_setting(''app.audience'', true), '','')
		or current_setting(''app.audience'', true) = ''system'')';
	name text;
begin
	foreach name in array plain || array['deliberation_tally'] loop
		execute format('alter table %I enable row level security', name);
		execute format('alter table %I force row level security', name);
	end loop;
	foreach name in array plain loop
		execute format('create policy own_workspace on %I using (%s) with check (%s)', name, own, own);
	end loop;
	execute format('create policy seen on deliberation_tally for select using (%s and %s)', own, meets);
	execute format('create policy added on deliberation_tally for insert with check (%s)', own);
	execute format('create policy changed on deliberation_tally for update using (%s and %s) with check (%s)', own, meets, own);
	execute format('create policy cleared on deliberation_tally for delete using (%s and %s)', own, meets);
end
$$;

grant select, insert, update on
	structure_rhythm, structure_activation, structure_participation, meeting_series, meeting, agenda_item, agenda_paper, attendance,
	minute, minute_draft, meeting_paper, recommendation, recommendation_wording, recommendation_hop, decision, decision_position,
	written_procedure, written_answer, action, action_support, action_step, action_report, action_evidence, action_extension,
	action_escalation, calendar_feed, reminder_preference, secretariat_report, secretariat_report_section, secretariat_report_edition,
	deliberation_tally
	to pitso_app;
grant delete on agenda_paper, action_support, decision_position, minute_draft, deliberation_tally to pitso_app;

-- The meetings of the workspace that were withdrawn. How a structure does is the same for every reader, and so are the meetings that
-- count for it, seen or not; whoever asks is told identifiers, and nothing of what they stand for.
create policy search_reads on record for select to pitso_search using (true);
grant select (workspace_id, id, kind, state) on record to pitso_search;
create function withdrawn_meetings() returns table (id uuid)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select record.id
		from record
		where record.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and record.kind = 'meeting'
			and record.state in ('withdrawn', 'merged')
	$$;

grant create on schema public to pitso_search;
alter function withdrawn_meetings() owner to pitso_search;
revoke create on schema public from pitso_search;
revoke execute on function withdrawn_meetings() from public;
grant execute on function withdrawn_meetings() to pitso_app;
