-- What was built for meetings, minutes and what comes of them, mended.

-- What the standing items of a meeting held when its minutes were adopted, line by line: the lists themselves move on. Told to each
-- reader as far as they see the records that are named in it.
create table meeting_standing (
	workspace_id uuid not null,
	id uuid not null,
	lines text not null,
	kept_at timestamptz not null,
	constraint meeting_standing_pkey primary key (workspace_id, id)
);
-- distribute: meeting_standing
alter table meeting_standing add constraint meeting_standing_meeting foreign key (workspace_id, id) references meeting (workspace_id, id);
alter table meeting_standing enable row level security;
alter table meeting_standing force row level security;
create policy own_workspace on meeting_standing
	using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
	with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
grant select, insert, update on meeting_standing to pitso_app;

-- Whoever types minutes sends what was typed every few seconds; the access log is asked for that one line of the day.
create index access_log_of_drafts on access_log (workspace_id, seat_id, subject, at) where operation = 'minuteDraft.push';

-- An actor answers a recommendation by a text, where a structure does so in a meeting or by a decision: a letter, a Cabinet minute.
alter table recommendation_hop add column answer_basis text;

-- A paper made of a report before it was approved is told apart from those made after.
alter table secretariat_report_edition add column is_draft boolean not null default false;

-- A paper is written for organizations too that were named for an item and see more than the others of their circle.
alter table meeting_paper drop constraint meeting_paper_edition_known;
alter table meeting_paper add constraint meeting_paper_edition_known
	check (edition in ('full', 'named', 'full-members', 'members', 'workspace', 'public'));

-- Who has said that it comes is told apart from who has not answered.
alter table attendance drop constraint attendance_state_known;
alter table attendance add constraint attendance_state_known check (state in ('expected', 'coming', 'present', 'apologies', 'absent'));

-- Whether what a structure does rests on meetings that were invented for demonstration is the same for every reader, as what it does is.
create index record_invented_meeting on record (workspace_id, id) where kind = 'meeting' and origin = 'invented';

grant select (origin) on record to pitso_search;
create function invented_meetings() returns table (id uuid)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select record.id
		from record
		where record.workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid and record.kind = 'meeting'
			and record.origin = 'invented'
	$$;

grant create on schema public to pitso_search;
alter function invented_meetings() owner to pitso_search;
revoke create on schema public from pitso_search;
revoke execute on function invented_meetings() from public;
grant execute on function invented_meetings() to pitso_app;

-- Who approved a report stands with the day of it.
alter table secretariat_report add column approved_seat_id uuid;
alter table secretariat_report add constraint secretariat_report_approved_by
	foreign key (workspace_id, approved_seat_id) references seat (workspace_id, id);

-- A section of a report has a text in each language it was written in; what was written before is in the language of its report.
alter table secretariat_report_section add column language text;
do $$
declare
	one uuid;
begin
	-- Under row level security even the owner sees only the workspace that is set.
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		update secretariat_report_section set language = secretariat_report.language
			from secretariat_report
			where secretariat_report.workspace_id = one and secretariat_report_section.workspace_id = one
				and secretariat_report.id = secretariat_report_section.secretariat_report_id;
	end loop;
	set local app.workspace_id = '';
end
$$;
alter table secretariat_report_section alter column language set not null;
alter table secretariat_report_section drop constraint secretariat_report_section_once;
alter table secretariat_report_section add constraint secretariat_report_section_once
	unique (workspace_id, secretariat_report_id, code, language);

-- A step is taken back by the actor that made it, or by who runs the structure; null where the structure made it with the action.
alter table action_step add column made_by_actor_id uuid;
alter table action_step add constraint action_step_made_by foreign key (workspace_id, made_by_actor_id) references actor (workspace_id, id);

-- What is handed in says why steps are left undone.
alter table action_report add column steps_left text;
