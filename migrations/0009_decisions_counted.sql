-- Decisions are counted by whether they are in force, so that a list of those that are need not count them one by one.
do $$
declare
	one uuid;
begin
	set local app.audience = 'system';
	for one in select id from workspace loop
		execute format('set local app.workspace_id = %L', one);
		insert into tally (workspace_id, kind, part, state, origin, audience, records)
			select record.workspace_id, record.kind, decision.state, record.state, record.origin, record.audience, count(*)
			from record
			join decision on decision.workspace_id = record.workspace_id and decision.id = record.id
			where record.workspace_id = one
			group by 1, 2, 3, 4, 5, 6;
	end loop;
	set local app.workspace_id = '';
	set local app.audience = '';
end
$$;
