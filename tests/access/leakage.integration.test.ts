import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { isRefusal } from '#platform/operation/refusal.ts'
import { samples } from '../fixtures/samples.ts'
import type { Acting, SeatKey } from '../fixtures/workspace.ts'
import { answer, recordsOf } from './by-name.ts'
import { prepare, type Prepared } from './prepared.ts'

const OUTSIDE: readonly SeatKey[] = ['public', 'observer', 'outsider', 'police']
const queries = registry.operations.filter((operation) => operation.type === 'query')

let prepared: Prepared
beforeAll(async () => {
	prepared = await prepare()
})

// What is asked of a register needs more than its name.
const REGISTERED = [
	['register', 'register'],
	['entry', 'entry'],
	['entryPart', 'entry-part']
] as const

/** Every input a query is worth asking with: the samples, and each record of the workspace in its place. */
async function inputsOf(name: string, seat: SeatKey): Promise<unknown[]> {
	const sample = Object.entries(samples).find(([one]) => one === name)?.[1]
	const inputs: unknown[] = [{}]
	for (const make of [sample?.own, sample?.foreign, sample?.missing]) if (make) inputs.push(await make(prepared, seat))
	const field = ['record', 'actor', 'structure', 'framework', 'area'].find((one) => takes(inputs[1], one))
	if (field) for (const { id } of await recordsOf(prepared)) inputs.push({ [field]: id })
	for (const [asked, kind] of REGISTERED)
		if (takes(inputs[1], asked))
			for (const record of await recordsOf(prepared))
				if (record.kind === kind) inputs.push(Object.assign({}, inputs[1], { [asked]: record.id }))
	for (const words of ['Shadow', 'closed', 'group', 'working', 'whispered', 'argued', 'team']) inputs.push({ words })
	for (const kind of registry.kinds) inputs.push({ kind: kind.name })
	return inputs
}

const takes = (input: unknown, field: string) => typeof input === 'object' && input !== null && field in input

/** Everything all queries tell a seat, whatever it asks: one text an answer, with the query's name. */
async function everythingTold(acting: Acting, seat: SeatKey): Promise<{ name: string; text: string }[]> {
	const told: { name: string; text: string }[] = []
	for (const query of queries)
		for (const input of await inputsOf(query.name, seat)) {
			const given = await acting.askRaw(query, input).catch((error: unknown) => {
				if (isRefusal(error)) return undefined
				throw error
			})
			if (given !== undefined) told.push({ name: query.name, text: JSON.stringify(given) })
		}
	return told
}

test.for(OUTSIDE)('no answer tells the %s of a record it may not see, by name, key or identifier', async (seat) => {
	const told = await everythingTold(await prepared.as(seat), seat)
	const secrets = [...prepared.hidden.words, ...prepared.hidden.ids]
	const leaks = told.flatMap(({ name, text }) =>
		secrets
			.filter((secret) => text.includes(secret))
			.map((secret) => `${name} tells of ${secret}: ${around(text, secret)}`)
	)
	expect([...new Set(leaks)]).toEqual([])
	expect(told.length).toBeGreaterThan(100)
})

const around = (text: string, part: string) =>
	text.slice(Math.max(0, text.indexOf(part) - 120), text.indexOf(part) + 40)

test('the public reads no address of a nomination and no word of a discussion, in any answer', async () => {
	const told = await everythingTold(await prepared.as('public'), 'public')
	const leaks = told.filter(({ text }) => text.includes('desk@') || text.includes('Whispered')).map(({ name }) => name)
	expect([...new Set(leaks)]).toEqual([])
})

test('those who hold a seat read the address of a nomination and the discussion of a record they see', async () => {
	const observer = await prepared.as('observer')
	const told = await everythingTold(observer, 'observer')
	expect(told.filter(({ text }) => text.includes('desk@committee.test')).map(({ name }) => name)).toContain(
		'nomination.list'
	)
	expect(told.filter(({ text }) => text.includes('Whispered committee')).map(({ name }) => name)).toContain(
		'comment.list'
	)
})

const Counted = z.looseObject({ id: z.string(), leads: z.int(), seats: z.int() })

test('what a record is counted by are only things the seat sees', async () => {
	const counted = async (seat: SeatKey) => {
		const acting = await prepared.as(seat)
		const actor = Counted.parse(await answer(acting, 'actor.get', { actor: 'labour' }))
		const theme = z
			.looseObject({ structures: z.int() })
			.parse(await answer(acting, 'theme.get', { area: 'labour-migration' }))
		return { leads: actor.leads, seats: actor.seats, structures: theme.structures }
	}
	expect(await counted('administrator')).toEqual({ leads: 2, seats: 2, structures: 2 })
	expect(await counted('public')).toEqual({ leads: 1, seats: 1, structures: 1 })
})
