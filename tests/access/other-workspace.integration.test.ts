import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { findSeatOfSession, findSeatOfToken, openSession } from '#platform/access/find-seat.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { samples } from '../fixtures/samples.ts'
import { NOW, SEAT_KEYS, type Acting, type SeatKey } from '../fixtures/workspace.ts'
import { outcomeOf } from './outcome.ts'
import { answer, commandOf, recordsOf, upload } from './by-name.ts'
import { prepare, type Prepared } from './prepared.ts'

let first: Prepared
let second: Prepared
const seats = new Map<SeatKey, Acting>()
// What only the first workspace has: its identifiers, and a record of a name the second knows nothing of.
const marks: string[] = ['Quagga']

beforeAll(async () => {
	first = await prepare()
	second = await prepare()
	for (const key of SEAT_KEYS) seats.set(key, await second.as(key))
	const administrator = await first.as('administrator')
	await administrator.runRaw(commandOf('actor.create'), { key: 'quagga', name: 'Quagga Ministry', kind: 'ministry' })
	await administrator.runRaw(commandOf('document.attach'), {
		record: 'quagga',
		file: await upload(first, administrator, 'quagga.txt'),
		title: 'Quagga Plan'
	})
	for (const { id } of await recordsOf(first)) marks.push(id)
	for (const seat of SEAT_KEYS) marks.push((await first.as(seat)).seat.id ?? first.workspace.id)
})

describe('a seat of another workspace', () => {
	// Before anything of it is asked for by name: what somebody here typed stands in the access log here.
	test('finds nothing of it in any list, count, search or picture', async () => {
		const inputs: Record<string, unknown>[] = [
			{},
			{ words: 'Quagga' },
			{ words: 'ministry' },
			{ filter: { words: 'Quagga' } }
		]
		for (const kind of registry.kinds) inputs.push({ kind: kind.name })
		for (const acting of [await second.as('administrator'), await second.as('member'), await second.as('public')])
			for (const operation of registry.operations.filter((one) => one.type === 'query'))
				for (const input of inputs) {
					const text = JSON.stringify(await answer(acting, operation.name, input).catch(onlyRefusals))
					expect([operation.name, marks.filter((mark) => text.includes(mark))]).toEqual([operation.name, []])
				}
	})

	const named = Object.entries(samples).filter(([, sample]) => sample.missing)

	test.for(named)('is told of nothing there: %s', async ([name, sample]) => {
		const operation = registry.operation(name)
		if (!operation) throw new Error(`there is no operation ${name}`)
		for (const [key, acting] of seats)
			for (const make of [sample.own, sample.foreign]) {
				const input = await make?.(first, key)
				// What is named by key alone is the second workspace's own, which has the same keys.
				if (make === undefined || !/[0-9a-f]{8}-[0-9a-f]{4}-7/.test(JSON.stringify(input))) continue
				const missing = await sample.missing?.(second, key)
				const told = await outcomeOf(acting, operation, input)
				expect([key, told]).toEqual([key, await outcomeOf(acting, operation, missing)])
				expect(['absent', 'invalid', 'forbidden']).toContain(told)
			}
	})

	test('counts its own records and no others', async () => {
		const Counts = z.object({ records: z.array(z.object({ kind: z.string(), records: z.int() })) })
		const own = await recordsOf(second)
		const { records } = Counts.parse(await answer(await second.as('administrator'), 'workspace.get', {}))
		for (const { kind, records: counted } of records)
			expect(counted).toBe(own.filter((one) => one.kind === kind && one.state === 'active').length)
		const Total = z.object({ total: z.int() })
		const found = Total.parse(await answer(await second.as('administrator'), 'record.search', { words: 'Quagga' }))
		expect(found.total).toBe(0)
	})

	test('cannot point to a record of it from one of its own', async () => {
		const administrator = await second.as('administrator')
		const foreign = first.id('labour')
		const tried: [string, unknown][] = [
			['actor.create', { name: 'Child', kind: 'ministry', parent: foreign }],
			['structure.create', { name: 'Body', level: 'policy', kind: 'other', chair: foreign }],
			['membership.add', { structure: 'committee', actor: foreign, kind: 'member', from: '2026-01-01', reason: 'x' }],
			['record.link', { from: second.id('labour'), type: 'related-to', to: foreign }],
			['record.merge', { record: second.id('labour'), version: second.version('labour'), into: foreign, reason: 'x' }],
			['theme.assignLead', { area: 'labour-migration', actor: foreign, from: '2026-01-01', reason: 'x' }],
			['document.attach', { record: 'committee', file: first.fileOf('administrator'), title: 'x' }]
		]
		for (const [name, input] of tried)
			expect([name, await outcomeOf(administrator, commandOf(name), input)]).toEqual([
				name,
				expect.stringMatching(/^(absent|invalid)$/)
			])
	})
})

test('a token and a session of one workspace are nobody in another', async () => {
	const Token = z.object({ token: z.string() })
	const administrator = await first.as('administrator')
	const { token } = Token.parse(
		await administrator.runRaw(commandOf('token.create'), { seat: 'secretariat', name: 'Script' })
	)
	expect((await findSeatOfToken(first.database, first.workspace, token, NOW))?.key).toBe('secretariat')
	expect(await findSeatOfToken(second.database, second.workspace, token, NOW)).toBeUndefined()
	const secret = await openSession(first.database, first.workspace, administrator.seat.id ?? '', NOW, null)
	expect((await findSeatOfSession(second.database, second.workspace, secret, NOW)).role).toBe('public')
})

function onlyRefusals(error: unknown) {
	if (isRefusal(error)) return null
	throw error
}
