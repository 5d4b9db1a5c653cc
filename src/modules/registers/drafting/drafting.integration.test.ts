import { beforeEach, describe, expect, test } from 'vitest'
import { getHistory } from '#platform/records/record-history.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { importEntries } from '../exchange/exchange-operations.ts'
import { previewEntryImport } from '../exchange/preview-entries.ts'
import { declareRegister } from '../register-commands.ts'
import { exportDeclaration, readRegister } from '../register-queries.ts'
import {
	beginDraft,
	changeDraft,
	declareDraft,
	discardDraft,
	editDraft,
	moveDraftPiece,
	readSheetColumns,
	takeOutOfDraft
} from './draft-commands.ts'
import { listDrafts, readDraft } from './draft-queries.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
})

const administrator = () => made.as('administrator')
const visits = {
	from: 'nothing',
	one: { en: 'Study visit', fr: 'Voyage d’étude' },
	many: { en: 'Study visits' },
	about: { en: 'Who went where.' }
} as const

type Begin = Parameters<NonNullable<typeof beginDraft.accepts>>[0]

const begin = async (input: Begin = visits) => {
	const { draft } = await (await administrator()).run(beginDraft, input)
	return draft
}
const read = async (draft: string) => (await administrator()).ask(readDraft, { draft })
const textOf = async (draft: string) => (await read(draft)).declaration

/** Sends the form of a piece from the version that stands. */
async function edit(draft: string, piece: string, values: Record<string, string | string[]>, type?: string) {
	const { version } = await read(draft)
	const sent = Object.fromEntries(
		Object.entries(values).map(([name, value]) => [`of:${name}`, Array.isArray(value) ? value : [value]])
	)
	return (await administrator()).run(editDraft, { draft, version, piece, values: sent, ...(type ? { type } : {}) })
}
const declare = async (draft: string) => {
	const { version } = await read(draft)
	return (await administrator()).run(declareDraft, { draft, version })
}

describe('a draft from nothing', () => {
	test('has its key, code and numbers proposed, and can be declared as it stands; it is over with that', async () => {
		const draft = await begin()
		expect(draft).toBe('study-visit')
		expect(await textOf(draft)).toContain('code: STD')
		expect(await declare(draft)).toMatchObject({ register: 'study-visit', job: null, file: null })
		expect(await read(draft)).toMatchObject({ isOpen: false, state: 'withdrawn', stateReason: 'Declared as version 1' })
		const { reference } = await (
			await made.as('secretariat')
		).run(addEntry, { register: 'study-visit', values: { name: 'First' } })
		expect(reference).toMatch(/-STD-\d{4}-001$/)
	})

	test('is filled piece by piece: fields, codes, a table, who, life and views, and holds once it is declared', async () => {
		const draft = await begin()
		await edit(draft, 'lists/+', { 'names:en': 'Form', codes: 'In person | En personne\nOnline' })
		await edit(draft, 'fields/+', { 'names:en': 'Form', codes: 'list:form', filtered: 'on' }, 'one-of')
		await edit(
			draft,
			'fields/+',
			{ 'names:en': 'Cost', currency: 'USD', asked: 'form = "in-person"', filtered: 'on' },
			'money'
		)
		await edit(draft, 'tables/+', { 'names:en': 'Visitors', 'row:en': 'Visitor' })
		await edit(draft, 'tables/visitors/+', { 'names:en': 'Person', required: 'always', personal: 'on' }, 'text')
		await edit(draft, 'fields/+', { 'names:en': 'People', formula: 'count(visitors)', digits: '0' }, 'formula')
		await edit(draft, 'groups/+', { 'names:en': 'Analysts', roles: ['analyst'] })
		await edit(draft, 'moves/close/+', { notify: 'keepers', 'text:en': 'It is over.' }, 'notify')
		await edit(draft, 'charts/+', { 'names:en': 'By form', by: 'form' })
		await edit(draft, 'retention', { from: 'end', years: '5', does: 'erase-personal' })
		await declare(draft)
		const { declaration } = await (await made.as('secretariat')).ask(readRegister, { register: 'study-visit' })
		expect(declaration).toMatchObject({
			lists: [
				{ key: 'form', codes: [{ key: 'in-person', names: { en: 'In person', fr: 'En personne' } }, { key: 'online' }] }
			],
			fields: [
				{ key: 'name' },
				{ key: 'form', type: 'one-of', codes: { list: 'form' }, filtered: true },
				{ key: 'cost', type: 'money', currency: 'USD', asked: 'form = "in-person"' },
				{ key: 'people', type: 'formula', formula: 'count(visitors)', digits: 0 }
			],
			tables: [{ key: 'visitors', fields: [{ key: 'person', required: true, personal: true }] }],
			groups: [{ key: 'keepers' }, { key: 'analysts', roles: ['analyst'] }],
			moves: [{ key: 'close', does: [{ notify: 'keepers', text: { en: 'It is over.' } }] }],
			charts: [{ key: 'by-form', by: 'form' }],
			retention: { from: 'end', years: 5, does: 'erase-personal' }
		})
	})

	test('may hold faults for as long as it is one', async () => {
		const draft = await begin()
		await edit(draft, 'fields/+', { 'names:en': 'Kind', codes: 'list:kinds' }, 'one-of')
		await expect(declare(draft)).rejects.toMatchObject({
			kind: 'invalid',
			issues: [{ path: ['declaration', 'fields', 1, 'codes'], code: 'registers.fault.unknown-list' }]
		})
		expect((await read(draft)).isOpen).toBe(true)
	})

	test('without what one entry is called in English is not begun', async () => {
		await expect(begin({ ...visits, one: { fr: 'Voyage' } })).rejects.toMatchObject({
			kind: 'invalid',
			issues: [{ path: ['one'], code: 'platform.field.missing' }]
		})
	})
})

