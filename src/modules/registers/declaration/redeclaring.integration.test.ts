import { beforeEach, describe, expect, test } from 'vitest'
import { measuresCountedWrong } from '#platform/records/kept-results.server.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { previewDeclaration } from '../exchange/preview-declaration.ts'
import { registerResults } from '../figures/counted.server.ts'
import { registerFigures } from '../figures/figure-queries.ts'
import { getPivot, startPivot } from '../figures/pivot-operations.ts'
import { declareRegister } from '../register-commands.ts'

const FIRST = `register: grant
version: 1
code: GRX
names: { en: { one: Grant, many: Grants } }
about: { en: Something. }
title: name
added: [keepers]
changed: [keepers]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: carers, names: { en: Carers }, roles: [secretariat] }
lists:
  - key: kind
    names: { en: Kind }
    codes: [{ key: small, names: { en: Small } }, { key: large, names: { en: Large } }]
states: [{ key: open, names: { en: Open } }, { key: done, names: { en: Done } }, { key: shut, end: true, names: { en: Shut } }]
moves:
  - { key: end, names: { en: End }, from: [open], to: done, by: [keepers] }
  - { key: shut, names: { en: Shut }, from: [open, done], to: shut, by: [keepers] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: kind, type: one-of, codes: { list: kind }, filtered: true, names: { en: Kind } }
  - { key: note, type: text, filtered: true, names: { en: Note } }
  - { key: amount, type: whole-number, filtered: true, names: { en: Amount } }
  - { key: double, type: formula, formula: amount * 2, digits: 0, filtered: true, names: { en: Double } }
tables:
  - key: people
    names: { en: People }
    row: { en: Person }
    fields: [{ key: person, type: text, names: { en: Person } }, { key: of, type: one-of, codes: { list: kind }, names: { en: Of } }]
headlines: [{ key: amounts, names: { en: Amounts }, sum: amount }]
`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await declare(FIRST)
})

const declare = async (declaration: string) => (await made.as('administrator')).run(declareRegister, { declaration })
const preview = async (declaration: string) => (await made.as('administrator')).ask(previewDeclaration, { declaration })

/** The next version of the declaration, said otherwise in some places. */
function next(changes: readonly (readonly [string, string])[], from = FIRST) {
	const version = Number(/version: (\d+)/.exec(from)?.[1])
	return changes.reduce(
		(text, [was, now]) => {
			if (!text.includes(was)) throw new Error(`the declaration does not say ${was}`)
			return text.replace(was, now)
		},
		from.replace(/version: \d+/, `version: ${String(version + 1)}`)
	)
}
const NOTE = 'note, type: text, filtered: true'
const HIDDEN = next([[NOTE, `${NOTE}, seen: carers`]])

const add = async (values: Record<string, string | number>, tables: Record<string, Record<string, string>[]> = {}) =>
	(await made.as('secretariat')).run(addEntry, { register: 'grant', values, tables })
/** Changes an entry as it stands now. */
const change = async (entry: string, values: Record<string, string | number>) => {
	const { version } = await read('secretariat', entry)
	return (await made.as('secretariat')).run(changeEntry, { entry, version, values })
}
/** Moves an entry on as it stands now. */
const end = async (entry: string) => {
	const { version } = await read('secretariat', entry)
	return (await made.as('secretariat')).run(moveEntry, { entry, version, move: 'end' })
}
const read = async (seat: SeatKey, entry: string) => (await made.as(seat)).ask(getEntry, { entry })
const found = async (seat: SeatKey, words: string) => (await (await made.as(seat)).ask(searchRecords, { words })).total
const listed = async (seat: SeatKey, fields: Record<string, string[]>) =>
	(await (await made.as(seat)).ask(listEntries, { register: 'grant', filter: { fields } })).items.map(
		({ title }) => title['en']
	)
const history = async (seat: SeatKey, record: string) =>
	JSON.stringify((await (await made.as(seat)).ask(getHistory, { record })).items)
const wrong = () =>
	made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
		measuresCountedWrong(tx, made.workspace.id, [registerResults])
	)

