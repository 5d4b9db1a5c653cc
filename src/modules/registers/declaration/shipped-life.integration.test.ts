import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { listActions } from '#modules/deliberation/action/action-queries.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'

const shipped = (key: string) =>
	readFileSync(new URL(`../../../../reference/registers/${key}.yaml`, import.meta.url), 'utf8').replaceAll(
		'themes-of-the-sources',
		'themes'
	)

async function withRegisters(...keys: readonly string[]): Promise<TestWorkspace> {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	for (const key of keys) await administrator.run(declareRegister, { declaration: shipped(key) })
	return made
}
const many = async (made: TestWorkspace, by: SeatKey, register: string) =>
	(await (await made.as(by)).ask(listEntries, { register })).total

describe('the information network', () => {
	const question = { subject: 'Permits of last year', kind: 'question', notice_text: 'How many?', asked: 'statistics' }

	test('takes an answer from everybody who writes, and leaves the question to who asked it', async () => {
		const made = await withRegisters('notice')
		const member = await made.as('member')
		const { reference } = await member.run(addEntry, { register: 'notice', values: question })
		await member.run(moveEntry, { entry: reference, version: 1, move: 'share' })
		const other = await made.as('statistician')
		await other.run(changeEntry, {
			entry: reference,
			version: 2,
			tables: { answers: [{ day: '2026-03-02', by: 'statistics', answer: 'Some four hundred.' }] }
		})
		await expect(
			other.run(changeEntry, { entry: reference, version: 3, values: { subject: 'Another' } })
		).rejects.toMatchObject({ issues: [{ code: 'registers.not-yours-to-fill' }] })
		await expect((await made.as('observer')).run(addEntry, { register: 'notice', values: question })).rejects.toThrow()
		const read = await (await made.as('secretariat')).ask(getEntry, { entry: reference })
		expect(read.values).toMatchObject({ subject: 'Permits of last year', answers_count: '1' })
	})
})

describe('complaints about recruitment', () => {
	test('are seen by those who keep and handle them, and by nobody else', async () => {
		const made = await withRegisters('recruitment-agency', 'recruitment-complaint')
		const member = await made.as('member')
		const values = { subject: 'Fees taken', kind: 'fees', against: 'agency', country: 'ZAF', received_on: '2026-01-10' }
		const { reference } = await member.run(addEntry, {
			register: 'recruitment-complaint',
			values: { ...values, handled_by: 'labour', contact: 'through the union' }
		})
		for (const by of ['member', 'secretariat', 'administrator'] as const)
			expect(await many(made, by, 'recruitment-complaint'), by).toBe(1)
		for (const by of ['outsider', 'observer', 'police', 'caseworker'] as const) {
			expect(await many(made, by, 'recruitment-complaint'), by).toBe(0)
			await expect((await made.as(by)).ask(getEntry, { entry: reference })).rejects.toThrow()
		}
		// To the public the register itself is not there.
		await expect(many(made, 'public', 'recruitment-complaint')).rejects.toMatchObject({
			code: 'platform.no-such-record'
		})
	})
})

describe('a joint commission', () => {
	test('shows its briefs to the delegation, and to everybody how many there are and what was promised', async () => {
		const made = await withRegisters('joint-commission')
		const { reference } = await (
			await made.as('member')
		).run(addEntry, {
			register: 'joint-commission',
			values: { name: 'Spring session', partner_country: 'ZMB', lead: 'labour' },
			tables: {
				items: [{ item: 'Wages owed', subject: 'labour', brief: 'Give way on the fee.' }],
				commitments: [{ commitment: 'One office', side: 'ours', how_far: 'open' }]
			}
		})
		const read = async (by: SeatKey) => (await made.as(by)).ask(getEntry, { entry: reference })
		for (const by of ['member', 'secretariat'] as const) expect((await read(by)).tables['items'], by).toHaveLength(1)
		for (const by of ['outsider', 'observer'] as const) {
			const { tables, values } = await read(by)
			expect(tables['items'], by).toBeUndefined()
			expect(tables['commitments'], by).toHaveLength(1)
			expect(values, by).toMatchObject({ items_count: '1', without_brief: '0', open_count: '1' })
		}
	})
})

