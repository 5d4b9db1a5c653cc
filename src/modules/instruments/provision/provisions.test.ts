import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Paragraph } from './extract/extraction.ts'
import { FRENCH, POLICY, PORTUGUESE, STATUTE, TREATY } from './invented-laws-fixture.ts'
import { provisionsOf } from './provisions.ts'

const lines = (text: string): Paragraph[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
		.map((line) => ({ text: line, number: null, depth: null, heading: null, isContents: false, page: null }))
const read = (text: string) => provisionsOf(lines(text))
const numbers = (text: string) => read(text).map(({ number }) => number)
const found = (text: string, number: string) => read(text).find((one) => one.number === number)

describe('a statute of the Commonwealth', () => {
	test('is cut into its sections and subsections, with schedules behind them', () => {
		expect(numbers(STATUTE)).toEqual([
			'',
			'1',
			'2',
			'3(1)',
			'3(2)',
			'3(3)',
			'3A',
			'4',
			'5',
			'First Schedule, 1',
			'First Schedule, 2'
		])
	})

	test('keeps the headings that stand before, and the Parts above', () => {
		expect(found(STATUTE, '1')).toEqual({
			position: 2,
			number: '1',
			level: 2,
			heading: 'Short title',
			text: 'This Act may be cited as the Labour Migration Act, 2031.',
			path: [{ number: 'Part I', heading: 'PRELIMINARY' }]
		})
		expect(found(STATUTE, '3(2)')).toMatchObject({
			heading: 'Licence required',
			path: [
				{ number: 'Part II', heading: 'RECRUITMENT' },
				{ number: '3', heading: 'Licence required' }
			]
		})
		expect(found(STATUTE, 'First Schedule, 1')).toMatchObject({ heading: 'FEES', text: 'For a licence: 100.' })
	})

	test('has no provision of its cover and its table of contents, and one of its long title', () => {
		expect(read(STATUTE)[0]?.text).toBe(
			'To regulate the recruitment of workers for work abroad, and to provide for connected matters.\nENACTED by the Parliament of Ruritania, as follows—'
		)
		expect(JSON.stringify(read(STATUTE))).not.toMatch(/GAZETTE|ARRANGEMENT/u)
	})

	test('quotes what it puts into another law, and does not count it as its own', () => {
		expect(found(STATUTE, '4')?.text).toContain('“12A. (1) A worker may complain.\n(2) The complaint is free.”')
	})

	test('may quote between straight marks, too', () => {
		const law =
			'1. Section 12 is replaced by—\n"12. (1) A worker may complain.\n(2) The complaint is free.".\n2. This is all.'
		expect(numbers(law)).toEqual(['1', '2'])
	})

	test('whose headings stand behind the numbers', () => {
		const law = `
			12. Duties of agencies.—(1) An agency shall keep records.
			(2) They are open to inspection.
			13. Inspectors
			(1) The Minister appoints inspectors.
			14. Nothing in this Act binds a seafarer.
		`
		expect(read(law).map(({ number, heading }) => [number, heading])).toEqual([
			['12(1)', 'Duties of agencies'],
			['12(2)', 'Duties of agencies'],
			['13(1)', 'Inspectors'],
			['14', '']
		])
	})
})

describe('letters and Roman numbers', () => {
	const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz')
	const list = (items: readonly string[]) =>
		read(`7. The Board may refuse a licence where—\n${items.join('\n')}`).map(({ number }) => number)
	const long = (item: string) =>
		`${item} ${'the person has done what this Act forbids, here or elsewhere, '.repeat(4)};`

	test('(i) after (h) is the ninth letter where (j) is next', () => {
		const letters = LETTERS.slice(0, 10).map((letter) => long(`(${letter})`))
		expect(list(letters)).toEqual(['7', ...LETTERS.slice(0, 10).map((letter) => `7(${letter})`)])
	})

	test('(i) after (h) begins a list inside of (h) where (ii) is next', () => {
		const items = [
			...LETTERS.slice(0, 8).map((letter) => long(`(${letter})`)),
			'(i) in money; or',
			'(ii) in kind;',
			long('(i)')
		]
		const cut = read(`7. The Board may refuse a licence where—\n${items.join('\n')}`)
		expect(cut.find(({ number }) => number === '7(h)')?.text).toMatch(/\n\(i\) in money; or\n\(ii\) in kind;$/u)
		expect(cut.at(-1)?.number).toBe('7(i)')
	})

	test('(v), (x) and (c) belong to the list that they continue', () => {
		const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi']
		expect(list(romans.map((roman) => long(`(${roman})`)))).toEqual(['7', ...romans.map((roman) => `7(${roman})`)])
		const letters = LETTERS.map((letter) => `(${letter})`)
		expect(list(letters.map(long))).toEqual(['7', ...letters.map((letter) => `7${letter}`)])
	})

	test('words behind a list go on with what announced it', () => {
		expect(found('7. A person who—\n(a) lies; or\n(b) hides a passport,\nshall be liable to a fine.', '7')?.text).toBe(
			'A person who—\n(a) lies; or\n(b) hides a passport,\nshall be liable to a fine.'
		)
	})
})

describe('how small a provision is', () => {
	const item = 'shall keep for ten years the record of each worker whom it has placed, with the terms of the contract'
	const law = (times: number) =>
		`7. An agency—\n(a) ${Array<string>(times).fill(item).join(', ')};\n(b) shall be inspected.\n8. This is all.`

	test('a short list stays with what announces it', () => {
		expect(numbers(law(2))).toEqual(['7', '8'])
	})

	test('the items of a long one are provisions of their own', () => {
		expect(numbers(law(9))).toEqual(['7', '7(a)', '7(b)', '8'])
	})

	test('the definitions of a long section are found by their terms', () => {
		const means =
			'means a person who is engaged in paid work in a State of which that person is not a citizen, '.repeat(3)
		const section = `2. In this Act—\n“agency” ${means};\n“family”, in relation to a worker, ${means};\n“worker” ${means};\nand includes a seafarer.\n3. This is all.`
		expect(numbers(section)).toEqual(['2', '2 “agency”', '2 “family”', '2 “worker”', '3'])
	})

	test('a definition holds its own list, and the next one is no part of that', () => {
		const works = 'is engaged in paid work in a State of which that person is not a citizen, '.repeat(6)
		const section = `2. (1) In this Act—\n“agency” means—\n(a) a person who recruits; and\n(b) one who trains;\n“worker” means one who ${works};\n“travel” means any crossing of the border, ${works};\n(2) This is all.`
		expect(numbers(section)).toEqual(['2(1)', '2(1) “agency”', '2(1) “worker”', '2(1) “travel”', '2(2)'])
		expect(found(section, '2(1) “agency”')?.text).toBe(
			'“agency” means—\n(a) a person who recruits; and\n(b) one who trains;'
		)
	})

	test('long text without numbers is cut at its paragraphs', () => {
		const passage = 'Many citizens work abroad, and their families depend on what they send home. '.repeat(10)
		expect(numbers(`1.1 Background\n${passage}\n${passage}\n1.2 Rationale\nThere are gaps.`)).toEqual([
			'1.1',
			'1.1 ¶2',
			'1.2'
		])
	})
})

test('a treaty: articles, their paragraphs, a preamble and a testimonium', () => {
	expect(read(TREATY).map(({ number, heading, path }) => [number, heading, path[0]?.heading])).toEqual([
		['', '', undefined],
		['Article 1(1)', 'Relation with the Convention', 'General provisions'],
		['Article 1(2)', 'Relation with the Convention', 'General provisions'],
		['Article 2(1)', 'Assistance', 'Protection of victims'],
		['Article 2(2)', 'Assistance', 'Protection of victims'],
		['', '', undefined]
	])
})

test('a French law: titre, chapitre, section, articles premier to bis, alinéas', () => {
	expect(numbers(FRENCH)).toEqual(['', 'Article premier', 'Article 2', 'Article 3', 'Article 3 bis', 'Article 4', ''])
	expect(found(FRENCH, 'Article 2')).toMatchObject({
		heading: 'Définitions',
		path: [
			{ number: 'Titre premier', heading: 'DISPOSITIONS GÉNÉRALES' },
			{ number: 'Chapitre I', heading: 'Champ d’application' },
			{ number: 'Section 1', heading: 'Objet' }
		]
	})
	expect(found(FRENCH, 'Article premier')?.text).toBe(
		'La présente loi fixe les règles du recrutement.\nElle s’applique à tous.'
	)
})

test('a Portuguese law: capítulo, secção, artigo with its heading in brackets', () => {
	expect(read(PORTUGUESE).map(({ number, heading }) => [number, heading])).toEqual([
		['', ''],
		['Artigo 1', 'Objecto'],
		['Artigo 2(1)', 'Definições'],
		['Artigo 2(2)', 'Definições']
	])
})

test('a policy: decimal numbers, objectives, bullets, a table of contents with page numbers', () => {
	expect(numbers(POLICY)).toEqual(['1.1', '2', '2.1.1', '2.1.2', 'Objective 1'])
	expect(found(POLICY, '2')?.text).toBe('The objectives are:\n• to protect workers;\n• to ease remittances.')
	expect(found(POLICY, '2.1.2')).toMatchObject({ heading: 'Governance', level: 3 })
})

test('a policy numbered 1.0 and 2.0, with strategies inside of objectives, and annexes', () => {
	const policy = `
		1.0 INTRODUCTION
		1.1 The country sends workers abroad.
		2.0 STRATEGIES
		Objective 1: Improve data
		Strategy 1.1: Collect
		Action 1.1.1: Make a form.
		Strategy 1.2: Publish
		Each year a report.
		Objective 2: Protect workers
		Strategy 2.1: Inspect
		Inspections happen.
		ANNEX 1: ACTION PLAN
		1. Inspect.
		2. Train.
	`
	expect(numbers(policy)).toEqual(['1.1', 'Action 1.1.1', 'Strategy 1.2', 'Strategy 2.1', 'Annex 1, 1', 'Annex 1, 2'])
	expect(found(policy, 'Action 1.1.1')?.path.map(({ number }) => number)).toEqual([
		'2.0',
		'Objective 1',
		'Strategy 1.1'
	])
})

test('a statute whose sections have a number without a stop, and their heading beside it', () => {
	const law = `
		CHAPTER 4:25
		INVENTED TRAFFICKING ACT
		1 Short title
		This Act may be cited as the Invented Act [Chapter 4:25].
		2 Offence of trafficking
		(1) Any person who recruits by force shall be guilty of trafficking.
		(2) 10 years is the least punishment.
		3 Repeals
		The Old Act is repealed.
	`
	expect(read(law).map(({ number, heading, level }) => [number, heading, level])).toEqual([
		['1', 'Short title', 1],
		['2(1)', 'Offence of trafficking', 2],
		['2(2)', 'Offence of trafficking', 2],
		['3', 'Repeals', 1]
	])
})

test('a date on the cover is no section, and signs of other fonts are bullets', () => {
	expect(
		read('A POLICY (INVENTED)\n12 March 2031\n1. Aims\nThe aims are:\n\uF0B7 to protect;\n\uF0B7 to inform.')
	).toMatchObject([{ number: '1', heading: 'Aims', text: 'The aims are:\n• to protect;\n• to inform.' }])
})

test('numbers that each chapter begins anew are told with their chapter', () => {
	const policy = 'Chapter 1: Aims\n1. To protect.\n2. To inform.\nChapter 2: Means\n1. To inspect.\n2. To train.'
	expect(numbers(policy)).toEqual(['Chapter 1, 1', 'Chapter 1, 2', 'Chapter 2, 1', 'Chapter 2, 2'])
})

test('text under headings alone is a provision for each heading', () => {
	const paragraphs = lines('Foreword\nIt is my pleasure.\nBackground\nMany work abroad.').map((one) => ({
		...one,
		heading: one.text.includes(' ') ? null : 1
	}))
	expect(provisionsOf(paragraphs).map(({ heading, text }) => [heading, text])).toEqual([
		['Foreword', 'It is my pleasure.'],
		['Background', 'Many work abroad.']
	])
})

test('a sentence that begins with a number, a date or the name of a section is no unit', () => {
	const law = `
		1. The Minister may act.
		2031 was the year in which this began.
		Section 3 of the principal Act applies to it.
		Part of the fee is refunded.
		Article 4 of the Convention is law.
		15 August is the day of workers.
		2. The Minister shall report.
	`
	expect(numbers(law)).toEqual(['1', '2'])
})

test('numbers that the file counts by itself are read like typed ones', () => {
	const paragraphs: Paragraph[] = [
		['1.', 'No person shall recruit without a licence.'],
		['(a)', 'unless exempt; or'],
		['2.', 'There is a Board.']
	].map(([number = '', text = '']) => ({ text, number, depth: 0, heading: null, isContents: false, page: null }))
	expect(provisionsOf(paragraphs).map(({ number, text }) => [number, text])).toEqual([
		['1', 'No person shall recruit without a licence.\n(a) unless exempt; or'],
		['2', 'There is a Board.']
	])
})

const word = fc.constantFrom(
	'worker',
	'licence',
	'the Board',
	'(a)',
	'(i)',
	'12.',
	'Article 3',
	'PART II',
	'—',
	';',
	'.',
	'“',
	'”',
	'1.1'
)
const anyText = fc.array(
	fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' ')),
	{ maxLength: 40 }
)
const squeezed = (text: string) => text.replace(/[^\p{L}]/gu, '')

