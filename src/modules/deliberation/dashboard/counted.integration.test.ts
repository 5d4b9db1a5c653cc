import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { measuresCountedWrong, rebuildResults } from '#platform/records/kept-results.server.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { getRecord } from '#platform/records/find-record.server.ts'
import { seedAction, seedHop, seedMeeting, seedRecommendation, written } from '#tests/fixtures/deliberated.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { deliberationResults } from './counted.ts'

type Kept = { measure: string; owner: string; other: string; value: string; audience: string[]; records: number }

const keptOf = async ({ database, workspace }: TestWorkspace): Promise<Kept[]> => {
	const { rows } = await sql<Kept>`select measure, owner, other, value, audience, records from deliberation_tally
		where workspace_id = ${workspace.id} order by measure, owner, other, value, audience`.execute(database.owner)
	return rows
}

// The same figures told by the database from the rows themselves: an account of their own, sharing no code with the upkeep.
const recounted = async ({ database, workspace }: TestWorkspace): Promise<Kept[]> => {
	const { rows } = await sql<Kept>`
		with seen as (select * from record where workspace_id = ${workspace.id} and state = 'active'),
		hop as (
			select coalesce('structure:' || h.from_structure_id, 'actor:' || h.from_actor_id, '') as left_level,
				coalesce('structure:' || h.to_structure_id, 'actor:' || h.to_actor_id) as reached, h.*, r.state as r_state, seen.audience
			from recommendation_hop h
			join recommendation r on r.workspace_id = h.workspace_id and r.id = h.recommendation_id
			join seen on seen.workspace_id = h.workspace_id and seen.id = h.recommendation_id
		),
		act as (select a.*, o.owner, seen.audience from action a join seen on seen.workspace_id = a.workspace_id and seen.id = a.id
			cross join lateral (values (a.structure_id::text), ('')) o (owner)),
		met as (select m.*, seen.audience from meeting m join seen on seen.workspace_id = m.workspace_id and seen.id = m.id
			where m.state in ('held', 'drafted', 'circulated', 'adopted')),
		one as (
			select 'recommendation' as measure, coalesce(r.structure_id::text, '') as owner, '' as other, r.state as value, seen.audience
			from recommendation r join seen on seen.workspace_id = r.workspace_id and seen.id = r.id
			union all select 'flow', left_level, reached, coalesce(replace(answer, 'ended', 'unanswered'),
				case when r_state in ('submitted', 'received', 'under-review') then 'waiting' else 'unanswered' end), audience from hop
			union all select 'waited', reached, '', lpad((answered_day - submitted_day)::text, 6, '0'), audience from hop where answer <> 'ended'
			union all select 'waited-span', reached, '', lpad(((answered_day - submitted_day) / 16)::text, 6, '0'), audience
				from hop where answer <> 'ended'
			union all select 'waiting', reached, '', submitted_day::text, audience from hop
				where answer is null and r_state in ('submitted', 'received', 'under-review')
			union all select 'sent-waited', from_structure_id::text, reached, lpad((answered_day - submitted_day)::text, 6, '0'), audience
				from hop where answer <> 'ended' and from_structure_id is not null
			union all select 'sent-waiting', from_structure_id::text, reached, submitted_day::text, audience from hop
				where answer is null and from_structure_id is not null and r_state in ('submitted', 'received', 'under-review')
			union all select 'action', owner, responsible_actor_id::text, case when state = 'cancelled' then state
				when state = 'closed' then case when closed_day > due_day then 'closed-late' else 'closed-in-time' end
				else state || ':' || coalesce(to_char(due_day, 'YYYY-MM'), '') end, audience from act
			union all select 'due-' || to_char(due_day, 'YYYY-MM'), owner, responsible_actor_id::text, state || ':' || due_day, audience
				from act where state not in ('closed', 'cancelled') and due_day is not null
			union all select 'meeting', structure_id::text, purpose, day::text, audience from met
			union all select 'attendance', met.structure_id::text, t.actor_id::text, t.state,
				case when 'public' = any (met.audience) then '{workspace}'::text[] else met.audience end
				from attendance t join met on met.workspace_id = t.workspace_id and met.id = t.meeting_id where t.capacity in ('member', 'alternate')
		)
		select measure, owner, other, value, audience, count(*)::integer as records from one group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`.execute(
		database.owner
	)
	return rows
}

