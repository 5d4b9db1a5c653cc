import { expect, test } from 'vitest'
import { assign, EVIDENCE, read, REASON, version } from '#tests/fixtures/action.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addSupport, cancelAction } from './action-commands.ts'
import { answerExtension, askExtension } from './extension-commands.ts'
import { acceptAction, reportAction } from './report-commands.ts'
import { addStep } from './step-commands.ts'

// What two people send in the same moment waits for one another in no order that a test could choose: each is tried several times.
const TRIES = Array.from({ length: 6 }, (_none, index) => index)

test('a report that is sent while another hands the action in does not undo the hand-in', async () => {
	const made = await aWorkspace()
	const [member, outsider] = [await made.as('member'), await made.as('outsider')]
	for (const attempt of TRIES) {
		const { reference: action } = await assign(made, { title: `Plan ${String(attempt)}`, supporting: ['health'] })
		const [handedIn] = await Promise.allSettled([
			member.run(reportAction, { action, text: 'Done.', isFinal: true, ...EVIDENCE }),
			outsider.run(reportAction, { action, text: 'We go on.', percent: 20 })
		])
		expect(handedIn.status).toBe('fulfilled')
		const page = await read(made, action)
		expect([page.progress, page.reports.filter((report) => report.isFinal && report.answer === null)]).toMatchObject([
			'submitted',
			[{ isFinal: true }]
		])
	}
})

test('nothing that is sent while an action is closed or cancelled takes it up again, or hangs on it', async () => {
	const made = await aWorkspace()
	const [chair, member, outsider] = [await made.as('chair'), await made.as('member'), await made.as('outsider')]
	for (const attempt of TRIES) {
		const { reference: action } = await assign(made, { title: `Plan ${String(attempt)}`, supporting: ['health'] })
		const seen = await version(made, action)
		const [cancelled, ...others] = await Promise.allSettled([
			chair.run(cancelAction, { action, version: seen, reason: REASON }),
			outsider.run(reportAction, { action, text: 'We go on.', percent: 20 }),
			outsider.run(addStep, { action, text: 'One more' }),
			member.run(askExtension, { action, until: '2026-06-01', reason: REASON }),
			chair.run(addSupport, { action, actor: 'statistics' })
		])
		const page = await read(made, action)
		if (cancelled.status === 'fulfilled') {
			expect(page).toMatchObject({ progress: 'cancelled', reports: [], steps: [], extensions: [] })
			expect(others.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
		} else expect(page.progress).not.toBe('cancelled')
	}
})

test('more time is not granted to what is accepted in the same moment', async () => {
	const made = await aWorkspace()
	const [chair, member] = [await made.as('chair'), await made.as('member')]
	for (const attempt of TRIES) {
		const { reference: action } = await assign(made, { title: `Plan ${String(attempt)}` })
		await member.run(askExtension, { action, until: '2026-06-01', reason: REASON })
		await member.run(reportAction, { action, text: 'Done.', isFinal: true, ...EVIDENCE })
		const seen = await version(made, action)
		const [accepted, granted] = await Promise.allSettled([
			chair.run(acceptAction, { action, version: seen }),
			chair.run(answerExtension, { action, answer: 'granted', reason: REASON })
		])
		// Of the two exactly one is done: the other finds the action changed, or closed.
		expect([accepted.status, granted.status].filter((status) => status === 'fulfilled')).toHaveLength(1)
	}
})

test('two actors that are added in the same moment both see the action', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const { reference: action } = await assign(made, { audience: 'full-members' })
	const before = (await read(made, action)).audience.length
	await Promise.all(['health', 'statistics', 'police'].map((actor) => chair.run(addSupport, { action, actor })))
	const page = await read(made, action)
	expect(page.supporting).toHaveLength(3)
	expect(page.audience).toHaveLength(before + 3)
})