describe('xenophobic violence', () => {
	test('calls for assisted return by an action of who answers it, once somebody has verified it', async () => {
		const made = await withRegisters('xenophobia-incident')
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, {
			register: 'xenophobia-incident',
			values: {
				name: 'A border town, March 2026',
				country: 'ZAF',
				kind: 'displacement',
				begins: '2026-03-01',
				incidents: '3',
				basis: 'Reports of the mission',
				answered_by: 'labour',
				returning: '120'
			}
		})
		await expect(keeper.run(moveEntry, { entry: reference, version: 1, move: 'call_return' })).rejects.toThrow()
		await keeper.run(moveEntry, { entry: reference, version: 1, move: 'verify' })
		await keeper.run(moveEntry, { entry: reference, version: 2, move: 'call_return' })
		const { items } = await keeper.ask(listActions, {})
		expect(items.map(({ responsible }) => responsible?.reference)).toEqual(['labour'])
	})
})

describe('a mandate', () => {
	test('is narrowed to those in which something is missing', async () => {
		const made = await withRegisters('mandate')
		const keeper = await made.as('secretariat')
		const add = async (values: object) =>
			(await keeper.run(addEntry, { register: 'mandate', values: { kind: 'order', ...values } })).reference
		const bare = await add({ name: 'Order without a budget', lead: 'labour', members: 'Six ministries' })
		await add({
			name: 'Whole order',
			lead: 'labour',
			members: 'Six ministries',
			until_day: '2027-12-31',
			budget: { amount: '1000', currency: 'USD' }
		})
		const missing = await keeper.ask(listEntries, { register: 'mandate', filter: { fields: { complete: ['no'] } } })
		expect(missing.items.map((one) => one.reference)).toEqual([bare])
	})
})

describe('a service', () => {
	const values = { name: 'Help desk', provider: 'labour', clients: ['returnees'], stage: 'reintegration' }
	const counts = { uses: [{ from_day: '2026-01-01', to_day: '2026-01-31', people: '40', reached_aim: '25' }] }

	test('falls due half a year after it was checked, and no longer once that is done again', async () => {
		const made = await withRegisters('service')
		const provider = await made.as('member')
		const { reference } = await provider.run(addEntry, {
			register: 'service',
			values: { ...values, checked: '2020-01-10', tells_enforcement: 'no' }
		})
		const due = async () => (await provider.ask(getEntry, { entry: reference })).values['check_by']
		await provider.run(moveEntry, { entry: reference, version: 1, move: 'operate' })
		expect(await due()).toBe('2020-07-10')
		await provider.run(moveEntry, { entry: reference, version: 2, move: 'check_again' })
		expect(await due()).not.toBe('2020-07-10')
	})

	test('tells its provider and the secretariat alone how many used it', async () => {
		const made = await withRegisters('service')
		const { reference } = await (await made.as('member')).run(addEntry, { register: 'service', values, tables: counts })
		const read = async (by: SeatKey) => (await made.as(by)).ask(getEntry, { entry: reference })
		for (const by of ['member', 'secretariat'] as const) expect((await read(by)).values['used'], by).toBe('40')
		for (const by of ['outsider', 'police'] as const) {
			const seen = await read(by)
			expect(seen.values['used'], by).toBeUndefined()
			expect(seen.tables['uses'], by).toBeUndefined()
		}
	})
})

test.each([
	['equipment', 'put_in', { name: 'Reader', kind: 'reader', held_by: 'labour', in_use: '1', condition: 'good' }],
	[
		'neighbour-law',
		'take_force',
		{ name: 'Act', country: 'ZMB', subject: 'work', summary: 'Says so', observed_by: 'labour', effect: 'better' }
	]
])('%s is checked again in one step, by who holds it', async (register, move, values) => {
	const made = await withRegisters(register)
	const holder = await made.as('member')
	const { reference } = await holder.run(addEntry, { register, values: { ...values, checked_on: '2020-01-10' } })
	await holder.run(moveEntry, { entry: reference, version: 1, move })
	await holder.run(moveEntry, { entry: reference, version: 2, move: 'check_again' })
	const { values: kept } = await holder.ask(getEntry, { entry: reference })
	expect(kept['checked_on']).not.toBe('2020-01-10')
	expect(kept['check_by']).toBeDefined()
})

