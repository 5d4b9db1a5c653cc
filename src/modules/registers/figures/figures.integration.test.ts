import Big from 'big.js'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { measuresCountedWrong, rebuildResults } from '#platform/records/kept-results.server.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { registerResults } from './counted.server.ts'
import { registerFigures } from './figure-queries.ts'
import { sampleRegister } from './sample-register.testing.ts'

const READERS = ['secretariat', 'member', 'outsider', 'observer', 'public'] as const
const ACTORS: Readonly<Record<(typeof READERS)[number], string>> = {
	secretariat: 'secretariat-office',
	member: 'labour',
	outsider: 'health',
	observer: 'union',
	public: ''
}

type Plain = {
	owner?: string
	kind?: string
	day?: string
	country?: string
	tags?: string[]
	cost?: { amount: string; currency: string }
	score?: number
	note?: string
}
type Held = { reference: string; version: number; state: string; isWithdrawn: boolean; values: Plain }

const code = fc.constantFrom('one', 'two', 'three')
const values = fc.record<Plain>(
	{
		owner: fc.constantFrom('labour', 'secretariat-office'),
		kind: code,
		day: fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-20'),
		country: fc.constantFrom('ZWE', 'LSO'),
		tags: fc.uniqueArray(code, { minLength: 1, maxLength: 3 }),
		cost: fc.record({
			amount: fc.constantFrom('0.1', '0.2', '999999999999.99', '-3'),
			currency: fc.constantFrom('USD', 'LSL')
		}),
		score: fc.integer({ min: -2, max: 2 })
	},
	{ requiredKeys: [] }
)
const nth = fc.nat(20)
const step = fc.oneof(
	fc.record({ do: fc.constant('add' as const), values }),
	fc.record({ do: fc.constant('change' as const), nth, values }),
	fc.record({ do: fc.constant('move' as const), nth, move: fc.constantFrom('show', 'close') }),
	fc.record({ do: fc.constant('note' as const), nth, note: code }),
	fc.record({ do: fc.constant('withdraw' as const), nth }),
	fc.record({ do: fc.constant('declare' as const), kind: code })
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

type Story = { held: Held[]; version: number; hardKind: string }

const OWNERS: Readonly<Record<string, SeatKey>> = { labour: 'member', 'secretariat-office': 'secretariat' }

async function tell(made: TestWorkspace, story: Story, one: Step) {
	const keeper = await made.as('secretariat')
	const live = story.held.filter(({ isWithdrawn }) => !isWithdrawn)
	const held = 'nth' in one ? live[one.nth % Math.max(1, live.length)] : undefined
	switch (one.do) {
		case 'add': {
			const { reference } = await keeper.run(addEntry, { register: 'sample', values: { name: 'A', ...one.values } })
			story.held.push({ reference, version: 1, state: 'draft', isWithdrawn: false, values: one.values })
			return
		}
		case 'change': {
			if (!held) return
			const done = await keeper.run(changeEntry, { entry: held.reference, version: held.version, values: one.values })
			held.version = done.version ?? held.version
			held.values = { ...held.values, ...one.values }
			return
		}
		case 'note': {
			const owner = OWNERS[held?.values.owner ?? '']
			if (!held || !owner) return
			const values = { note: one.note }
			const done = await (
				await made.as(owner)
			).run(changeEntry, { entry: held.reference, version: held.version, values })
			held.version = done.version ?? held.version
			held.values = { ...held.values, ...values }
			return
		}
		case 'move': {
			if (!held || held.state === 'closed' || (one.move === 'show' && held.state !== 'draft')) return
			const done = await keeper.run(moveEntry, { entry: held.reference, version: held.version, move: one.move })
			held.version = done.version ?? held.version
			held.state = one.move === 'show' ? 'open' : 'closed'
			return
		}
		case 'withdraw': {
			if (!held) return
			await keeper.run(withdrawRecord, {
				kind: 'entry',
				record: held.reference,
				version: held.version,
				reason: 'In error.'
			})
			held.isWithdrawn = true
			return
		}
		case 'declare': {
			story.version += 1
			story.hardKind = one.kind
			const administrator = await made.as('administrator')
			await administrator.run(declareRegister, { declaration: sampleRegister(story.version, one.kind) })
			return
		}
		default:
			return one satisfies never
	}
}

/** What a seat is told, worked out by a plain loop over what was entered: an account that shares nothing with the upkeep. */
function plainly(story: Story, reader: (typeof READERS)[number]) {
	const seesInside = reader !== 'public'
	const seesScore = reader === 'secretariat'
	const seen = story.held.filter(({ isWithdrawn, state }) => !isWithdrawn && (state === 'open' || seesInside))
	const owns = ({ values: { owner } }: Held) => owner === ACTORS[reader]
	const sumsOf = (
		some: readonly Held[],
		of: (one: Held) => { amount: string | number; currency: string } | undefined
	) => {
		const sums: Record<string, string> = {}
		for (const one of some) {
			const amount = of(one)
			if (amount)
				sums[amount.currency] = Big(sums[amount.currency] ?? 0)
					.plus(amount.amount)
					.toFixed()
		}
		return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== '0'))
	}
	const cost = ({ values: { cost: amount } }: Held) => amount
	const score = ({ values: { score: points } }: Held) =>
		points === undefined ? undefined : { amount: points, currency: '' }
	const group = (
		some: readonly Held[],
		of: (one: Held) => readonly (string | undefined)[],
		sum = (_: Held): ReturnType<typeof cost> => undefined
	) => {
		const groups: Record<string, { records: number; sums: Record<string, string> }> = {}
		const keys = new Set(some.flatMap((one) => of(one).map((value) => value ?? '')))
		for (const key of keys) {
			const own = some.filter((one) => of(one).some((value) => (value ?? '') === key))
			groups[key] = { records: own.length, sums: sumsOf(own, sum) }
		}
		return groups
	}
	const tagged = seen.filter(({ values: { tags } }) => tags?.some((tag) => tag === 'one' || tag === 'two'))
	return {
		headlines: {
			all: { records: seen.length, sums: {} },
			hard: {
				records: seen.filter((one) => one.state === 'open' && one.values.kind === story.hardKind).length,
				sums: {}
			},
			...(seesInside ? { cost: { records: seen.length, sums: sumsOf(seen, cost) } } : {}),
			...(seesScore ? { score: { records: tagged.length, sums: sumsOf(tagged, score) } } : {}),
			...(seesScore
				? { noted: { records: seen.filter((one) => owns(one) && one.values.note === 'one').length, sums: {} } }
				: {})
		},
		charts: {
			kind: group(seen, (one) => [one.values.kind]),
			month: group(seen, (one) => [one.values.day?.slice(0, 7)]),
			...(seesInside
				? {
						state: group(seen, (one) => [one.state], cost),
						tag: group(seen, (one) => one.values.tags ?? [undefined], cost),
						note: group(
							seen.filter((one) => owns(one) && (one.values.kind === 'one' || one.values.kind === 'two')),
							(one) => [one.values.note]
						)
					}
				: {}),
			...(seesScore
				? {
						owner: group(
							seen.filter((one) => one.values.score === 1),
							(one) => [one.values.owner]
						)
					}
				: {})
		}
	}
}

