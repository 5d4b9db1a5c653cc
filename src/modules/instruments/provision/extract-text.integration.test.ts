import { mkdir, open, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runApart } from './apart.server.ts'
import { FRENCH, POLICY, PORTUGUESE, STATUTE, TREATY } from './invented-laws-fixture.ts'
import { draftLaw, type DraftSection } from './law-fixture.ts'
import { matchVersions } from './match-versions.ts'
import { aFolder, aListener, textOf } from './read-files-fixture.ts'

let files: Awaited<ReturnType<typeof aFolder>>

// All laws and policies here are invented for tests.
const among = (count: number, thing: string) =>
	Array.from(
		{ length: count },
		(_, index) =>
			`the ${thing} of group ${String(index)} of the establishment in which workers were accommodated before the inter-governmental examination`
	).join(', ')
const FRONT = ['RURITANIA', 'A Bill to regulate recruitment, and for connected matters.']
const citation = 'This Act may be cited as the Recruitment Act, 2031.'
const meanings = {
	text: 'In this Act—',
	items: ['“agency” means a person who recruits;', '“worker” means a person who works abroad.']
}
const licence = 'No person shall recruit without a licence.'
const refusals = {
	text: 'The Board may refuse a licence where—',
	items: [
		`${among(4, 'premises')};`,
		{ text: 'the applicant—', items: [`${among(2, 'fee')}; or`, `${among(2, 'record')};`] },
		'the fee was not paid.'
	]
}
const registers = `Agencies keep a register of ${among(12, 'contract')}.`
const offence = 'A person who recruits without a licence commits an offence.'
const FIRST: DraftSection[] = [
	{ part: 'PART I PRELIMINARY', items: [citation, meanings] },
	{ part: 'PART II LICENCES', items: [licence, refusals, registers] },
	{ part: 'PART III OFFENCES', items: [offence] }
]
const complaints = 'A worker may complain to the labour inspector free of charge.'
const SECOND: DraftSection[] = [
	{ part: 'PART I PRELIMINARY', items: [citation, meanings] },
	{
		part: 'PART II LICENCES',
		items: [complaints, licence.replace('recruit', 'recruit or advertise'), refusals, registers]
	},
	{ part: 'PART III OFFENCES', items: [offence] }
]
const WRITTEN = [
	['statute', STATUTE],
	['treaty', TREATY],
	['french', FRENCH],
	['portuguese', PORTUGUESE],
	['policy', POLICY]
] as const
const law = (parts: readonly DraftSection[]) => draftLaw({ head: 'Invented draft, for tests', front: FRONT, parts })

beforeAll(async () => {
	files = await aFolder()
	await Promise.all([writeFile(files.at('first.fodt'), law(FIRST)), writeFile(files.at('second.fodt'), law(SECOND))])
	for (const [name, text] of WRITTEN)
		await writeFile(
			files.at(`${name}.fodt`),
			draftLaw({ head: name, front: text.split('\n'), parts: [], spacing: '0.15cm' })
		)
	const names = ['first', 'second', ...WRITTEN.map(([name]) => name)].map((name) => `${name}.fodt`)
	await files.convert('docx', ...names)
	await files.convert('pdf', ...names)
})
afterAll(() => files.remove())

describe('a draft law that was written in a word processor', () => {
	test('has the same provisions as DOCX and as PDF, under the numbers that its readers see', async () => {
		const [fromDocx, fromPdf] = await Promise.all([files.provisions('first.docx'), files.provisions('first.pdf')])
		expect(fromPdf).toEqual(fromDocx)
		expect(fromDocx.map(({ number }) => number)).toEqual(['', '1', '2', '3', '4', '4(a)', '4(b)', '4(c)', '5', '6'])
		expect(fromDocx.find(({ number }) => number === '4(b)')).toMatchObject({
			heading: 'LICENCES',
			text: `the applicant—\n(i) ${among(2, 'fee')}; or\n(ii) ${among(2, 'record')};`,
			path: [
				{ number: 'Part II', heading: 'LICENCES' },
				{ number: '4', heading: '' }
			]
		})
	})

	test('loses its running heads, page numbers and hyphens at line ends as PDF, and keeps the hyphens of its words', async () => {
		const extraction = await files.extract('first.pdf')
		expect(extraction).toMatchObject({ kind: 'text', format: 'pdf', pagesWithoutText: 0 })
		if (extraction.kind !== 'text') return
		expect(extraction.pages).toBeGreaterThan(1)
		const texts = extraction.paragraphs.map(({ text }) => text)
		expect(texts.join(' ')).not.toContain('Invented draft')
		expect(texts).toContain(`5. ${registers}`)
	})

	test.each(WRITTEN)(
		'numbered by hand (%s) has the same provisions as DOCX, as PDF and as plain text',
		async (name, text) => {
			await writeFile(files.at(`${name}.txt`), text)
			const asText = await files.provisions(`${name}.txt`)
			expect(asText.length).toBeGreaterThan(3)
			expect(await files.provisions(`${name}.docx`)).toEqual(asText)
			expect(await files.provisions(`${name}.pdf`)).toEqual(asText)
		}
	)

	test('keeps its provisions from one version to the next, whatever kind of file each is', async () => {
		const [earlier, newer] = await Promise.all([files.provisions('first.docx'), files.provisions('second.pdf')])
		const { matches, added, removed } = matchVersions(
			earlier.map((one) => ({ ...one, id: one.number })),
			newer
		)
		expect(matches.map(({ id, index, kind, isReworded }) => [id, newer[index]?.number, kind, isReworded])).toEqual([
			['', '', 'unchanged', false],
			['1', '1', 'unchanged', false],
			['2', '2', 'unchanged', false],
			['3', '4', 'renumbered', true],
			['4', '5', 'renumbered', false],
			['4(a)', '5(a)', 'renumbered', false],
			['4(b)', '5(b)', 'renumbered', false],
			['4(c)', '5(c)', 'renumbered', false],
			['5', '6', 'renumbered', false],
			['6', '7', 'renumbered', false]
		])
		expect(added.map(({ index }) => newer[index]?.text)).toEqual([complaints])
		expect(removed).toEqual([])
	})
})

