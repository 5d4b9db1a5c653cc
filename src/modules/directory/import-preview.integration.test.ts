import { expect, test } from 'vitest'
import { registry } from '#areas'
import { getTemplate } from '#platform/exchange/export-operations.ts'
import { getImportState, importWorkspace, previewImport } from '#platform/exchange/import-operation.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { COUNTRY } from '#tests/fixtures/country.ts'
import { csvOf, everything, faultsOf, importRows, refusalOf, versionOf, type Rows } from '#tests/fixtures/directory.ts'
import { anEmptyWorkspace, exported } from '#tests/fixtures/exchange.ts'
import { aClock, workplaceOf } from '#tests/fixtures/workplace.ts'
import { workJob } from '#platform/jobs/work-jobs.server.ts'
import { aWorkspace, TODAY, type Acting } from '#tests/fixtures/workspace.ts'
import { strToU8, zipSync } from 'fflate'
import { changeActor } from './actor-commands.ts'
import { getActor } from './actor-queries.ts'
import { getTheme } from './theme-queries.ts'

async function sent(acting: Acting, bytes: Uint8Array, name: string): Promise<string> {
	async function* content() {
		yield await Promise.resolve(bytes)
	}
	const received = await receiveFile(content(), { filesFolder: acting.opening.filesFolder, name })
	return (await acting.run(uploadFile, { name, received })).id
}

const sheetsSent = (acting: Acting, sheets: Readonly<Record<string, Rows>>) =>
	sent(
		acting,
		zipSync(Object.fromEntries(Object.entries(sheets).map(([name, rows]) => [`${name}.csv`, strToU8(csvOf(rows))]))),
		'country.zip'
	)

const ACTORS: Record<string, Rows> = {
	actor: [
		['key', 'name', 'name_fr', 'kind', 'country', 'aliases'],
		['labour', 'Ministry of Work', 'Ministère du Travail', 'ministry', 'ZWE', 'Work;Jobs'],
		['union', 'Workers Union', '', 'trade-union', '', ''],
		['bank', 'Central Bank', '', 'central-bank', 'ZWE', '']
	]
}

test('a preview tells what would be added, changed cell by cell, left alone and not named; nothing is done', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const file = await sheetsSent(secretariat, ACTORS)
	const before = await everything(made)
	const preview = await secretariat.ask(previewImport, { file })
	expect(await everything(made)).toEqual(before)
	expect(preview).toMatchObject({
		name: 'country.zip',
		sheets: [{ sheet: 'actor', added: 1, changed: 1, unchanged: 1, unlisted: 5, refused: 0 }],
		added: [{ sheet: 'actor', row: 4, key: ['bank'] }],
		changed: [
			{
				sheet: 'actor',
				row: 2,
				key: ['labour'],
				cells: [
					{ header: 'name', before: 'Ministry of Labour', after: 'Ministry of Work' },
					{ header: 'name_fr', before: '', after: 'Ministère du Travail' },
					{ header: 'country', before: '', after: 'ZWE' },
					{ header: 'aliases', before: '', after: 'Work;Jobs' }
				]
			}
		],
		faults: [],
		totals: { added: 1, changed: 1, unchanged: 1, unlisted: 5, faults: 0 }
	})
	expect(preview.unlisted.map((one) => one.key[0])).toEqual([
		'health',
		'home-affairs',
		'police',
		'secretariat-office',
		'statistics'
	])
	await secretariat.run(importWorkspace, { file, expected: preview.digest })
	expect(await secretariat.ask(previewImport, { file })).toMatchObject({
		totals: { added: 0, changed: 0, unchanged: 3 }
	})
})

test('refused cells are named and counted beside what the rest of the file would do', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const broken = {
		actor: [
			...(ACTORS['actor'] ?? []),
			['Mint', '', '', 'minstry', '', ''],
			['coast', 'Coast Guard', '', 'agency', 'zw', '']
		],
		membership: [
			['structure', 'actor', 'kind'],
			['committee', 'coast', 'member'],
			['nowhere', 'bank', 'member']
		]
	}
	const file = await sheetsSent(secretariat, broken)
	const preview = await secretariat.ask(previewImport, { file })
	expect(preview.faults.map(({ sheet, row, column, code }) => [sheet, row, column, code])).toEqual([
		['actor', 5, 'key', 'exchange.not-a-key'],
		['actor', 5, 'name', 'exchange.empty'],
		['actor', 5, 'kind', 'exchange.not-listed-near'],
		['actor', 6, 'country', 'directory.not-a-country'],
		['membership', 3, 'structure', 'exchange.unknown-reference']
	])
	expect(preview.sheets).toMatchObject([
		{ sheet: 'actor', added: 1, changed: 1, refused: 2 },
		{ sheet: 'membership', added: 1, refused: 1 }
	])
	const refusal = await refusalOf(secretariat.run(importWorkspace, { file, expected: preview.digest }))
	expect(faultsOf(refusal)).toHaveLength(5)
})

