import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { aWorkspace, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { aClock, doing, workDue, workplaceOf } from '../../../../tests/fixtures/workplace.ts'
import { addEntry, moveEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { getRegister } from '../registers.server.ts'
import { offerOf } from '../listing/offer.ts'
import { readAddress, filterOf } from '../listing/list-address.ts'
import { declareRegister } from '../register-commands.ts'
import { boardEntries } from './board-queries.ts'
import { calendarEntries } from './calendar-queries.ts'
import { exportPivot } from './export-pivot.ts'
import { figuresShown } from './figures-view.ts'
import { registerFigures } from './figure-queries.ts'
import { mapEntries } from './map-queries.ts'
import { mapShown } from './map-view.ts'
import { getPivot, startPivot } from './pivot-operations.ts'
import { pivotEntries } from './pivot-queries.ts'
import { pivotShown } from './pivot-view.ts'
import { sampleRegister } from './sample-register.testing.ts'
import { NOTHING_ASKED } from './say-figures.ts'

const READERS = ['secretariat', 'member', 'outsider', 'public'] as const
type Reader = (typeof READERS)[number]
type Values = {
	owner?: string
	kind?: string
	day?: string
	country?: string
	tags?: string[]
	cost?: { amount: string; currency: string }
	score?: number
}
type Plain = Values & { reference: string; state: string }

const code = fc.constantFrom('one', 'two', 'three')
const drawn = fc.record<{ values: Values; moves: readonly string[] }>({
	values: fc.record<Values>(
		{
			owner: fc.constantFrom('labour', 'health'),
			kind: code,
			day: fc.constantFrom('2025-12-31', '2026-01-01', '2026-01-20', '2026-02-03'),
			country: fc.constantFrom('ZWE', 'LSO'),
			tags: fc.uniqueArray(code, { minLength: 1, maxLength: 3 }),
			cost: fc.record({ amount: fc.constantFrom('0.1', '0.2', '12.5'), currency: fc.constantFrom('USD', 'LSL') }),
			score: fc.integer({ min: -2, max: 2 })
		},
		{ requiredKeys: [] }
	),
	moves: fc.constantFrom([], ['show'], ['show', 'close'], ['close'])
})

async function filled(entries: readonly { values: Values; moves: readonly string[] }[]) {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	const keeper = await made.as('secretariat')
	const plain: Plain[] = []
	const addAll = doing(async (here) => {
		for (const { values } of entries) {
			const { reference } = await here.run(addEntry, { register: 'sample', values: { name: 'A', ...values } })
			plain.push({ ...values, reference, state: 'draft' })
		}
		return {}
	})
	await keeper.run(addAll, {})
	for (const [index, { moves }] of entries.entries()) {
		const one = plain[index]
		let version = 1
		for (const move of moves) {
			if (!one) continue
			version = (await keeper.run(moveEntry, { entry: one.reference, version, move })).version ?? version
			one.state = move === 'show' ? 'open' : 'closed'
		}
	}
	return { made, plain }
}

const seenBy = (plain: readonly Plain[], reader: Reader) =>
	plain.filter(({ state }) => reader !== 'public' || state === 'open')

const BY = ['state', 'kind', 'day', 'country', 'tags', 'note'] as const
const told = (one: Plain, by: (typeof BY)[number]): string[] => {
	if (by === 'state') return [one.state]
	if (by === 'tags') return one.tags ?? ['']
	if (by === 'day') return [one.day?.slice(0, 7) ?? '']
	if (by === 'note') return ['']
	return [one[by] ?? '']
}

const HIDDEN_FROM: Readonly<Record<string, readonly Reader[]>> = {
	tags: ['public'],
	cost: ['public'],
	score: ['member', 'outsider', 'public']
}
const mayAsk = (reader: Reader, field: string) => !(HIDDEN_FROM[field] ?? []).includes(reader)

function plainPivot(
	entries: readonly Plain[],
	rows: (typeof BY)[number],
	columns: (typeof BY)[number],
	sum: 'cost' | 'score' | undefined
) {
	const cells: Record<string, { records: number; sums: Record<string, string> }> = {}
	for (const one of entries)
		for (const row of told(one, rows))
			for (const column of told(one, columns)) {
				const cell = (cells[`${row} ${column}`] ??= { records: 0, sums: {} })
				cell.records += 1
				const amount =
					sum === 'cost'
						? one.cost
						: sum === 'score' && one.score !== undefined
							? { amount: String(one.score), currency: '' }
							: undefined
				if (amount)
					cell.sums[amount.currency] = Big(cell.sums[amount.currency] ?? 0)
						.plus(amount.amount)
						.toFixed()
			}
	return cells
}

test(
	'a pivot is what plain JavaScript counts of what the seat sees, whatever is asked and by whom',
	{ timeout: 240_000 },
	async () => {
		const kinds = fc.uniqueArray(code, { minLength: 1, maxLength: 2 })
		await fc.assert(
			fc.asyncProperty(
				fc.array(drawn, { minLength: 5, maxLength: 14 }),
				fc.array(
					fc.record({
						rows: fc.constantFrom(...BY.slice(0, 5)),
						columns: fc.constantFrom(...BY.slice(0, 5)),
						sum: fc.constantFrom(undefined, 'cost' as const, 'score' as const),
						kinds: fc.option(kinds, { nil: undefined }),
						tags: fc.option(kinds, { nil: undefined })
					}),
					{ minLength: 8, maxLength: 8 }
				),
				async (entries, questions) => {
					const { made, plain } = await filled(entries)
					for (const reader of READERS) {
						const seat = await made.as(reader)
						for (const { rows, columns, sum, kinds: ofKinds, tags } of questions) {
							const fields = { ...(ofKinds ? { kind: ofKinds } : {}), ...(tags ? { tags } : {}) }
							const question = {
								register: 'sample',
								rows,
								rowSpan: 'month' as const,
								columns,
								columnSpan: 'month' as const,
								...(sum ? { sum } : {}),
								filter: { fields }
							}
							const asking = seat.ask(pivotEntries, question)
							if (![rows, columns, sum ?? '', ...Object.keys(fields)].every((field) => mayAsk(reader, field))) {
								await expect(asking).rejects.toMatchObject({ kind: 'invalid' })
								continue
							}
							const table = await asking
							const suits = seenBy(plain, reader).filter(
								(one) =>
									(!ofKinds || ofKinds.some((kind) => kind === one.kind)) &&
									(!tags || tags.some((tag) => one.tags?.includes(tag)))
							)
							const found = Object.fromEntries(
								table.cells.map(({ row, column, records, sums }) => [
									`${table.rows[row]?.value ?? '?'} ${table.columns[column]?.value ?? '?'}`,
									{ records, sums: Object.fromEntries(sums.map(({ currency, amount }) => [currency ?? '', amount])) }
								])
							)
							expect(found).toEqual(plainPivot(suits, rows, columns, sum))
							expect(table.records).toBe(suits.length)
						}
					}
				}
			),
			{ numRuns: 4 }
		)
	}
)

const SAMPLES = fc.sample(drawn, { numRuns: 20, seed: 7 })

test(
	'boards, calendars and maps tell of each entry once, to those who see it, and of no hidden field',
	{ timeout: 300_000 },
	async () => {
		const { made, plain } = await filled(SAMPLES)
		for (const reader of READERS) {
			const seat = await made.as(reader)
			const seen = seenBy(plain, reader)
			for (const by of ['state', 'kind', 'country'] as const)
				for (const filter of [undefined, { fields: { kind: ['one', 'two'] } }]) {
					const board = await seat.ask(boardEntries, {
						register: 'sample',
						by,
						limit: 50,
						...(filter ? { filter } : {})
					})
					const expected = seen.filter(({ kind }) => !filter || kind === 'one' || kind === 'two')
					for (const { value, records, cards } of board.columns) {
						const own = expected.filter((one) => told(one, by)[0] === value).map(({ reference }) => reference)
						expect([by, value, cards.map(({ reference }) => reference).sort()]).toEqual([by, value, own.sort()])
						expect(records).toBe(own.length)
					}
					if (reader !== 'secretariat') expect(JSON.stringify(board)).not.toContain('"score"')
					if (reader === 'public') expect(JSON.stringify(board)).not.toMatch(/"(cost|tags|score)"/)
				}
			const calendar = await seat.ask(calendarEntries, {
				register: 'sample',
				day: 'day',
				from: '2026-01-01',
				until: '2026-01-31'
			})
			const ofMonth = seen.filter(({ day }) => day?.startsWith('2026-01'))
			expect(calendar.items.map(({ reference, on }) => `${on} ${reference}`).sort()).toEqual(
				ofMonth.map(({ reference, day }) => `${day ?? ''} ${reference}`).sort()
			)
			for (const filter of [undefined, { fields: { kind: ['two'] } }]) {
				const map = await seat.ask(mapEntries, { register: 'sample', place: 'country', ...(filter ? { filter } : {}) })
				const own = seen.filter(({ kind }) => !filter || kind === 'two')
				expect(Object.fromEntries(map.areas.map(({ value, records }) => [value, records]))).toEqual(
					Object.fromEntries(
						[...Map.groupBy(own, ({ country }) => country ?? '')].map(([value, some]) => [value, some.length])
					)
				)
			}
			// Who might own an entry may ask for the notes of owners, and is shown none of others.
			if (reader !== 'public')
				expect((await seat.ask(boardEntries, { register: 'sample', by: 'note' })).columns).toEqual([])
			for (const by of ['score', 'nothing', ...(reader === 'public' ? ['note', 'tags'] : [])])
				await expect(seat.ask(boardEntries, { register: 'sample', by })).rejects.toMatchObject({ kind: 'invalid' })
		}
		const keeper = await made.as('secretariat')
		const { columns } = await keeper.ask(boardEntries, { register: 'sample' })
		const draft = columns.find(({ value }) => value === 'draft')?.cards[0]
		expect(draft?.moves.map(({ move }) => move)).toEqual(['show', 'close'])
		expect(
			(await (await made.as('observer')).ask(boardEntries, { register: 'sample' })).columns.flatMap(({ cards }) =>
				cards.flatMap(({ moves }) => moves)
			)
		).toEqual([])
	}
)

test('each number leads to a list of just as many entries', { timeout: 300_000 }, async () => {
	const { made } = await filled(SAMPLES)
	let unsaid = 0
	for (const reader of READERS) {
		const seat = await made.as(reader)
		const figures = await seat.ask(registerFigures, { register: 'sample' })
		const { compiled, offer } = await telling(made, reader)
		const spoken = { words: speak(catalogue, 'en'), compiled, offer, home: '' }
		const shown = figuresShown({ ...spoken, named: { names: figures.names, seats: figures.seats, areas: [] } }, figures)
		const asked = { rows: 'country', rowSpan: null, columns: 'kind', columnSpan: null, sum: null } as const
		const table = await seat.ask(pivotEntries, { register: 'sample', rows: 'country', columns: 'kind' })
		const pivot = pivotShown({ ...spoken, named: { names: [], seats: [], areas: [] } }, asked, NOTHING_ASKED, table)
		const map = await seat.ask(mapEntries, { register: 'sample', place: 'country' })
		const places = mapShown(
			{ ...spoken, named: { names: [], seats: [], areas: [] } },
			{ asked: NOTHING_ASKED, place: 'country', areas: map.areas, points: [] }
		).rows
		// Where nothing is said is a list like any other, told last.
		for (const [index, { value, href }] of places.entries()) {
			if (value !== '') continue
			unsaid += 1
			expect(index).toBe(places.length - 1)
			expect(href).toContain('filter%5Bempty%5D=country')
		}
		const numbers = [
			...places,
			...pivot.columns.map(({ whole }) => whole),
			...pivot.rows.flatMap(({ whole, cells }) => [whole, ...cells.flatMap((cell) => cell ?? [])]),
			...figures.headlines.map(({ records }, index) => ({ records, href: shown.headlines[index]?.href ?? null })),
			...shown.charts.flatMap(({ rows }) => rows)
		]
		expect(numbers.filter(({ href }) => href !== null).length).toBeGreaterThan(3)
		for (const { href, records } of numbers) {
			if (href === null) continue
			const { asked } = readAddress(new URL(href, 'https://pitso.example').searchParams, offer)
			const { total } = await seat.ask(listEntries, { register: 'sample', filter: filterOf(asked) })
			expect([href, total]).toEqual([href, records])
		}
	}
	expect(unsaid).toBeGreaterThan(0)
})

async function telling(made: TestWorkspace, reader: Reader) {
	const seat = await made.as(reader)
	let found: Awaited<ReturnType<typeof getRegister>>['compiled'] | undefined
	await (
		await made.as('secretariat')
	).run(
		doing(async (here) => {
			found = (await getRegister(here, 'sample')).compiled
			return {}
		}),
		{}
	)
	if (!found) throw new Error('the register is there')
	const { role, actorId, audience } = seat.seat
	return { compiled: found, offer: offerOf(found, { role, actorId, audience }) }
}

test(
	'a long pivot is counted as a job, told to the seat that asked and to no other, and comes as a file',
	{ timeout: 300_000 },
	async () => {
		const { made, plain } = await filled(SAMPLES)
		const keeper = await made.as('secretariat')
		const question = { register: 'sample', rows: 'kind', columns: 'state', sum: 'cost' }
		const { id } = await keeper.run(startPivot, question)
		expect(await keeper.ask(getPivot, { pivot: id })).toMatchObject({ state: 'waiting', table: null })
		await workDue(made, workplaceOf(made, aClock()))
		const { table, state, counted, total } = await keeper.ask(getPivot, { pivot: id })
		expect([state, counted, total]).toEqual(['done', plain.length, plain.length])
		expect(table).toEqual(await keeper.ask(pivotEntries, question))
		for (const other of ['administrator', 'member'] as const)
			await expect((await made.as(other)).ask(getPivot, { pivot: id })).rejects.toMatchObject({ kind: 'absent' })
		await expect((await made.as('public')).run(startPivot, question)).rejects.toMatchObject({ kind: 'forbidden' })
		const file = await keeper.ask(exportPivot, { pivot: id, format: 'csv', language: 'en' })
		const lines = Buffer.from(file.content).toString('utf8').trim().split('\r\n')
		expect(lines[0]).toMatch(/^Kind,/)
		expect(lines.at(-1)).toMatch(/^All together,/)
		const book = await keeper.ask(exportPivot, { question, format: 'xlsx' })
		expect(Buffer.from(book.content).subarray(0, 2).toString()).toBe('PK')
	}
)