describe('plain text', () => {
	const said = '1. Délivrer une licence à l’agence coûte 5 €.'

	test.each([
		['UTF-8', Buffer.from(said)],
		['UTF-8 with its mark', Buffer.from(`\uFEFF${said}`)],
		['UTF-16', Buffer.from(`\uFEFF${said}`, 'utf16le')],
		['UTF-16, the other way round', Buffer.from(`\uFEFF${said}`, 'utf16le').swap16()],
		['Windows-1252', Buffer.from(said.replace('’', '\u0092').replace('€', '\u0080'), 'latin1')]
	])('is read in %s', async (_name, bytes) => {
		await writeFile(files.at('plain.txt'), bytes)
		expect(textOf(await files.extract('plain.txt'))).toEqual([said])
	})

	test('set in lines of one width is joined to paragraphs', async () => {
		const text = [
			'1. The Minister may by notice in the Gazette appoint an inspector',
			'of all agencies, and may prescribe the training that each of these',
			'inspectors must have had before being appointed to that office.',
			'2. The inspector may enter at any time premises on which a worker',
			'is accommodated, and may ask for any record that this Act demands',
			'of an agency or an employer.'
		]
		await writeFile(files.at('wrapped.txt'), text.join('\n'))
		expect(textOf(await files.extract('wrapped.txt'))).toEqual([text.slice(0, 3).join(' '), text.slice(3).join(' ')])
	})

	test('that is none is refused: a picture, an empty file, another format', async () => {
		await writeFile(files.at('picture.txt'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
		await writeFile(files.at('nothing.txt'), '')
		await writeFile(files.at('rich.txt'), '{\\rtf1 text}')
		await writeFile(files.at('text.docx'), 'Only words')
		expect(await files.extract('picture.txt')).toEqual({ kind: 'refused', code: 'not-a-text' })
		expect(await files.extract('nothing.txt')).toEqual({ kind: 'refused', code: 'no-text' })
		expect(await files.extract('rich.txt')).toEqual({ kind: 'refused', code: 'not-a-text' })
		expect(await files.extract('text.docx')).toEqual({ kind: 'refused', code: 'damaged' })
	})
})

test('a file that is larger than is allowed is not even opened', async () => {
	expect(await files.extract('first.pdf', { fileBytes: 1_000 })).toEqual({
		kind: 'refused',
		code: 'too-large',
		limit: 'fileBytes',
		most: 1_000
	})
})

test('a file that is not there is a defect, not an answer', async () => {
	await expect(files.extract('nowhere.pdf')).rejects.toThrow('ENOENT')
})

test('the reading process can do nothing but read what it is given', async () => {
	await mkdir(files.at('data'))
	await writeFile(files.at('data/secret'), 'a secret')
	await writeFile(files.at('given.txt'), 'what it is given')
	const input = await open(files.at('given.txt'))
	const listener = await aListener()
	const { answer, complaint } = await runApart('#modules/instruments/provision/extract/probe-fixture.ts', {
		input: input.fd,
		argument: `${files.at('data')} ${String(listener.port)}`,
		limits: { milliseconds: 60_000, heapMegabytes: 200, memoryMegabytes: 500, bytes: 10_000 }
	})
	await input.close()
	expect(complaint).toBe('')
	const Probe = z.object({ done: z.array(z.string()), input: z.string() })
	expect(Probe.parse(JSON.parse(answer.toString()))).toEqual({ done: [], input: 'what it is given' })
	expect(listener.asked).toEqual([])
	listener.close()
})
