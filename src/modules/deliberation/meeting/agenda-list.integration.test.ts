import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { nothing, query } from '#platform/operation/operation.server.ts'
import { aWorkspace, NOW, SEAT_KEYS, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { seedMeeting, written } from '#tests/fixtures/deliberated.ts'
import { idOf } from '#tests/fixtures/directory.ts'
import { addAgendaItem } from './agenda-commands.ts'
import { firstByMeeting, listAgendaItems, partOfItems } from './agenda-queries.ts'
import { planMeeting } from './meeting-commands.ts'

const TITLE = 'Minutes of the last meeting'

test('items of the same name stand by their meetings, the newest first, each with the meeting and its day', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const days = ['2026-05-04', '2026-08-03', '2026-04-06']
	for (const day of days) {
		const { reference: meeting } = await chair.run(planMeeting, {
			structure: 'committee',
			title: 'Quarterly meeting',
			start: `${day}T09:00`,
			end: `${day}T12:00`,
			standing: false
		})
		await chair.run(addAgendaItem, { meeting, title: TITLE })
		await chair.run(addAgendaItem, { meeting, title: 'For members', confidentiality: 'members' })
	}
	const newest = days.toSorted().toReversed()
	const { items } = await chair.ask(listAgendaItems, {})
	expect(items.map(({ meetingDay }) => meetingDay)).toEqual(newest.flatMap((day) => [day, day]))
	expect(items.map(({ meeting }) => meeting?.title['en'])).toEqual(items.map(() => 'Quarterly meeting'))
	const first = await chair.ask(listAgendaItems, { sort: 'meeting', limit: 3 })
	expect(first.items.map(({ meetingDay }) => meetingDay)).toEqual(['2026-04-06', '2026-04-06', '2026-05-04'])
	for (const sort of ['meeting', '-meeting'] as const) {
		const whole = await chair.ask(listAgendaItems, { sort })
		const start = await chair.ask(listAgendaItems, { sort, limit: 3 })
		const rest = await chair.ask(listAgendaItems, { sort, limit: 3, after: start.next ?? '' })
		expect([...start.items, ...rest.items]).toEqual(whole.items)
		expect((await chair.ask(listAgendaItems, { sort, limit: 3, before: rest.previous ?? '' })).items).toEqual(
			start.items
		)
	}
	for (const key of SEAT_KEYS) {
		const seat = await made.as(key)
		const [byMeeting, byTitle] = [
			await seat.ask(listAgendaItems, {}),
			await seat.ask(listAgendaItems, { sort: 'title' })
		]
		expect(byMeeting.items.map(({ id }) => id).sort(), key).toEqual(byTitle.items.map(({ id }) => id).sort())
		expect(byMeeting.total, key).toBe(byMeeting.items.length)
	}
})

const MANY = 1_500

/** As many meetings as a workspace has after some years, of three items each; every third of these for those who keep the records. */
async function fill({ database, workspace: { id } }: TestWorkspace, meeting: string) {
	await database.owner.transaction().execute(async (tx) => {
		const records = (kind: string, sign: string, from: number, many: number) =>
			sql`insert into record (workspace_id, id, kind, number, title, title_sort, audience, origin, state, version, created_at, changed_at)
				select ${id}::uuid, gen_random_uuid(), ${kind}, 'MANY-' || ${sign}::text || '-' || number, jsonb_build_object('en', ${TITLE}::text), ${TITLE},
					case when ${kind} = 'agenda-item' and number % 3 = 0 then array['role:secretariat', 'role:administrator'] else array['workspace'] end,
					'entered', 'active', 1, ${NOW}::timestamptz, ${NOW}::timestamptz
				from generate_series(${from}::integer, ${many}::integer) number`.execute(tx)
		// Without statistics of what was just written the database may join it each with each.
		await records('meeting', 'M', 1, MANY)
		await sql`analyze record`.execute(tx)
		await sql`insert into meeting
			select (jsonb_populate_record(model, jsonb_build_object('id', made.id,
				'starts_at', timestamptz '2016-01-01' + split_part(made.number, '-', 3)::integer * interval '1 day',
				'ends_at', timestamptz '2016-01-01' + split_part(made.number, '-', 3)::integer * interval '1 day' + interval '2 hours'))).*
			from meeting model join record made on made.workspace_id = model.workspace_id and made.number like 'MANY-M-%'
			where model.workspace_id = ${id}::uuid and model.id = ${meeting}::uuid`.execute(tx)
		await records('agenda-item', 'I', 3, 3 * MANY + 2)
		await sql`analyze record, meeting`.execute(tx)
		await sql`insert into agenda_item (workspace_id, id, meeting_id, structure_id, position, kind, state, confidentiality)
			select item.workspace_id, item.id, meeting.id, meeting.structure_id, split_part(item.number, '-', 3)::integer % 3, 'item', 'accepted', 'as-meeting'
			from record item
			join record made on made.workspace_id = item.workspace_id and made.number = 'MANY-M-' || split_part(item.number, '-', 3)::integer / 3
			join meeting on meeting.workspace_id = made.workspace_id and meeting.id = made.id
			where item.workspace_id = ${id}::uuid and item.number like 'MANY-I-%'`.execute(tx)
	})
	await sql`analyze record, meeting, agenda_item`.execute(database.owner)
}

test(
	'the first page of many items is read in the order of their meetings, and no further',
	{ timeout: 300_000 },
	async () => {
		const made = await aWorkspace()
		const administrator = await made.as('administrator')
		const structure = await idOf(made, 'structure', 'committee')
		await fill(made, await written(administrator, (here) => seedMeeting(here, { structure, day: '2015-01-01' })))
		const member = await made.as('member')
		const explaining = query({
			name: 'agendaItem.list',
			input: z.strictObject({ sort: z.enum(['meeting', '-meeting']) }),
			output: z.array(z.unknown()),
			about: nothing,
			allow: () => true,
			run: (here, { sort }) =>
				here.tx
					.selectFrom('record')
					.select('record.id')
					.where('record.workspace_id', '=', here.workspace.id)
					.where('record.id', '=', firstByMeeting(here, partOfItems(here, { sort, limit: 25 })))
					.explain('json', sql`analyze`)
		})
		for (const [sort, index] of [
			['-meeting', 'meeting_by_start_down'],
			['meeting', 'meeting_by_start']
		] as const) {
			const [answer] = await member.ask(explaining, { sort })
			const plan = JSON.stringify(answer)
			expect(plan).toContain(`"${index}"`)
			const read = [...plan.matchAll(/"Actual Rows":([\d.]+),"Actual Loops":(\d+)/g)].map(
				([, rows, loops]) => Number(rows) * Number(loops)
			)
			expect(read.length).toBeGreaterThan(3)
			expect(Math.max(...read)).toBeLessThan(200)
		}
		const { items, next } = await member.ask(listAgendaItems, {})
		expect(items).toHaveLength(25)
		const second = await member.ask(listAgendaItems, { after: next ?? '' })
		const days = [...items, ...second.items].map(({ meeting }) => meeting?.reference ?? '')
		expect(new Set([...items, ...second.items].map(({ id }) => id)).size).toBe(50)
		expect(days.map((reference) => Number(reference.replace('MANY-M-', '')))).toEqual(
			days.map((reference) => Number(reference.replace('MANY-M-', ''))).toSorted((one, other) => other - one)
		)
	}
)