describe('readers of a field that holds entries', () => {
	test('are narrowed: nobody else finds it in the entry, the list, the search or the history any more', async () => {
		const { reference } = await add({ name: 'First', note: 'quicksilver' })
		expect(await found('administrator', 'quicksilver')).toBe(1)
		expect(await history('administrator', reference)).toContain('quicksilver')
		await declare(HIDDEN)
		expect((await read('secretariat', reference)).values).toMatchObject({ note: 'quicksilver' })
		expect((await read('administrator', reference)).values).not.toHaveProperty('note')
		expect(await listed('secretariat', { note: ['quicksilver'] })).toEqual(['First'])
		await expect(listed('administrator', { note: ['quicksilver'] })).rejects.toMatchObject({ kind: 'invalid' })
		expect([await found('secretariat', 'quicksilver'), await found('administrator', 'quicksilver')]).toEqual([1, 0])
		expect(await history('administrator', reference)).not.toContain('quicksilver')
		expect(await history('secretariat', reference)).toContain('quicksilver')
		expect(await wrong()).toEqual([])
	})

	test('are widened again, and what was added meanwhile is shown too', async () => {
		const { reference } = await add({ name: 'First', note: 'quicksilver' })
		await declare(HIDDEN)
		const other = await add({ name: 'Other', note: 'mercury' })
		await declare(next([[`${NOTE}, seen: carers`, NOTE]], HIDDEN))
		for (const [one, note] of [
			[reference, 'quicksilver'],
			[other.reference, 'mercury']
		] as const)
			expect((await read('observer', one)).values).toMatchObject({ note })
		expect(await listed('observer', { note: ['mercury'] })).toEqual(['Other'])
		await change(other.reference, { note: 'lead' })
		expect((await read('observer', other.reference)).values).toMatchObject({ note: 'lead' })
		expect(await wrong()).toEqual([])
	})

	test('of a table are narrowed with its rows, each still the one it was', async () => {
		const { reference } = await add({ name: 'First' }, { people: [{ person: 'Aa' }, { person: 'Bb' }] })
		const before = (await read('secretariat', reference)).rows
		await declare(next([['row: { en: Person }', 'row: { en: Person }\n    seen: carers']]))
		const after = await read('secretariat', reference)
		expect(after.tables['people']).toMatchObject([{ person: 'Aa' }, { person: 'Bb' }])
		expect(after.rows['people']).toHaveLength(2)
		expect(after.rows).toEqual(before)
		expect((await read('administrator', reference)).tables).not.toHaveProperty('people')
		expect(await history('administrator', reference)).not.toContain('Aa')
		expect(await history('secretariat', reference)).toContain('Aa')
	})

	test('of a file are narrowed with it: who sees it no more opens it no more', async () => {
		const paper = next([['tables:\n', '  - { key: paper, type: file, names: { en: Paper } }\ntables:\n']])
		await declare(paper)
		const keeper = await made.as('secretariat')
		const file = await sendFile(keeper, { name: 'paper.txt', bytes: Buffer.from('a paper') })
		await keeper.run(addEntry, { register: 'grant', values: { name: 'First', paper: file } })
		const seenBy = async () =>
			(
				await made.database.owner
					.selectFrom('file')
					.select('audience')
					.where('workspace_id', '=', made.workspace.id)
					.where('id', '=', file)
					.executeTakeFirstOrThrow()
			).audience
		expect(await seenBy()).toEqual(['workspace'])
		await declare(next([['key: paper, type: file', 'key: paper, seen: carers, type: file']], paper))
		expect(await seenBy()).toEqual(['role:secretariat'])
	})

	test('close what a seat had counted by it', async () => {
		await add({ name: 'First', note: 'quicksilver' })
		const administrator = await made.as('administrator')
		const { id } = await administrator.run(startPivot, { register: 'grant', rows: 'note', columns: 'state' })
		expect(await administrator.ask(getPivot, { pivot: id })).toMatchObject({ register: 'grant' })
		await declare(HIDDEN)
		await expect(administrator.ask(getPivot, { pivot: id })).rejects.toMatchObject({ kind: 'absent' })
	})

	test('are not narrowed under a result that was worked out from it and stays in sight', async () => {
		await add({ name: 'First', amount: 5 })
		const both = [
			['amount, type: whole-number', 'amount, seen: carers, type: whole-number'],
			['formula: amount * 2', 'formula: 2 * 2'],
			['sum: amount', 'where: { kind: [small] }']
		] as const
		await expect(declare(next(both))).rejects.toMatchObject({
			issues: [{ code: 'registers.fault.kept-read-before', params: { found: 'double, amount' } }]
		})
	})

	test('are not told by what was worked out from it before either, in however many steps it was hidden', async () => {
		const { reference } = await add({ name: 'First', amount: 4711 })
		const apart = next([
			['formula: amount * 2', 'formula: length(name)'],
			['sum: amount', 'where: { kind: [small] }']
		])
		await declare(apart)
		expect(await history('administrator', reference)).toContain('9422')
		await declare(next([['amount, type: whole-number', 'amount, seen: carers, type: whole-number']], apart))
		expect((await read('administrator', reference)).values).toMatchObject({ double: '5' })
		const told = await history('administrator', reference)
		for (const number of ['4711', '9422']) expect(told).not.toContain(number)
		expect(told).toContain('First')
		expect(await history('secretariat', reference)).toContain('9422')
	})

	test('of the whole register and of a group are others, and figures are told to them alone', async () => {
		const { reference } = await add({ name: 'First', amount: 5 })
		await declare(next([['title: name', 'title: name\nseen: [keepers]']]))
		await expect(read('observer', reference)).rejects.toMatchObject({ kind: 'absent' })
		const shown = async (seat: SeatKey) =>
			(await (await made.as(seat)).ask(registerFigures, { register: 'grant' })).headlines.map(({ records }) => records)
		expect([await shown('secretariat'), await shown('observer')]).toEqual([[1], [0]])
		const wider = next(
			[['roles: [administrator, secretariat]', 'roles: [administrator, secretariat, observer]']],
			next([['title: name', 'title: name\nseen: [keepers]']])
		)
		await declare(wider)
		expect((await read('observer', reference)).values).toMatchObject({ amount: '5' })
		expect(await shown('observer')).toEqual([1])
		expect(await wrong()).toEqual([])
	})
})

