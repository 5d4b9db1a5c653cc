import Big from 'big.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { isRefusal } from '#platform/operation/refusal.ts'
import {
	fillRegister,
	marksIn,
	registerWithSecrets,
	SECRETS,
	sees,
	type Kept
} from '#tests/fixtures/marked-register.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type Acting, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { compileDeclaration, type CompiledRegister } from './declaration/compile-declaration.ts'
import type { Declaration } from './declaration/declaration.ts'
import { writeDeclaration } from './declaration/read-declaration.ts'
import type { EntryPage } from './entry/entry-outputs.ts'
import { getEntry, listEntries } from './entry/entry-queries.ts'
import { declareRegister } from './register-commands.ts'

async function asked(acting: Acting, name: string, input: object): Promise<{ told: string } | { refused: string }> {
	const operation = registry.operation(name)
	if (operation?.type !== 'query') throw new Error(`there is no query ${name}`)
	try {
		const answer = await acting.askRaw(operation, input)
		const content = z.object({ content: z.instanceof(Uint8Array) }).safeParse(answer).data?.content
		return { told: content ? Buffer.from(content).toString('utf8') : JSON.stringify(answer) }
	} catch (error) {
		if (!isRefusal(error)) throw error
		return { refused: `${error.code} ${JSON.stringify(error.params)} ${JSON.stringify(error.issues)}` }
	}
}

type Question = readonly [name: string, input: Readonly<Record<string, unknown>>]
const register = 'drawn'

/** Every way in which a field can be asked about. */
const aboutField = (key: string): Question[] => [
	['entry.list', { register, sort: key }],
	['entry.list', { register, sort: `-${key}` }],
	['entry.list', { register, columns: [key] }],
	['entry.list', { register, filter: { fields: { [key]: ['a'] } } }],
	['entry.list', { register, filter: { fields: { [key]: { from: '1' } } } }],
	['entry.list', { register, filter: { empty: [key] } }],
	['entry.list', { register, filter: { filled: [key] } }],
	['entry.export', { register, format: 'json', filter: { empty: [key] } }],
	['entry.pivot', { register, rows: 'state', columns: 'class', filter: { filled: [key] } }],
	['entry.export', { register, format: 'json', sort: key }],
	['entry.export', { register, format: 'json', filter: { fields: { [key]: ['a'] } } }],
	['entry.group', { register, by: key }],
	['entry.group', { register, by: 'class', filter: { fields: { [key]: ['a'] } } }],
	['entry.board', { register, by: key }],
	['entry.board', { register, filter: { fields: { [key]: ['a'] } } }],
	['entry.map', { register, place: key }],
	['entry.calendar', { register, day: key, from: '2061-01-01', until: '2061-02-01' }],
	['entry.pivot', { register, rows: key, columns: 'state' }],
	['entry.pivot', { register, rows: 'state', columns: key }],
	['entry.pivot', { register, rows: 'state', columns: 'class', sum: key }],
	['entryPivot.export', { question: { register, rows: key, columns: 'state' }, format: 'csv' }],
	['register.report', { register, columns: [key] }],
	['register.report', { register, group: key, sort: key }],
	['register.report', { register, filter: { fields: { [key]: ['a'] } } }]
]

// Of the machine, and of the workbook of a whole workspace.
const ELSEWHERE = ['storage.get', 'exchange.template', 'exchange.schema']

/** Everything else that is asked about a register and what hangs on it. */
const aboutAll = (entries: readonly Kept[]): Question[] => [
	...registry.operations
		.filter(({ type, name }) => type === 'query' && !ELSEWHERE.includes(name))
		.map(({ name }): Question => [name, {}]),
	...[
		'register.get',
		'register.figures',
		'register.exportDeclaration',
		'entry.list',
		'entry.choices',
		'entry.board'
	].map((name): Question => [name, { register }]),
	['entry.board', { register, facts: SECRETS }],
	['entry.export', { register, format: 'json' }],
	['register.report', { register }],
	['register.report', { register, filter: { standing: ['open'] } }],
	['registerView.list', { register }],
	...entries.flatMap(({ reference }): Question[] => [
		['entry.get', { entry: reference }],
		['record.history', { record: reference }],
		['record.changesSince', { record: reference, version: 1 }],
		['record.links', { record: reference }],
		['document.list', { record: reference }],
		['entryPart.list', { filter: { entry: reference } }]
	])
]

const SEATS: readonly SeatKey[] = ['public', 'observer', 'outsider', 'member']