describe('two administrators', () => {
	test('do not trample each other: the second is told what changed meanwhile, and who it was', async () => {
		const draft = await begin()
		const { version, id } = await read(draft)
		const change = { draft, piece: 'fields/+', type: 'text' }
		await (
			await made.as('second-administrator')
		).run(editDraft, { ...change, version, values: { 'of:names:en': ['Theirs'] } })
		const mine = (await administrator()).run(editDraft, { ...change, version, values: { 'of:names:en': ['Mine'] } })
		await expect(mine).rejects.toMatchObject({
			kind: 'conflict',
			code: 'platform.changed-meanwhile',
			params: { record: id, version }
		})
		expect(await textOf(draft)).toContain('Theirs')
		const { items } = await (await administrator()).ask(getHistory, { record: draft, kind: 'register-draft', limit: 1 })
		expect(items[0]).toMatchObject({
			operation: 'registerDraft.edit',
			changes: expect.arrayContaining([expect.objectContaining({ field: 'piece', after: 'fields/theirs' })])
		})
	})

	test('have one draft of a register at a time', async () => {
		const draft = await begin()
		await expect(begin()).resolves.toBe('study-visit-2')
		await declare(draft)
		const next = { from: 'next', register: 'study-visit' } as const
		await begin(next)
		await expect(begin(next)).rejects.toMatchObject({
			kind: 'conflict',
			code: 'registers.draft.there-already'
		})
	})

	test('are told when the register was declared otherwise since the draft was begun', async () => {
		await declare(await begin())
		const draft = await begin({ from: 'next', register: 'study-visit' })
		const { declaration } = await (await administrator()).ask(exportDeclaration, { register: 'study-visit' })
		await (
			await made.as('second-administrator')
		).run(declareRegister, {
			declaration: declaration.replace('version: 1', 'version: 2').replace('Who went where.', 'Who went.')
		})
		await expect(declare(draft)).rejects.toMatchObject({ kind: 'conflict', code: 'registers.declared-meanwhile' })
	})
})