test('of more faults than are listed all are counted', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const rows = Array.from({ length: 1_200 }, (_, at) => [`a-${String(at)}`, `Actor ${String(at)}`, 'none'])
	const file = await sheetsSent(secretariat, { actor: [['key', 'name', 'kind'], ...rows] })
	const preview = await secretariat.ask(previewImport, { file })
	expect(preview.faults).toHaveLength(1_000)
	expect(preview).toMatchObject({ totals: { faults: 1_200, refused: 1_200, added: 0 }, sheets: [{ refused: 1_200 }] })
})

test('what was changed meanwhile stops an import only where it would now do something else', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const file = await sheetsSent(secretariat, ACTORS)
	const { digest } = await secretariat.ask(previewImport, { file })
	const change = async (actor: string, input: object) =>
		secretariat.run(changeActor, { actor, version: await versionOf(made, 'actor', actor), ...input })
	// The file does not name it: the preview is as it was.
	await change('health', { acronym: 'MoH' })
	expect((await secretariat.ask(previewImport, { file })).digest).toBe(digest)
	await change('labour', { country: 'ZMB' })
	const refusal = await refusalOf(secretariat.run(importWorkspace, { file, expected: digest }))
	expect(refusal).toMatchObject({ kind: 'conflict', code: 'exchange.preview-changed' })
	expect((await secretariat.ask(getActor, { actor: 'labour' })).country).toBe('ZMB')
	const again = await secretariat.ask(previewImport, { file })
	expect(await secretariat.run(importWorkspace, { file, expected: again.digest })).toMatchObject({
		added: 1,
		changed: 1
	})
})

test('sent twice with one key, it is done once', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const file = await sheetsSent(secretariat, ACTORS)
	const { digest } = await secretariat.ask(previewImport, { file })
	const first = await secretariat.run(importWorkspace, { file, expected: digest }, { key: 'once' })
	const before = await everything(made)
	expect(await secretariat.run(importWorkspace, { file, expected: digest }, { key: 'once' })).toEqual(first)
	expect(await everything(made)).toEqual(before)
})

test('a long import becomes a job of the seat, which alone is told how it stands', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const rows = Array.from({ length: 501 }, (_, at) => [`a-${String(at)}`, `Actor ${String(at)}`, 'agency'])
	const file = await sheetsSent(secretariat, { actor: [['key', 'name', 'kind'], ...rows] })
	const { digest } = await secretariat.ask(previewImport, { file })
	const { job } = await secretariat.run(importWorkspace, { file, expected: digest, mayWait: true })
	expect((await secretariat.ask(previewImport, { file })).totals).toMatchObject({ added: 501 })
	expect(await secretariat.ask(getImportState, { job: job ?? '' })).toMatchObject({ state: 'waiting', error: null })
	const other = await made.as('administrator')
	expect((await refusalOf(other.ask(getImportState, { job: job ?? '' }))).kind).toBe('absent')
	await workJob(workplaceOf(made, aClock()), { workspace: made.workspace.id, job: job ?? '', entry: 'entry' })
	expect(await secretariat.ask(getImportState, { job: job ?? '' })).toMatchObject({ state: 'done' })
	expect((await secretariat.ask(previewImport, { file })).totals).toMatchObject({ added: 0, unchanged: 501 })
})

