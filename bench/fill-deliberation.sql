-- What committees do, by bulk statements, after `fill.sql` and in its transaction: meetings over ten years with their agendas, recommendations
-- with the levels they passed, decisions and actions. The same numbers give the same rows.

create temporary table asked on commit drop as select own.id, own.actors, own.structures, own.sitting,
	current_setting('bench.meetings')::integer as meetings, current_setting('bench.recommendations')::integer as recommendations,
	current_setting('bench.actions')::integer as actions
from own;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'meeting', number, 'Meeting on ' || pg_temp.matter(number) || ', ' || pg_temp.place(number)
from asked, generate_series(1, asked.meetings) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'agenda-item', number, pg_temp.pick(array['Report on', 'Proposal on', 'Update on', 'Budget for'], number) || ' ' || pg_temp.matter(pg_temp.scatter(number, 11))
from asked, generate_series(1, asked.meetings * 4) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'recommendation', number, pg_temp.pick(array['Adopt', 'Review', 'Fund', 'Publish', 'Align', 'Establish'], pg_temp.scatter(number, 12)) || ' ' ||
	pg_temp.pick(array['a policy on', 'the law on', 'a desk for', 'a register of', 'indicators of'], pg_temp.scatter(number, 13)) || ' ' || pg_temp.matter(pg_temp.scatter(number, 14))
	|| ', ' || pg_temp.place(pg_temp.scatter(number, 15))
from asked, generate_series(1, asked.recommendations) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'decision', number, 'Decision on ' || pg_temp.matter(pg_temp.scatter(number, 16)) || ', ' || pg_temp.place(number)
from asked, generate_series(1, asked.meetings) number;

insert into made (id, kind, number, title)
select pg_temp.new_id(), 'action', number, pg_temp.pick(array['Draft', 'Send', 'Collect', 'Convene', 'Report'], pg_temp.scatter(number, 17)) || ' ' ||
	pg_temp.pick(array['the paper on', 'the data of', 'the letter on', 'the budget of'], pg_temp.scatter(number, 18)) || ' ' || pg_temp.matter(pg_temp.scatter(number, 19))
from asked, generate_series(1, asked.actions) number;

analyze made;

insert into record (workspace_id, id, kind, key, number, title, title_sort, audience, origin, state, version, created_at, changed_at)
select asked.id, made.id, made.kind, case when made.kind = 'agenda-item' then 'item-' || made.number end,
	case made.kind when 'agenda-item' then null when 'meeting' then 'BEN-MTG-2026-' || lpad(made.number::text, 5, '0') when 'recommendation' then 'BEN-REC-2026-' || lpad(made.number::text, 5, '0')
		when 'decision' then 'BEN-DEC-2026-' || lpad(made.number::text, 5, '0') else 'BEN-ACT-2026-' || lpad(made.number::text, 5, '0') end,
	jsonb_build_object('en', made.title), made.title,
	case when made.number % 20 = 3 then array['role:administrator', 'role:secretariat', 'structure:' || structure.id] when made.number % 3 = 0 then array['public'] else array['workspace'] end,
	'entered', 'active', 1 + made.number % 4, timestamptz '2016-01-01' + made.number * interval '3 minutes',
	timestamptz '2025-06-01' + (pg_temp.scatter(made.number, 20) % 500000) * interval '1 minute'
from asked, made join made structure on structure.kind = 'structure' and structure.number = 1 + made.number % (select structures from asked)
where made.kind in ('meeting', 'agenda-item', 'recommendation', 'decision', 'action') order by made.id;

-- Structure and day of a meeting follow from its number; the last fifty are still to come.
create temporary table sitting on commit drop as
select made.id, made.number, structure.id as structure_id, date '2026-12-15' - ((asked.meetings - made.number) * 3650 / asked.meetings) as day, made.number > asked.meetings - 50 as is_ahead
from asked, made join made structure on structure.kind = 'structure' and structure.number = 1 + made.number % (select structures from asked)
where made.kind = 'meeting';
create unique index sitting_number on sitting (number);
analyze sitting;