test('a comment on a draft is published with its answer, and without who wrote it and how', async () => {
	const made = await withRegisters('draft-comment')
	const keeper = await made.as('secretariat')
	const { reference } = await keeper.run(addEntry, {
		register: 'draft-comment',
		values: {
			subject: 'Fees of the fund',
			draft_named: 'Labour migration policy',
			text: 'I paid, and they know me.',
			sender: 'person',
			person: 'Somebody',
			received: '2020-01-10',
			answered_by: 'labour',
			answer_by: '2020-02-10'
		}
	})
	const asPublic = async () => (await made.as('public')).ask(getEntry, { entry: reference })
	await keeper.run(moveEntry, { entry: reference, version: 1, move: 'hand_on' })
	await expect(asPublic()).rejects.toThrow()
	await (
		await made.as('member')
	).run(changeEntry, {
		entry: reference,
		version: 2,
		values: { told: 'The fees fall on the worker.', outcome: 'taken', answer: 'They fall on the employer now.' }
	})
	await keeper.run(changeEntry, { entry: reference, version: 3, values: { answered: '2020-02-01' } })
	await keeper.run(moveEntry, { entry: reference, version: 4, move: 'publish' })
	const { values } = await asPublic()
	expect(values).toMatchObject({ told: 'The fees fall on the worker.', outcome: 'taken' })
	for (const hidden of ['text', 'person', 'email', 'answer_by']) expect(values[hidden], hidden).toBeUndefined()
})

test('a handover pack is taken over by the organization that receives it, and not given on by it', async () => {
	const made = await withRegisters('handover-pack')
	const handing = await made.as('member')
	const { reference } = await handing.run(addEntry, {
		register: 'handover-pack',
		values: {
			name: 'Desk of permits',
			reason_of: 'reorganization',
			office: 'Permits',
			organization: 'labour',
			received_by: 'health',
			to_seat: 'outsider',
			by_day: '2020-03-01',
			handed_on: '2020-02-20'
		},
		tables: { items: [{ item: 'Answer the mission' }] }
	})
	const receiving = await made.as('outsider')
	const taken = { items: [{ item: 'Answer the mission', taken_over: 'yes' }] }
	await expect(receiving.run(changeEntry, { entry: reference, version: 1, tables: taken })).rejects.toThrow()
	await handing.run(moveEntry, { entry: reference, version: 1, move: 'hand_over' })
	await expect(
		receiving.run(changeEntry, { entry: reference, version: 2, values: { received_by: 'statistics' } })
	).rejects.toThrow()
	await receiving.run(changeEntry, { entry: reference, version: 2, tables: taken })
	await receiving.run(moveEntry, { entry: reference, version: 3, move: 'take_over' })
	expect((await receiving.ask(getEntry, { entry: reference })).standing).toBe('taken_over_state')
	await expect((await made.as('observer')).ask(getEntry, { entry: reference })).rejects.toThrow()
})

test('advice of a council is answered by whom it was passed on to, and stays as it was given', async () => {
	const made = await withRegisters('council-advice')
	const keeper = await made.as('secretariat')
	const { reference } = await keeper.run(addEntry, {
		register: 'council-advice',
		values: {
			subject: 'Fees',
			council: 'committee',
			advice: 'Let them fall.',
			given_on: '2020-01-10',
			addressed_to: 'health',
			answer_by: '2020-02-10'
		}
	})
	const addressee = await made.as('outsider')
	const answer = { answer: 'They fall.', answered_on: '2020-02-01', followed: 'yes' }
	await expect(addressee.run(changeEntry, { entry: reference, version: 1, values: answer })).rejects.toThrow()
	await keeper.run(moveEntry, { entry: reference, version: 1, move: 'pass' })
	await expect(
		addressee.run(changeEntry, { entry: reference, version: 2, values: { advice: 'Raise them.' } })
	).rejects.toThrow()
	await addressee.run(changeEntry, { entry: reference, version: 2, values: answer })
	await addressee.run(moveEntry, { entry: reference, version: 3, move: 'answer' })
	expect((await keeper.ask(getEntry, { entry: reference })).standing).toBe('answered')
})