describe('a draft begun from what is there', () => {
	test('as a copy is another register, with a key and numbers of its own', async () => {
		await declare(await begin())
		const draft = await begin({ ...visits, from: 'copy', register: 'study-visit', one: { en: 'Seminar' } })
		expect(draft).toBe('seminar')
		await declare(draft)
		const { declaration } = await (await administrator()).ask(readRegister, { register: 'seminar' })
		expect(declaration).toMatchObject({
			register: 'seminar',
			version: 1,
			names: { en: { one: 'Seminar' } },
			fields: [{ key: 'name' }]
		})
	})

	test('as the next version remembers the one it began from, and stays that register', async () => {
		await declare(await begin())
		const draft = await begin({ from: 'next', register: 'study-visit' })
		expect(await read(draft)).toMatchObject({ register: 'study-visit', from: 1 })
		await expect(
			edit(draft, 'head', {
				register: 'another',
				'names:en:one': 'Visit',
				'about:en': 'x',
				title: 'name',
				added: ['keepers'],
				changed: ['keepers'],
				code: 'STD'
			})
		).rejects.toMatchObject({
			kind: 'conflict',
			code: 'registers.draft.other-register'
		})
		await edit(draft, 'fields/+', { 'names:en': 'Remarks' }, 'long-text')
		await declare(draft)
		expect((await (await administrator()).ask(exportDeclaration, { register: 'study-visit' })).version).toBe(2)
	})

	test('calls a field of entries otherwise, and they keep what they hold in it, also where it is called otherwise twice', async () => {
		const first = await begin()
		await edit(first, 'fields/+', { 'names:en': 'Remarks' }, 'text')
		await declare(first)
		const keeper = await made.as('secretariat')
		await keeper.run(addEntry, { register: 'study-visit', values: { name: 'First', remarks: 'Kept' } })
		const draft = await begin({ from: 'next', register: 'study-visit' })
		await edit(draft, 'fields/remarks', { 'names:en': 'Notes', key: 'notes' })
		await edit(draft, 'fields/notes', { 'names:en': 'Lessons', key: 'lessons' })
		expect(await textOf(draft)).toContain('- { step: rename, field: remarks, to: lessons }')
		await declare(draft)
		const { items } = await keeper.ask(listEntries, { register: 'study-visit', limit: 1, columns: ['lessons'] })
		expect(items[0]?.values).toEqual({ lessons: 'Kept' })
		// What led to a version is not carried on to the next.
		const next = await begin({ from: 'next', register: 'study-visit' })
		expect(await textOf(next)).not.toContain('steps')
		await edit(next, 'fields/lessons', { 'names:en': 'Notes', key: 'notes' })
		await edit(next, 'fields/notes', { 'names:en': 'Lessons', key: 'lessons' })
		expect(await textOf(next)).not.toContain('steps')
	})

	test('from a file holds its text to the letter, and gives it back so', async () => {
		const text = `# Mine\nregister:   visit   # odd blanks\nversion: 1\nfields: [ {key: name}]\n`
		const draft = await begin({ from: 'text', declaration: text })
		expect(await textOf(draft)).toBe(text)
		const other = `${text}\n# more\n`
		const { version } = await read(draft)
		await (await administrator()).run(changeDraft, { draft, version, declaration: other })
		expect(await textOf(draft)).toBe(other)
	})
})

test('a file that declares no register begins no draft, and one that cannot be read yet does', async () => {
	for (const declaration of ['hello', 'Title,Form\nA visit,Online\n', 'fields: [{ key: name }]\n', 'a: ['])
		await expect(begin({ from: 'text', declaration })).rejects.toMatchObject({ code: 'registers.draft.no-declaration' })
	const draft = await begin({ from: 'text', declaration: 'register: visit\nfields: [\n' })
	expect(await textOf(draft)).toContain('fields: [')
})

