import { expect, test } from 'vitest'
import { listAttention } from '#platform/records/attention.ts'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { assign, EVIDENCE, read, REASON, version } from '#tests/fixtures/action.ts'
import { coOpted } from '#tests/fixtures/committee.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { hold } from '#tests/fixtures/held-seat.ts'
import { at, remind } from '#tests/fixtures/mail-days.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { reopenAction } from './action-commands.ts'
import { getAction, listActions } from './action-queries.ts'
import { getDigest } from './reminder-queries.ts'
import { acceptAction, refuseAction, reportAction } from './report-commands.ts'

const opens = async (made: TestWorkspace, action: string, by: 'outsider' | 'police' | 'statistician' | 'member') =>
	(await made.as(by)).ask(getAction, { action }).then(
		() => true,
		() => false
	)

test('what is told to the chair is shown to the chair and to nobody else of the structure', async () => {
	const made = await aWorkspace()
	await coOpted(made)
	const { reference: action } = await assign(made, { audience: 'full-members', due: '2026-03-16' })
	expect(await opens(made, action, 'outsider')).toBe(false)
	await remind(made, '2026-03-24')
	expect((await read(made, action)).escalatedTo).toBe(1)
	expect(await opens(made, action, 'outsider')).toBe(false)
	const kept = await assign(made, { audience: 'secretariat', responsible: 'health', due: '2026-03-16' })
	await remind(made, '2026-03-25')
	expect((await read(made, kept.reference)).escalatedTo).toBe(1)
	expect(await opens(made, kept.reference, 'member')).toBe(false)
})

test('the full members of the structure above see what members of the one below saw; its co-opted do not', async () => {
	const made = await aWorkspace()
	await coOpted(made)
	await (
		await made.as('administrator')
	).run(addMembership, {
		structure: 'committee',
		actor: 'statistics',
		kind: 'member',
		from: '2025-01-01',
		reason: REASON
	})
	const given = { structure: 'closed-group', responsible: 'labour', due: '2026-03-02' }
	const { reference: action } = await assign(made, { ...given, audience: 'members' })
	const { reference: kept } = await assign(made, { ...given, audience: 'secretariat' })
	await remind(made, '2026-03-24')
	expect((await read(made, action)).escalations.map(({ level }) => level)).toEqual([2, 1])
	expect(await opens(made, action, 'statistician')).toBe(true)
	expect(await opens(made, action, 'outsider')).toBe(false)
	expect(await opens(made, kept, 'statistician')).toBe(false)
})

test('where nobody can act for the chair the secretary is told, else those who hold the role of the secretariat', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const structure = { level: 'technical', kind: 'task-team', status: 'active' } as const
	await administrator.run(createStructure, {
		...structure,
		key: 'kept',
		name: 'Kept',
		secretariatActor: 'statistics'
	})
	await administrator.run(createStructure, { ...structure, key: 'nobodys', name: 'Nobody’s' })
	await hold(made, 'secretariat')
	const given = { audience: 'secretariat', due: '2026-03-02' }
	const { reference: first } = await assign(made, { ...given, structure: 'kept' }, 'administrator')
	const { reference: second } = await assign(made, { ...given, structure: 'nobodys' }, 'administrator')
	await remind(made, '2026-03-10')
	expect((await read(made, first, 'administrator')).escalations).toMatchObject([
		{ level: 1, actor: { reference: 'statistics' } }
	])
	const told = async (by: 'statistician' | 'secretariat' | 'administrator') => {
		const seat = await made.as(by, at('2026-03-10', '12'))
		const { items } = await seat.ask(listAttention, {})
		const { sections } = await seat.ask(getDigest, {})
		const list = await seat.ask(listActions, { filter: { waiting: 'escalated' }, sort: 'due', limit: 25 })
		return [
			items.filter(({ code }) => code === 'action-escalated').flatMap(({ first: some }) => some),
			sections.filter(({ section }) => section === 'escalated').flatMap((one) => one.items),
			list.items.map((record) => ({ record }))
		].map((some) => some.map(({ record }) => record.reference))
	}
	expect(await told('statistician')).toEqual([[first], [first], [first]])
	expect(await told('secretariat')).toEqual([[second], [second], [second]])
	expect(await told('administrator')).toEqual([[], [], []])
})

test('what is reopened past its day has a new one, begins where it was, and is told upward when it is late again', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made, { due: '2026-03-16' })
	const member = await made.as('member', at('2026-03-24', '12'))
	await remind(made, '2026-03-24')
	await member.run(reportAction, { action, text: 'Half.', percent: 50 })
	await member.run(reportAction, { action, text: 'Done.', isFinal: true, ...EVIDENCE })
	const chair = await made.as('chair', at('2026-03-25', '12'))
	await chair.run(acceptAction, { action, version: await version(made, action) })
	const reopen = async (more: object = {}) =>
		chair.run(reopenAction, { action, version: await version(made, action), reason: REASON, ...more })
	expect(await refusalOf(reopen())).toMatchObject({
		issues: [{ path: ['due'], code: 'deliberation.action-reopen-due' }]
	})
	expect(await refusalOf(reopen({ due: '2026-03-24' }))).toMatchObject({
		issues: [{ path: ['due'], code: 'deliberation.action-extension-past' }]
	})
	await reopen({ due: '2026-03-30' })
	expect(await read(made, action)).toMatchObject({ progress: 'in-progress', percent: 50, escalatedTo: 0 })
	await remind(made, '2026-04-06')
	expect(await read(made, action)).toMatchObject({ escalatedTo: 1 })
})

test('evidence that was refused carries no later hand-in', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made)
	const member = await made.as('member')
	const handIn = (more: object = {}) => member.run(reportAction, { action, text: 'Done.', isFinal: true, ...more })
	await handIn(EVIDENCE)
	const chair = await made.as('chair')
	await chair.run(refuseAction, { action, version: await version(made, action), reason: 'It proves nothing.' })
	expect(await read(made, action)).toMatchObject({ progress: 'in-progress', percent: 0 })
	expect(await refusalOf(handIn())).toMatchObject({
		issues: [{ code: 'deliberation.action-final-without-evidence' }]
	})
	await member.run(reportAction, { action, text: 'The minute of the register.', ...EVIDENCE, percent: 80 })
	await handIn()
	await chair.run(acceptAction, { action, version: await version(made, action) })
	expect(await read(made, action)).toMatchObject({ progress: 'closed', percent: 100 })
})
