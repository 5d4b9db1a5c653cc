import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import readExcelFile from 'read-excel-file/node'
import { beforeAll, expect, test } from 'vitest'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { completeEdition, makeEdition } from './edition-commands.ts'
import { printEdition } from './edition-files.ts'
import { addTemplate } from './template-commands.ts'
import { visitsRegister, visitsReport } from './visits-register.testing.ts'

const start = promisify(execFile)
const output = async (command: string, ...args: string[]) =>
	(await start(command, args, { maxBuffer: 20_000_000 })).stdout

const HOSTILE = '<script>alert(1)</script> & "quoted" =1+1'
let made: TestWorkspace
let folder: string
let edition: string
const at = (name: string) => join(folder, name)

async function printed(format: 'docx' | 'pdf' | 'xlsx', language = 'en') {
	const file = await (await made.as('member')).ask(printEdition, { edition, format, language })
	await writeFile(at(`${language}.${format}`), file.content)
	return file
}

beforeAll(async () => {
	made = await aWorkspace()
	folder = await mkdtemp(join(tmpdir(), 'pitso-edition-'))
	await (await made.as('administrator')).run(declareRegister, { declaration: visitsRegister() })
	const keeper = await made.as('secretariat')
	for (const [name, kind, day, cost] of [
		[HOSTILE, 'one', '2025-03-03', '10.5'],
		['Beta', 'two', '2025-04-04', '200'],
		['Gamma', 'two', '2025-04-05', '1']
	] as const)
		await keeper.run(addEntry, {
			register: 'visit',
			values: { name, kind, day, cost: { amount: cost, currency: 'USD' } }
		})
	const definition = visitsReport({
		names: { en: 'Visits of the year', fr: 'Visites de l’année' },
		blocks: [
			{ block: 'text', key: 'words', text: { en: 'In {period}.\nA second line.', fr: 'En {period}.' } },
			{
				block: 'figures',
				key: 'figures',
				figures: [{ headline: 'all' }, { key: 'spent', names: { en: 'Spent' }, sum: 'cost' }]
			},
			{ block: 'chart', key: 'bars', chart: 'kind' },
			{ block: 'chart', key: 'heat', by: 'kind', across: 'state', picture: 'heat-map' },
			{ block: 'chart', key: 'flows', by: 'kind', across: 'state', picture: 'flows' },
			{ block: 'cross', key: 'cross', rows: 'kind', columns: 'day', column_span: 'month', sum: 'cost' },
			{ block: 'list', key: 'list', columns: ['kind', 'day', 'cost'] }
		]
	})
	const { reference: template } = await keeper.run(addTemplate, { register: 'visit', definition })
	const { id, reference } = await keeper.run(makeEdition, { template, day: '2025-01-01' })
	await keeper.run(completeEdition, { edition: id, version: 1 })
	edition = reference
})

test('the PDF is tagged: headings without a gap, tables with header cells, each picture in words', async () => {
	const { name } = await printed('pdf')
	expect(name).toBe(`${edition}-1-en.pdf`)
	expect(await output('pdfinfo', '-meta', at('en.pdf'))).toMatch(/pdfuaid:part[>="]+1/)
	expect(await output('qpdf', '--check', at('en.pdf'))).toContain('No syntax or stream encoding errors found')
	const structure = await output('pdfinfo', '-struct-text', at('en.pdf'))
	const levels = [...structure.matchAll(/^ *H(\d)/gm)].map(([, level]) => Number(level))
	expect(levels[0]).toBe(1)
	for (const [place, level] of levels.entries()) expect(level - (levels[place - 1] ?? 0)).toBeLessThanOrEqual(1)
	expect(structure.match(/^ *Table/gm)?.length).toBeGreaterThanOrEqual(6)
	expect(structure.match(/^ *TH /gm)?.length).toBeGreaterThan(6)
	expect(structure.match(/^ *Figure/gm)).toHaveLength(3)
	await output('qpdf', '--qdf', '--object-streams=disable', at('en.pdf'), at('plain.pdf'))
	// Each is said once by its place in the structure and once by the picture itself.
	expect((await readFile(at('plain.pdf'), 'latin1')).match(/\/Alt \(/g)).toHaveLength(6)
	const text = (await output('pdftotext', '-raw', at('en.pdf'), '-')).replaceAll(/\s+/g, '')
	for (const said of ['VisitsoftheyEar', 'Asecondline.', '<script>alert(1)</script>', 'Howtociteit', edition])
		expect(text.toLowerCase()).toContain(said.toLowerCase())
})

test('LibreOffice opens the document, and finds in it what the edition says', { timeout: 300_000 }, async () => {
	await printed('docx', 'fr')
	await output('soffice', '--headless', '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder, at('fr.docx'))
	const text = await readFile(at('fr.txt'), 'utf8')
	for (const said of ['Visites de l’année', 'En 2025.', HOSTILE, 'Comment le citer', edition])
		expect(text).toContain(said)
})

test('in the workbook amounts are numbers with their currency beside them, and what people typed is no formula', async () => {
	const { content } = await printed('xlsx')
	const sheets = await readExcelFile(Buffer.from(content))
	const report = sheets.find(({ sheet }) => sheet === 'Report')?.data ?? []
	expect(report).toContainEqual(expect.arrayContaining(['All visits', 3]))
	expect(report).toContainEqual(expect.arrayContaining(['Spent', 211.5, 'USD']))
	const list = sheets.at(-1)?.data ?? []
	expect(list.map((row) => row[1])).toContain(HOSTILE)
	// Days are days, to be sorted by and reckoned with.
	expect(list.find((row) => row[1] === 'Beta')).toEqual(
		expect.arrayContaining([200, 'USD', new Date('2025-04-04T00:00:00Z')])
	)
})
