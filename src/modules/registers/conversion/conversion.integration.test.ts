import { beforeEach, describe, expect, test } from 'vitest'
import { measuresCountedWrong } from '#platform/records/kept-results.server.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { previewDeclaration } from '../exchange/preview-declaration.ts'
import { registerResults } from '../figures/counted.server.ts'
import { declareRegister } from '../register-commands.ts'
import { readyRegister } from '../entry/said/ready-register.ts'
import { tellsEntry } from '../entry/said/told-entry.ts'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '../../../words.ts'
import { bringBack, listWaysBack } from './back-operations.ts'
import { clockSeat } from '#platform/access/seat.ts'
import { run } from '#platform/operation/perform.server.ts'
import { listChoices } from '../listing/list-queries.ts'
import { listViews, saveView } from '../listing/view-operations.ts'
import { exportDeclaration } from '../register-queries.ts'
import { clearReplacedNow } from './clear-replaced.ts'
import { REPLACED_DAYS } from './keep-replaced.server.ts'
import { listVersions } from './version-queries.ts'
import { versionAt } from './versions-at.ts'
import { GRANTS, nextOf } from './grant.testing.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await declare(GRANTS)
})

type Consents = { step: number; losses: number; digest: string; unseen?: number }[]
const declare = async (declaration: string, consents: Consents = []) =>
	(await made.as('administrator')).run(declareRegister, { declaration, consents })
const preview = async (declaration: string) => (await made.as('administrator')).ask(previewDeclaration, { declaration })
type Given = Record<string, string | number | boolean | null | { from: string; to?: string }>
const add = async (values: Given, tables: Record<string, Record<string, string>[]> = {}) =>
	(await made.as('secretariat')).run(addEntry, { register: 'grant', values, tables })
const read = async (seat: SeatKey, entry: string) => (await made.as(seat)).ask(getEntry, { entry })
const change = async (entry: string, values: Given) => {
	const { version } = await read('secretariat', entry)
	return (await made.as('secretariat')).run(changeEntry, { entry, version, values })
}
const move = async (entry: string, by: string) => {
	const { version } = await read('secretariat', entry)
	return (await made.as('secretariat')).run(moveEntry, { entry, version, move: by })
}
const listed = async (seat: SeatKey, fields: Record<string, string[]>) =>
	(await (await made.as(seat)).ask(listEntries, { register: 'grant', filter: { fields } })).items.map(
		({ title }) => title['en']
	)
const found = async (seat: SeatKey, words: string) => (await (await made.as(seat)).ask(searchRecords, { words })).total
const wrong = () =>
	made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
		measuresCountedWrong(tx, made.workspace.id, [registerResults])
	)
const replaced = () =>
	made.database.owner.selectFrom('entry_replaced').selectAll().where('workspace_id', '=', made.workspace.id).execute()
/** Consents to all that a preview tells. */
const consenting = async (text: string): Promise<Consents> =>
	((await preview(text)).steps?.steps ?? []).flatMap(({ step, losses, digest, unseen }) =>
		losses + unseen > 0 ? [{ step, losses, digest, unseen }] : []
	)

describe('a field that is called otherwise', () => {
	const RENAMED = nextOf(GRANTS, [['key: note,', 'key: remark,']], ['{ step: rename, field: note, to: remark }'])

	test('keeps its values, and lists and the search find them under its new name', async () => {
		const { reference } = await add({ name: 'First', note: 'quicksilver' })
		const told = await preview(RENAMED)
		expect(told.faults).toEqual([])
		expect(told.steps?.steps).toMatchObject([
			{
				step: 0,
				entries: 1,
				losses: 0,
				examples: [{ reference, was: { note: 'quicksilver' }, gave: { remark: 'quicksilver' } }]
			}
		])
		await declare(RENAMED)
		expect((await read('observer', reference)).values).toMatchObject({ name: 'First', remark: 'quicksilver' })
		expect((await read('observer', reference)).values).not.toHaveProperty('note')
		expect(await listed('observer', { remark: ['quicksilver'] })).toEqual(['First'])
		expect(await found('observer', 'quicksilver')).toBe(1)
		expect(await replaced()).toEqual([])
		expect(await wrong()).toEqual([])
	})
})