const DAYS = ['2025-11-03', '2025-12-31', '2026-01-01', '2026-02-28', '2026-03-01', '2026-03-02'] as const
const AUDIENCES = [['public'], ['workspace'], ['role:secretariat'], ['role:administrator', 'role:secretariat']] as const
const day = fc.constantFrom(...DAYS)
const audience = fc.constantFrom(...AUDIENCES)
const nth = fc.nat(20)
const step = fc.oneof(
	fc.record({
		do: fc.constant('recommend' as const),
		audience,
		from: day,
		state: fc.constantFrom('proposed', 'submitted', 'received')
	}),
	fc.record({
		do: fc.constant('hop' as const),
		nth,
		from: day,
		byActor: fc.boolean(),
		answer: fc.constantFrom('declined' as const, 'ended' as const, null)
	}),
	fc.record({ do: fc.constant('move' as const), nth, state: fc.constantFrom('submitted', 'accepted', 'lapsed') }),
	fc.record({ do: fc.constant('assign' as const), audience, due: fc.option(day), nth }),
	fc.record({ do: fc.constant('end' as const), nth, closed: day }),
	fc.record({ do: fc.constant('hand-over' as const), nth }),
	fc.record({ do: fc.constant('meet' as const), audience, day, state: fc.constantFrom('planned', 'held') }),
	fc.record({ do: fc.constant('adopt' as const), nth }),
	fc.record({ do: fc.constant('come' as const), nth }),
	fc.record({ do: fc.constant('audience' as const), nth, audience }),
	fc.record({ do: fc.constant('withdraw' as const), nth })
)

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
type Made = {
	recommendations: string[]
	actions: string[]
	meetings: string[]
	attendance: string[]
	hops: Map<string, number>
}

async function perform(here: Writing, one: Step, made: Made) {
	const [committee, closed, labour, health] = await Promise.all(
		(
			[
				['structure', 'committee'],
				['structure', 'closed-group'],
				['actor', 'labour'],
				['actor', 'health']
			] as const
		).map(async ([kind, key]) => (await getRecord(here, kind, key)).id)
	)
	if (!committee || !closed || !labour || !health) throw new Error('the test workspace lacks a record')
	const pick = (ids: readonly string[], at: number) => ids[at % Math.max(1, ids.length)]
	const every = [...made.recommendations, ...made.actions, ...made.meetings]
	switch (one.do) {
		case 'recommend': {
			const id = await seedRecommendation(here, {
				structure: one.audience[0] === 'public' ? null : committee,
				state: one.state === 'proposed' ? 'proposed' : one.state === 'submitted' ? 'submitted' : 'received',
				hops: one.state === 'proposed' ? [] : [{ from: committee, to: { structure: closed }, submitted: one.from }],
				audience: one.audience
			})
			made.recommendations.push(id)
			made.hops.set(id, one.state === 'proposed' ? 0 : 1)
			return
		}
		case 'hop': {
			const id = pick(made.recommendations, one.nth)
			if (id === undefined) return
			const position = (made.hops.get(id) ?? 0) + 1
			made.hops.set(id, position)
			await seedHop(here, id, position, {
				from: one.byActor ? null : closed,
				...(one.byActor ? { fromActor: health } : {}),
				to: { actor: labour },
				submitted: one.from,
				...(one.answer === null ? {} : { answered: '2026-03-02', answer: one.answer })
			})
			return
		}
		case 'move': {
			const id = pick(made.recommendations, one.nth)
			const state = one.state === 'submitted' ? 'submitted' : one.state === 'accepted' ? 'accepted' : 'lapsed'
			if (id !== undefined) await here.write.change('recommendation', id, { state })
			return
		}
		case 'assign':
			made.actions.push(
				await seedAction(here, {
					structure: one.nth % 2 === 0 ? committee : closed,
					actor: labour,
					due: one.due,
					audience: one.audience
				})
			)
			return
		case 'end': {
			const id = pick(made.actions, one.nth)
			if (id !== undefined) await here.write.change('action', id, { state: 'closed', closed_day: one.closed })
			return
		}
		case 'hand-over': {
			const id = pick(made.actions, one.nth)
			if (id !== undefined) await here.write.change('action', id, { responsible_actor_id: health, percent: one.nth })
			return
		}
		case 'meet': {
			const id = await seedMeeting(here, {
				structure: committee,
				day: one.day,
				state: one.state === 'held' ? 'held' : 'planned',
				attendance: [
					{ actor: labour, state: 'present' },
					{ actor: health, state: 'expected' }
				],
				audience: one.audience
			})
			made.meetings.push(id)
			const rows = await here.tx
				.selectFrom('attendance')
				.select('id')
				.where('workspace_id', '=', here.workspace.id)
				.where('meeting_id', '=', id)
				.execute()
			made.attendance.push(...rows.map((row) => row.id))
			return
		}
		case 'adopt': {
			const id = pick(made.meetings, one.nth)
			if (id !== undefined) await here.write.change('meeting', id, { state: 'drafted', purpose: 'review' })
			return
		}
		case 'come': {
			const id = pick(made.attendance, one.nth)
			if (id !== undefined) await here.write.change('attendance', id, { state: 'apologies' })
			return
		}
		case 'audience': {
			const id = pick(every, one.nth)
			if (id !== undefined) await here.write.changeRecord(id, { audience: one.audience })
			return
		}
		case 'withdraw': {
			const id = pick(every, one.nth)
			if (id !== undefined) await here.write.changeRecord(id, { state: 'withdrawn', state_reason: 'in error' })
			return
		}
		default:
			return one satisfies never
	}
}