-- What each structure is asked to: two versions of its rules of procedure; a few meet on activation, and some of those are active.
insert into structure_rhythm (workspace_id, id, structure_id, from_day, to_day, kind, times, notice_days, quorum_kind, forbids_without_quorum, silence, written_days, basis, origin)
select asked.id, pg_temp.new_id(), made.id, version.from_day, version.to_day, version.kind, case when version.kind = 'times-a-year' then version.times end, 14, 'majority', false, 'consent', 10,
	'Terms of reference, section 3', 'entered'
from asked, made, lateral (values (date '2019-01-01', date '2023-12-31', 'times-a-year', 4),
	(date '2024-01-01', null, pg_temp.pick(array['times-a-year', 'plan-and-review', 'times-a-year', 'times-a-year', 'on-activation'], made.number), 3 + made.number % 10)) version (from_day, to_day, kind, times)
where made.kind = 'structure' and made.number % 12 <> 0;

insert into structure_activation (workspace_id, id, structure_id, from_day, reason, origin)
select asked.id, pg_temp.new_id(), made.id, date '2024-02-01', 'An emergency at the border.', 'entered' from asked, made where made.kind = 'structure' and made.number % 20 = 4;

insert into meeting (workspace_id, id, structure_id, purpose, state, local_start, local_end, time_zone, starts_at, ends_at, day, called_day, notice_days, minutes_language,
	quorum_present, quorum_required, is_quorate, adopted_day, adopted_how, calendar_sequence, calendar_changed_at)
select asked.id, sitting.id, sitting.structure_id, 'ordinary', step.state, sitting.day || 'T09:00', sitting.day || 'T12:00', 'Africa/Harare',
	(sitting.day + time '07:00') at time zone 'UTC', (sitting.day + time '10:00') at time zone 'UTC', sitting.day, case when step.state <> 'planned' then sitting.day - 14 end,
	case when step.state <> 'planned' then 14 end, 'en', case when not sitting.is_ahead then 9 end, case when not sitting.is_ahead then 7 end, case when not sitting.is_ahead then true end,
	case when step.state = 'adopted' then sitting.day + 30 end, case when step.state = 'adopted' then 'meeting' end, 1, timestamptz '2026-01-01'
from asked, sitting, lateral (select case when sitting.is_ahead then pg_temp.pick(array['planned', 'called'], sitting.number)
	else pg_temp.pick(array['adopted', 'adopted', 'adopted', 'adopted', 'circulated', 'drafted', 'held', 'adopted'], sitting.number) end as state) step
order by sitting.id;

insert into agenda_item (workspace_id, id, meeting_id, structure_id, position, kind, state, confidentiality, minutes_planned)
select asked.id, made.id, sitting.id, sitting.structure_id, 1 + (made.number - 1) % 4, 'item', 'accepted', 'as-meeting', 30
from asked, made join sitting on sitting.number = 1 + (made.number - 1) / 4 where made.kind = 'agenda-item' order by made.id;

insert into minute (workspace_id, id, meeting_id, text, language, changed_at)
select asked.id, item.id, item.meeting_id, 'The committee heard the report and agreed that the ministry would come back with figures.', 'en', timestamptz '2026-01-01'
from asked join agenda_item item on item.workspace_id = asked.id;

insert into attendance (workspace_id, id, meeting_id, actor_id, capacity, state, office, origin)
select asked.id, pg_temp.new_id(), sitting.id, membership.actor_id, 'member', pg_temp.pick(array['present', 'present', 'present', 'apologies', 'absent'], pg_temp.scatter(sitting.number, hashtext(membership.id::text))),
	'Director', 'entered'
from asked, sitting join membership on membership.structure_id = sitting.structure_id and membership.kind = 'member' and membership.to_day is null
where membership.workspace_id = asked.id and not sitting.is_ahead;

select pg_temp.look(array['meeting', 'agenda_item', 'attendance']);

create temporary table proposal on commit drop as
select made.id, made.number, sitting.id as meeting_id, sitting.structure_id, sitting.day, above.parent_id as above_id, addressee.id as addressee_id,
	pg_temp.pick(array['proposed', 'submitted', 'received', 'under-review', 'accepted', 'accepted-in-part', 'returned', 'declined', 'being-implemented', 'being-implemented', 'implemented',
		'implemented', 'implemented', 'lapsed'], pg_temp.scatter(made.number, 21)) as state
