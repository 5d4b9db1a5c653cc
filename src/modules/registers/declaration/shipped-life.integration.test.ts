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
