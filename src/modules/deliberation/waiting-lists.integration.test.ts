import { expect, test } from 'vitest'
import { fromText } from '#platform/operation/from-text.server.ts'
import type { Query } from '#platform/operation/operation.server.ts'
import { listAttention } from '#platform/records/attention.ts'
import { seedAction, seedMeeting, seedRecommendation, written } from '#tests/fixtures/deliberated.ts'
import { idOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { listActions } from './action/action-queries.ts'
import { listCadences } from './cadence/cadence-queries.ts'
import { openWrittenProcedure } from './decision/procedure-commands.ts'
import { listWrittenProcedures } from './decision/procedure-queries.ts'
import { listAgendaItems } from './meeting/agenda-queries.ts'
import { proposeAgendaItem } from './meeting/agenda-commands.ts'
import { setRhythm } from './cadence/rhythm-commands.ts'
import { listMeetings } from './meeting/meeting-queries.ts'
import { listRecommendations } from './recommendation/recommendation-queries.ts'

/** The list that a page of the first page's links shows. */
const LISTS: Record<string, Query> = {
	action: listActions,
	'agenda-item': listAgendaItems,
	cadence: listCadences,
	meeting: listMeetings,
	recommendation: listRecommendations,
	'written-procedure': listWrittenProcedures
}

/** A workspace in which something of every sort waits, and something like it does not. */
async function busy() {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const [committee, group] = [await idOf(made, 'structure', 'committee'), await idOf(made, 'structure', 'closed-group')]
	const labour = await idOf(made, 'actor', 'labour')
	const chair = await made.as('chair')
	for (const structure of ['committee', 'closed-group'])
		await administrator.run(setRhythm, {
			structure,
			version: await versionOf(made, 'structure', structure),
			from: '2020-01-01',
			kind: 'times-a-year',
			times: 4,
			noticeDays: 60,
			quorum: 'none',
			silence: 'no-answer',
			writtenDays: 14,
			reason: 'rules of procedure'
		})
	const called = await written(administrator, async (here) => {
		for (const structure of [committee, group]) {
			for (const state of ['held', 'drafted', 'circulated', 'cancelled', 'planned'] as const)
				await seedMeeting(here, { structure, state, day: '2025-12-10' })
			await seedMeeting(here, { structure, state: 'called', day: '2025-12-11' })
			for (const commentsUntil of ['2026-02-20', '2026-03-20'])
				await seedMeeting(here, { structure, state: 'circulated', day: '2025-12-12', commentsUntil })
			for (const state of ['submitted', 'under-review', 'returned', 'accepted', 'proposed'] as const)
				await seedRecommendation(here, { structure, state, stateDay: '2026-02-01' })
			for (const due of ['2026-02-01', '2026-03-05', '2026-09-01'])
				await seedAction(here, { structure, actor: labour, due })
			await seedAction(here, { structure, actor: labour, state: 'submitted', due: '2026-03-05' })
		}
		// The committee has none in this quarter; that of the group is planned, and its notice is late.
		await seedMeeting(here, { structure: group, state: 'planned', day: '2026-03-20' })
		return seedMeeting(here, { structure: committee, state: 'called', day: '2026-04-20' })
	})
	await (await made.as('member')).run(proposeAgendaItem, { meeting: called, title: 'Border posts' })
	await chair.run(openWrittenProcedure, {
		structure: 'committee',
		subject: 'decision',
		title: 'Adopt the form',
		text: 'The form is adopted.',
		deadline: '2026-03-30'
	})
	return made
}

test.each<SeatKey>(['chair', 'member', 'secretariat', 'administrator', 'outsider'])(
	'what the first page counts for %s, its links list: no more and no less',
	async (seat) => {
		const acting = await (await busy()).as(seat)
		const { items } = await acting.ask(listAttention, {})
		const counted = items.map(({ code, whose, total }) => [code, whose, total])
		const listed = []
		for (const { code, whose, path } of items) {
			const address = new URL(path, 'https://pitso.test')
			const list = LISTS[address.pathname.slice(1)]
			if (!list) throw new Error(`no list at ${path}`)
			const found = await acting.askRaw(list, fromText(list.input, [...address.searchParams]))
			listed.push([code, whose, Object.entries(found ?? {}).find(([name]) => name === 'total')?.[1]])
		}
		expect(listed).toEqual(counted)
	}
)

test('something of every sort waits for somebody', async () => {
	const made = await busy()
	const codes = new Set<string>()
	for (const seat of ['chair', 'member', 'secretariat'] as const)
		for (const { code } of (await (await made.as(seat)).ask(listAttention, {})).items) codes.add(code)
	expect([...codes].sort()).toEqual([
		'action-acceptance',
		'action-overdue',
		'action-soon',
		'meeting-comments',
		'meeting-minutes',
		'meeting-not-called',
		'meeting-not-set',
		'meeting-proposals',
		'meeting-unclosed',
		'procedure-to-answer',
		'recommendation-returned',
		'recommendation-waiting'
	])
})
