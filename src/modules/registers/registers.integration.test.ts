import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { searchRecords } from '#platform/records/record-search.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../tests/fixtures/workspace.ts'
import { doing } from '../../../tests/fixtures/workplace.ts'
import { addEntry, changeEntry, moveEntry } from './entry/entry-commands.ts'
import { getEntry, listEntries, listEntryParts } from './entry/entry-queries.ts'
import { declareRegister } from './register-commands.ts'
import { listRegisters, readRegister } from './register-queries.ts'

const training = readFileSync(new URL('../../../tests/fixtures/training.yaml', import.meta.url), 'utf8')

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: training })
})

const whole = {
	name: 'Border data',
	provider: 'labour',
	mode: 'online',
	begins: '2026-02-01',
	ends: '2026-02-03',
	seats: 20,
	cost: { amount: '1200.50', currency: 'USD' }
}
const participants: Record<string, string>[] = [
	{ person: 'Tariro Zvaita', sex: 'female', organization: 'health' },
	{ person: 'Lerato Moleko', sex: 'male' }
]

async function added(by: SeatKey = 'secretariat', values: object = {}, tables: object = { participants }) {
	const seat = await made.as(by)
	return seat.run(addEntry, { register: 'training', values: { ...whole, ...values }, tables: { ...tables } })
}
const read = async (by: SeatKey, entry: string) => (await made.as(by)).ask(getEntry, { entry })

describe('a declared register', () => {
	test('stands in the list with what is declared', async () => {
		const seat = await made.as('member')
		const { items } = await seat.ask(listRegisters, {})
		expect(items).toMatchObject([{ reference: 'training', code: 'TRN', declared: 2 }])
		expect(await seat.ask(readRegister, { register: 'training' })).toMatchObject({ may: { add: true, declare: false } })
	})
	test('is declared by an administrator alone, and tells its faults with their lines', async () => {
		await expect((await made.as('secretariat')).run(declareRegister, { declaration: training })).rejects.toMatchObject({
			kind: 'forbidden'
		})
		const administrator = await made.as('administrator')
		const wrong = training.replace('version: 2', 'version: 3').replace('must: begins = empty', 'must: began = empty')
		await expect(administrator.run(declareRegister, { declaration: wrong })).rejects.toMatchObject({
			kind: 'invalid',
			issues: [{ code: 'registers.fault.formula-unknown-field', params: { found: 'began' } }]
		})
	})
	test('takes the next version and no other, and loses nothing that is kept', async () => {
		const administrator = await made.as('administrator')
		await added()
		await administrator.run(declareRegister, { declaration: training })
		const renamed = training.replace('{ en: Begins,', '{ en: Starts,')
		await expect(administrator.run(declareRegister, { declaration: renamed })).rejects.toMatchObject({
			issues: [{ code: 'registers.version-taken', params: { found: 2, next: 3 } }]
		})
		await administrator.run(declareRegister, { declaration: renamed.replace('version: 2', 'version: 3') })
		const gone = training.replace('version: 2', 'version: 4').replace('type: whole-number', 'type: decimal')
		await expect(administrator.run(declareRegister, { declaration: gone })).rejects.toMatchObject({
			issues: [{ code: 'registers.fault.kept-field-altered', params: { found: 'seats', entries: 1 } }]
		})
	})
})

