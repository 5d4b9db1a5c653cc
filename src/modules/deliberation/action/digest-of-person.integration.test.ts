import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { listAttention } from '#platform/records/attention.ts'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { hold } from '#tests/fixtures/held-seat.ts'
import { at, mailServerForEach, morningWith } from '#tests/fixtures/mail-days.ts'
import { ASKS } from '#tests/fixtures/recommendation-stage.ts'
import { aWorkspace, NOW, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { submitRecommendation } from '../recommendation/chain-commands.ts'
import { proposeRecommendation } from '../recommendation/recommendation-commands.ts'
import { getRecommendation } from '../recommendation/recommendation-page.ts'
import { assignAction } from './action-commands.ts'
import { listActions } from './action-queries.ts'
import { setReminder } from './reminder-commands.ts'
import { getDigest, getReminder } from './reminder-queries.ts'

const mail = mailServerForEach()

const assign = async (made: TestWorkspace, more: object = {}) =>
	(await made.as('chair')).run(assignAction, {
		title: 'Draw up the plan',
		responsible: 'labour',
		structure: 'committee',
		due: '2026-03-16',
		...more
	})

const morning = (made: TestWorkspace, day: string) => morningWith(mail, made, day)
const readers = async (made: TestWorkspace, day: string) => (await morning(made, day)).map(({ to }) => to.split('@')[0])

/** Lets whoever holds one seat hold another too. */
async function holdToo(made: TestWorkspace, other: 'member' | 'analyst', of: 'chair' | 'member') {
	const [seat, held] = [(await made.as(other)).seat.id, (await made.as(of)).seat.id]
	const rows = await made.database.owner
		.selectFrom('person_seat')
		.select(['person_id', 'name', 'email'])
		.where('workspace_id', '=', made.workspace.id)
		.where('seat_id', '=', held)
		.where('ended_at', 'is', null)
		.execute()
	for (const { person_id, name, email } of rows)
		await sql`insert into person_seat (workspace_id, id, seat_id, person_id, name, email, source, from_at)
			values (${made.workspace.id}, ${uuid()}, ${seat}, ${person_id}, ${name}, ${email}, 'console', ${NOW})`.execute(
			made.database.owner
		)
}

test('one person with two seats gets one mail, with what each seat is told under its office, and chooses once', async () => {
	const made = await aWorkspace()
	await hold(made, 'chair')
	await holdToo(made, 'member', 'chair')
	const { reference: ours } = await assign(made, { title: 'Ours', responsible: 'home-affairs', due: '2026-03-09' })
	const { reference: theirs } = await assign(made, { title: 'Theirs', due: '2026-03-09' })
	const [only, ...others] = await morning(made, '2026-03-02')
	expect(others).toEqual([])
	expect(only).toMatchObject({ to: 'chair@seat.example', subject: '2 matters wait for you in Testland' })
	const text = only?.text ?? ''
	const seats = [...text.matchAll(/YOUR SEAT: (.*)/g)].map(([, office]) => office)
	expect(seats.toSorted()).toEqual(['Office of chair', 'Office of member'])
	const under = (office: string) => text.split('YOUR SEAT: ').find((part) => part.startsWith(office)) ?? ''
	expect(under('Office of chair')).toContain(ours)
	expect(under('Office of chair')).not.toContain(theirs)
	expect(under('Office of member')).toContain(theirs)
	// What is chosen with one seat holds for the other, and goes with the person, not with the seat.
	await (await made.as('member')).run(setReminder, { frequency: 'never' })
	expect(await (await made.as('chair')).ask(getReminder, {})).toMatchObject({ frequency: 'never' })
	expect(await readers(made, '2026-03-09')).toEqual([])
	await sql`update person_seat set ended_at = ${NOW}, end_reason = 'left' where workspace_id = ${made.workspace.id}`.execute(
		made.database.owner
	)
	await sql`update person set email = 'gone@account.example' where email = 'chair@account.example'`.execute(
		made.database.owner
	)
	await hold(made, 'member')
	expect(await (await made.as('member')).ask(getReminder, {})).toMatchObject({ frequency: 'daily' })
	expect(await readers(made, '2026-03-10')).toEqual(['member'])
})

test('two seats of one actor are not told the same twice', async () => {
	const made = await aWorkspace()
	await hold(made, 'member')
	await holdToo(made, 'analyst', 'member')
	const { reference } = await assign(made, { due: '2026-03-09' })
	const [only, ...others] = await morning(made, '2026-03-02')
	expect(others).toEqual([])
	expect(only?.subject).toBe('1 matter waits for you in Testland')
	expect(only?.text.split(`- ${reference} `)).toHaveLength(2)
})

test('who supports an action hears that it is late, on the first page and by mail, and finds it in the list', async () => {
	const made = await aWorkspace()
	for (const seat of ['outsider', 'member'] as const) await hold(made, seat)
	const { reference } = await assign(made, { due: '2026-03-09', supporting: ['health'] })
	expect(await readers(made, '2026-03-09')).toEqual(['member'])
	const told = await morning(made, '2026-03-10')
	const toSupporter = told.find(({ to }) => to === 'outsider@seat.example')
	expect(told).toHaveLength(2)
	expect(toSupporter?.text).toContain('OVERDUE, AND YOU SUPPORT IT')
	expect(toSupporter?.text).toContain(reference)
	const outsider = await made.as('outsider', at('2026-03-10', '12'))
	const { items } = await outsider.ask(listAttention, {})
	expect(items.filter(({ code }) => code === 'action-supported')).toMatchObject([
		{ total: 1, whose: 'actor', first: [{ record: { reference } }] }
	])
	const list = await outsider.ask(listActions, { filter: { overdue: true, whose: 'supported' } })
	expect(list.items.map((one) => one.reference)).toEqual([reference])
})

test('who only sits in a structure is not told that a recommendation waits there; who chairs it is', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(createStructure, {
		key: 'forum',
		name: 'Forum',
		level: 'technical',
		kind: 'task-team',
		status: 'active',
		parent: 'committee',
		chair: 'health'
	})
	const { reference: recommendation } = await administrator.run(proposeRecommendation, {
		title: 'One',
		text: 'Let it be.',
		structure: 'forum',
		...ASKS
	})
	const { version } = await administrator.ask(getRecommendation, { recommendation })
	await administrator.run(submitRecommendation, { recommendation, version, to: 'committee' })
	const sections = async (by: 'member' | 'chair') =>
		(await (await made.as(by)).ask(getDigest, {})).sections
			.filter(({ section }) => section === 'recommendation')
			.flatMap(({ items }) => items.map(({ record }) => record.reference))
	expect(await sections('chair')).toEqual([recommendation])
	expect(await sections('member')).toEqual([])
})
