import { expect, test } from 'vitest'
import { searchRecords } from '#platform/records/record-search.ts'
import { held, readAs } from '#tests/fixtures/committee.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { openWrittenProcedure } from '../decision/procedure-commands.ts'
import { saveMinute } from '../minutes/minute-commands.ts'
import { addAgendaItem } from './agenda-commands.ts'
import { adoptMinutes, circulateMinutes, draftMinutes } from './minutes-moves.ts'

test('whoever is named for an item finds the words of its minutes once they are adopted, and not before', async () => {
	const made = await aWorkspace()
	const meeting = await held(made, '2026-01-20')
	const later = await held(made, '2026-02-20')
	const chair = await made.as('secretariat')
	const version = async () => (await readAs(made, meeting)).version
	const named = { confidentiality: 'named' as const, named: ['health'] }
	const { reference } = await chair.run(addAgendaItem, { meeting, title: 'Borders', ...named })
	await chair.run(saveMinute, { agendaItem: reference, text: 'The okapi crossed.' })
	const found = async () =>
		(await (await made.as('outsider')).ask(searchRecords, { words: 'okapi' })).items.map((one) => one.reference)
	expect(await found()).toEqual([])
	await chair.run(draftMinutes, { meeting, version: await version() })
	const circulated = { day: '2026-02-01', commentsUntil: '2026-02-15' }
	await chair.run(circulateMinutes, { meeting, version: await version(), ...circulated })
	await chair.run(adoptMinutes, { meeting, version: await version(), adoptedIn: later })
	expect(await found()).toEqual([reference])
})

test('a meeting is not drafted anew, nor adopted in a meeting, while its members are asked about its minutes in writing', async () => {
	const made = await aWorkspace()
	const meeting = await held(made, '2026-01-20')
	const later = await held(made, '2026-02-20')
	const chair = await made.as('chair')
	const version = async () => (await readAs(made, meeting)).version
	await chair.run(addAgendaItem, { meeting, title: 'Borders' })
	await chair.run(draftMinutes, { meeting, version: await version() })
	const circulated = { commentsUntil: '2026-03-20', day: '2026-02-02' }
	await chair.run(circulateMinutes, { meeting, version: await version(), ...circulated })
	await chair.run(openWrittenProcedure, {
		subject: 'minutes',
		meeting,
		title: 'Minutes of January',
		text: 'The minutes are adopted.',
		deadline: '2026-03-30'
	})
	expect((await readAs(made, meeting)).moves).not.toContain('draft')
	const refused = { code: 'deliberation.procedure-on-minutes-runs' }
	const now = await version()
	expect(await refusalOf(chair.run(draftMinutes, { meeting, version: now }))).toMatchObject(refused)
	const adopting = { meeting, version: now, adoptedIn: later, reason: 'At once.' }
	expect(await refusalOf(chair.run(adoptMinutes, adopting))).toMatchObject(refused)
})