describe('an entry', () => {
	test('is kept whole, with what is worked out from it', async () => {
		const { id, reference, version } = await added()
		expect(reference).toMatch(/-TRN-2026-001$/)
		expect(version).toBe(1)
		expect(await read('secretariat', reference)).toMatchObject({
			id,
			title: { en: 'Border data' },
			standing: 'planned',
			values: {
				name: 'Border data',
				mode: 'online',
				seats: '20',
				cost: { amount: '1200.5', currency: 'USD' },
				days: '3',
				came: '2',
				women: '1'
			},
			tables: {
				participants: [
					{ person: 'Tariro Zvaita', sex: 'female' },
					{ person: 'Lerato Moleko', sex: 'male' }
				],
				sessions: []
			},
			may: { change: true }
		})
	})
	test('is added by its provider, and not in the name of another', async () => {
		await added('member', {}, {})
		await expect(added('outsider', {}, {})).rejects.toMatchObject({ kind: 'forbidden' })
		await expect(added('observer', {}, {})).rejects.toMatchObject({ kind: 'forbidden' })
		await expect(added('analyst', { provider: 'health' }, {})).rejects.toMatchObject({ kind: 'forbidden' })
		await expect(
			(await made.as('public')).run(addEntry, { register: 'training', values: whole })
		).rejects.toMatchObject({
			kind: 'forbidden'
		})
	})
	test('tells all its faults at once, each at its place', async () => {
		await expect(
			added('secretariat', { provider: 'nobody', mode: 'by-post', begins: '2026-02-30', nothing: 1, days: 4 })
		).rejects.toMatchObject({
			kind: 'invalid',
			issues: expect.arrayContaining([
				expect.objectContaining({ path: ['values', 'nothing'] }),
				expect.objectContaining({ path: ['values', 'days'], code: 'registers.value.worked-out' }),
				expect.objectContaining({ path: ['values', 'provider'], code: 'platform.field.no-such-record' }),
				expect.objectContaining({ path: ['values', 'mode'], code: 'registers.value.unknown-code' }),
				expect.objectContaining({ path: ['values', 'begins'], code: 'registers.value.not-a-day' })
			])
		})
		await expect(added('secretariat', { ends: '2026-01-01' })).rejects.toMatchObject({
			issues: [{ code: 'registers.check' }]
		})
		await expect(added('secretariat', { name: null })).rejects.toMatchObject({
			issues: [{ path: ['values', 'name'], code: 'platform.field.missing' }]
		})
	})
	test('shows a hidden table to its readers and to nobody else, by no way', async () => {
		const { id, reference } = await added()
		for (const seat of ['member', 'outsider', 'observer'] as const) {
			const acting = await made.as(seat)
			const page = await acting.ask(getEntry, { entry: reference })
			expect(page.tables).toEqual({ sessions: [] })
			expect(page.values).toMatchObject({ came: '2' })
			expect((await acting.ask(searchRecords, { words: 'Tariro' })).items).toEqual([])
			expect(JSON.stringify(await acting.ask(getHistory, { record: id }))).not.toContain('Tariro')
			expect((await acting.ask(listEntryParts, {})).items.map(({ part }) => part)).not.toContain('group:coordinators')
		}
		const keeper = await made.as('secretariat')
		expect((await keeper.ask(searchRecords, { words: 'Tariro' })).items).toHaveLength(1)
		expect(JSON.stringify(await keeper.ask(getHistory, { record: id }))).toContain('Tariro')
	})
	test('is changed field by field, what is hidden from who changes it stays', async () => {
		const { reference } = await added()
		const member = await made.as('member')
		const { version } = await member.run(changeEntry, { entry: reference, version: 1, values: { ends: '2026-02-05' } })
		expect(version).toBe(2)
		const page = await read('secretariat', reference)
		expect(page.values).toMatchObject({ days: '5', came: '2', women: '1', seats: '20' })
		expect(page.tables['participants']).toHaveLength(2)
		await expect(member.run(changeEntry, { entry: reference, version: 1, values: { seats: 4 } })).rejects.toMatchObject(
			{ kind: 'conflict' }
		)
		await expect(
			member.run(changeEntry, { entry: reference, version: 2, tables: { participants: [] } })
		).rejects.toMatchObject({ issues: [{ code: 'platform.field.unknown' }] })
		await expect(
			(await made.as('outsider')).run(changeEntry, { entry: reference, version: 2, values: { seats: 4 } })
		).rejects.toMatchObject({ kind: 'forbidden' })
		const keeper = await made.as('secretariat')
		await keeper.run(changeEntry, { entry: reference, version: 2, tables: { participants: participants.slice(1) } })
		expect((await read('member', reference)).values).toMatchObject({ came: '1', women: '0' })
	})
	test('moves as its register declares, and is public from then on with its public fields', async () => {
		const { reference } = await added('secretariat', { begins: null, ends: null })
		const keeper = await made.as('secretariat')
		await expect(read('public', reference)).rejects.toMatchObject({ kind: 'absent' })
		expect((await read('secretariat', reference)).moves).toMatchObject([
			{ move: 'announce', whyNot: 'not-filled', fields: ['begins', 'ends'] },
			{ move: 'call_off', whyNot: null }
		])
		await expect(keeper.run(moveEntry, { entry: reference, version: 1, move: 'announce' })).rejects.toMatchObject({
			code: 'registers.move-not-filled'
		})
		await keeper.run(changeEntry, {
			entry: reference,
			version: 1,
			values: { begins: '2026-02-01', ends: '2026-03-09' }
		})
		await expect(
			(await made.as('member')).run(moveEntry, { entry: reference, version: 2, move: 'announce' })
		).rejects.toMatchObject({ kind: 'forbidden' })
		await keeper.run(moveEntry, { entry: reference, version: 2, move: 'announce' })
		const open = await read('public', reference)
		expect(Object.keys(open.values).sort()).toEqual(['begins', 'days', 'ends', 'mode', 'name', 'provider', 'seats'])
		expect(open).toMatchObject({
			standing: 'announced',
			tables: { sessions: [] },
			moves: [],
			may: { change: false, fill: [] }
		})
		await expect(keeper.run(moveEntry, { entry: reference, version: 3, move: 'hold' })).rejects.toMatchObject({
			code: 'registers.move-condition'
		})
		await expect(keeper.run(moveEntry, { entry: reference, version: 3, move: 'call_off' })).rejects.toMatchObject({
			issues: [{ path: ['reason'] }]
		})
		await keeper.run(moveEntry, { entry: reference, version: 3, move: 'call_off', reason: 'No room.' })
		await expect(read('public', reference)).rejects.toMatchObject({ kind: 'absent' })
	})
})