describe('a field of another type', () => {
	const NUMBERS = nextOf(
		GRANTS,
		[['key: amount, type: text', 'key: amount, type: whole-number']],
		['{ step: convert, field: amount }']
	)

	test('is refused where a value would be lost, until just that is consented to', async () => {
		const first = await add({ name: 'First', amount: '1 250' })
		const second = await add({ name: 'Second', amount: 'about ten' })
		const told = await preview(NUMBERS)
		expect(told.steps?.losses).toMatchObject([
			{ step: 0, reference: second.reference, was: { amount: 'about ten' }, gave: {}, why: 'not-understood' }
		])
		await expect(declare(NUMBERS)).rejects.toMatchObject({
			issues: [{ path: ['consents', 0], code: 'registers.consent-missing', params: { step: 1, losses: 1, unseen: 0 } }]
		})
		const consents = await consenting(NUMBERS)
		// Somebody fills in another one meanwhile: what was seen is no longer all.
		const third = await add({ name: 'Third', amount: 'some' })
		await expect(declare(NUMBERS, consents)).rejects.toMatchObject({
			issues: [{ code: 'registers.consent-missing', params: { losses: 2 } }]
		})
		await declare(NUMBERS, await consenting(NUMBERS))
		expect((await read('observer', first.reference)).values).toMatchObject({ amount: '1250' })
		for (const { reference } of [second, third])
			expect((await read('observer', reference)).values).not.toHaveProperty('amount')
		expect(await listed('observer', { amount: ['1250'] })).toEqual(['First'])
		expect((await replaced()).map(({ document }) => document.was)).toEqual(
			expect.arrayContaining([{ amount: '1 250' }, { amount: 'about ten' }, { amount: 'some' }])
		)
		expect(await wrong()).toEqual([])
	})

	test('is told where nobody else sees it by its number alone', async () => {
		await add({ name: 'First', secret: 'nothing' })
		const text = nextOf(
			GRANTS,
			[['key: secret, type: text', 'key: secret, type: whole-number']],
			['{ step: convert, field: secret }']
		)
		const told = await preview(text)
		expect(told.steps?.steps).toMatchObject([{ losses: 0, unseen: 0, examples: [] }])
		expect(JSON.stringify(told)).not.toContain('nothing"')
		await expect(declare(text)).rejects.toMatchObject({ issues: [{ params: { losses: 0, unseen: 1 } }] })
		const digest = told.steps?.steps[0]?.digest ?? ''
		await declare(text, [{ step: 0, losses: 0, digest, unseen: 1 }])
	})
})

const ways = async () => (await (await made.as('administrator')).ask(listWaysBack, { register: 'grant' })).ways
/** Brings a version back, with consent to whatever that loses. */
const back = async (to: number, consents?: Consents) => {
	const way = (await ways()).find((one) => one.to === to)
	if (!way) throw new Error(`no way back to ${String(to)}`)
	return (await made.as('administrator')).run(bringBack, {
		register: 'grant',
		to,
		consents: consents ?? (await consenting(way.declaration))
	})
}

