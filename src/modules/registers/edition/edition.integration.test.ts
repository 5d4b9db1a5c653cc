import { beforeAll, expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { completeEdition, correctEdition, makeEdition, recountEdition, writeEdition } from './edition-commands.ts'
import { compareEditions, getEdition, listEditions } from './edition-queries.ts'
import { previewEdition } from './preview-edition.ts'
import { addTemplate, changeTemplate } from './template-commands.ts'
import { getTemplate } from './template-queries.ts'
import { visitsRegister, visitsReport } from './visits-register.testing.ts'

const register = 'visit'
let made: TestWorkspace
let visits: string[] = []

const persons = (women: number, men: number) => [
	...Array.from({ length: women }, (_, at) => ({ person: `W ${String(at)}`, sex: 'female' })),
	...Array.from({ length: men }, (_, at) => ({ person: `M ${String(at)}`, sex: 'male' }))
]

/** Visits of two years: of the later one, one stands inside and two are public. */
async function aRegister() {
	const workspace = await aWorkspace()
	await (await workspace.as('administrator')).run(declareRegister, { declaration: visitsRegister() })
	const keeper = await workspace.as('secretariat')
	const numbers: string[] = []
	for (const { shown, tables, ...values } of [
		{ name: 'Alpha', kind: 'one', day: '2025-02-03', note: 'one', shown: true, tables: persons(6, 7) },
		{ name: 'Beta', kind: 'two', day: '2025-12-31', note: 'two', shown: true, tables: persons(8, 9) },
		{ name: 'Gamma', kind: 'one', day: '2025-06-01', contact: 'Somebody', shown: false, tables: persons(1, 1) },
		{ name: 'Delta', kind: 'one', day: '2024-06-01', shown: true, tables: persons(2, 20) },
		{ name: 'Epsilon', kind: 'three', day: '2026-01-01', shown: true, tables: [] }
	]) {
		const { reference } = await keeper.run(addEntry, { register, values, tables: { persons: tables } })
		if (shown) await keeper.run(moveEntry, { entry: reference, version: 1, move: 'show' })
		numbers.push(reference)
	}
	return { workspace, numbers }
}

beforeAll(async () => {
	const { workspace, numbers } = await aRegister()
	made = workspace
	visits = numbers
})

let keys = 0
async function anEdition(more: Parameters<typeof visitsReport>[0] = {}, day = '2025-05-05') {
	const keeper = await made.as('secretariat')
	keys++
	const definition = visitsReport({ key: `report-${String(keys)}`, ...more })
	const { reference: template } = await keeper.run(addTemplate, { register, definition })
	const { reference: edition } = await keeper.run(makeEdition, { template, day })
	return { template, edition, keeper }
}

const figuresOf = (page: {
	content: { figures: { key: string; now: { records: number; sums: unknown[]; isFew: boolean } }[] }
}) => Object.fromEntries(page.content.figures.map(({ key, now }) => [key, now]))

test('an edition tells its period in figures, sentences, a chart, a cross table and a list, in each language', async () => {
	const { edition, keeper } = await anEdition()
	const page = await keeper.ask(getEdition, { edition })
	expect(page).toMatchObject({ progress: 'draft', first: '2025-01-01', last: '2025-12-31', issue: 1 })
	expect(page.content.entries).toBe(3)
	expect(figuresOf(page)).toMatchObject({
		all: { records: 3 },
		ones: { records: 2 },
		people: { sums: [{ amount: '32', currency: null }] },
		women: { sums: [{ amount: '15', currency: null }] }
	})
	const said = page.content.said['en']
	expect(said?.title).toBe('Visits of the year: 2025')
	const [summary, , chart, cross, list] = said?.blocks ?? []
	expect(summary).toMatchObject({ text: 'In 2025, 3 visits; 1 the year before (+2).', complete: 'may', isDone: true })
	expect(chart).toMatchObject({ block: 'chart', heading: 'By kind' })
	expect(cross).toMatchObject({ block: 'cross' })
	const names = list?.block === 'list' ? list.table.rows.map((row) => row[1]?.text) : []
	expect(names).toEqual(['Beta', 'Gamma', 'Alpha'])
})

test('what changes in the register afterwards changes nothing of an edition that was made', async () => {
	const { edition, keeper } = await anEdition({}, '2023-05-05')
	const before = await keeper.ask(getEdition, { edition })
	await keeper.run(completeEdition, { edition, version: before.version })
	await keeper.run(addEntry, { register, values: { name: 'Late', kind: 'three', day: '2023-03-03' } })
	const after = await keeper.ask(getEdition, { edition })
	expect(after.content).toEqual(before.content)
	expect(after.progress).toBe('complete')
	// A further issue counts it, says so, and leaves the first to be read.
	await keeper.run(correctEdition, { edition, version: after.version, reason: 'One visit had not been entered.' })
	const corrected = await keeper.ask(getEdition, { edition })
	expect(figuresOf(corrected)['all']?.records).toBe(1)
	expect(corrected.changed.map(({ key }) => key)).toEqual(['all'])
	expect(corrected.shown).toMatchObject({ number: 2, reason: 'One visit had not been entered.' })
	expect((await keeper.ask(getEdition, { edition, issue: 1 })).content).toEqual(before.content)
})

test('an edition tells each circle what every one of its readers may see, whoever made it', async () => {
	const all = ['public', 'workspace', 'secretariat'] as const
	const counted: Record<string, number | undefined> = {}
	const blocks = [{ block: 'figures' as const, key: 'figures', figures: [{ headline: 'all' }] }]
	for (const audience of all) {
		const { edition, keeper } = await anEdition({ audience, blocks, compare: [] })
		const page = await keeper.ask(getEdition, { edition })
		counted[audience] = figuresOf(page)['all']?.records
		// Until it is completed, only those who keep the register read it.
		expect(await refusalOf((await made.as('member')).ask(getEdition, { edition }))).toMatchObject({ kind: 'absent' })
		await keeper.run(completeEdition, { edition, version: page.version })
		const readers = { public: 'public', workspace: 'member', secretariat: 'administrator' } as const
		const others = { public: null, workspace: 'public', secretariat: 'member' } as const
		expect((await (await made.as(readers[audience])).ask(getEdition, { edition })).content).toEqual(page.content)
		const other = others[audience]
		if (other !== null)
			expect(await refusalOf((await made.as(other)).ask(getEdition, { edition }))).toMatchObject({ kind: 'absent' })
	}
	expect(counted).toEqual({ public: 2, workspace: 3, secretariat: 3 })
})

test('a report names nothing that one of its readers may not see, nothing personal and nothing that is not there', async () => {
	const keeper = await made.as('administrator')
	const faults = async (more: Record<string, unknown>) => {
		const definition = visitsReport({ key: 'refused', ...more })
		const refusal = await refusalOf(keeper.run(addTemplate, { register, definition }))
		return refusal.issues.map(({ code }: { code: string }) => code.replace('registers.fault.', ''))
	}
	const list = (column: string) => ({ blocks: [{ block: 'list', key: 'list', columns: [column] }] })
	expect(await faults(list('nothing'))).toEqual(['unknown-field'])
	expect(await faults(list('contact'))).toEqual(['report-personal'])
	expect(await faults(list('note'))).toEqual(['report-hidden'])
	expect(await faults({ ...list('cost'), audience: 'public' })).toEqual(['report-hidden'])
	// Of the two roles that read it, one alone sees this.
	expect(await faults({ ...list('secret'), audience: 'secretariat' })).toEqual(['report-hidden'])
	expect(await faults({ blocks: [{ block: 'chart', key: 'c', by: 'people' }] })).toContain('report-personal')
	expect(await faults({ blocks: [{ block: 'text', key: 't', text: { en: 'See {figure.other}.' } }] })).toEqual([
		'report-unknown-name'
	])
	expect(await faults({ period: 'free', made: 'draft' })).toEqual(['report-free-by-clock'])
	expect(await faults({ attached: true })).toEqual(['report-attached'])
})

test('few persons are counted by no number, nor told by what is left of a sum', async () => {
	const { edition, keeper } = await anEdition({}, '2024-05-05')
	const page = await keeper.ask(getEdition, { edition })
	// Of 22 people two are women: both numbers would tell of the two.
	expect(figuresOf(page)).toMatchObject({
		people: { sums: [], isFew: true },
		women: { sums: [], isFew: true }
	})
	const said = JSON.stringify(page.content.said['en'])
	expect(said).toContain('"text":"Women","amount":null,"currency":null},{"text":"withheld"')
	expect(said).toContain('"text":"People","amount":null,"currency":null},{"text":"withheld"')
	expect(JSON.stringify(page.content)).not.toMatch(/"2"/)
})

test('sentences that must be written keep a draft from standing until they are, and stay through a recount', async () => {
	const text = { en: 'What was learned:' }
	const { edition, keeper, template } = await anEdition({
		blocks: [
			{ block: 'text', key: 'lessons', text, complete: 'must' },
			{ block: 'text', key: 'fixed', text, complete: 'no' }
		],
		languages: ['en']
	})
	const { version, incomplete } = await keeper.ask(getEdition, { edition })
	expect(incomplete).toMatchObject({ block: 'lessons', language: 'en' })
	expect(await refusalOf(keeper.run(completeEdition, { edition, version }))).toMatchObject({
		code: 'registers.edition-incomplete'
	})
	const write = (block: string, of = version) =>
		keeper.run(writeEdition, { edition, version: of, texts: [{ block, language: 'en', text: 'Much.' }] })
	expect(await refusalOf(write('fixed'))).toMatchObject({ kind: 'invalid' })
	// What the layout asks for is not what is told: sent back as it stands, it is not written.
	const texts = [{ block: 'lessons', language: 'en', text: text.en }]
	await keeper.run(writeEdition, { edition, version, texts })
	const asked = await keeper.ask(getEdition, { edition })
	expect(await refusalOf(keeper.run(completeEdition, { edition, version: asked.version, texts }))).toMatchObject({
		code: 'registers.edition-incomplete'
	})
	await write('lessons', asked.version)
	const written = await keeper.ask(getEdition, { edition })
	await keeper.run(recountEdition, { edition, version: written.version })
	const recounted = await keeper.ask(getEdition, { edition })
	expect(recounted.content.said['en']?.blocks[0]).toMatchObject({ text: 'Much.', isDone: true })
	await keeper.run(completeEdition, { edition, version: recounted.version })
	// The layout may change; what was made of it does not.
	const { definition, version: of } = await keeper.ask(getTemplate, { template })
	await keeper.run(changeTemplate, { template, version: of, definition: { ...definition, names: { en: 'Otherwise' } } })
	expect((await keeper.ask(getEdition, { edition })).content.said['en']?.title).toBe('Visits of the year: 2025')
})

test('a sentence that is sent back as the layout says it follows the figures of a further count and of a correction', async () => {
	const { edition, keeper } = await anEdition({ languages: ['en'] }, '2022-05-05')
	const summaryIn = async () => {
		const { version, content } = await keeper.ask(getEdition, { edition })
		const [block] = content.said['en']?.blocks ?? []
		return { version, text: block?.block === 'text' ? block.text : '' }
	}
	const add = () => keeper.run(addEntry, { register, values: { name: 'Late', kind: 'one', day: '2022-03-03' } })
	const sent = (text: string) => [{ block: 'summary', language: 'en', text }]
	const first = await summaryIn()
	expect(first.text).toBe('In 2022, 0 visits; 0 the year before (0).')
	await keeper.run(writeEdition, { edition, version: first.version, texts: sent(first.text) })
	await add()
	const kept = await summaryIn()
	await keeper.run(recountEdition, { edition, version: kept.version, texts: sent(kept.text) })
	const second = await summaryIn()
	expect(second.text).toBe('In 2022, 1 visits; 0 the year before (+1).')
	await keeper.run(completeEdition, { edition, version: second.version, texts: sent(second.text) })
	await add()
	const standing = await summaryIn()
	const reason = 'One had not been entered.'
	await keeper.run(correctEdition, { edition, version: standing.version, reason, texts: sent(standing.text) })
	const third = await summaryIn()
	expect(third.text).toBe('In 2022, 2 visits; 0 the year before (+2).')
	await keeper.run(correctEdition, { edition, version: third.version, reason, texts: sent('Two came.') })
	const own = await summaryIn()
	await keeper.run(correctEdition, { edition, version: own.version, reason, texts: sent(own.text) })
	expect((await summaryIn()).text).toBe('Two came.')
})

test('what is typed into a draft is kept when it is completed or counted anew', async () => {
	const text = { en: 'What was learned:' }
	const blocks = [{ block: 'text' as const, key: 'lessons', text, complete: 'must' as const }]
	const { edition, keeper } = await anEdition({ blocks, languages: ['en'] })
	const texts = [{ block: 'lessons', language: 'en', text: 'Much.' }]
	const saidIn = async () => (await keeper.ask(getEdition, { edition })).content.said['en']?.blocks[0]
	const { version } = await keeper.ask(getEdition, { edition })
	await keeper.run(recountEdition, { edition, version, texts })
	expect(await saidIn()).toMatchObject({ text: 'Much.', isDone: true })
	const counted = await keeper.ask(getEdition, { edition })
	const more = [{ block: 'lessons', language: 'en', text: 'Much, and more.' }]
	await keeper.run(completeEdition, { edition, version: counted.version, texts: more })
	expect(await saidIn()).toMatchObject({ text: 'Much, and more.' })
})

test('a period has one edition that stands; one that was withdrawn makes room for another', async () => {
	const { template, edition, keeper } = await anEdition()
	const again = () => keeper.run(makeEdition, { template, day: '2025-01-01' })
	expect(await refusalOf(again())).toMatchObject({ code: 'registers.edition-there' })
	const { version } = await keeper.ask(getEdition, { edition })
	const withdrawing = { record: edition, kind: 'report-edition', version, reason: 'Counted too early.' }
	await keeper.run(withdrawRecord, withdrawing)
	expect(await keeper.ask(getEdition, { edition })).toMatchObject({
		state: 'withdrawn',
		stateReason: 'Counted too early.'
	})
	const { reference } = await again()
	expect(reference).not.toBe(edition)
	expect(await refusalOf(keeper.run(makeEdition, { template, day: '2026-01-01' }))).toMatchObject({ kind: 'invalid' })
})

test('two editions of one report stand beside each other figure by figure; two of different ones do not', async () => {
	const { template, edition, keeper } = await anEdition()
	const { reference: earlier } = await keeper.run(makeEdition, { template, day: '2024-01-01' })
	const compared = await keeper.ask(compareEditions, { edition, with: earlier })
	expect(compared.figures.find(({ key }) => key === 'all')).toMatchObject({
		before: { now: { records: 1 } },
		after: { now: { records: 3 } }
	})
	// Of 2025 there are two of the first kind and one of the second; of 2024 one of the first, all of them shown.
	const byKind = compared.tables.find(({ key }) => key === 'by-kind')
	expect(byKind).toMatchObject({ heading: 'By kind' })
	expect(byKind?.rows).toEqual(
		expect.arrayContaining([
			{ label: 'One', before: '1', after: '2' },
			{ label: 'Two', before: null, after: '1' }
		])
	)
	expect(compared.tables.map(({ key }) => key)).toEqual(['by-kind', 'cross'])
	const { edition: other } = await anEdition()
	expect(await refusalOf(keeper.ask(compareEditions, { edition, with: other }))).toMatchObject({ kind: 'conflict' })
	const { items } = await keeper.ask(listEditions, { filter: { template } })
	expect(items.map(({ reference }) => reference)).toEqual([edition, earlier])
})

test('a layout is looked at as its edition would say it, of what its readers see, and nothing is kept of that', async () => {
	const keeper = await made.as('secretariat')
	const definition = visitsReport({ key: 'looked-at', audience: 'public' })
	const { reference: template } = await keeper.run(addTemplate, { register, definition })
	const look = (day: string) => keeper.ask(previewEdition, { template, day })
	const { content, ...days } = await look('2025-05-05')
	expect(days).toEqual({ first: '2025-01-01', last: '2025-12-31' })
	// What stands inside is told to the secretariat and not to the public: neither in its list nor in what is counted.
	expect(JSON.stringify(content)).toContain('Alpha')
	expect(JSON.stringify(content)).not.toContain('Gamma')
	expect((await keeper.ask(listEditions, { filter: { template } })).items).toEqual([])
	const { reference: edition } = await keeper.run(makeEdition, { template, day: '2025-05-05' })
	expect((await keeper.ask(getEdition, { edition })).content).toEqual(content)
	expect(await refusalOf(look('2090-01-01'))).toMatchObject({
		kind: 'invalid',
		issues: [{ path: ['day'], code: 'registers.edition-not-over' }]
	})
	for (const key of ['member', 'observer'] as const)
		expect(await refusalOf((await made.as(key)).ask(previewEdition, { template, day: '2025-05-05' }))).toMatchObject({
			kind: 'forbidden'
		})
})

test('observers and members keep no register, and make no editions of it', async () => {
	const definition = visitsReport({ key: 'not-theirs' })
	for (const key of ['member', 'observer'] as const) {
		const seat = await made.as(key)
		expect(await refusalOf(seat.run(addTemplate, { register, definition }))).toMatchObject({ kind: 'forbidden' })
	}
	expect(visits).toHaveLength(5)
	const keeper = await made.as('secretariat')
	expect(await refusalOf(keeper.run(changeEntry, { entry: visits[0] ?? '', version: 1, values: {} }))).toBeDefined()
})

test('a report without a day tells of all entries as they stand, beside what its edition of the period before told', async () => {
	const workspace = await aWorkspace()
	await (await workspace.as('administrator')).run(declareRegister, { declaration: visitsRegister() })
	const keeper = await workspace.as('secretariat')
	const add = (name: string) => keeper.run(addEntry, { register, values: { name, kind: 'one' } })
	await add('First')
	const definition = { ...visitsReport({ blocks: visitsReport().blocks.slice(0, 2) }), day: undefined }
	const { reference: template } = await keeper.run(addTemplate, { register, definition })
	const of = async (day: string) => {
		const { id } = await keeper.run(makeEdition, { template, day })
		return keeper.ask(getEdition, { edition: id })
	}
	const earlier = await of('2024-01-01')
	// Nothing was told before it: there is nothing to be told beside.
	expect(earlier.content.figures[0]).toMatchObject({ now: { records: 1 }, before: null })
	await add('Second')
	// What is still a draft was told to nobody.
	const recounted = await keeper.run(makeEdition, { template, day: '2025-01-01' })
	const early = await keeper.ask(getEdition, { edition: recounted.id })
	expect(early.content.figures[0]).toMatchObject({ now: { records: 2 }, before: null })
	await keeper.run(completeEdition, { edition: earlier.id, version: earlier.version })
	await keeper.run(recountEdition, { edition: early.id, version: early.version })
	const later = await keeper.ask(getEdition, { edition: early.id })
	expect(later.content.figures[0]).toMatchObject({ now: { records: 2 }, before: { records: 1 } })
	expect(later.content.said['en']?.blocks[0]).toMatchObject({ text: 'In 2025, 2 visits; 1 the year before (+1).' })
})
