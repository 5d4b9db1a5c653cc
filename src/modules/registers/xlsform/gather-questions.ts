import { SYSTEM_FIELDS } from '../declaration/check-declaration.ts'
import { isWordOfFormulas } from '../formula/syntax.ts'
import { FORM_VERSION } from './form-model.ts'
import { readType, type Asked, type PlainType } from './form-questions.ts'
import type { ReadForm, ReadFormRow, Tell } from './read-form.ts'

/** A question of a form on its way to be a field: where it stood, what it will be called, and the conditions it stands under. */
export type Question = {
	row: ReadFormRow
	name: string
	key: string
	/** The table it stands in. */
	table: string | null
	asked: Extract<Asked, { is: 'select' | 'calculate' }> | { is: 'field'; type: PlainType }
	/** Its own condition and those of the groups around it, each with the row it stands in. */
	relevant: readonly { text: string; row: number }[]
}

export type Repeat = { row: ReadFormRow; name: string; key: string }
export type Gathered = { questions: readonly Question[]; repeats: readonly Repeat[] }

type Block = { is: 'group' | 'repeat'; row: ReadFormRow; table: string | null; relevant: Question['relevant'] }

const SHEET = 'survey'

// Every record has these by itself; forms ask for them all the same.
const reserved = new Set<string>(SYSTEM_FIELDS)

/** A key as registers have them, as near as can be to the name that a form gives. */
export function keyFor(name: string, taken: ReadonlySet<string> = new Set()): string {
	if (/^[a-z][a-z0-9_]{0,39}$/.test(name) && !isWordOfFormulas(name) && !reserved.has(name) && !taken.has(name))
		return name
	const plain = name
		.normalize('NFD')
		.replaceAll(/\p{Mn}/gu, '')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '_')
		.replaceAll(/^_+|_+$/g, '')
	const begun = /^[a-z]/.test(plain) ? plain : `f_${plain}`
	const own = reserved.has(begun) ? `${begun}_here` : begun
	const wished = (isWordOfFormulas(own) ? `${own}_` : own).slice(0, 36)
	let key = wished
	for (let next = 2; taken.has(key); next += 1) key = `${wished}_${String(next)}`
	return key
}

/** Goes through the questions of a form, its groups and repeats, and tells of each that has no place in a register. */
export function gatherQuestions({ survey }: ReadForm, tell: Tell): Gathered {
	const questions: Question[] = []
	const repeats: Repeat[] = []
	const blocks: Block[] = []
	const taken = new Set<string>()
	const inTables = new Map<string, Set<string>>()
	const tellAt = (row: ReadFormRow, code: string, column = 'type', params: Record<string, string | number> = {}) =>
		tell({ code, sheet: SHEET, row: row.row, column, params })

	const keyOf = (row: ReadFormRow, table: string | null): string => {
		const name = row.cell('name')
		const among = table === null ? taken : (inTables.get(table) ?? new Set<string>())
		if (table !== null) inTables.set(table, among)
		const key = keyFor(name, among)
		among.add(key)
		if (key !== name) tellAt(row, 'renamed', 'name', { found: name, key })
		return key
	}
	const around = () => blocks.at(-1)
	const underWhich = (row: ReadFormRow): Question['relevant'] => {
		const own = row.cell('relevant')
		const outer = around()?.relevant ?? []
		return own === '' ? outer : [...outer, { text: own, row: row.row }]
	}

	function block(row: ReadFormRow, asked: Extract<Asked, { is: 'group' | 'repeat' }>) {
		if (!asked.begins) {
			const last = blocks.pop()
			if (last?.is !== asked.is) tellAt(row, 'block-ends', 'type')
			return
		}
		const table = around()?.table ?? null
		if (asked.is === 'group') {
			tellAt(row, 'group', 'type', { found: row.cell('name') })
			blocks.push({ is: 'group', row, table, relevant: underWhich(row) })
			return
		}
		if (table !== null) {
			tellAt(row, 'repeat-in-repeat', 'type', { found: row.cell('name') })
			blocks.push({ is: 'repeat', row, table, relevant: underWhich(row) })
			return
		}
		const key = keyOf(row, null)
		for (const { row: at } of underWhich(row))
			tell({ code: 'repeat-relevant', sheet: SHEET, row: at, column: 'relevant', params: {} })
		if (row.cell('repeat_count') !== '')
			tellAt(row, 'repeat-count', 'repeat_count', { found: row.cell('repeat_count') })
		repeats.push({ row, name: row.cell('name'), key })
		blocks.push({ is: 'repeat', row, table: key, relevant: [] })
	}

	for (const row of survey) {
		const type = row.cell('type')
		if (type === '') {
			tellAt(row, 'no-type')
			continue
		}
		if (/^(yes|true)/i.test(row.cell('disabled'))) {
			tellAt(row, 'disabled', 'disabled')
			continue
		}
		const asked = readType(type)
		if ('begins' in asked) {
			block(row, asked)
			continue
		}
		if (asked.is === 'left') {
			tellAt(row, asked.code, 'type', { found: type })
			continue
		}
		if (asked.is === 'unknown') {
			tellAt(row, asked.nearest === undefined ? 'type' : 'type-near', 'type', {
				found: type,
				nearest: asked.nearest ?? ''
			})
			continue
		}
		if (row.cell('name') === '') {
			tellAt(row, 'no-name', 'name')
			continue
		}
		// Our own forms say by it which version they are; it is no field of anybody.
		if (
			asked.is === 'calculate' &&
			row.cell('name').startsWith(FORM_VERSION) &&
			/^'\d+'$/.test(row.cell('calculation'))
		)
			continue
		const table = around()?.table ?? null
		questions.push({ row, name: row.cell('name'), key: keyOf(row, table), table, asked, relevant: underWhich(row) })
	}
	for (const { row } of blocks) tellAt(row, 'block-open')
	return {
		questions,
		repeats: repeats.filter(({ key, row }) => {
			const isFilled = questions.some(({ table }) => table === key)
			if (!isFilled) tellAt(row, 'repeat-empty')
			return isFilled
		})
	}
}