describe('the version before is brought back', () => {
	const ALL = nextOf(
		GRANTS,
		[
			['key: note,', 'key: remark,'],
			['key: amount, type: text', 'key: amount, type: whole-number'],
			[
				'  - { key: days, type: period, filtered: true, names: { en: Days } }',
				'  - { key: from, type: date, filtered: true, names: { en: From } }\n  - { key: until, type: date, names: { en: Until } }'
			],
			['  - { key: friend, type: text, personal: true, names: { en: Friend } }\n', ''],
			['{ key: tiny, names: { en: Tiny } }, ', ''],
			['{ key: begun, names: { en: Begun } }', '{ key: started, names: { en: Started } }'],
			['to: begun', 'to: started'],
			['[open, begun]', '[open, started]'],
			['key: people', 'key: visitors'],
			['{ key: person, type: text', '{ key: who, type: text']
		],
		[
			'{ step: rename, field: note, to: remark }',
			'{ step: convert, field: amount }',
			'{ step: split, field: days, into: [from, until] }',
			'{ step: remove, field: friend }',
			'{ step: merge, list: kind, codes: [tiny], into: small }',
			'{ step: rename, state: begun, to: started }',
			'{ step: rename, table: people, to: visitors }',
			'{ step: rename, field: person, in: people, to: who }'
		]
	)

	test('with all values as they were, and what was changed since as far as it can be converted', async () => {
		const first = await add(
			{
				name: 'First',
				kind: 'tiny',
				note: 'quicksilver',
				amount: 'about ten',
				days: { from: '2026-01-05', to: '2026-01-09' },
				secret: 'hush',
				friend: 'Somebody'
			},
			{ people: [{ person: 'Aa', of: 'tiny' }, { person: 'Bb' }] }
		)
		const second = await add({ name: 'Second', kind: 'small', amount: '1 250', days: { from: '2026-02-01' } })
		await move(first.reference, 'begin')
		const before = [await read('secretariat', first.reference), await read('secretariat', second.reference)]
		const consents = await consenting(ALL)
		expect(consents.map(({ step, losses }) => [step, losses])).toEqual([
			[1, 1],
			[3, 1],
			[4, 2]
		])
		await declare(ALL, consents)
		const now = await read('secretariat', first.reference)
		expect(now).toMatchObject({
			standing: 'started',
			values: { remark: 'quicksilver', kind: 'small', from: '2026-01-05', until: '2026-01-09', secret: 'hush' },
			tables: { visitors: [{ who: 'Aa', of: 'small' }, { who: 'Bb' }] }
		})
		for (const key of ['amount', 'friend', 'days', 'note']) expect(now.values).not.toHaveProperty(key)
		expect(await listed('observer', { kind: ['small'] })).toEqual(expect.arrayContaining(['First', 'Second']))
		expect(await found('observer', 'quicksilver')).toBe(1)
		expect(await found('observer', 'Somebody')).toBe(0)
		expect(await wrong()).toEqual([])
		// What is filled in since is converted back.
		await change(second.reference, { amount: 77, until: '2026-02-03', from: '2026-02-01' })
		const third = await add({ name: 'Third', kind: 'small', amount: 5 })
		await back(1, [])
		const [one, other] = [await read('secretariat', first.reference), await read('secretariat', second.reference)]
		for (const key of ['values', 'tables', 'rows', 'standing'] as const) expect(one[key]).toEqual(before[0]?.[key])
		expect(other.values).toMatchObject({ amount: '77', days: { from: '2026-02-01', to: '2026-02-03' }, kind: 'small' })
		expect((await read('observer', third.reference)).values).toMatchObject({ amount: '5', kind: 'small' })
		expect(await listed('observer', { kind: ['tiny'] })).toEqual(['First'])
		expect(await found('observer', 'Somebody')).toBe(1)
		expect(await wrong()).toEqual([])
		// And once more the other way.
		expect((await ways()).map(({ to }) => to)).toEqual([2])
		await back(2)
		const again = await read('secretariat', first.reference)
		for (const key of ['values', 'tables', 'rows', 'standing'] as const) expect(again[key]).toEqual(now[key])
	})
})

