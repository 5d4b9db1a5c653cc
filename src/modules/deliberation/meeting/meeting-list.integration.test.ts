import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { nothing, query } from '#platform/operation/operation.server.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { seedMeeting, written } from '#tests/fixtures/deliberated.ts'
import { idOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, NOW, SEAT_KEYS, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { meetingsListed, partOfList } from './meeting-list.server.ts'
import { listMeetingOptions } from './meeting-options.ts'
import { listMeetings } from './meeting-queries.ts'

const MANY = 3_000

/** As many meetings as a workspace has after some years: every twentieth is for members alone. */
async function fill({ database, workspace: { id } }: TestWorkspace) {
	await database.owner.transaction().execute(async (tx) => {
		await sql`insert into record (workspace_id, id, kind, number, title, title_sort, audience, origin, state, version, created_at, changed_at)
			select ${id}::uuid, gen_random_uuid(), 'meeting', 'MANY-' || number, jsonb_build_object('en', 'Meeting ' || number), 'Meeting ' || number,
				case when number % 20 = 0 then array['role:secretariat', 'role:administrator'] else array['workspace'] end,
				'entered', 'active', 1, ${NOW}::timestamptz, ${NOW}::timestamptz
			from generate_series(1, ${MANY}::integer) number`.execute(tx)
		await sql`insert into meeting (workspace_id, id, structure_id, purpose, state, local_start, local_end, time_zone, starts_at, ends_at, day, calendar_sequence, calendar_changed_at)
			select made.workspace_id, made.id, structure.id, 'ordinary', 'planned', '2026-01-01T09:00', '2026-01-01T12:00', 'Africa/Harare',
				timestamptz '2016-01-01' + split_part(made.number, '-', 2)::integer * interval '1 day',
				timestamptz '2016-01-01' + split_part(made.number, '-', 2)::integer * interval '1 day' + interval '3 hours',
				'2026-01-01', 0, ${NOW}::timestamptz
			from record made join record structure on structure.workspace_id = made.workspace_id and structure.key = 'committee'
			where made.workspace_id = ${id}::uuid and made.number like 'MANY-%'`.execute(tx)
	})
}

/** Meetings of a committee: past and to come, planned and held, for all, for its members, for those who keep the records; one withdrawn. */
async function meetingsOf(made: TestWorkspace) {
	const structure = await idOf(made, 'structure', 'committee')
	const administrator = await made.as('administrator')
	const keepers = ['role:administrator', 'role:secretariat']
	const withdrawn = await written(administrator, async (here) => {
		for (const day of ['2025-09-01', '2026-01-12', '2027-03-01']) {
			await seedMeeting(here, { structure, day })
			await seedMeeting(here, { structure, day, state: 'planned', audience: [`structure:${structure}`, ...keepers] })
		}
		await seedMeeting(here, { structure, day: '2026-01-13', audience: keepers, origin: 'invented' })
		return seedMeeting(here, { structure, day: '2026-01-14' })
	})
	await administrator.run(withdrawRecord, { record: withdrawn, kind: 'meeting', version: 1, reason: 'in error' })
	return { withdrawn }
}

type Node = {
	'Node Type': string
	'Relation Name'?: string
	'Index Name'?: string
	'Actual Rows': number
	'Actual Loops': number
	Plans?: Node[]
}
const Node: z.ZodType<Node> = z.lazy(() =>
	z.object({
		'Node Type': z.string(),
		'Relation Name': z.string().optional(),
		'Index Name': z.string().optional(),
		'Actual Rows': z.number(),
		'Actual Loops': z.number(),
		Plans: z.array(Node).optional()
	})
)
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

test(
	'the first page of many meetings is read in the order of an index, and no further',
	{ timeout: 300_000 },
	async () => {
		const made = await aWorkspace()
		await fill(made)
		const explaining = query({
			name: 'meeting.list',
			input: z.strictObject({ sort: z.enum(['start', '-start']) }),
			output: z.array(z.unknown()),
			about: nothing,
			allow: () => true,
			async run(here, { sort }) {
				const input = { sort, limit: 25 }
				const { page } = await meetingsListed(here, { filter: {}, sort, part: partOfList(here, input) })
				return page.explain('json', sql`analyze`)
			}
		})
		const member = await made.as('member')
		for (const [sort, index] of [
			['-start', 'meeting_by_start_down'],
			['start', 'meeting_by_start']
		] as const) {
			const [answer] = await member.ask(explaining, { sort })
			const { 'QUERY PLAN': plans } = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: Node })) }).parse(answer)
			const nodes = plans.flatMap(({ Plan }) => nodesOf(Plan))
			expect(nodes.map((node) => node['Index Name'])).toContain(index)
			// How the few other tables are read is the planner's own choice, by what it knows of the whole database.
			const meetings = nodes.filter((node) => node['Relation Name'] === 'meeting')
			expect(Math.max(...meetings.map((node) => node['Actual Rows'] * node['Actual Loops']))).toBeLessThan(100)
		}
		const { items, next } = await member.ask(listMeetings, { sort: '-start' })
		expect([items.length, items[0]?.reference, items.at(-1)?.reference]).toEqual([25, 'MANY-2999', 'MANY-2974'])
		expect(items.map(({ reference }) => reference)).not.toContain('MANY-2980')
		const second = await member.ask(listMeetings, { sort: '-start', after: next ?? '' })
		expect(second.items[0]?.reference).toBe('MANY-2973')
		const back = await member.ask(listMeetings, { sort: '-start', before: second.previous ?? '' })
		expect(back.items).toEqual(items)
	}
)

