import { describe, expect, test } from 'vitest'
import { held, planned, readAs, setRules } from '#tests/fixtures/committee.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addAgendaItem } from './agenda-commands.ts'
import { callMeeting, planMeeting, rescheduleMeeting } from './meeting-commands.ts'
import { adoptMinutes, circulateMinutes, draftMinutes } from './minutes-moves.ts'

/** A meeting that was held, with something on its agenda that minutes can tell of. */
async function heldOn(made: TestWorkspace, day: string) {
	const meeting = await held(made, day)
	await (await made.as('chair')).run(addAgendaItem, { meeting, title: 'Borders' })
	return meeting
}

describe('a meeting that is moved', () => {
	test('keeps in its life that it was called, from where it was moved and why, and that it was called again', async () => {
		const made = await aWorkspace()
		const { meeting, version } = await planned(made)
		const chair = await made.as('chair')
		const called = await chair.run(callMeeting, { meeting, version, day: '2026-02-20' })
		const moved = await chair.run(rescheduleMeeting, {
			meeting,
			version: called.version ?? 0,
			start: '2026-04-02T09:00',
			end: '2026-04-02T12:00',
			reason: 'The hall is taken.'
		})
		const before = await readAs(made, meeting)
		expect(before.calledDay).toBe(null)
		expect(before.life.map(({ move, day }) => [move, day])).toEqual([
			['called', '2026-02-20'],
			['rescheduled', TODAY]
		])
		await chair.run(callMeeting, { meeting, version: moved.version ?? 0 })
		expect((await readAs(made, meeting, 'member')).life).toMatchObject([
			{ move: 'called', day: '2026-02-20', noticeDays: 40 },
			{ move: 'rescheduled', from: '2026-04-01T09:00', to: '2026-04-02T09:00', reason: 'The hall is taken.' },
			{ move: 'called', day: TODAY, noticeDays: 31 }
		])
	})

	test('is named by its day still where nobody named it, and as people named it where they did', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const times = { start: '2026-04-01T09:00', end: '2026-04-01T12:00' }
		const plan = { structure: 'committee', standing: false, ...times }
		const to = { start: '2026-04-02T09:00', end: '2026-04-02T12:00', reason: 'The hall is taken.' }
		const nameAfter = async (done: { reference: string; version?: number | undefined }) => {
			await chair.run(rescheduleMeeting, { meeting: done.reference, version: done.version ?? 0, ...to })
			return (await readAs(made, done.reference)).title['en']
		}
		const unnamed = await chair.run(planMeeting, plan)
		expect((await readAs(made, unnamed.reference)).title['en']).toMatch(/, 1 April 2026$/)
		expect(await nameAfter(unnamed)).toMatch(/, 2 April 2026$/)
		const title = 'Follow-up to the flood of 1 April 2026'
		expect(await nameAfter(await chair.run(planMeeting, { ...plan, title }))).toBe(title)
	})
})

describe('minutes', () => {
	test('adopted in a meeting stand on its agenda, with how many were present; not in one that could not decide', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const circulated = async (day: string) => {
			const meeting = await heldOn(made, day)
			const version = async () => (await readAs(made, meeting)).version
			await chair.run(addAgendaItem, { meeting, title: 'Borders' })
			await chair.run(draftMinutes, { meeting, version: await version() })
			const between = { day: '2026-02-01', commentsUntil: '2026-02-09' }
			await chair.run(circulateMinutes, { meeting, version: await version(), ...between })
			return { meeting, version: await version() }
		}
		const first = await circulated('2026-01-20')
		const free = await held(made, '2026-02-10', ['labour'])
		await chair.run(adoptMinutes, { ...first, adoptedIn: free })
		expect((await readAs(made, free)).agenda.map(({ agendaKind }) => agendaKind)).toEqual(['minutes'])
		expect((await readAs(made, first.meeting)).adoptedBy).toMatchObject({ present: 1, required: null })
		const second = await circulated('2026-01-21')
		await setRules(made, { quorum: { kind: 'majority', forbids: true }, from: '2026-02-15' })
		const bound = await held(made, '2026-02-20', ['labour'])
		expect((await readAs(made, bound)).isQuorate).toBe(false)
		expect(await refusalOf(chair.run(adoptMinutes, { ...second, adoptedIn: bound }))).toMatchObject({
			issues: [{ path: ['adoptedIn'], code: 'deliberation.adopted-without-quorum' }]
		})
	})
})