describe('results and limits', () => {
	test('another formula is worked out for all entries, and lists and figures go by it', async () => {
		const { reference } = await add({ name: 'First', amount: 5 })
		await add({ name: 'Other', amount: 7 })
		await add({ name: 'None' })
		const thrice = next([['formula: amount * 2', 'formula: amount * 3']])
		expect((await preview(thrice)).effects).toMatchObject([{ code: 'worked-out', found: 'double', entries: 2 }])
		await declare(thrice)
		expect((await read('observer', reference)).values).toMatchObject({ double: '15' })
		expect(await listed('observer', { double: ['21'] })).toEqual(['Other'])
		expect(await history('observer', reference)).toContain('15')
		expect(await wrong()).toEqual([])
	})

	test('a new formula and a new filtered field before others take their columns with them', async () => {
		await add({ name: 'First', note: 'quicksilver', amount: 5 })
		await declare(
			next([
				[
					'  - { key: kind, type',
					'  - { key: half, type: formula, formula: amount / 2, filtered: true, names: { en: Half } }\n  - { key: other, type: text, filtered: true, names: { en: Other } }\n  - { key: kind, type'
				]
			])
		)
		expect(await listed('observer', { note: ['quicksilver'] })).toEqual(['First'])
		expect(await listed('observer', { half: ['2.5'], amount: ['5'] })).toEqual(['First'])
		await expect(listed('observer', { other: ['quicksilver'] })).resolves.toEqual([])
	})

	test('entries beyond a new limit stay, are counted and named, and are changed in what else they hold', async () => {
		const { reference } = await add({ name: 'First', amount: 5 })
		await add({ name: 'Other', amount: 3 })
		const bounded = next([['amount, type: whole-number', 'amount, type: whole-number, most: 4']])
		expect(await preview(bounded)).toMatchObject({
			faults: [],
			effects: [{ code: 'beyond-limit', found: 'amount', entries: 1, examples: [reference] }]
		})
		await declare(bounded)
		await change(reference, { note: 'seen' })
		await expect(change(reference, { amount: 5 })).rejects.toMatchObject({
			issues: [{ code: 'registers.value.above-most' }]
		})
	})

	test('a state that becomes an end ends the entries that stand in it since the day they came there', async () => {
		const { reference } = await add({ name: 'First' })
		await end(reference)
		await declare(next([['{ key: done, names', '{ key: done, end: true, names']]))
		const row = await made.database.owner
			.selectFrom('entry')
			.select(['ended_day', 'state_day'])
			.where('workspace_id', '=', made.workspace.id)
			.executeTakeFirstOrThrow()
		expect(row.ended_day).toBe(row.state_day)
	})
})

describe('a field that must be filled from now on', () => {
	const required = next([['note, type: text', 'note, required: true, type: text']])

	test('is counted where it is missing, and asked for where it is filled in and not elsewhere', async () => {
		const { reference } = await add({ name: 'First' })
		await add({ name: 'Other', note: 'there' })
		expect((await preview(required)).effects).toMatchObject([
			{ code: 'lacks', found: 'note', names: { en: 'Note' }, entries: 1, examples: [reference] }
		])
		await declare(required)
		await change(reference, { amount: 5 })
		await expect(change(reference, { note: '', amount: 6 })).rejects.toMatchObject({
			issues: [{ path: ['values', 'note'], code: 'platform.field.missing' }]
		})
		await expect(add({ name: 'New' })).rejects.toMatchObject({
			issues: [{ path: ['values', 'note'], code: 'platform.field.missing' }]
		})
	})

	test('is not emptied by who fills it in once', async () => {
		await declare(required)
		const { reference } = await add({ name: 'First', note: 'there' })
		await expect(change(reference, { note: '' })).rejects.toMatchObject({
			issues: [{ code: 'platform.field.missing' }]
		})
	})
})