describe('the history of an entry', () => {
	/** What the history of an entry says, newest first, in the words of its register when it happened. */
	const told = async (seat: SeatKey, entry: string) => {
		const asking = await made.as(seat)
		const { items, names } = await asking.ask(getHistory, { record: entry, kind: 'entry' })
		const { versions } = await asking.ask(listVersions, {
			register: 'grant',
			events: items.map(({ sequence, at, operation }) => ({ sequence, operation, at: at.getTime() }))
		})
		const words = speak(catalogue, 'en')
		return items.map((item) => {
			const held = versionAt(versions, item)
			const telling =
				held &&
				tellsEntry(words, readyRegister(held.now.declaration), {
					areas: [],
					names,
					earlier: readyRegister(held.before.declaration)
				})
			const rows = Map.groupBy(item.changes, ({ table, row }) => `${table} ${row}`)
			return [...rows.values()]
				.flatMap((row) => telling?.(row) ?? [])
				.map(({ label, before, after }) => `${label}: ${before ?? ''} → ${after ?? ''}`)
		})
	}

	test('is told in the words of the version that held then', async () => {
		const { reference } = await add(
			{ name: 'First', kind: 'tiny', note: 'quicksilver' },
			{ people: [{ person: 'Aa' }] }
		)
		await change(reference, { note: 'mercury' })
		const text = nextOf(
			GRANTS,
			[
				[
					'key: note, type: text, filtered: true, names: { en: Note }',
					'key: remark, type: text, filtered: true, names: { en: Remark }'
				],
				['{ key: tiny, names: { en: Tiny } }', '{ key: minute, names: { en: Minute } }'],
				['  - { key: amount, type: text, filtered: true, names: { en: Amount } }\n', ''],
				['{ key: person, type: text, names: { en: Person } }', '{ key: who, type: text, names: { en: Who } }']
			],
			[
				'{ step: rename, field: note, to: remark }',
				'{ step: rename, list: kind, code: tiny, to: minute }',
				'{ step: rename, field: person, in: people, to: who }'
			]
		)
		await declare(text)
		await change(reference, { remark: 'lead' })
		for (const seat of ['secretariat', 'observer'] as const) {
			const [last = [], turned = [], changed = [], first = []] = await told(seat, reference)
			expect(last).toEqual(['Remark: mercury → lead'])
			expect(turned).toEqual(
				expect.arrayContaining([
					'Kind: Tiny → Minute',
					'Note: mercury → ',
					'Remark:  → mercury',
					'Person: Person: Aa → Who: Aa'
				])
			)
			expect(changed).toEqual(['Note: quicksilver → mercury'])
			expect(first).toEqual(expect.arrayContaining(['Kind:  → Tiny', 'Note:  → quicksilver']))
		}
	})

	test('of a field that was taken away stays readable to whoever saw it, and to nobody else', async () => {
		const { reference } = await add({ name: 'First', note: 'quicksilver', secret: 'hush' })
		const text = nextOf(
			GRANTS,
			[
				['  - { key: note, type: text, filtered: true, names: { en: Note } }\n', ''],
				[
					'  - { key: secret, type: text, seen: carers, names: { en: Secret } }\n',
					'  - { key: hidden, type: text, seen: carers, names: { en: Hidden } }\n'
				]
			],
			['{ step: remove, field: note }', '{ step: rename, field: secret, to: hidden }']
		)
		await declare(text, await consenting(text))
		expect((await told('observer', reference)).flat()).toEqual(expect.arrayContaining(['Note:  → quicksilver']))
		expect(JSON.stringify(await told('observer', reference))).not.toContain('hush')
		expect((await told('secretariat', reference)).flat()).toEqual(expect.arrayContaining(['Secret:  → hush']))
		// Hidden by its new name, it is hidden under the old one too.
		const open = nextOf(
			GRANTS,
			[['key: note, type: text', 'key: remark, type: text']],
			['{ step: rename, field: note, to: remark }']
		)
		const other = await aWorkspace()
		made = other
		await declare(GRANTS)
		const entry = await add({ name: 'First', note: 'quicksilver' })
		await declare(open)
		await declare(nextOf(open, [['key: remark, type: text', 'key: remark, seen: carers, type: text']]))
		expect(JSON.stringify(await told('observer', entry.reference))).not.toContain('quicksilver')
		expect(JSON.stringify(await told('secretariat', entry.reference))).toContain('quicksilver')
	})
})

describe('what names a field elsewhere', () => {
	const RENAMED = nextOf(
		GRANTS,
		[
			['key: note,', 'key: remark,'],
			['{ key: tiny, names', '{ key: minute, names'],
			['{ key: begun, names: { en: Begun } }', '{ key: started, names: { en: Started } }'],
			['to: begun', 'to: started'],
			['[open, begun]', '[open, started]']
		],
		[
			'{ step: rename, field: note, to: remark }',
			'{ step: rename, list: kind, code: tiny, to: minute }',
			'{ step: rename, state: begun, to: started }'
		]
	)

	test('in a saved view follows it', async () => {
		const keeper = await made.as('secretariat')
		await keeper.run(saveView, {
			register: 'grant',
			name: 'Mine',
			address: 'field[note]=a&field[kind]=tiny&filter[standing]=begun&column=note&column=kind&sort=-note&group=kind',
			shared: true
		})
		await declare(RENAMED)
		const { views } = await keeper.ask(listViews, { register: 'grant' })
		const wanted =
			'field[remark]=a&field[kind]=minute&filter[standing]=started&column=remark&column=kind&sort=-remark&group=kind'
		const sorted = (address: string) => [...new URLSearchParams(address)].map((pair) => pair.join('=')).sort()
		expect(views.map(({ address, stands }) => [stands, sorted(address)])).toEqual([[true, sorted(wanted)]])
	})

	test('in a register that counts its entries follows with it', async () => {
		const linked = GRANTS.replace('register: grant', 'register: payment')
			.replace('GRX', 'PYX')
			.replace(
				'  - { key: note,',
				'  - { key: grant, type: entry, register: grant, filtered: true, names: { en: Grant } }\n  - { key: note,'
			)
		await declare(linked)
		const counting = nextOf(GRANTS, [
			[
				'  - { key: note,',
				'  - { key: paid, type: linked-count, register: payment, by: grant, states: [open, begun], names: { en: Paid } }\n  - { key: note,'
			]
		])
		await declare(counting)
		const { reference, id } = await add({ name: 'First' })
		const keeper = await made.as('secretariat')
		await keeper.run(addEntry, { register: 'payment', values: { name: 'One', grant: id }, tables: {} })
		const text = nextOf(
			linked,
			[
				['key: grant, type: entry', 'key: of_grant, type: entry'],
				['{ key: begun, names: { en: Begun } }', '{ key: started, names: { en: Started } }'],
				['to: begun', 'to: started'],
				['[open, begun]', '[open, started]']
			],
			['{ step: rename, field: grant, to: of_grant }', '{ step: rename, state: begun, to: started }']
		)
		expect((await preview(text)).steps).toMatchObject({ following: ['grant'] })
		expect((await preview(text)).faults).toEqual([])
		await declare(text)
		expect((await read('secretariat', reference)).linked).toEqual({ paid: '1' })
		const { declaration, version } = await keeper.ask(exportDeclaration, { register: 'grant' })
		expect(version).toBe(3)
		expect(declaration).toContain('by: of_grant')
	})
})

