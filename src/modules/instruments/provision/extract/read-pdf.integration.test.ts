import { readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { draftLaw } from '../law-fixture.ts'
import { aFolder, textOf } from '../read-files-fixture.ts'

let files: Awaited<ReturnType<typeof aFolder>>
const registers = `Agencies keep a register of ${Array.from({ length: 60 }, (_, index) => `the contract of worker ${String(index)}`).join(', ')}.`

beforeAll(async () => {
	files = await aFolder()
	const items = ['This Act may be cited as the Invented Act, 2031.', registers, 'It commences at once.']
	await writeFile(
		files.at('first.fodt'),
		draftLaw({ head: 'Invented draft, for tests', front: ['A Bill to keep registers.'], parts: [{ items }] })
	)
	await files.convert('pdf', 'first.fodt')
})
afterAll(() => files.remove())

/** A PDF of one page with these drawing orders, and none of the tables that a file should have: readers must find its objects by themselves. */
const page = (orders: string) =>
	`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length ${String(orders.length)}>>stream\n${orders}\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n`
const line = (left: number, top: number, text: string) =>
	`BT /F 10 Tf ${String(left)} ${String(842 - top)} Td (${text}) Tj ET\n`

describe('a PDF', () => {
	test('with a password is refused as encrypted; one that only forbids printing is read', async () => {
		const encrypt = (password: string, name: string) =>
			files.run('qpdf', '--encrypt', password, 'owner', '256', '--', files.at('first.pdf'), files.at(name))
		await Promise.all([encrypt('secret', 'encrypted.pdf'), encrypt('', 'restricted.pdf')])
		expect(await files.extract('encrypted.pdf')).toEqual({ kind: 'refused', code: 'encrypted' })
		expect(await files.provisions('restricted.pdf')).toEqual(await files.provisions('first.pdf'))
	})

	test('of pictures alone has no text; its empty pages are counted where others have some', async () => {
		const picture = 'q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u0000 EI Q\n'
		await writeFile(files.at('scan.pdf'), page(picture), 'latin1')
		await files
			.run(
				'qpdf',
				files.at('first.pdf'),
				'--pages',
				files.at('first.pdf'),
				files.at('scan.pdf'),
				'--',
				files.at('part-scan.pdf')
			)
			.catch(() => undefined)
		expect(await files.extract('scan.pdf')).toEqual({ kind: 'refused', code: 'no-text' })
		expect(await files.extract('part-scan.pdf')).toMatchObject({ kind: 'text', pagesWithoutText: 1 })
	})

	test('cut off, garbled or nested without end gives what can be read or is damaged, and never more', async () => {
		const whole = await readFile(files.at('first.pdf'))
		await writeFile(files.at('cut.pdf'), whole.subarray(0, 600))
		await writeFile(files.at('deep.pdf'), page(`${'['.repeat(500_000)} TJ`), 'latin1')
		await writeFile(
			files.at('circle.pdf'),
			page('/X Do').replace('/Contents 4 0 R', '/Contents[4 0 R 4 0 R]').replace('/Kids[3 0 R]', '/Kids[2 0 R]'),
			'latin1'
		)
		await writeFile(files.at('name.pdf'), '%PDF-1.7\nnothing else')
		for (const name of ['cut.pdf', 'deep.pdf', 'circle.pdf', 'name.pdf'])
			expect(await files.extract(name), name).toMatchObject({
				kind: 'refused',
				code: expect.stringMatching(/^(?:damaged|no-text)$/u)
			})
	})

	test('of 2,000 pages is read whole; of more pages than are allowed, it is refused with the rule', async () => {
		const pages = Array.from({ length: 40 }, () => files.at('first.pdf'))
		await files.run('qpdf', '--empty', '--pages', ...pages, '--', files.at('some.pdf'))
		const { stdout } = await files.run('qpdf', '--show-npages', files.at('some.pdf'))
		const times = Math.ceil(2_000 / Number(stdout))
		await files.run(
			'qpdf',
			'--empty',
			'--pages',
			...Array.from({ length: times }, () => files.at('some.pdf')),
			'--',
			files.at('long.pdf')
		)
		const extraction = await files.extract('long.pdf', { milliseconds: 280_000 })
		expect(extraction).toMatchObject({ kind: 'text', pages: times * Number(stdout), pagesWithoutText: 0 })
		expect(textOf(extraction)).toContain(`2. ${registers}`)
		expect(await files.extract('long.pdf', { pages: 1_999 })).toEqual({
			kind: 'refused',
			code: 'too-large',
			limit: 'pages',
			most: 1_999
		})
		expect(await files.extract('long.pdf', { characters: 5_000 })).toMatchObject({
			code: 'too-large',
			limit: 'characters'
		})
		expect(await files.extract('long.pdf', { milliseconds: 400 })).toEqual({
			kind: 'refused',
			code: 'too-long',
			limit: 'milliseconds',
			most: 400
		})
	})

	test('in two columns is read down the one, then down the other', async () => {
		const column = (left: number, words: readonly string[]) =>
			words.map((text, index) => line(left, 100 + index * 12, text)).join('')
		const left = [
			'1. The Minister may by notice in the',
			'Gazette appoint an inspector of all',
			'agencies, and of those who adver-',
			'tise, and'
		]
		const right = ['of any employer who houses workers.', '2. The inspector may enter premises.']
		await writeFile(files.at('columns.pdf'), page(column(50, left) + column(310, right)), 'latin1')
		expect(textOf(await files.extract('columns.pdf'))).toEqual([
			'1. The Minister may by notice in the Gazette appoint an inspector of all agencies, and of those who advertise, and of any employer who houses workers.',
			'2. The inspector may enter premises.'
		])
	})
})