test('no drawn register tells of what is hidden, whoever asks and however', { timeout: 900_000 }, async () => {
	const random = process.env['PITSO_TEST_NIGHTLY'] ? 60 : 2
	await fc.assert(
		fc.asyncProperty(registerWithSecrets, async (declaration) => {
			const { register: compiled } = compileDeclaration(declaration)
			if (!compiled) throw new Error('the drawn declaration is not sound')
			const made = await aWorkspace()
			const administrator = await made.as('administrator')
			await administrator.run(declareRegister, { declaration: writeDeclaration(declaration) })
			const { marked, entries } = await fillRegister(made, compiled)
			const rows = await made.database.owner
				.selectFrom('record')
				.select(['id', 'key'])
				.where('kind', '=', 'actor')
				.where('workspace_id', '=', made.workspace.id)
				.execute()
			const actors = new Map(rows.map(({ id, key }) => [key ?? '', id]))
			// The questions would bring the marks out: whoever keeps the register finds each.
			const all = await everythingTold(administrator, [...aboutAll(entries), ...keysOf(compiled).flatMap(aboutField)])
			const found = new Set(all.flatMap(({ text }) => marksIn(text)))
			expect(marked.filter(({ mark, part }) => part !== 'group:bearers' && !found.has(mark))).toEqual([])
			for (const key of SEATS) {
				const acting = await made.as(key)
				const sights = entries.map((entry) => sees(compiled, acting, entry, actors))
				const seen = new Set(marked.filter(({ part, entry }) => sights[entry]?.(part)).map(({ mark }) => mark))
				const hidden = [...new Set(marked.map(({ mark }) => mark))].filter((mark) => !seen.has(mark))
				const mine = keysOf(compiled).filter((one) => !SECRETS.includes(one))
				const told = await everythingTold(acting, [...aboutAll(entries), ...mine.flatMap(aboutField)])
				const leaks = told.flatMap(({ question, text }) => {
					const marks = new Set(marksIn(text))
					return hidden
						.filter((mark) => marks.has(mark))
						.map((mark) => `${key}: ${JSON.stringify(question)} tells ${mark}`)
				})
				expect(leaks.slice(0, 5)).toEqual([])
				await isAsUnknown(acting)
				await isNotFound(acting, hidden)
				await isAddedUpFromWhatIsSeen(acting, declaration)
				await cannotBeWritten(made, acting, entries)
			}
		}),
		{ numRuns: random, endOnFailure: true }
	)
})

const keysOf = ({ fields }: CompiledRegister) => [...fields.keys()]

async function everythingTold(acting: Acting, questions: readonly Question[]) {
	const told = []
	for (const question of questions) {
		const answer = await asked(acting, ...question)
		if ('told' in answer) told.push({ question, text: answer.told })
	}
	return told
}

/** A field that is hidden from all of a seat's entries is declared to it nowhere, and refused just as one that is not there. */
async function isAsUnknown(acting: Acting) {
	for (const name of ['register.get', 'register.exportDeclaration']) {
		const answer = await asked(acting, name, { register })
		if ('told' in answer) expect(SECRETS.filter((key) => new RegExp(`\\b${key}\\b`).test(answer.told))).toEqual([])
	}
	const unknown = await Promise.all(aboutField('not_there').map((question) => asked(acting, ...question)))
	const said = (answer: { told: string } | { refused: string }, key: string) =>
		JSON.stringify(answer).replaceAll(key, 'it')
	for (const key of SECRETS) {
		const questions = aboutField(key)
		for (const [index, question] of questions.entries()) {
			const answer = await asked(acting, ...question)
			const other = unknown[index] ?? { told: '' }
			expect('refused' in other, JSON.stringify(question)).toBe(true)
			expect(said(answer, key), JSON.stringify(question)).toBe(said(other, 'not_there'))
		}
	}
}

const Found = z.object({ items: z.array(z.unknown()), total: z.int() })

async function isNotFound(acting: Acting, hidden: readonly string[]) {
	for (const mark of hidden.filter((one) => one.startsWith('zqx')).slice(0, 12))
		for (const [name, input] of [
			['record.search', { words: mark }],
			['entry.list', { register, filter: { words: mark } }]
		] as const) {
			const answer = await asked(acting, name, input)
			if ('told' in answer) expect(Found.parse(JSON.parse(answer.told))).toMatchObject({ items: [], total: 0 })
		}
}

const Figures = z.object({
	headlines: z.array(z.object({ key: z.string(), records: z.int(), sums: z.array(z.object({ amount: z.string() })) })),
	charts: z.array(z.object({ key: z.string() }))
})
const Groups = z.object({ groups: z.array(z.object({ value: z.string(), records: z.int() })) })
const Pivot = z.object({ records: z.int(), sums: z.array(z.object({ amount: z.string() })) })

