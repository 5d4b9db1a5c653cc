import { expect, test } from 'vitest'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { findFeedOfSecret } from './calendar/find-feed.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import { listAttention } from '#platform/records/attention.ts'
import { seedAction, seedMeeting, seedRecommendation, written } from '#tests/fixtures/deliberated.ts'
import { idOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, NOW, SEAT_KEYS, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { listActions } from './action/action-queries.ts'
import { getDigest } from './action/reminder-queries.ts'
import { listCadences } from './cadence/cadence-queries.ts'
import { createFeed } from './calendar/feed-commands.ts'
import { readFeed } from './calendar/feed-queries.ts'
import { listMeetings } from './meeting/meeting-queries.ts'
import { listRecommendations } from './recommendation/recommendation-queries.ts'

/** Every way to have to do with a structure, beside the two that each test workspace has: who is what in it. */
const MADE = [
	['named', { secretariatActor: 'health' }],
	['hosted', { host: 'health' }],
	['office', { host: 'police', asActor: 'statistics' }],
	['through', { secretariat: 'office', host: 'police' }],
	['joined', { host: 'police' }],
	['guest', { host: 'police' }],
	['orphan', {}]
] as const
const STRUCTURES = ['committee', 'closed-group', ...MADE.map(([key]) => key)]

/** What each seat calls its structures, where the workspace has no secretariat of its own. */
const MINE: Record<SeatKey, readonly string[]> = {
	administrator: ['closed-group'],
	'second-administrator': ['closed-group'],
	secretariat: ['closed-group', 'orphan'],
	chair: ['closed-group', 'committee'],
	member: ['closed-group', 'committee'],
	outsider: ['hosted', 'named'],
	police: ['guest', 'joined', 'office'],
	analyst: ['closed-group', 'committee'],
	statistician: ['through'],
	caseworker: ['hosted', 'named'],
	observer: ['joined'],
	public: []
}

/** Each structure with a meeting, a recommendation that waits there and an action that is late, all named for it. */
async function filled() {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	for (const [key, offices] of MADE)
		await administrator.run(createStructure, {
			key,
			name: key,
			level: 'technical',
			kind: 'working-group',
			status: 'active',
			audience: 'public',
			...offices
		})
	for (const [structure, actor, kind] of [
		['joined', 'union', 'co-opted'],
		['guest', 'labour', 'invited']
	] as const)
		await administrator.run(addMembership, { structure, actor, kind, from: '2020-01-01', reason: 'asked' })
	const statistics = await idOf(made, 'actor', 'statistics')
	const ids = await Promise.all(STRUCTURES.map((key) => idOf(made, 'structure', key)))
	await written(administrator, async (here) => {
		for (const [index, title] of STRUCTURES.entries()) {
			const structure = ids[index] ?? ''
			await seedMeeting(here, { structure, title, day: '2026-04-10', state: 'called' })
			await seedRecommendation(here, { structure, title, state: 'submitted', stateDay: '2026-02-01' })
			await seedAction(here, { structure, title, actor: statistics, due: '2026-02-01' })
		}
		return 'filled'
	})
	return made
}

type Titled = { title: Record<string, string> }
const titles = (items: readonly Titled[]) => items.map(({ title }) => title['en'] ?? '').sort()

async function feedOf(made: TestWorkspace, opening: Opening, seat: SeatKey) {
	const { secret } = await (await made.as(seat)).run(createFeed, {})
	const feed = await findFeedOfSecret(made.database, opening.workspace, secret, NOW)
	const { text } = await ask(opening, readFeed, { feed: feed?.id ?? '' })
	// Days that fall due for the actor stand there too: meetings have an hour.
	const events = text.split('BEGIN:VEVENT').filter((event) => /DTSTART;TZID/.test(event))
	return events.map((event) => /SUMMARY:(.*)\r/.exec(event)?.[1] ?? '').sort()
}

/** The structures that the first page, the lists, the calendar and the digest take for those of a seat. */
async function toldTo(made: TestWorkspace, seat: SeatKey, secretariatActorId: string | null) {
	const acting = await made.as(seat)
	const opening = { ...acting.opening, workspace: { ...made.workspace, secretariatActorId } }
	const matters = (await ask(opening, listAttention, {})).items
	const homeOf = (code: string) => matters.find((one) => one.code === code && one.whose === 'structure')?.total ?? 0
	const digest = seat === 'public' ? { sections: [] } : await ask(opening, getDigest, {})
	const lists = [
		await ask(opening, listMeetings, { filter: { mine: true } }),
		await ask(opening, listRecommendations, { filter: { mine: 'waiting' } }),
		await ask(opening, listActions, { filter: { whose: 'structure' } })
	]
	return {
		home: [homeOf('recommendation-waiting'), homeOf('action-overdue')],
		digest: titles(
			digest.sections.flatMap(({ section, items }) =>
				section === 'recommendation' ? items.map(({ record }) => record) : []
			)
		),
		lists: lists.map(({ items }) => titles(items)),
		cadence: (await ask(opening, listCadences, { filter: { mine: true } })).items
			.map(({ reference }) => reference)
			.sort(),
		feed: seat === 'public' ? [] : await feedOf(made, opening, seat)
	}
}

test.each(SEAT_KEYS)(
	'the first page, lists, calendar and digest of %s mean the same structures by its own',
	async (seat) => {
		const made = await filled()
		const mine = MINE[seat]
		const told = await toldTo(made, seat, null)
		// Nothing waits for whoever only reads along, wherever their organization sits.
		const waits = seat === 'observer' ? [] : mine
		// The ministry of labour sits in both its structures and runs neither: others answer there, and they hear of it by mail.
		const answers = seat === 'member' || seat === 'analyst' ? [] : waits
		expect(told).toEqual({
			home: [waits.length, waits.length],
			digest: answers,
			lists: [mine, mine, mine],
			cadence: mine,
			feed: mine
		})
	}
)

test('a structure that names no secretary is kept by the secretariat of the workspace, where there is one', async () => {
	const made = await filled()
	const statistics = await idOf(made, 'actor', 'statistics')
	const lists = async (seat: SeatKey) => (await toldTo(made, seat, statistics)).feed
	expect(await lists('statistician')).toEqual(['orphan', 'through'])
	expect(await lists('secretariat')).toEqual(['closed-group'])
})