describe('a field that is retired', () => {
	const RETIRED = nextOf(
		GRANTS,
		[['key: note, type: text, filtered: true', 'key: note, type: text, filtered: true, retired: true, required: true']],
		['{ step: retire, field: note }']
	)

	test('stays with the entries that hold it, is filled in by nobody, and offered by lists where it is held', async () => {
		const { reference } = await add({ name: 'First', note: 'quicksilver' })
		expect((await preview(RETIRED)).steps?.steps).toMatchObject([{ entries: 1, losses: 0 }])
		await declare(RETIRED)
		expect((await read('observer', reference)).values).toMatchObject({ note: 'quicksilver' })
		expect((await read('secretariat', reference)).may.fill).not.toContain('note')
		await change(reference, { name: 'Renamed' })
		expect((await read('observer', reference)).values).toMatchObject({ name: 'Renamed', note: 'quicksilver' })
		await expect(change(reference, { note: 'other' })).rejects.toMatchObject({ kind: 'invalid' })
		await add({ name: 'Without' })
		expect(await listed('observer', { note: ['quicksilver'] })).toEqual(['Renamed'])
		const keeper = await made.as('secretariat')
		expect((await keeper.ask(listChoices, { register: 'grant' })).retired).toEqual(['note'])
		await declare(
			nextOf(RETIRED, [['retired: true, required: true', 'required: true']], ['{ step: take-up, field: note }'])
		)
		await change(reference, { note: 'other' })
		expect((await keeper.ask(listChoices, { register: 'grant' })).retired).toEqual([])
	})

	test('is offered by no list where nobody holds it', async () => {
		await add({ name: 'First' })
		await declare(RETIRED)
		const keeper = await made.as('secretariat')
		expect((await keeper.ask(listChoices, { register: 'grant' })).retired).toEqual([])
	})
})

test('what steps replaced goes when its time is over, and with what is erased of an entry', async () => {
	await add({ name: 'First', friend: 'Somebody', amount: 'about ten' })
	const text = nextOf(
		GRANTS,
		[
			['key: amount, type: text', 'key: amount, type: whole-number'],
			['  - { key: friend, type: text, personal: true, names: { en: Friend } }\n', '']
		],
		['{ step: convert, field: amount }', '{ step: remove, field: friend }']
	)
	await declare(text, await consenting(text))
	const [kept] = await replaced()
	expect(kept?.document.was).toEqual({ amount: 'about ten', friend: 'Somebody' })
	const { opening } = await made.as('administrator')
	const clock = { ...opening, seat: clockSeat }
	await run(clock, clearReplacedNow, {})
	expect(await replaced()).toHaveLength(1)
	await run({ ...clock, now: new Date(opening.now.getTime() + (REPLACED_DAYS + 2) * 86_400_000) }, clearReplacedNow, {})
	expect(await replaced()).toEqual([])
})
