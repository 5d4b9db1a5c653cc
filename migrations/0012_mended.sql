-- What the first users of deliberation and registers missed.

-- Who sees a series: as its meetings, planned later ones too. What stood before takes the narrowest audience of its planned meetings,
-- or of all its meetings where none is planned.
alter table meeting_series add column audience text[];
do $$
declare
	one uuid;
begin
	set local app.audience = 'system';
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		update meeting_series set audience = coalesce((
				select record.audience
				from meeting
				join record on record.workspace_id = meeting.workspace_id and record.id = meeting.id
				where meeting.workspace_id = one and meeting.structure_id = meeting_series.structure_id and meeting.series_id = meeting_series.id
				order by meeting.state in ('planned', 'called', 'postponed') desc,
					case
						when 'public' = any (record.audience) then 1
						when 'workspace' = any (record.audience) then 2
						when array_to_string(record.audience, ' ') like '%structure:%' then 3
						when array_to_string(record.audience, ' ') like '%members:%' then 4
						else 5
					end desc
				limit 1
			), array['role:administrator', 'role:secretariat', 'structure:' || meeting_series.structure_id])
			where workspace_id = one;
	end loop;
	set local app.workspace_id = '';
	set local app.audience = '';
end
$$;
alter table meeting_series alter column audience set not null;
alter table meeting_series add constraint meeting_series_audience_filled check (cardinality(audience) > 0);

drop policy own_workspace on meeting_series;
do $$
declare
	own constant text := 'workspace_id = nullif(current_setting(''app.workspace_id'', true), '''')::uuid';
	meets constant text := '(audience[1] = ''public'' or audience && string_to_array(current_setting(''app.audience'', true), '','')
		or current_setting(''app.audience'', true) = ''system'')';
begin
	execute format('create policy seen on meeting_series for select using (%s and %s)', own, meets);
	execute format('create policy added on meeting_series for insert with check (%s)', own);
	execute format('create policy changed on meeting_series for update using (%s and %s) with check (%s)', own, meets, own);
	execute format('create policy cleared on meeting_series for delete using (%s and %s)', own, meets);
end
$$;

-- An actor sends a recommendation on as a structure does; what is said with it goes along to the level it is sent to; and what
-- lapsed or was merged while it waited was not passed on: its wait ended without an answer.
alter table recommendation_hop add column from_actor_id uuid;
alter table recommendation_hop add constraint recommendation_hop_from_actor
	foreign key (workspace_id, from_actor_id) references actor (workspace_id, id);
alter table recommendation_hop add constraint recommendation_hop_from_one check (from_structure_id is null or from_actor_id is null);
alter table recommendation_hop add column note text;
alter table recommendation_hop drop constraint recommendation_hop_answer_known;
alter table recommendation_hop add constraint recommendation_hop_answer_known
	check (answer in ('accepted', 'accepted-in-part', 'returned', 'declined', 'passed-on', 'ended'));
create index recommendation_hop_from_actor on recommendation_hop (workspace_id, from_actor_id) where from_actor_id is not null;

do $$
declare
	one uuid;
begin
	set local app.audience = 'system';
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		-- Until now an actor that passed one on was named by the row before alone.
		update recommendation_hop set from_actor_id = before.to_actor_id
			from recommendation_hop before
			where recommendation_hop.workspace_id = one and before.workspace_id = one
				and before.recommendation_id = recommendation_hop.recommendation_id
				and before.position = recommendation_hop.position - 1
				and recommendation_hop.from_structure_id is null and before.to_actor_id is not null
				and before.answer is distinct from 'returned';
		update recommendation_hop set answer = 'ended'
			where recommendation_hop.workspace_id = one and recommendation_hop.answer = 'passed-on'
				and not exists (
					select from recommendation_hop later
					where later.workspace_id = one and later.recommendation_id = recommendation_hop.recommendation_id
						and later.position > recommendation_hop.position
				);
		delete from deliberation_tally
			where workspace_id = one and measure in ('flow', 'waited', 'waited-span', 'sent-waited');
		insert into deliberation_tally (workspace_id, measure, owner, other, value, audience, records)
			with hop as (
				select coalesce('structure:' || h.from_structure_id, 'actor:' || h.from_actor_id, '') as sender,
					coalesce('structure:' || h.to_structure_id, 'actor:' || h.to_actor_id) as level,
					h.from_structure_id, h.answer, greatest(0, h.answered_day - h.submitted_day) as days,
					recommendation.state in ('submitted', 'received', 'under-review') as is_waiting, record.audience
				from recommendation_hop h
				join recommendation on recommendation.workspace_id = h.workspace_id and recommendation.id = h.recommendation_id
				join record on record.workspace_id = h.workspace_id and record.id = h.recommendation_id
				where h.workspace_id = one and recommendation.workspace_id = one and record.workspace_id = one and record.state = 'active'
			),
			counted as (
				select 'flow' as measure, sender as owner, level as other,
					case when answer = 'ended' then 'unanswered' when answer is not null then answer
						when is_waiting then 'waiting' else 'unanswered' end as value, audience
				from hop
				union all
				select 'waited', level, '', lpad(days::text, 6, '0'), audience from hop where answer <> 'ended'
				union all
				select 'waited-span', level, '', lpad((days / 16)::text, 6, '0'), audience from hop where answer <> 'ended'
				union all
				select 'sent-waited', from_structure_id::text, level, lpad(days::text, 6, '0'), audience
				from hop where answer <> 'ended' and from_structure_id is not null
			)
			select one, measure, owner, other, value, audience, count(*)::integer from counted group by 2, 3, 4, 5, 6;
	end loop;
	set local app.workspace_id = '';
	set local app.audience = '';
end
$$;

-- How often somebody is reminded is chosen by the person, whichever of their seats they choose it with; a seat's own where nobody holds it.
alter table reminder_preference add column person_id uuid;
alter table reminder_preference alter column seat_id drop not null;
do $$
declare
	one uuid;
begin
	set local app.audience = 'system';
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		delete from reminder_preference using (
				select chosen.id,
					row_number() over (partition by held.person_id order by chosen.last_digest_day desc nulls last, chosen.id) as turn
				from reminder_preference chosen
				join person_seat held on held.workspace_id = one and held.seat_id = chosen.seat_id and held.ended_at is null
				where chosen.workspace_id = one
			) as ranked
			where reminder_preference.workspace_id = one and reminder_preference.id = ranked.id and ranked.turn > 1;
		update reminder_preference set person_id = held.person_id, seat_id = null
			from person_seat held
			where reminder_preference.workspace_id = one and held.workspace_id = one
				and held.seat_id = reminder_preference.seat_id and held.ended_at is null;
	end loop;
	set local app.workspace_id = '';
	set local app.audience = '';
end
$$;
alter table reminder_preference add constraint reminder_preference_of_one check ((seat_id is null) <> (person_id is null));
create unique index reminder_preference_of_person on reminder_preference (workspace_id, person_id) where person_id is not null;

-- A calendar speaks the language of whoever made its address; what stood before, that of the workspace.
alter table calendar_feed add column language text;
