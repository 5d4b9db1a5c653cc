import { expect, test } from 'vitest'
import { seedMeeting, written } from '#tests/fixtures/deliberated.ts'
import { idOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { audienceTokens } from '#platform/access/seat.ts'
import { getCadence, listCadences } from './cadence-queries.ts'
import { setRhythm } from './rhythm-commands.ts'

test('the day by which a meeting must be called is told to who sees the meeting or runs the structure, and to nobody else', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	await chair.run(setRhythm, {
		structure: 'committee',
		from: '2025-01-01',
		kind: 'times-a-year',
		times: 4,
		noticeDays: 14,
		quorum: 'none',
		silence: 'no-answer',
		writtenDays: 14,
		reason: 'the terms of reference say so',
		version: await versionOf(made, 'structure', 'committee')
	})
	const structure = await idOf(made, 'structure', 'committee')
	const audience = audienceTokens('full-members', structure)
	await written(await made.as('administrator'), (here) =>
		seedMeeting(here, { structure, state: 'planned', day: '2026-03-25', audience })
	)
	const nextFor = async (key: SeatKey) => {
		const acting = await made.as(key)
		const { items } = await acting.ask(listCadences, {})
		const page = await acting.ask(getCadence, { structure: 'committee' })
		expect(items.find(({ id }) => id === structure)?.next).toEqual(page.next)
		return page.next
	}
	for (const key of ['chair', 'member', 'secretariat'] as const)
		expect(await nextFor(key), key).toMatchObject({ isSet: true, callBy: '2026-03-11' })
	for (const key of ['public', 'outsider', 'observer'] as const)
		expect(await nextFor(key), key).toMatchObject({ isSet: false, isCalled: false, callBy: null })
})

test('nothing is proposed of a structure whose first meeting is awaited', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createStructure, {
		key: 'senior-team',
		name: 'Senior team',
		level: 'technical',
		kind: 'task-team',
		status: 'proposed'
	})
	await secretariat.run(setRhythm, {
		structure: 'senior-team',
		from: '2026-01-01',
		kind: 'on-activation',
		noticeDays: 0,
		quorum: 'none',
		silence: 'no-answer',
		writtenDays: 14,
		reason: 'the decree says so',
		version: await versionOf(made, 'structure', 'senior-team')
	})
	const structure = await idOf(made, 'structure', 'senior-team')
	const since = (day: string) =>
		made.as('administrator').then((acting) =>
			written(acting, (here) =>
				here.write.add('structure_activation', {
					structure_id: structure,
					from_day: day,
					to_day: null,
					reason: 'let work for a year',
					end_reason: null,
					origin: 'entered',
					origin_source: null,
					origin_year: null,
					origin_note: null
				})
			)
		)
	await since('2026-02-02')
	const page = await secretariat.ask(getCadence, { structure })
	expect(page).toMatchObject({ functionality: 'active', awaits: { since: '2026-02-02' }, disagreement: null })
	const { items } = await secretariat.ask(listCadences, { filter: { agreement: ['disagrees'] } })
	expect(items.map(({ id }) => id)).not.toContain(structure)
})
