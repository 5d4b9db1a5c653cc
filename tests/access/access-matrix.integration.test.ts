import { beforeAll, describe, expect, test } from 'vitest'
import { registry } from '#areas'
import type { Operation } from '#platform/operation/operation.server.ts'
import { samples } from '../fixtures/samples.ts'
import { SEAT_KEYS, type Acting, type SeatKey } from '../fixtures/workspace.ts'
import { expectationOf, expectations, type Outcome, type Table } from './expectations.ts'
import { outcomeOf } from './outcome.ts'
import { prepare, type Prepared } from './prepared.ts'

const CASES = ['own', 'foreign', 'missing'] as const
const sampleOf = (name: string) => Object.entries(samples).find(([one]) => one === name)?.[1]

test('every operation has its line in the table of access, and every line its operation', () => {
	const named = new Set(Object.keys(expectations))
	const there = new Set(registry.operations.map((operation) => operation.name))
	const faults = [
		...[...there]
			.filter((name) => !named.has(name))
			.map((name) => `the operation ${name} has no line in tests/access/expectations.ts: say there who may do it`),
		...[...named]
			.filter((name) => !there.has(name))
			.map((name) => `tests/access/expectations.ts has a line for ${name}, and there is no such operation`)
	]
	expect(faults).toEqual([])
})

test('every operation is tried on each case that its line in the table names', () => {
	const faults = Object.keys(expectations).flatMap((name) =>
		CASES.filter((one) => (expectationOf(name)?.[one] === undefined) !== (sampleOf(name)?.[one] === undefined)).map(
			(one) => `${name} has a line or an input for the case ${one}, and not both`
		)
	)
	expect(faults).toEqual([])
})

describe('within its workspace', () => {
	let prepared: Prepared
	const seats = new Map<SeatKey, Acting>()

	beforeAll(async () => {
		prepared = await prepare()
		for (const key of SEAT_KEYS) seats.set(key, await prepared.as(key))
	})

	async function outcomes(operation: Operation, which: (typeof CASES)[number]): Promise<Table> {
		const pairs = [...seats].map(async ([key, acting]): Promise<[SeatKey, Outcome]> => {
			const input = await sampleOf(operation.name)?.[which]?.(prepared, key)
			return [key, await outcomeOf(acting, operation, input)]
		})
		const found = new Map(await Promise.all(pairs))
		return { ...expectations['workspace.get'].own, ...Object.fromEntries(found) }
	}

	const tried = registry.operations.flatMap((operation) =>
		CASES.flatMap((which) => {
			const table = expectationOf(operation.name)?.[which]
			return table ? [{ operation, name: operation.name, which, table }] : []
		})
	)

	test.for(tried)(
		'$name about what is $which gives each seat what the table says',
		async ({ operation, which, table }) => {
			expect(await outcomes(operation, which)).toEqual(table)
		}
	)
})
