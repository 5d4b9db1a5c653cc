-- How a recommendation was taken, as a decision is: by consensus, by a vote with its counts, or by written procedure. Null where it
-- was not recorded, as of every recommendation of a meeting until now.
alter table recommendation add column manner text, add column votes_for integer, add column votes_against integer, add column votes_abstaining integer;
alter table recommendation add constraint recommendation_manner_known check (manner in ('consensus', 'vote', 'written-procedure'));
alter table recommendation add constraint recommendation_votes
	check ((coalesce(manner, '') = 'vote') = (votes_for is not null) and (votes_for is null) = (votes_against is null) and (votes_for is null) = (votes_abstaining is null));

-- What a member said on a recommendation where it was noted: its vote, a reservation, an objection.
create table recommendation_position (
	workspace_id uuid not null,
	id uuid not null,
	recommendation_id uuid not null,
	actor_id uuid not null,
	vote text,
	stance text,
	text text,
	constraint recommendation_position_pkey primary key (workspace_id, id),
	constraint recommendation_position_once unique (workspace_id, recommendation_id, actor_id),
	constraint recommendation_position_vote_known check (vote in ('for', 'against', 'abstaining')),
	constraint recommendation_position_stance_known check (stance in ('reservation', 'objection')),
	constraint recommendation_position_says check (vote is not null or stance is not null)
);
create index recommendation_position_of_actor on recommendation_position (workspace_id, actor_id);
-- distribute: recommendation_position
alter table recommendation_position add constraint recommendation_position_recommendation
	foreign key (workspace_id, recommendation_id) references recommendation (workspace_id, id);
alter table recommendation_position add constraint recommendation_position_actor foreign key (workspace_id, actor_id) references actor (workspace_id, id);

-- What was agreed in writing says so itself from here on.
do $$
declare
	one uuid;
begin
	set local app.audience = 'system';
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		update recommendation set manner = 'written-procedure' where workspace_id = one and written_procedure_id is not null;
	end loop;
	set local app.workspace_id = '';
	set local app.audience = '';
end
$$;

alter table recommendation_position enable row level security;
alter table recommendation_position force row level security;
create policy own_workspace on recommendation_position
	using (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid)
	with check (workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid);
grant select, insert, update, delete on recommendation_position to pitso_app;
