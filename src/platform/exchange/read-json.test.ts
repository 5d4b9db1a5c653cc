import { expect, test } from 'vitest'
import { readTables } from './read-tables.ts'

const read = (text: string | Uint8Array, name = 'country.json') =>
	readTables({ name, bytes: typeof text === 'string' ? Buffer.from(text) : text })
const codes = async (text: string | Uint8Array, name?: string) =>
	(await read(text, name)).faults.listed.map(({ code }) => code)

test('a document is read as rows of cells, whatever the order of its keys', async () => {
	const { sheets, language, faults } = await read(
		JSON.stringify({
			sheets: {
				actor: [
					{ key: 'a', year: 2020, enforcement: false, aliases: ['x; y', 'z'] },
					{ name: 'B', key: 'b' }
				]
			},
			language: 'fr'
		})
	)
	expect(faults.listed).toEqual([])
	expect(language).toBe('fr')
	const actor = sheets.get('actor')
	expect(actor?.columns).toEqual(['key', 'year', 'enforcement', 'aliases', 'name'])
	expect(actor?.rows).toEqual([
		{
			row: 2,
			cells: [
				{ kind: 'text', text: 'a' },
				{ kind: 'number', text: '2020' },
				{ kind: 'boolean', text: 'FALSE' },
				{ kind: 'text', text: 'x\\; y;z' }
			]
		},
		{
			row: 3,
			cells: [
				{ kind: 'text', text: 'b' },
				{ kind: 'empty', text: '' },
				{ kind: 'empty', text: '' },
				{ kind: 'empty', text: '' },
				{ kind: 'text', text: 'B' }
			]
		}
	])
})

test('names that mean something to programs are names like others', async () => {
	const { sheets } = await read('{"sheets":{"__proto__":[{"constructor":"x","__proto__":"y"}]}}')
	expect([...sheets.keys()].every((name) => name === '__proto__')).toBe(true)
	expect(Object.getPrototypeOf({})).toBe(Object.prototype)
})

test.each([
	['half a document', '{"sheets":{"actor":[{"key":"a"', 'exchange.broken-json'],
	['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'exchange.broken-json'],
	['another document', '{"rows":[]}', 'exchange.other-json'],
	['sheets that are no lists', '{"sheets":{"actor":{"key":"a"}}}', 'exchange.other-json'],
	[
		'a document nested deeper than any of ours',
		`{"sheets":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
		'exchange.other-json'
	],
	[
		'more values than a file may have',
		`{"sheets":{"actor":[{"key":[${'1,'.repeat(10_000_001)}1]}]}}`,
		'exchange.too-many-cells'
	],
	[
		'more sheets than a file may have',
		JSON.stringify({ sheets: Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`s${String(at)}`, []])) }),
		'exchange.too-many-sheets'
	]
] as const)('%s is refused with its reason', async (_name, text, code) => {
	expect(await codes(text)).toEqual([code])
})

test.each(['country.xlsx', 'country.zip', 'country.json', 'country.ods'])(
	'a file called %s that is none is told so',
	async (name) => {
		const { faults } = await read('key,name\nlabour,Labour\n', name)
		expect(faults.listed).toMatchObject([{ code: 'exchange.not-a-workbook', params: { name } }])
	}
)
