import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { registry } from '#areas'
import { uploadFile } from '#platform/files/file-operations.ts'
import { listAttention } from '#platform/records/attention.ts'
import { listDocuments } from '#platform/records/documents.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { doing } from '#tests/fixtures/workplace.ts'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { addSupport, cancelAction, changeAction, removeSupport, reopenAction } from './action-commands.ts'
import { getAction, listActions } from './action-queries.ts'
import { answerExtension, askExtension } from './extension-commands.ts'
import { handOverAction } from './hand-over-commands.ts'
import { acceptAction, refuseAction, reportAction } from './report-commands.ts'
import { addStep, finishStep, withdrawStep } from './step-commands.ts'
import { listRunStructures } from '../meeting/run-structures.ts'
import { assign, EVIDENCE, LATER, read, REASON, version } from '#tests/fixtures/action.ts'

test('an action is handed out with its steps and supporters, and found in the list', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const done = await assign(made, {
		seat: 'member',
		supporting: ['health'],
		steps: ['Ask the districts', 'Write it down']
	})
	expect(done.reference).toMatch(/-ACT-2026-001$/)
	expect(await read(made, done.reference)).toMatchObject({
		progress: 'open',
		dueDay: '2026-04-01',
		firstDueDay: '2026-04-01',
		responsible: { reference: 'labour' },
		seat: { key: 'member' },
		structure: { reference: 'committee' },
		supporting: [{ actor: { reference: 'health' } }],
		steps: [{ text: 'Ask the districts' }, { text: 'Write it down' }],
		may: { cancel: true, answer: false, askExtension: false }
	})
	const found = async (filter: object) => (await chair.ask(listActions, { filter })).items.map((item) => item.reference)
	for (const filter of [
		{ responsible: 'labour', words: 'districts' },
		{ supporting: 'health' },
		{ structure: 'committee', progress: ['open'] },
		{ dueFrom: '2026-04-01', dueUntil: '2026-04-01' },
		{ whose: 'structure' },
		{ overdue: false }
	])
		expect(await found(filter), JSON.stringify(filter)).toEqual([done.reference])
	for (const filter of [
		{ responsible: 'health' },
		{ supporting: 'labour' },
		{ progress: ['closed'] },
		{ overdue: true },
		{ waiting: 'acceptance' },
		{ waiting: 'extension' },
		{ dueUntil: '2026-03-31' },
		{ whose: 'mine' }
	])
		expect(await found(filter), JSON.stringify(filter)).toEqual([])
	const member = await made.as('member', LATER)
	const mine = await member.ask(listActions, { filter: { whose: 'mine', overdue: true } })
	expect(mine.items).toMatchObject([{ reference: done.reference, isOverdue: true }])
	expect(
		(await (await made.as('public')).ask(getAction, { action: done.reference }).catch(() => null))?.seat ?? null
	).toBeNull()
})

test('only those who run a structure hand out its actions, and not those of a dissolved one', async () => {
	const made = await aWorkspace()
	expect(await refusalOf(assign(made, {}, 'outsider'))).toMatchObject({ kind: 'forbidden' })
	expect(await refusalOf(assign(made, { due: '2026-03-01' }))).toMatchObject({
		issues: [{ path: ['due'], code: 'deliberation.action-due-before-opened' }]
	})
	expect(await refusalOf(assign(made, { seat: 'outsider' }))).toMatchObject({
		issues: [{ path: ['seat'], code: 'deliberation.action-seat-of-other' }]
	})
	expect(await refusalOf(assign(made, { supporting: ['labour'] }))).toMatchObject({
		issues: [{ code: 'deliberation.action-supports-itself' }]
	})
	const chair = await made.as('chair')
	expect((await chair.ask(listRunStructures, {})).items.map((one) => one.reference).sort()).toEqual([
		'closed-group',
		'committee'
	])
	expect((await (await made.as('outsider')).ask(listRunStructures, {})).items).toEqual([])
	const secretariat = await made.as('secretariat')
	await secretariat.run(setStructureStatus, {
		structure: 'closed-group',
		version: await versionOf(made, 'structure', 'closed-group'),
		status: 'dissolved',
		day: '2026-03-02',
		reason: REASON
	})
	expect(await refusalOf(assign(made, { structure: 'closed-group' }))).toMatchObject({
		code: 'deliberation.action-structure-dissolved'
	})
})