describe('what entries hold is not taken away', () => {
	const cases: readonly (readonly [string, readonly (readonly [string, string])[], { code: string; found: string }])[] =
		[
			['a code', [['{ key: small, names: { en: Small } }, ', '']], { code: 'kept-code-removed', found: 'small' }],
			[
				'a field',
				[['  - { key: note, type: text, filtered: true, names: { en: Note } }\n', '']],
				{ code: 'kept-field-removed', found: 'note' }
			],
			['the type of a field', [[NOTE, 'note, type: long-text']], { code: 'kept-field-altered', found: 'note' }],
			[
				'a column of a table',
				[['{ key: person, type: text, names: { en: Person } }, ', '']],
				{ code: 'kept-field-removed', found: 'people.person' }
			],
			[
				'a state',
				[
					['{ key: done, names: { en: Done } }, ', ''],
					['  - { key: end, names: { en: End }, from: [open], to: done, by: [keepers] }\n', ''],
					['from: [open, done]', 'from: [open]']
				],
				{ code: 'kept-state-removed', found: 'done' }
			]
		]

	test.each(cases)(
		'%s that entries hold is refused with how many they are; one that none holds goes',
		async (_name, changes, fault) => {
			const text = next(changes)
			const { reference } = await add({ name: 'First', kind: 'small', note: 'there' }, { people: [{ person: 'Aa' }] })
			await end(reference)
			await add({ name: 'Other', kind: 'large' })
			const { faults } = await preview(text)
			expect(faults).toMatchObject([
				{ code: `registers.fault.${fault.code}`, params: { found: fault.found, entries: 1 }, examples: [reference] }
			])
			await expect(declare(text)).rejects.toMatchObject({
				issues: [{ code: `registers.fault.${fault.code}`, params: { found: fault.found, entries: 1 } }]
			})
			const free = await aWorkspace()
			const administrator = await free.as('administrator')
			await administrator.run(declareRegister, { declaration: FIRST })
			await (await free.as('secretariat')).run(addEntry, { register: 'grant', values: { name: 'Other' } })
			await administrator.run(declareRegister, { declaration: text })
		}
	)

	test('the list that shows who holds a code or stands in a state is named', async () => {
		await add({ name: 'First', kind: 'small' })
		// A table of the same codes cannot narrow the list.
		const alone = next([[', { key: of, type: one-of, codes: { list: kind }, names: { en: Of } }', '']])
		await declare(alone)
		const { faults } = await preview(next([['{ key: small, names: { en: Small } }, ', '']], alone))
		expect(faults.map(({ list }) => decodeURIComponent(list ?? ''))).toEqual(['field[kind]=small'])
	})
})

test('of two who declare the next version, the second is told who was first, and nothing of the first is lost', async () => {
	const second = await made.as('second-administrator')
	await declare(next([['{ en: Note }', '{ en: Remark }']]))
	const late = next([['{ en: Amount }', '{ en: Sum }']])
	await expect(second.run(declareRegister, { declaration: late, after: 1 })).rejects.toMatchObject({
		kind: 'conflict',
		code: 'registers.declared-meanwhile',
		params: { standing: 2, next: 3 }
	})
	await expect(second.run(declareRegister, { declaration: late })).rejects.toMatchObject({
		issues: [{ code: 'registers.version-taken', params: { found: 2, next: 3 } }]
	})
	await expect(
		second.run(declareRegister, { declaration: FIRST.replace('GRX', 'GRY'), after: 0 })
	).rejects.toMatchObject({
		code: 'registers.declared-meanwhile'
	})
})

test('who was at an entry while its register was declared anew is told, and writes nothing by the old declaration', async () => {
	const { reference } = await add({ name: 'First' })
	const { version } = await read('secretariat', reference)
	const [changed, declared] = await Promise.allSettled([
		(await made.as('secretariat')).run(changeEntry, { entry: reference, version, values: { note: 'quicksilver' } }),
		declare(HIDDEN)
	])
	expect(declared.status).toBe('fulfilled')
	if (changed.status === 'rejected') expect(changed.reason).toMatchObject({ kind: 'conflict' })
	expect((await read('administrator', reference)).values).not.toHaveProperty('note')
	expect(await found('administrator', 'quicksilver')).toBe(0)
})