test('whatever a text is made of: positions count up, numbers come once, and no word is told twice', () => {
	fc.assert(
		fc.property(anyText, (some) => {
			const cut = read(some.join('\n'))
			expect(cut.map(({ position }) => position)).toEqual(cut.map((_, index) => index + 1))
			const cited = cut.map(({ number }) => number).filter((number) => number !== '' && !number.startsWith('¶'))
			expect(new Set(cited).size).toBe(cited.length)
			expect(cut.every(({ level, path }) => level === path.length + 1)).toBe(true)
			const words = cut.map(({ text }) => squeezed(text)).join('').length
			expect(words).toBeLessThanOrEqual(squeezed(some.join(' ')).length)
		})
	)
})

test('whatever a text is made of, every word of it is found again behind its cover', () => {
	const numberless = fc.constantFrom(
		'worker',
		'licence',
		'the Board.',
		'(a) fees',
		'I. Shelters;',
		'PART II Wages',
		'NOTICE',
		'Article 3 Pay'
	)
	const words = fc.array(
		fc.array(numberless, { minLength: 1, maxLength: 5 }).map((some) => some.join(' ')),
		{ maxLength: 30 }
	)
	fc.assert(
		fc.property(words, (some) => {
			const text = `This is the beginning.\n${some.join('\n')}`
			const cut = read(text)
			const told = cut.flatMap(({ number, heading, text: said, path }) => [
				number,
				heading,
				said,
				...path.flatMap((above) => [above.number, above.heading])
			])
			const found = new Set(
				told
					.join(' ')
					.toLowerCase()
					.match(/\p{L}+/gu)
			)
			expect([...new Set(text.toLowerCase().match(/\p{L}+/gu))].filter((one) => !found.has(one))).toEqual([])
		})
	)
})

