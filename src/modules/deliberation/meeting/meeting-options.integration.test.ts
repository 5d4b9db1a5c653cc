import { expect, test } from 'vitest'
import { held, planned } from '#tests/fixtures/committee.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { catalogue } from '#words'
import { aMeeting } from '#tests/fixtures/sat.ts'
import { listMeetingOptions } from './meeting-options.ts'

test('the meetings to choose from are those up to today that the reader sees, of one structure or of all', async () => {
	const made = await aWorkspace()
	const first = await held(made, '2026-01-20')
	const second = await held(made, '2026-02-10')
	const closed = (await aMeeting(made, { structure: 'closed-group', day: '2026-02-02', audience: 'members' })).reference
	await planned(made, { day: '2026-06-01' })
	const offered = async (seat: 'member' | 'outsider', structure?: string) =>
		(await (await made.as(seat)).ask(listMeetingOptions, structure ? { structure } : {})).items.map(
			({ reference }) => reference
		)
	expect(await offered('member', 'committee')).toEqual([second, first])
	expect(await offered('member')).toEqual([second, closed, first])
	expect(await offered('outsider')).not.toContain(closed)
})

test.each([
	['en', /of a structure or of the whole workspace/],
	['fr', /d’une structure ou de tout l’espace de travail/],
	['pt', /de uma estrutura ou de todo o espaço de trabalho/]
])('the description of the interface says that the structure may be left out, in %s', (language, words) => {
	expect(listMeetingOptions.input.safeParse({}).success).toBe(true)
	expect(catalogue[language]?.['api.summary.meeting.options']).toMatch(words)
})