test('a long import that would by then do something else fails, and says why', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const rows = Array.from({ length: 501 }, (_, at) => [`a-${String(at)}`, `Actor ${String(at)}`, 'agency'])
	const file = await sheetsSent(secretariat, { actor: [['key', 'name', 'kind'], ...rows] })
	const { digest } = await secretariat.ask(previewImport, { file })
	const { job } = await secretariat.run(importWorkspace, { file, expected: digest, mayWait: true })
	await importRows(secretariat, {
		actor: [
			['key', 'name', 'kind'],
			['a-7', 'Another', 'ministry']
		]
	})
	await workJob(workplaceOf(made, aClock()), { workspace: made.workspace.id, job: job ?? '', entry: 'entry' })
	expect(await secretariat.ask(getImportState, { job: job ?? '' })).toMatchObject({
		state: 'failed',
		error: { code: 'exchange.preview-changed' }
	})
})

test('a file whose names are in another language than the workspace’s first is refused', async () => {
	const empty = await anEmptyWorkspace('fr')
	await importRows(empty, {
		actor: [
			['key', 'name', 'kind'],
			['travail', 'Travail', 'ministry']
		]
	})
	const english = await anEmptyWorkspace('en')
	for (const format of ['xlsx', 'csv', 'json'] as const) {
		const file = await sent(english, await exported(empty, format), `x.${format === 'csv' ? 'zip' : format}`)
		const { faults } = await english.ask(previewImport, { file })
		expect(faults).toMatchObject([{ code: 'exchange.other-language', params: { language: 'fr', own: 'en' } }])
	}
})

test('the template names every column, has one for each language of names, and comes in once filled', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { content, name } = await secretariat.ask(getTemplate, {})
	expect(name).toBe(`${made.workspace.key}-template.xlsx`)
	const { sheets, faults } = await readTables({ name, bytes: content })
	expect(faults.total).toBe(0)
	for (const importer of registry.areas.flatMap((area) => area.importer ?? []))
		for (const sheet of importer.sheets) {
			const columns = sheets.get(sheet.name)?.columns ?? []
			const named = Object.entries(sheet.columns).flatMap(([name, { form }]) => (form.kind === 'name' ? [name] : []))
			expect(columns.filter((column) => !column.endsWith('_fr'))).toEqual(Object.keys(sheet.columns))
			expect(columns.filter((column) => column.endsWith('_fr'))).toEqual(named.map((name) => `${name}_fr`))
			expect(sheets.get(sheet.name)?.rows).toEqual([])
			// A party of an agreement that is neither a country nor an actor has one name, as the agreement writes it.
			expect(named.includes('name')).toBe('name' in sheet.columns && sheet.name !== 'agreement_party')
		}
	const file = await sent(secretariat, content, name)
	expect((await secretariat.ask(previewImport, { file })).totals).toMatchObject({ added: 0, changed: 0, faults: 0 })
	const lists = sheets.get('lists')
	const at = lists?.columns.indexOf('keys_actor') ?? -1
	expect(lists?.rows.flatMap(({ cells }) => cells[at]?.text || [])).toContain('labour')
})

const statuses = (...rows: Rows): Record<string, Rows> => ({
	structure_status: [['structure', 'position', 'status', 'day', 'reason'], ...rows]
})