test('numbered sections are found in their order, whatever they say', () => {
	const sentence = fc.constantFrom(
		'The Minister may act.',
		'A worker shall be heard.',
		'The Board reports.',
		'It is free of charge.'
	)
	fc.assert(
		fc.property(fc.array(sentence, { minLength: 1, maxLength: 30 }), (sentences) => {
			const law = sentences.map((one, index) => `${String(index + 1)}. ${one}`).join('\n')
			expect(read(law).map(({ number, text }) => [number, text])).toEqual(
				sentences.map((one, index) => [String(index + 1), one])
			)
		})
	)
})

test('what is made to be hard to read is read as fast as anything else', () => {
	const hostile = [
		'. '.repeat(300_000),
		`x${'('.repeat(300_000)}`,
		`Part ${'I'.repeat(300_000)}`,
		`${'"'.repeat(150_000)}${'.”'.repeat(150_000)} x`,
		`1. ${'— '.repeat(300_000)}`
	]
	expect(read(hostile.join('\n')).length).toBeGreaterThan(0)
	const nested = Array.from({ length: 4_000 }, (_, index) => `(${index % 2 === 0 ? '1' : 'a'}) a list:`)
	expect(Math.max(...read(nested.join('\n')).map(({ level }) => level))).toBeLessThan(20)
})