from asked, made join sitting on sitting.number = 1 + made.number % (select meetings - 50 from asked)
join structure above on above.id = sitting.structure_id
-- Each structure addresses the same three ministries.
join made addressee on addressee.kind = 'actor' and addressee.number = 1 + (sitting.number % (select structures from asked) + made.number % 3) % 20
where made.kind = 'recommendation' and above.workspace_id = (select id from asked);

insert into recommendation (workspace_id, id, structure_id, meeting_id, addressee_actor_id, addressee_structure_id, deadline_class, due_day, state, state_day, holder_structure_id, holder_actor_id, held_since, wording)
select asked.id, proposal.id, proposal.structure_id, proposal.meeting_id, case when above_id is null then addressee_id end, above_id,
	pg_temp.pick(array['immediate', 'short-term', 'medium-term', 'long-term', 'none'], proposal.number), proposal.day + 180, proposal.state, proposal.day + 40,
	case when proposal.state in ('submitted', 'received', 'under-review') then above_id when proposal.state = 'proposed' then proposal.structure_id end,
	case when proposal.state in ('submitted', 'received', 'under-review') and above_id is null then addressee_id end, proposal.day + 10, 1
from asked, proposal order by proposal.id;

insert into recommendation_wording (workspace_id, id, recommendation_id, number, text, language, day)
select asked.id, pg_temp.new_id(), proposal.id, 1, 'That the Ministry prepare a paper on ' || pg_temp.matter(proposal.number) || ' and lay it before the committee at its next meeting.', 'en', proposal.day
from asked, proposal;

insert into recommendation_hop (workspace_id, id, recommendation_id, position, from_structure_id, to_structure_id, to_actor_id, submitted_day, received_day, review_day, answered_day, answer, reasons, origin)
select asked.id, pg_temp.new_id(), proposal.id, step, case when step = 1 then structure_id else above_id end, case when step = 1 then above_id end, case when step = 2 or above_id is null then addressee_id end,
	day + 10 * step, case when is_received then day + 12 * step end, case when is_answered then day + 20 * step end,
	case when is_answered then day + 20 * step + (pg_temp.scatter(number, 22) % 200)::integer end,
	case when is_answered then case when step = 1 and number % 2 = 0 then 'passed-on' else case when state in ('accepted-in-part', 'returned', 'declined') then state else 'accepted' end end end,
	case when is_answered then 'As the paper shows.' end, 'entered'
from asked, proposal, generate_series(1, 2) step,
	lateral (select step = 1 and number % 2 = 0 or state not in ('submitted', 'received', 'under-review', 'lapsed') as is_answered,
		step = 1 and number % 2 = 0 or state not in ('submitted', 'lapsed') as is_received) clock
where state <> 'proposed' and (step = 1 or number % 2 = 0);

select pg_temp.look(array['recommendation', 'recommendation_hop']);

insert into decision (workspace_id, id, structure_id, meeting_id, text, language, basis, decided_day, effect_day, manner, state)
select asked.id, made.id, sitting.structure_id, sitting.id, 'The committee decides as proposed.', 'en', 'Terms of reference, section 4', sitting.day, sitting.day + 30, 'consensus', 'in-force'
from asked, made join sitting on sitting.number = 1 + made.number % (select meetings - 50 from asked) where made.kind = 'decision' order by made.id;

insert into action (workspace_id, id, structure_id, meeting_id, decision_id, recommendation_id, text, language, responsible_actor_id, state, opened_day, due_day, first_due_day, closed_day, percent, escalated_to)
select asked.id, made.id, sitting.structure_id, sitting.id, decision.id, case when made.number % 3 = 0 then proposal.id end, 'As minuted.', 'en', actor.id, step.state, sitting.day, sitting.day + 90, sitting.day + 90,
	case when step.state in ('closed', 'cancelled') then sitting.day + 80 end, case step.state when 'closed' then 100 when 'open' then 0 else 40 end, 0