// What a form refuses, and what would make a history that nobody could have lived.
test.each([
	[
		'a status after a gap',
		statuses(['committee', '3', 'dissolved', TODAY, 'x']),
		'structure_status 2 position directory.import-position'
	],
	[
		'a withdrawal without a reason',
		{
			actor: [
				['key', 'name', 'kind', 'state'],
				['labour', 'Ministry of Labour', 'ministry', 'withdrawn']
			]
		},
		'actor 2 state_reason directory.import-withdraws'
	],
	[
		'a key that is an address',
		{
			actor: [
				['key', 'name', 'kind'],
				['new', 'New', 'ministry']
			]
		},
		'actor 2 key platform.key-reserved'
	],
	[
		'an actor that succeeds itself',
		{
			succession: [
				['actor', 'kind', 'successor', 'day', 'legal_basis'],
				['labour', 'merge', 'labour', TODAY, 'Act']
			]
		},
		'succession 2 successor directory.own-successor'
	],
	[
		'a successor of one that was abolished',
		{
			succession: [
				['actor', 'kind', 'successor', 'day', 'legal_basis'],
				['labour', 'abolish', 'health', TODAY, 'Act']
			]
		},
		'succession 2 successor directory.no-successor-here'
	],
	[
		'a former name that ends before it begins',
		{
			former_name: [
				['actor', 'name', 'from', 'to'],
				['labour', 'Work', '2020-01-01', '2019-01-01']
			]
		},
		'former_name 2 to directory.ends-before-it-starts'
	],
	[
		'a merge of a record that holds something',
		{
			merged: [
				['kind', 'key', 'name', 'into'],
				['actor', 'health', 'Health', 'labour']
			]
		},
		'merged 2 key exchange.import-merges'
	],
	[
		'a signpost to nothing',
		{
			merged: [
				['kind', 'key', 'name', 'into'],
				['actor', 'old', 'Old', 'nobody']
			]
		},
		'merged 2 into exchange.unknown-reference'
	],
	[
		'signposts in a circle',
		{
			merged: [
				['kind', 'key', 'name', 'into'],
				['actor', 'one', 'One', 'two'],
				['actor', 'two', 'Two', 'one']
			]
		},
		'merged 2 into exchange.cycle'
	],
	[
		'a link of a kind nobody knows',
		{
			link: [
				['record_kind', 'record', 'type', 'other_kind', 'other'],
				['person', 'labour', 'supports', 'actor', 'health']
			]
		},
		'link 2 record_kind exchange.not-listed'
	],
	[
		'a link to nothing',
		{
			link: [
				['record_kind', 'record', 'type', 'other_kind', 'other'],
				['actor', 'labour', 'supports', 'actor', 'nobody']
			]
		},
		'link 2 other exchange.unknown-reference'
	],
	[
		'a link to itself',
		{
			link: [
				['record_kind', 'record', 'type', 'other_kind', 'other'],
				['actor', 'labour', 'supports', 'actor', 'labour']
			]
		},
		'link 2 other platform.link-to-itself'
	],
	[
		'a link that its type does not make',
		{
			link: [
				['record_kind', 'record', 'type', 'other_kind', 'other'],
				['actor', 'labour', 'same-as', 'actor', 'health']
			]
		},
		'link 2 other platform.link-kinds'
	],
	[
		'an audience of members where there are none',
		{
			actor: [
				['key', 'name', 'kind', 'audience'],
				['labour', 'Ministry of Labour', 'ministry', 'members']
			]
		},
		'actor 2 audience exchange.not-listed'
	],
	[
		'a day before the calendar',
		{
			membership: [
				['structure', 'actor', 'kind', 'from'],
				['committee', 'health', 'member', '0000-01-01']
			]
		},
		'membership 2 from exchange.not-a-day'
	],
	[
		'a list longer than forms take',
		{
			actor: [
				['key', 'name', 'kind', 'aliases'],
				['labour', 'Ministry of Labour', 'ministry', Array.from({ length: 51 }, (_, at) => `n${String(at)}`).join(';')]
			]
		},
		'actor 2 aliases exchange.too-many-values'
	]
] as const)('%s is refused where it stands', async (_name, sheets, fault) => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const before = await everything(made)
	const given: Record<string, Rows> = sheets
	expect(faultsOf(await refusalOf(importRows(administrator, given)))).toContain(fault)
	expect(await everything(made)).toEqual(before)
})

test('a link that reads alike from both ends is the same link, whichever end the file begins with', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const link = (from: string, to: string): Record<string, Rows> => ({
		crosswalk: [
			['area', 'relation', 'other_area'],
			[from, 'related-to', to]
		]
	})
	await importRows(administrator, link('labour-migration', 'border-management'))
	const before = await everything(made)
	expect(await importRows(administrator, link('border-management', 'labour-migration'))).toMatchObject([
		{ unchanged: 1 }
	])
	expect(await everything(made)).toEqual(before)
})

test('areas are seen by whoever sees their framework, also where a file moves them or restricts it', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const reader = await made.as('public')
	await importRows(administrator, COUNTRY)
	expect((await reader.ask(getTheme, { area: 'labour-migration' })).reference).toBe('labour-migration')
	await importRows(administrator, {
		framework: [
			['key', 'name', 'kind', 'audience'],
			['themes', 'Themes', 'priority areas', 'secretariat']
		]
	})
	expect((await refusalOf(reader.ask(getTheme, { area: 'labour-migration' }))).kind).toBe('absent')
	await importRows(administrator, {
		area: [
			['key', 'framework', 'position', 'name'],
			['labour-migration', 'national', '9', 'Labour migration']
		]
	})
	expect((await reader.ask(getTheme, { area: 'labour-migration' })).reference).toBe('labour-migration')
	expect((await refusalOf(reader.ask(getTheme, { area: 'border-management' }))).kind).toBe('absent')
})
