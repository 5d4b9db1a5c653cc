-- Whoever sits at the table may have an interest in several items, and in the whole meeting besides: each is declared of its own.
create table declared_interest (
	workspace_id uuid not null,
	id uuid not null,
	meeting_id uuid not null,
	attendance_id uuid not null,
	agenda_item_id uuid,
	text text not null,
	constraint declared_interest_pkey primary key (workspace_id, id)
);
create index declared_interest_of_meeting on declared_interest (workspace_id, meeting_id);
-- distribute: declared_interest
alter table declared_interest add constraint declared_interest_meeting foreign key (workspace_id, meeting_id) references meeting (workspace_id, id);
alter table declared_interest add constraint declared_interest_attendance
	foreign key (workspace_id, attendance_id) references attendance (workspace_id, id);
alter table declared_interest add constraint declared_interest_item
	foreign key (workspace_id, agenda_item_id) references agenda_item (workspace_id, id);

-- What was declared until now keeps its words. The two columns of attendance are empty from here on, and are dropped in a later release.
do $$
declare
	one uuid;
begin
	set local app.audience = 'system';
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		insert into declared_interest (workspace_id, id, meeting_id, attendance_id, agenda_item_id, text)
			select workspace_id, id, meeting_id, id, interest_item_id, interest
			from attendance
			where workspace_id = one and interest is not null;
		update attendance set interest = null, interest_item_id = null where workspace_id = one and interest is not null;
	end loop;
	set local app.workspace_id = '';
	set local app.audience = '';
end
$$;

alter table declared_interest enable row level security;
alter table declared_interest force row level security;
create policy own_workspace on declared_interest
	using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
	with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
grant select, insert, update, delete on declared_interest to pitso_app;

-- What a meeting answered, and what a structure sent on on a day it met, is printed in the minutes of that meeting.
create index recommendation_hop_in_meeting on recommendation_hop (workspace_id, meeting_id) where meeting_id is not null;

-- A series is named in the languages of the workspace, as its meetings are. What it was named until now is in the first of them.
alter table meeting_series alter column title type jsonb using jsonb_build_object('', title);
do $$
declare
	one record;
begin
	set local app.audience = 'system';
	for one in select id, languages from workspace loop
		execute format('set local app.workspace_id = %L', one.id);
		update meeting_series set title = jsonb_build_object(one.languages[1], title ->> '') where workspace_id = one.id;
	end loop;
	set local app.workspace_id = '';
	set local app.audience = '';
end
$$;