async function told(made: TestWorkspace, reader: SeatKey) {
	const { headlines, charts, names } = await (await made.as(reader)).ask(registerFigures, { register: 'sample' })
	const actors = new Map(names.map(({ id, reference }) => [id, reference]))
	const plain = (sums: readonly { currency: string | null; amount: string }[]) =>
		Object.fromEntries(sums.map(({ currency, amount }) => [currency ?? '', amount]))
	return {
		headlines: Object.fromEntries(headlines.map(({ key, records, sums }) => [key, { records, sums: plain(sums) }])),
		charts: Object.fromEntries(
			charts.map(({ key, groups }) => [
				key,
				Object.fromEntries(
					groups.map(({ value, records, sums }) => [actors.get(value) ?? value, { records, sums: plain(sums) }])
				)
			])
		)
	}
}

const scope = (made: TestWorkspace) => ({ workspaceId: made.workspace.id, audience: ['system'] })
const wrong = (made: TestWorkspace) =>
	made.database.read(scope(made), (tx) => measuresCountedWrong(tx, made.workspace.id, [registerResults]))

test(
	'after any commands every seat is told what a plain loop over what it sees counts',
	{ timeout: 240_000 },
	async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
				const made = await aWorkspace()
				await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
				const story: Story = { held: [], version: 1, hardKind: 'one' }
				for (const one of steps) await tell(made, story, one)
				for (const reader of READERS)
					expect([reader, await told(made, reader)]).toEqual([reader, plainly(story, reader)])
				expect(await wrong(made)).toEqual([])
			}),
			{ numRuns: 8 }
		)
	}
)

test('figures that are not what the entries add up to are found, and made right by counting anew', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	const keeper = await made.as('secretariat')
	await keeper.run(addEntry, { register: 'sample', values: { name: 'A', cost: { amount: '5', currency: 'USD' } } })
	expect(await wrong(made)).toEqual([])
	const figures = await told(made, 'secretariat')
	expect(figures.headlines['cost']).toEqual({ records: 1, sums: { USD: '5' } })
	await sql`update entry_tally set amount = 6 where workspace_id = ${made.workspace.id} and other = 'headline.cost'`.execute(
		made.database.owner
	)
	expect(await wrong(made)).toEqual(['register-figure'])
	await made.database.write(scope(made), (tx) => rebuildResults(tx, made.workspace.id, registerResults))
	expect(await wrong(made)).toEqual([])
	expect(await told(made, 'secretariat')).toEqual(figures)
})