test('an action is reported on, handed in, sent back, and closed only with evidence and by the secretary', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made)
	const member = await made.as('member')
	const chair = await made.as('chair')
	await member.run(reportAction, { action, text: 'Half of it.', percent: 50 })
	expect(await read(made, action)).toMatchObject({ progress: 'in-progress', percent: 50 })
	const handIn = (more: object = {}) => member.run(reportAction, { action, text: 'All of it.', isFinal: true, ...more })
	expect(await refusalOf(handIn())).toMatchObject({
		kind: 'invalid',
		issues: [{ path: ['addresses'], code: 'deliberation.action-final-without-evidence' }]
	})
	expect(await refusalOf(handIn({ addresses: ['Circular 4 of 2026', 'javascript:alert(1)'] }))).toMatchObject({
		issues: [{ path: ['addresses', 1], code: 'deliberation.evidence-place' }]
	})
	expect(await read(made, action)).toMatchObject({ progress: 'in-progress', percent: 50 })
	await handIn({ addresses: ['Government Gazette 41 of 3 February 2026'] })
	expect(await read(made, action)).toMatchObject({
		progress: 'submitted',
		percent: 100,
		reports: [{ evidence: [{ address: 'Government Gazette 41 of 3 February 2026' }] }, { evidence: [] }],
		may: { answer: true, accept: true }
	})
	expect((await chair.ask(listActions, { filter: { waiting: 'acceptance' } })).total).toBe(1)
	expect(await refusalOf(member.run(reportAction, { action, text: 'And more.' }))).toMatchObject({
		code: 'deliberation.action-waits'
	})
	expect(await refusalOf(member.run(acceptAction, { action, version: await version(made, action) }))).toMatchObject({
		kind: 'forbidden'
	})
	// The committee's secretary is the actor that hosts it, not the workspace's administrators.
	const administrator = await made.as('administrator')
	expect(
		await refusalOf(administrator.run(acceptAction, { action, version: await version(made, action) }))
	).toMatchObject({ kind: 'forbidden' })
	await chair.run(refuseAction, { action, version: await version(made, action), reason: 'Show it.' })
	expect(await read(made, action)).toMatchObject({
		progress: 'in-progress',
		reports: [{ answer: 'refused', answerReason: 'Show it.' }, { answer: null }]
	})
	const received = await receiveFile(Readable.from([Buffer.from('the plan')]), {
		filesFolder: member.opening.filesFolder,
		name: 'plan.txt'
	})
	const { id: file } = await member.run(uploadFile, { name: 'plan.txt', received })
	await member.run(reportAction, {
		action,
		text: 'Here it is.',
		isFinal: true,
		files: [{ file, title: 'The plan' }],
		...EVIDENCE
	})
	const handedIn = await read(made, action)
	expect(handedIn.reports[0]?.evidence).toMatchObject([
		{ document: { title: 'The plan', name: 'plan.txt' } },
		{ address: 'https://ministry.example/plan' }
	])
	expect((await member.ask(listDocuments, { record: action, kind: 'action' })).items).toMatchObject([
		{ title: 'The plan' }
	])
	await chair.run(acceptAction, { action, version: handedIn.version, note: 'Well done.' })
	expect(await read(made, action)).toMatchObject({
		progress: 'closed',
		closedDay: '2026-03-02',
		percent: 100,
		may: { reopen: true, report: false, cancel: false }
	})
	const { items } = await chair.ask(getHistory, { record: action, kind: 'action' })
	expect(items.map((item) => item.operation)).toContain('action.accept')
	expect(
		await refusalOf(chair.run(cancelAction, { action, version: await version(made, action), reason: REASON }))
	).toMatchObject({ code: 'deliberation.action-closed' })
	await chair.run(reopenAction, { action, version: await version(made, action), due: '2026-06-01', reason: REASON })
	expect(await read(made, action)).toMatchObject({ progress: 'in-progress', dueDay: '2026-06-01', closedDay: null })
})

