import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlain } from './plain-csv.ts'

async function* inPieces(text: string, size: number) {
	const bytes = Buffer.from(text)
	for (let start = 0; start < bytes.length; start += size)
		yield await Promise.resolve(bytes.subarray(start, start + size))
}

async function reading(text: string, { size = 1_000, most = 1_000 } = {}) {
	const records: string[][] = []
	const left = await readPlain(inPieces(text, size), { delimiter: ',', most }, (record) => void records.push(record))
	const rest: Buffer[] = []
	for await (const piece of left) rest.push(piece)
	return { records, left: Buffer.concat(rest).toString() }
}

test.each([
	[
		'all of a file without quotes',
		'a,b\n1,2\n',
		[
			['a', 'b'],
			['1', '2']
		],
		''
	],
	[
		'its last record without a line end',
		'a,b\n1,2',
		[
			['a', 'b'],
			['1', '2']
		],
		''
	],
	['returns, and returns with line feeds', 'a\r1\r\n2\r', [['a'], ['1'], ['2']], ''],
	['an empty line as a record of one empty cell', 'a\n\n1\n', [['a'], [''], ['1']], ''],
	['what follows the UTF-8 mark', '\ufeffa,b\n', [['a', 'b']], ''],
	[
		'what stands before a quote',
		'a,b\n1,2\n3,"x"\n4,5\n',
		[
			['a', 'b'],
			['1', '2']
		],
		'3,"x"\n4,5\n'
	],
	['nothing where the first record is quoted', '"a",b\n1,2\n', [], '"a",b\n1,2\n']
])('%s', async (_, text, records, left) => {
	expect(await reading(text)).toEqual({ records, left })
})

test('a record that is longer than a record may be is left, with what stands about it', async () => {
	const { records, left } = await reading(`a\n${'x'.repeat(30)}\nb\n`, { size: 8, most: 20 })
	expect(records).toEqual([['a']])
	expect(left).toBe(`${'x'.repeat(30)}\nb\n`)
})

test('wherever the pieces of a file are cut, the same is read', async () => {
	const cell = fc.constantFrom('', 'a', 'é', '\ufeff', 'ab', '\u{1f600}')
	const line = fc.tuple(fc.array(cell, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '\r\n', '\r'))
	await fc.assert(
		fc.asyncProperty(
			fc.array(line, { maxLength: 8 }),
			fc.boolean(),
			fc.integer({ min: 1, max: 9 }),
			async (lines, isQuoted, size) => {
				const text = lines.map(([cells, end]) => `${cells.join(',')}${end}`).join('') + (isQuoted ? '"x"\n' : '')
				const [whole, cut] = [await reading(text), await reading(text, { size })]
				const all = ({ records, left }: typeof whole) => [records.map((record) => record.join(',')), left]
				expect(all(cut)).toEqual(all(whole))
			}
		)
	)
})
