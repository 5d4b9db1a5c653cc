import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { createFeed } from '#modules/deliberation/calendar/feed-commands.ts'
import { readFeed } from '#modules/deliberation/calendar/feed-queries.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { fillRegister, marksIn, registerWithSecrets, SECRETS, sees } from '#tests/fixtures/marked-register.ts'
import { aWorkspace, type Acting, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { compileDeclaration, type CompiledRegister } from './declaration/compile-declaration.ts'
import { writeDeclaration } from './declaration/read-declaration.ts'
import { declareRegister } from './register-commands.ts'

const register = 'drawn'
type Question = readonly [name: string, input: Readonly<Record<string, unknown>>]

const Content = z.object({ content: z.instanceof(Uint8Array) })

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** What stands in a file, whatever packs it; days and numbers as the marks have them, however a paper says them. */
function textIn(content: Uint8Array): string {
	const isPacked = content[0] === 0x50 && content[1] === 0x4b
	const parts = isPacked ? Object.values(unzipSync(content)).map((part) => strFromU8(part)) : [strFromU8(content)]
	return parts
		.join('\n')
		.replaceAll(/<v>(\d{5})<\/v>/g, (_all, serial: string) => dayOfSerial(Number(serial)))
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/(?<=\d)[,\u00a0\u202f](?=\d{3}\b)/g, '')
		.replaceAll(/(\d{1,2}) ([A-Z][a-z]+) (\d{4})/g, (all, day: string, month: string, year: string) => {
			const number = MONTHS.indexOf(month) + 1
			return number === 0 ? all : `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
		})
		.replaceAll(/\b(20\d\d)(\d\d)(\d\d)\b/g, '$1-$2-$3')
}

// A workbook counts days from the last of 1899.
const dayOfSerial = (serial: number) => new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10)

async function told(acting: Acting, [name, input]: Question): Promise<string> {
	const operation = registry.operation(name)
	if (operation?.type !== 'query') throw new Error(`there is no query ${name}`)
	try {
		return textIn(Content.parse(await acting.askRaw(operation, input)).content)
	} catch (error) {
		if (!isRefusal(error)) throw error
		return ''
	}
}

// The days of the marks lie in these years; a calendar shows those of two years from its own day on.
const YEARS = Array.from({ length: 20 }, (_one, index) => new Date(Date.UTC(2060 + 2 * index, 0, 1)))

/** What a seat follows in a calendar program, year by year; nothing for whoever holds none. */
async function followed(made: TestWorkspace, key: SeatKey): Promise<string> {
	const acting = await made.as(key)
	if (acting.seat.id === null) return ''
	try {
		const { id } = await acting.run(createFeed, { register })
		const texts: string[] = []
		for (const now of YEARS)
			texts.push((await (await made.as(key, now)).ask(readFeed, { feed: id, site: 'https://pitso.test' })).text)
		return textIn(Buffer.from(texts.join('\n')))
	} catch (error) {
		if (!isRefusal(error)) throw error
		return ''
	}
}

/** Every file that is made of a register and its entries. */
const files = ({ fields }: CompiledRegister, entries: readonly { reference: string }[]): Question[] => {
	const shown = [...fields.keys()].filter((key) => !SECRETS.includes(key))
	const papers = ['docx', 'xlsx'].flatMap((format): Question[] => [
		['register.printReport', { register, format, language: 'en' }],
		['register.printReport', { register, format, language: 'en', group: 'class' }],
		['register.printReport', { register, format, language: 'en', columns: shown.slice(0, 12) }],
		['register.printReport', { register, format, language: 'en', columns: shown.slice(-12) }],
		...SECRETS.slice(0, 3).map((key): Question => [
			'register.printReport',
			{ register, format, language: 'en', columns: ['shown', key] }
		])
	])
	return [
		...papers,
		...['xlsx', 'csv', 'json'].map((format): Question => ['entry.export', { register, format }]),
		['entry.template', { register }],
		['register.xlsForm', { register, language: 'en' }],
		['entryPivot.export', { question: { register, rows: 'class', columns: 'state', sum: 'shown' }, format: 'csv' }],
		...entries.map(({ reference }): Question => ['entry.report', { entry: reference, format: 'docx', language: 'en' }])
	]
}

const SEATS: readonly SeatKey[] = ['public', 'observer', 'outsider', 'member']

test('no paper, workbook, file or calendar of any register tells what is hidden', { timeout: 600_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(registerWithSecrets, async (declaration) => {
			const { register: compiled } = compileDeclaration(declaration)
			if (!compiled) throw new Error('the drawn declaration is not sound')
			const made = await aWorkspace()
			await (await made.as('administrator')).run(declareRegister, { declaration: writeDeclaration(declaration) })
			const { marked, entries } = await fillRegister(made, compiled)
			const rows = await made.database.owner
				.selectFrom('record')
				.select(['id', 'key'])
				.where('kind', '=', 'actor')
				.where('workspace_id', '=', made.workspace.id)
				.execute()
			const actors = new Map(rows.map(({ id, key }) => [key ?? '', id]))
			const questions = files(compiled, entries)
			const everything = async (key: SeatKey) => {
				const acting = await made.as(key)
				return [
					...(await Promise.all(
						questions.map(async (question) => ({ from: question, text: await told(acting, question) }))
					)),
					{ from: ['calendar'], text: await followed(made, key) }
				]
			}
			// Files that would tell nothing anyway prove nothing: whoever keeps the register finds what is hidden in each sort of them.
			const kept = await everything('secretariat')
			const secret = new Set(marked.flatMap(({ mark, part }) => (part === 'group:keepers' ? [mark] : [])))
			for (const sort of ['register.printReport', 'entry.export', 'entry.report', 'calendar'])
				expect(
					kept.some(({ from, text }) => from[0] === sort && marksIn(text).some((mark) => secret.has(mark))),
					`${sort} tells its keeper`
				).toBe(true)
			for (const key of SEATS) {
				const acting = await made.as(key)
				const sights = entries.map((entry) => sees(compiled, acting, entry, actors))
				const seen = new Set(marked.filter(({ part, entry }) => sights[entry]?.(part)).map(({ mark }) => mark))
				const hidden = new Set(marked.map(({ mark }) => mark).filter((mark) => !seen.has(mark)))
				for (const { from, text } of await everything(key)) {
					const leaks = marksIn(text).filter((mark) => hidden.has(mark))
					expect(leaks, `${key} is told by ${JSON.stringify(from)}`).toEqual([])
					// Nor that there is such a field.
					expect(
						SECRETS.filter((field) => new RegExp(`\\b${field}\\b`).test(text)),
						`${key}: ${JSON.stringify(from)}`
					).toEqual([])
				}
			}
		}),
		{ numRuns: process.env['PITSO_TEST_NIGHTLY'] ? 30 : 2, endOnFailure: true }
	)
})