test('what was handed in without evidence, before that was asked for, is not offered to be accepted', async () => {
	const made = await aWorkspace()
	const { id, reference: action } = await assign(made)
	await made.database.owner
		.updateTable('action')
		.set({ state: 'submitted' })
		.where('workspace_id', '=', made.workspace.id)
		.where('id', '=', id)
		.execute()
	expect((await read(made, action)).may).toMatchObject({ answer: true, accept: false })
	const chair = await made.as('chair')
	expect(await refusalOf(chair.run(acceptAction, { action, version: await version(made, action) }))).toMatchObject({
		kind: 'conflict',
		code: 'deliberation.action-without-evidence',
		params: { action }
	})
})

test('more time is asked for once at a time, and granted or refused by the secretary', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made)
	const member = await made.as('member')
	const chair = await made.as('chair')
	expect(await refusalOf(chair.run(answerExtension, { action, answer: 'granted', reason: REASON }))).toMatchObject({
		code: 'deliberation.action-extension-not-asked'
	})
	expect(await refusalOf(member.run(askExtension, { action, until: '2026-04-01', reason: REASON }))).toMatchObject({
		issues: [{ path: ['until'], code: 'deliberation.action-extension-not-later' }]
	})
	await member.run(askExtension, { action, until: '2026-05-01', reason: 'The districts are late.' })
	expect(await refusalOf(member.run(askExtension, { action, until: '2026-06-01', reason: REASON }))).toMatchObject({
		code: 'deliberation.action-extension-waits'
	})
	expect(await read(made, action)).toMatchObject({ may: { answerExtension: true }, extensions: [{ state: 'asked' }] })
	await chair.run(answerExtension, { action, answer: 'granted', until: '2026-04-20', reason: 'Three weeks.' })
	expect(await read(made, action)).toMatchObject({
		dueDay: '2026-04-20',
		firstDueDay: '2026-04-01',
		extensions: [{ state: 'granted', grantedDay: '2026-04-20', wishedDay: '2026-05-01' }]
	})
	await member.run(askExtension, { action, until: '2026-05-01', reason: 'Still late.' })
	await chair.run(answerExtension, { action, answer: 'refused', reason: 'No.' })
	expect(await read(made, action)).toMatchObject({ dueDay: '2026-04-20' })
	await member.run(askExtension, { action, until: '2026-05-01', reason: 'Please.' })
	await chair.run(cancelAction, { action, version: await version(made, action), reason: 'Not needed.' })
	expect(await read(made, action)).toMatchObject({
		progress: 'cancelled',
		extensions: [{ state: 'refused' }, { state: 'refused' }, { state: 'granted' }]
	})
	const { reference: undated } = await assign(made, { due: undefined })
	expect(
		await refusalOf(member.run(askExtension, { action: undated, until: '2026-05-01', reason: REASON }))
	).toMatchObject({ code: 'deliberation.action-without-due-day' })
})

test('steps, supporters and the wording are kept while an action is open', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made)
	const member = await made.as('member')
	const chair = await made.as('chair')
	const { id: step } = await member.run(addStep, { action, text: 'First', due: '2026-03-20' })
	const { id: other } = await member.run(addStep, { action, text: 'Second' })
	await member.run(finishStep, { action, step })
	expect(await refusalOf(member.run(finishStep, { action, step }))).toMatchObject({
		code: 'deliberation.action-step-done'
	})
	await member.run(withdrawStep, { action, step: other })
	await chair.run(addSupport, { action, actor: 'health' })
	expect(await refusalOf(chair.run(addSupport, { action, actor: 'health' }))).toMatchObject({ kind: 'conflict' })
	const outsider = await made.as('outsider')
	await outsider.run(reportAction, { action, text: 'We helped.', percent: 20 })
	expect(await refusalOf(outsider.run(reportAction, { action, text: 'It is done.', isFinal: true }))).toMatchObject({
		kind: 'forbidden'
	})
	await chair.run(removeSupport, { action, actor: 'health', reason: REASON })
	expect(await refusalOf(outsider.run(reportAction, { action, text: 'Still.' }))).toMatchObject({ kind: 'forbidden' })
	expect(
		await refusalOf(chair.run(changeAction, { action, version: await version(made, action), due: '2026-04-10' }))
	).toMatchObject({ issues: [{ path: ['reason'], code: 'deliberation.action-due-needs-reason' }] })
	await chair.run(changeAction, {
		action,
		version: await version(made, action),
		title: 'Draw up the whole plan',
		due: '2026-04-10',
		seat: 'member',
		reason: REASON
	})
	expect(await read(made, action)).toMatchObject({
		title: { en: 'Draw up the whole plan' },
		dueDay: '2026-04-10',
		seat: { key: 'member' },
		steps: [{ text: 'First', doneDay: '2026-03-02' }],
		supporting: []
	})
})

