import { z } from 'zod'
import { FORMAT_FILES } from '#platform/exchange/export-sheets.server.ts'
import { refuseFaults } from '#platform/exchange/fault.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { query, type Here } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { tablesOf } from '../exchange/exchange-operations.ts'
import { mayImport } from '../exchange/may-import.ts'
import { offeredIn } from '../exchange/offered.server.ts'
import { mayFillSome } from '../exchange/rights-of-rows.ts'
import { getSentFile } from '../exchange/whole-file.server.ts'
import { mightSeeColumn } from '../listing/might-see.ts'
import { getRegister, listCompiled, type Register } from '../registers.server.ts'
import { declarationOfForm } from './form-declaration.ts'
import { formVersionOf } from './form-version.server.ts'
import { nextVersion } from './next-version.ts'
import { readForm, type InNote } from './read-form.ts'
import { toXlsForm } from './to-form.ts'
import { writeXlsForm } from './write-xlsform.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)
const Language = z
	.string()
	.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
	.optional()
const input = z.strictObject({ register: Reference, language: Language })

/** The form of a register, asked in every language it is declared in; the one named first. */
async function formOf(here: Here, register: Pick<Register, 'id' | 'compiled'>, language: string | undefined) {
	const { compiled } = register
	const seat = askingOf(here)
	const spoken = Object.keys(compiled.declaration.names)
	const languages = [...new Set([...(language && spoken.includes(language) ? [language] : []), 'en', ...spoken])]
	const offered = await Promise.all(
		languages.map(async (one) => {
			const words = speak(here.registry.catalogue, one)
			return [one, await offeredIn(here, compiled.declaration, words)] as const
		})
	)
	return toXlsForm(compiled, {
		asks: (key) =>
			compiled.fields.get(key)?.formula ? mightSeeColumn(compiled, key, seat) : mayFillSome(compiled, seat, key),
		offered: new Map(offered),
		version: await formVersionOf(here, register)
	})
}

/** The form of a register as an XLSForm workbook, for tools that capture answers in the field. */
export const exportXlsForm = query({
	name: 'register.xlsForm',
	input,
	output: Written,
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }, { compiled }) => mayImport(seat, compiled),
	only: 'download',
	async run(here, { language }, register) {
		const { form } = await formOf(here, register, language)
		const { mediaType } = FORMAT_FILES.xlsx
		const name = `${register.compiled.declaration.register}-xlsform.xlsx`
		return new WrittenFile({ name, mediaType, content: await writeXlsForm(form) })
	}
})

/** What of a register its XLSForm does not ask or does otherwise, and the version of the form. */
export const checkXlsForm = query({
	name: 'register.xlsFormNotes',
	input,
	output: z.object({
		version: z.string(),
		questions: z.int(),
		/** Worded by `registers.xlsform.out.<code>`. */
		notes: z.array(
			z.object({ code: z.string(), key: z.string(), names: z.record(z.string(), z.string()), found: z.string() })
		)
	}),
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }, { compiled }) => mayImport(seat, compiled),
	async run(here, { language }, register) {
		const { form, notes } = await formOf(here, register, language)
		const [settings] = form.settings.rows
		return {
			version: settings?.['version'] ?? '',
			questions: form.survey.rows.length,
			notes: notes.map((one) => ({ ...one, names: { ...one.names } }))
		}
	}
})

const NOTES_MOST = 500

const Note = z.object({
	/** Worded by `registers.xlsform.in.<code>`. */
	code: z.string(),
	sheet: z.string(),
	row: z.int(),
	column: z.string(),
	params: z.record(z.string(), z.union([z.string(), z.number()]))
})

/** What an uploaded XLSForm would be as a register: its declaration as text, and all of it that a register does otherwise. Nothing is done. */
export const readXlsForm = query({
	name: 'register.readXlsForm',
	input: z.strictObject({ file: Identifier }),
	output: z.object({
		name: z.string(),
		declaration: z.string(),
		notes: z.array(Note),
		notesTotal: z.int()
	}),
	about: (here, { file }) => getSentFile(here, file),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, _input, file) {
		const tables = await tablesOf(here, file)
		if (tables.faults.total > 0) throw refuseFaults(tables.faults)
		const told: InNote[] = []
		const form = readForm(tables, (note) => void told.push(note))
		if (!form) throw invalid([{ path: ['file'], code: 'registers.no-survey' }])
		const title = form.settings?.cell('form_id') ?? ''
		const key = keyFor(title === '' ? file.name.replace(/\.\w+$/, '') : title)
		const there = (await listCompiled(here, ['active', 'withdrawn'])).map((one) => one.compiled.declaration)
		const same = there.find(({ register }) => register === key)
		const { text, notes, rows } = declarationOfForm(form, {
			key,
			version: (same?.version ?? 0) + 1,
			code: same?.code ?? freeCode(key, new Set([...there.map(({ code }) => code), ...codesOfKinds(here)])),
			say: (sentence) => inLanguages(here, sentence),
			known: await knownIn(here)
		})
		if (rows.size === 0) throw invalid([{ path: ['file'], code: 'registers.no-questions' }])
		const declaration = same ? nextVersion(same, text, { rows, tell: (note) => void told.push(note) }) : text
		const all = [...told, ...notes].sort((one, other) => one.sheet.localeCompare(other.sheet) || one.row - other.row)
		return {
			name: file.name,
			declaration,
			notes: all.slice(0, NOTES_MOST).map((note) => ({ ...note, params: { ...note.params } })),
			notesTotal: all.length
		}
	}
})

const keyFor = (text: string) => {
	const plain = text
		.normalize('NFD')
		.replaceAll(/\p{Mn}/gu, '')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 60)
	return plain === '' ? 'form' : plain
}

/** Capitals for the numbers of a register that no other has. */
function freeCode(key: string, taken: ReadonlySet<string>): string {
	const letters = `${key.replaceAll(/[^a-z]/g, '').toUpperCase()}XXX`
	const wished = [3, 4, 5].map((length) => letters.slice(0, length))
	const free = wished.find((code) => !taken.has(code))
	if (free !== undefined) return free
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.match(/./g) ?? []
	const next = alphabet.flatMap((one) => alphabet.map((other) => `${letters.slice(0, 2)}${one}${other}`))
	return next.find((code) => !taken.has(code)) ?? letters.slice(0, 5)
}

const codesOfKinds = ({ registry }: Here) => registry.kinds.flatMap(({ code }) => code ?? [])

const inLanguages = ({ registry }: Here, sentence: string): Record<string, string> =>
	Object.fromEntries(
		Object.entries(registry.catalogue).flatMap(([language, words]) =>
			words[sentence] === undefined ? [] : [[language, words[sentence]]]
		)
	)

const KNOWN_MOST = 5_000

async function knownIn(here: Here) {
	const keysOf = async (kind: string) => {
		const rows = await here.tx
			.selectFrom('record')
			.select('key')
			.where('workspace_id', '=', here.workspace.id)
			.where('kind', '=', kind)
			.limit(KNOWN_MOST)
			.execute()
		return new Set(rows.flatMap(({ key }) => key ?? []))
	}
	const [actors, structures] = await Promise.all([keysOf('actor'), keysOf('structure')])
	return { actors, structures }
}