test('after any commands the kept results are what the rows add up to', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), async (commands) => {
			const made = await aWorkspace()
			const acting = await made.as('secretariat')
			const records: Made = { recommendations: [], actions: [], meetings: [], attendance: [], hops: new Map() }
			for (const steps of commands)
				await written(acting, async (here) => {
					for (const one of steps) await perform(here, one, records)
					return true
				})
			expect(await keptOf(made)).toEqual(await recounted(made))
			expect(
				await made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
					measuresCountedWrong(tx, made.workspace.id, [deliberationResults])
				)
			).toEqual([])
		}),
		{ numRuns: 12 }
	)
})

test('what is counted of a record that its author may not see is not lost, and the author sees no trace of it', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const propose = () =>
		written(member, (here) =>
			seedRecommendation(here, { structure: null, audience: ['role:secretariat'], title: 'For the secretariat' })
		)
	await propose()
	await propose()
	expect(await keptOf(made)).toEqual(await recounted(made))
	expect(await keptOf(made)).toMatchObject([{ audience: ['role:secretariat'], records: 2 }])
	const { audience } = member.seat
	const seen = await made.database.read({ workspaceId: made.workspace.id, audience }, (tx) =>
		tx.selectFrom('deliberation_tally').selectAll().execute()
	)
	expect(seen).toEqual([])
})

test('commands that count into the same rows in the same moment lose nothing and lock nobody out', async () => {
	const made = await aWorkspace()
	const acting = await made.as('secretariat')
	const { structures, actors } = await written(acting, async (here) => ({
		structures: [
			(await getRecord(here, 'structure', 'committee')).id,
			(await getRecord(here, 'structure', 'closed-group')).id
		],
		actors: [(await getRecord(here, 'actor', 'labour')).id, (await getRecord(here, 'actor', 'health')).id]
	}))
	await Promise.all(
		Array.from({ length: 12 }, (_, turn) =>
			written(acting, async (here) => {
				for (const structure of turn % 2 === 0 ? structures : structures.toReversed())
					for (const actor of turn % 3 === 0 ? actors : actors.toReversed())
						await seedAction(here, { structure, actor, due: '2026-03-31' })
				return true
			})
		)
	)
	expect(await keptOf(made)).toEqual(await recounted(made))
})

test('a kept result that is not what the records add up to is found, and made right by counting anew', async () => {
	const made = await aWorkspace()
	const { owner } = made.database
	const scope = { workspaceId: made.workspace.id, audience: ['system'] }
	await written(await made.as('secretariat'), async (here) =>
		seedMeeting(here, { structure: (await getRecord(here, 'structure', 'committee')).id, day: '2026-02-02' })
	)
	const wrong = () =>
		made.database.read(scope, (tx) => measuresCountedWrong(tx, made.workspace.id, [deliberationResults]))
	expect(await wrong()).toEqual([])
	await sql`update deliberation_tally set records = 2 where workspace_id = ${made.workspace.id}`.execute(owner)
	expect(await wrong()).toEqual(['meeting'])
	await made.database.write(scope, (tx) => rebuildResults(tx, made.workspace.id, deliberationResults))
	expect(await wrong()).toEqual([])
	expect(await keptOf(made)).toEqual(await recounted(made))
})