/** Counts and sums are those of the entries the seat lists, and of the values it reads in them. */
async function isAddedUpFromWhatIsSeen(acting: Acting, declaration: Declaration) {
	const listed = await acting.ask(listEntries, { register, limit: 100 }).catch((error: unknown) => {
		if (isRefusal(error, 'absent')) return null
		throw error
	})
	if (!listed) return
	const pages: z.output<typeof EntryPage>[] = []
	for (const { reference } of listed.items) pages.push(await acting.ask(getEntry, { entry: reference }))
	const sumOf = (key: string) =>
		pages.reduce((sum, { values }) => (typeof values[key] === 'string' ? sum.plus(values[key]) : sum), Big(0)).toFixed()
	const answer = async (name: string, input: object) => {
		const given = await asked(acting, name, { register, ...input })
		if ('refused' in given) throw new Error(given.refused)
		const read: unknown = JSON.parse(given.told)
		return read
	}
	const total = (sums: readonly { amount: string }[]) =>
		sums.reduce((sum, { amount }) => sum.plus(amount), Big(0)).toFixed()
	const figures = Figures.parse(await answer('register.figures', {}))
	const headline = (key: string) => figures.headlines.find((one) => one.key === key)
	expect(headline('all')).toMatchObject({ records: pages.length })
	expect(total(headline('all')?.sums ?? [])).toBe(sumOf('shown'))
	expect(total(headline('borne')?.sums ?? [])).toBe(sumOf('b_number'))
	expect(figures.headlines.map(({ key }) => key)).not.toContain('secret-sum')
	expect(figures.headlines.map(({ key }) => key)).not.toContain('secret-where')
	expect(figures.charts).toEqual([])
	const pivot = Pivot.parse(await answer('entry.pivot', { rows: 'state', columns: 'class', sum: 'shown' }))
	expect(pivot.records).toBe(pages.length)
	expect(total(pivot.sums)).toBe(sumOf('shown'))
	const tally = (values: readonly string[]) =>
		[...new Set(values)].sort().map((value) => ({ value, records: values.filter((one) => one === value).length }))
	for (const [by, values] of [
		['state', pages.map(({ standing }) => standing)],
		['class', pages.flatMap(({ values: one }) => (typeof one['class'] === 'string' ? [one['class']] : []))]
	] as const) {
		const { groups } = Groups.parse(await answer('entry.group', { by }))
		expect(
			groups.sort((one, other) => (one.value < other.value ? -1 : 1)).map(({ value, records }) => ({ value, records }))
		).toEqual(tally(values))
	}
	expect(declaration.states.map(({ key }) => key)).toEqual(
		expect.arrayContaining(pages.map(({ standing }) => standing))
	)
}

/** Nothing hidden is written, previewed or brought in, and a refusal tells of it as of what is not there. */
async function cannotBeWritten(made: TestWorkspace, acting: Acting, entries: readonly Kept[]) {
	const refusal = async (name: string, input: object) => {
		const operation = registry.operation(name)
		if (operation?.type !== 'command') throw new Error(`there is no command ${name}`)
		try {
			return { told: JSON.stringify(await acting.runRaw(operation, input)) }
		} catch (error) {
			if (!isRefusal(error)) throw error
			return { refused: `${error.kind} ${error.code} ${JSON.stringify(error.issues)}` }
		}
	}
	const keeper = await made.as('secretariat')
	for (const { reference } of entries.slice(0, 2)) {
		const { version } = await keeper.ask(getEntry, { entry: reference })
		const tries = (key: string): [string, object][] => [
			['entry.change', { entry: reference, version, values: { [key]: 'zqx0w' } }],
			['entry.bulkChange', { register, entries: [{ entry: reference, version }], values: { [key]: 'zqx0w' } }],
			['entry.bulkPreview', { register, entries: [{ entry: reference, version }], values: { [key]: 'zqx0w' } }],
			['registerView.save', { register, name: 'Mine', address: `field[${key}]=a` }],
			['registerView.save', { register, name: 'Mine', address: `sort=${key}` }],
			['entryPivot.start', { register, rows: key, columns: 'state' }]
		]
		const unknown = tries('not_there')
		for (const [index, [name, input]] of tries('s_text').entries())
			expect(JSON.stringify(await refusal(name, input)).replaceAll('s_text', 'it')).toBe(
				JSON.stringify(await refusal(...(unknown[index] ?? [name, input]))).replaceAll('not_there', 'it')
			)
		const preview = await refusal('entry.bulkPreview', {
			register,
			entries: [{ entry: reference, version }],
			values: { shown: '5' }
		})
		const page = await acting.ask(getEntry, { entry: reference }).catch(() => null)
		const own = new Set(marksIn(JSON.stringify(page)))
		expect(marksIn(JSON.stringify(preview)).filter((mark) => !own.has(mark))).toEqual([])
	}
	if (acting.seat.role === 'public' || acting.seat.role === 'observer') return
	const importing = async (column: string) => {
		const file = await sendFile(acting, {
			name: 'entries.csv',
			bytes: Buffer.from(`number,${column}\n${entries[0]?.reference ?? ''},a\n`)
		})
		return JSON.stringify(await asked(acting, 'entry.previewImport', { register, file }))
			.replaceAll(column, 'it')
			.replaceAll(/[0-9a-f]{64}/g, '')
	}
	expect(await importing('s_text')).toBe(await importing('n_text'))
}