describe('a draft from a spreadsheet', () => {
	const csv = [
		'Name,Form,Day,Cost (USD),Signed',
		...Array.from(
			{ length: 6 },
			(_, index) =>
				`Visit ${String(index)},${index % 2 ? 'Online' : 'In person'},${String(10 + index)}/03/2026,${String(100 * index)},${index % 2 ? 'yes' : 'no'}`
		)
	].join('\n')

	test('has a field for each column, of the type its cells have, and its rows come in right after', async () => {
		// The thirteenth and later can be read one way only; those before are told as days of two readings.
		const bytes = Buffer.from(csv.replaceAll(/(\d\d)\/03/g, (_all, day: string) => `${String(Number(day) + 5)}/03`))
		const acting = await administrator()
		const file = await sendFile(acting, { name: 'visits.csv', bytes })
		const sheet = await acting.ask(readSheetColumns, { file })
		expect(sheet).toMatchObject({
			rows: 6,
			columns: [
				{ header: 'Name', type: 'text', title: true },
				{ header: 'Form', type: 'one-of', codes: ['In person', 'Online'], filtered: true },
				{ header: 'Day', type: 'date', twoWays: 0 },
				{ header: 'Cost (USD)', type: 'money', currency: 'USD' },
				{ header: 'Signed', type: 'yes-no' }
			]
		})
		const { draft } = await acting.run(beginDraft, {
			...visits,
			from: 'sheet',
			file,
			columns: sheet.columns.map(({ header, type, filtered, currency, title }) => ({
				header,
				type: header === 'Signed' ? ('text' as const) : type,
				filtered,
				title,
				...(currency ? { currency } : {})
			}))
		})
		const { register, file: kept } = await declare(draft)
		expect(kept).toBe(file)
		const preview = await acting.ask(previewEntryImport, { register, file })
		expect(preview).toMatchObject({ faultsTotal: 0, counts: { added: 6, refused: 0 } })
		await acting.run(importEntries, { register, file, expected: preview.digest })
		const { items } = await acting.ask(listEntries, {
			register,
			limit: 10,
			columns: ['form', 'day', 'cost_usd', 'signed']
		})
		expect(items).toHaveLength(6)
		expect(items.map(({ values }) => values)).toContainEqual({
			form: 'online',
			day: '2026-03-16',
			cost_usd: { amount: '100', currency: 'USD' },
			signed: 'yes'
		})
	})

	test('of a file without headings is refused, and so is a column that is not there', async () => {
		const acting = await administrator()
		const empty = await sendFile(acting, { name: 'empty.csv', bytes: Buffer.from('\n') })
		await expect(acting.ask(readSheetColumns, { file: empty })).rejects.toMatchObject({ kind: 'invalid' })
		const file = await sendFile(acting, { name: 'visits.csv', bytes: Buffer.from(csv) })
		await expect(
			acting.run(beginDraft, { ...visits, from: 'sheet', file, columns: [{ header: 'Nothing', type: 'text' }] })
		).rejects.toMatchObject({ kind: 'invalid', issues: [{ code: 'registers.draft.no-such-column' }] })
	})
})

describe('a draft', () => {
	test('is changed by moving pieces and taking them out', async () => {
		const draft = await begin()
		await edit(draft, 'fields/+', { 'names:en': 'Remarks' }, 'long-text')
		const acting = await administrator()
		await acting.run(moveDraftPiece, { draft, version: (await read(draft)).version, piece: 'fields/remarks', by: 'up' })
		expect(await textOf(draft)).toMatch(/key: remarks[\s\S]*key: name\b/)
		await acting.run(takeOutOfDraft, { draft, version: (await read(draft)).version, piece: 'fields/remarks' })
		expect(await textOf(draft)).not.toContain('remarks')
	})

	test('is discarded with a reason, and can be taken up no more by its forms', async () => {
		const draft = await begin()
		const acting = await administrator()
		await acting.run(discardDraft, { draft, version: (await read(draft)).version, reason: 'Not needed' })
		expect(await read(draft)).toMatchObject({ isOpen: false, stateReason: 'Not needed' })
		await expect(edit(draft, 'fields/+', { 'names:en': 'X' }, 'text')).rejects.toMatchObject({
			code: 'registers.draft.over'
		})
		await expect(declare(draft)).rejects.toMatchObject({ code: 'registers.draft.over' })
	})

	test('is seen by administrators alone', async () => {
		const draft = await begin()
		for (const seat of ['secretariat', 'member', 'observer', 'public'] as const) {
			const acting = await made.as(seat)
			expect((await acting.ask(listDrafts, {})).items).toEqual([])
			await expect(acting.ask(readDraft, { draft })).rejects.toMatchObject({ kind: 'absent' })
			await expect(acting.run(beginDraft, visits)).rejects.toMatchObject({ kind: 'forbidden' })
		}
		expect((await (await made.as('second-administrator')).ask(listDrafts, {})).items).toMatchObject([
			{ reference: draft }
		])
	})
})