test('a list is what plain JavaScript would filter and sort, page by page', { timeout: 300_000 }, async () => {
	const keeper = await made.as('secretariat')
	const providers = ['labour', 'health', 'union']
	const modes = ['online', 'in-person', 'mixed']
	const all: { id: string; provider: string; mode: string; begins: string | null; came: number }[] = []
	const addAll = doing(async (here) => {
		for (let index = 0; index < 200; index += 1) {
			const begins = index % 7 === 0 ? null : `2026-0${String((index % 5) + 1)}-1${String((index * 3) % 10)}`
			const given = {
				name: `Training ${String(index)}`,
				provider: providers[index % 3] ?? 'labour',
				mode: modes[(index >> 1) % 3] ?? 'online',
				place: { locality: 'Town' },
				begins
			}
			const { id } = await here.run(addEntry, {
				register: 'training',
				values: given,
				tables: { participants: participants.slice(0, index % 3) }
			})
			all.push({ id, ...given, came: index % 3 })
		}
		return {}
	})
	await keeper.run(addAll, {})
	// A list is planned by what is known of the tables; a database that lives learns it by itself.
	await sql`analyze record, entry, entry_part, entry_choice`.execute(made.database.owner)
	const wanted = { provider: ['labour', 'union'], mode: ['online', 'mixed'], came: { from: '1' } }
	for (const sort of ['begins', '-begins']) {
		const kept = all.filter((one) => one.provider !== 'health' && one.mode !== 'in-person' && one.came >= 1)
		const sign = sort === 'begins' ? 1 : -1
		const expected = kept
			.toSorted((one, other) => {
				// Equal days stand in the order of the list, empty ones as they came.
				if (one.begins === other.begins) return (one.id < other.id ? -1 : 1) * (one.begins === null ? 1 : sign)
				if (one.begins === null || other.begins === null) return one.begins === null ? 1 : -1
				return (one.begins < other.begins ? -1 : 1) * sign
			})
			.map((one) => one.id)
		const input = { register: 'training', filter: { fields: wanted }, sort, limit: 9 }
		let page = await keeper.ask(listEntries, input)
		expect(page.total).toBe(expected.length)
		const forth = page.items.map((one) => one.id)
		while (page.next !== null) {
			page = await keeper.ask(listEntries, { ...input, after: page.next })
			forth.push(...page.items.map((one) => one.id))
		}
		expect(forth).toEqual(expected)
		const back = page.items.map((one) => one.id)
		while (page.previous !== null) {
			page = await keeper.ask(listEntries, { ...input, before: page.previous })
			back.unshift(...page.items.map((one) => one.id))
		}
		expect(back).toEqual(expected)
	}
})