from asked, made
join sitting on sitting.number = 1 + made.number % (select meetings - 50 from asked)
join made decision on decision.kind = 'decision' and decision.number = sitting.number
join made actor on actor.kind = 'actor' and actor.number = 1 + made.number % (select sitting from asked)
left join proposal on proposal.number = made.number / 3 and proposal.meeting_id = sitting.id,
lateral (select case when sitting.day < date '2025-09-01' and made.number % 25 <> 0 then pg_temp.pick(array['closed', 'closed', 'closed', 'cancelled'], made.number)
	else pg_temp.pick(array['open', 'in-progress', 'submitted', 'closed'], made.number) end as state) step
where made.kind = 'action' order by made.id;

-- What was reported of each action that is not open, and what it went through; a few extensions wait for an answer.
insert into action_report (workspace_id, id, action_id, day, text, language, percent, is_final, answer, answered_day)
select asked.id, pg_temp.new_id(), action.id, action.opened_day + 60, 'The paper was sent to the ministry.', 'en', action.percent, action.state in ('submitted', 'closed'),
	case when action.state = 'closed' then 'accepted' end, case when action.state = 'closed' then action.closed_day end
from asked join action on action.workspace_id = asked.id where action.state in ('in-progress', 'submitted', 'closed');

insert into action_evidence (workspace_id, id, action_id, action_report_id, address)
select asked.id, pg_temp.new_id(), report.action_id, report.id, 'https://example.org/papers/' || left(md5(report.id::text), 8)
from asked join action_report report on report.workspace_id = asked.id where report.is_final;

insert into action_step (workspace_id, id, action_id, position, text, due_day, done_day, state)
select asked.id, pg_temp.new_id(), action.id, step, 'Collect the figures.', action.opened_day + 20 * step, case when action.state = 'closed' then action.opened_day + 20 * step end, 'active'
from asked join action on action.workspace_id = asked.id, generate_series(1, 2) step where pg_temp.scatter(hashtext(action.id::text), 23) % 4 = 0;

insert into action_extension (workspace_id, id, action_id, asked_by_seat_id, asked_day, wished_day, reason, state)
select asked.id, pg_temp.new_id(), action.id, seat.id, action.due_day - 5, action.due_day + 60, 'The figures are late.', 'asked'
from asked join action on action.workspace_id = asked.id join seat on seat.workspace_id = asked.id and seat.key = 'member'
where action.state = 'in-progress' and pg_temp.scatter(hashtext(action.id::text), 24) % 20 = 0;

-- Most of it is about the twelve areas, some about others.
insert into record_theme (workspace_id, id, record_id, area_id, origin)
select asked.id, pg_temp.new_id(), made.id, area.id, 'entered'
from asked, made join made area on area.kind = 'area' and area.number = case when made.number % 7 = 0 then 27 + pg_temp.scatter(made.number, 26) % 60 else 1 + pg_temp.scatter(made.number, 27) % 12 end
where made.kind in ('recommendation', 'decision');

select pg_temp.look(array['decision', 'action', 'record_theme', 'action_report', 'action_evidence', 'action_step']);

insert into record_search (workspace_id, record_id, kind, audience, vector)
select record.workspace_id, record.id, record.kind, record.audience,
	setweight(to_tsvector('english', plain_text(heading)) || to_tsvector('simple', plain_text(heading)), 'A')
from (select record.*, concat_ws(E' \n ', record.title ->> 'en', record.number) as heading from asked join record on record.workspace_id = asked.id
	where record.kind in ('meeting', 'agenda-item', 'recommendation', 'decision', 'action')) record;

insert into tally (workspace_id, kind, part, state, origin, audience, records)
select record.workspace_id, record.kind, '', record.state, record.origin, record.audience, count(*)
from asked join record on record.workspace_id = asked.id where record.kind in ('meeting', 'agenda-item', 'recommendation', 'decision', 'action') group by 1, 2, 3, 4, 5, 6
union all
select record.workspace_id, record.kind, coalesce(meeting.state, recommendation.state, action.state), record.state, record.origin, record.audience, count(*)
from asked join record on record.workspace_id = asked.id
left join meeting on meeting.workspace_id = record.workspace_id and meeting.id = record.id
left join recommendation on recommendation.workspace_id = record.workspace_id and recommendation.id = record.id
left join action on action.workspace_id = record.workspace_id and action.id = record.id
where coalesce(meeting.state, recommendation.state, action.state) is not null
group by 1, 2, 3, 4, 5, 6;