test('whoever must act on a restricted action sees it, also after its audience is chosen anew', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made, {
		structure: 'closed-group',
		responsible: 'health',
		audience: 'members'
	})
	expect(await read(made, action, 'outsider')).toMatchObject({ structure: null, responsible: { reference: 'health' } })
	expect(await refusalOf(read(made, action, 'statistician'))).toMatchObject({ kind: 'absent' })
	const administrator = await made.as('administrator')
	await administrator.run(setRecordAudience, {
		record: action,
		kind: 'action',
		version: await version(made, action),
		audience: 'full-members',
		reason: REASON
	})
	expect(await read(made, action, 'outsider')).toMatchObject({ reference: action })
	const chair = await made.as('chair')
	await chair.run(handOverAction, {
		action,
		version: await version(made, action),
		actor: 'statistics',
		reason: REASON
	})
	expect(await read(made, action, 'statistician')).toMatchObject({ responsible: { reference: 'statistics' } })
})

test('a seat finds what waits for it: its own, its actor’s, its structures’', async () => {
	const made = await aWorkspace()
	await assign(made, { seat: 'member' })
	await assign(made, { title: 'Soon', due: '2026-05-20' })
	const { reference: third } = await assign(made, { title: 'Handed in' })
	const { reference: fourth } = await assign(made, { title: 'Longer', due: '2026-06-20' })
	const member = await made.as('member', LATER)
	await member.run(reportAction, { action: third, text: 'Done.', isFinal: true, ...EVIDENCE })
	await member.run(askExtension, { action: fourth, until: '2026-07-01', reason: REASON })
	const told = async (seat: SeatKey) =>
		(await (await made.as(seat, LATER)).ask(listAttention, {})).items
			.filter(({ code }) => code.startsWith('action-'))
			.map(({ code, whose, total, first }) => `${whose} ${code} ${String(total)} ${first[0]?.day ?? ''}`)
	expect(await told('member')).toEqual([
		'mine action-overdue 1 2026-04-01',
		'actor action-overdue 1 2026-04-01',
		'actor action-soon 1 2026-05-20',
		'structure action-overdue 1 2026-04-01'
	])
	expect(await told('chair')).toEqual([
		'structure action-overdue 1 2026-04-01',
		'structure action-acceptance 1 2026-05-11',
		'structure action-extension 1 2026-05-11'
	])
	expect(await told('outsider')).toEqual([])
	expect(await told('observer')).toEqual([])
	expect((await (await made.as('public', LATER)).ask(listAttention, {})).items).toEqual([])
})

test('what falls due is told by day, structure and actor', async () => {
	const made = await aWorkspace()
	const { reference } = await assign(made)
	await assign(made, { title: 'Far', due: '2026-12-01' })
	const chair = await made.as('chair')
	const [source] = registry.dues.filter(({ name }) => name === 'action')
	const until = (more: object) =>
		chair.run(
			doing(
				(here) => source?.dues(here, { from: null, until: '2026-06-01', limit: 10, ...more }) ?? Promise.resolve([])
			),
			{}
		)
	expect(await until({})).toMatchObject([{ code: 'action', day: '2026-04-01', record: { reference } }])
	expect(await until({ from: '2026-04-02' })).toEqual([])
	expect(await until({ actorId: '01900000-0000-7000-8000-00000000dead' })).toEqual([])
})