test('the meetings of a structure are counted as they are listed, for every seat and however they are narrowed', async () => {
	const made = await aWorkspace()
	await meetingsOf(made)
	const counts = []
	for (const key of SEAT_KEYS) {
		const seat = await made.as(key)
		for (const filter of [
			{},
			{ until: '2026-01-31' },
			{ status: ['planned' as const] },
			{ origin: ['invented' as const] },
			{ state: ['active' as const, 'withdrawn' as const] },
			{ state: ['withdrawn' as const], origin: ['entered' as const] }
		]) {
			const { items, total } = await seat.ask(listMeetings, {
				filter: { structure: 'committee', ...filter },
				limit: 200
			})
			expect(total, `${key} ${JSON.stringify(filter)}`).toBe(items.length)
			counts.push(total)
		}
	}
	expect(Math.max(...counts)).toBe(8)
	expect(new Set(counts).size).toBeGreaterThan(3)
})

test('the meetings to choose from are those that the list shows each seat up to today, and end with the next command', async () => {
	const made = await aWorkspace()
	const { withdrawn } = await meetingsOf(made)
	const offered = async (key: SeatKey) =>
		(await (await made.as(key)).ask(listMeetingOptions, { structure: 'committee' })).items.map(({ id }) => id)
	const listed = async (key: SeatKey) =>
		(
			await (
				await made.as(key)
			).ask(listMeetings, { filter: { structure: 'committee', until: TODAY }, sort: '-start', limit: 100 })
		).items.map(({ id }) => id)
	const sizes = []
	for (const key of [...SEAT_KEYS, ...SEAT_KEYS]) {
		const found = await offered(key)
		expect(found, key).toEqual(await listed(key))
		expect(found).not.toContain(withdrawn)
		sizes.push(found.length)
	}
	expect(new Set(sizes).size).toBeGreaterThan(1)
	const before = await offered('secretariat')
	await meetingsOf(made)
	expect((await offered('secretariat')).length).toBe(2 * before.length)
	await expect(
		(await made.as('outsider')).ask(listMeetingOptions, { structure: 'closed-group' })
	).rejects.toMatchObject({
		kind: 'invalid'
	})
})
