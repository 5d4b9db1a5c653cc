import type { AnyField, Declaration } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { codeNames, type AreaName } from '../entry/said/say-value.ts'
import type { CapturedFields } from './captured-form.ts'
import { codeNow, columnNow, keyNow, noneRenamed, type Renamed } from './renamed.ts'

/** Why a value of an older form has no place in the present one. */
export type NoPlace = 'field-gone' | 'other-type' | 'code-gone'

/** A value that has no place, with what it stood in as the older form called it. */
export type Left = { key: string; row: string | null; inner: string | null; text: string; why: NoPlace }

export type CarriedOver = { fields: CapturedFields; left: Left[] }

type Carrying = { from: Declaration; to: Declaration; areas: readonly AreaName[]; renamed?: Renamed | undefined }

// What one type wrote as it is, the other reads as it is.
const ALIKE: Partial<Record<AnyField['type'], readonly AnyField['type'][]>> = {
	text: ['long-text', 'address'],
	'whole-number': ['decimal', 'text', 'long-text'],
	date: ['partial-date'],
	email: ['text', 'long-text'],
	telephone: ['text', 'long-text'],
	country: ['text', 'long-text']
}

const takes = (was: AnyField, is: AnyField) => was.type === is.type || (ALIKE[was.type] ?? []).includes(is.type)

/** A text as it is written now, or why it has no place. */
function placed(
	was: AnyField | undefined,
	is: AnyField | undefined,
	text: string,
	carrying: Carrying
): { text: string } | NoPlace {
	if (!is || isWorkedOut(is)) return 'field-gone'
	if (text.trim() === '') return { text }
	if (was && !takes(was, is)) return 'other-type'
	if (is.type !== 'one-of' && is.type !== 'many-of') return { text }
	const now = 'list' in is.codes ? codeNow(carrying.renamed ?? noneRenamed, is.codes.list, text) : text
	const code = codeNames(is, carrying.to, carrying.areas).find(({ key }) => key === now)
	return code === undefined || code.retired ? 'code-gone' : { text: now }
}

const named = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(':')

/**
 * What was filled in by an older form, put under the names of the present one. What still fits is carried over by its key, or by the key it
 * has now; the rest is left beside it, for a person to see. Nothing is dropped: every text that says something is in one or in the other.
 */
export function carryOver(captured: CapturedFields, carrying: Carrying): CarriedOver {
	const { from, to, renamed = noneRenamed } = carrying
	const fields: CapturedFields = []
	const left: Left[] = []
	const place = (name: string, at: Omit<Left, 'text' | 'why'>, found: ReturnType<typeof placed>, text: string) => {
		if (typeof found === 'object') fields.push([name, found.text])
		else if (text.trim() !== '') left.push({ ...at, text, why: found })
	}
	for (const [name, text] of captured) {
		const [part = '', key = '', ...rest] = name.split(':')
		const now = keyNow(renamed, key)
		const table = to.tables.find((one) => one.key === now)
		if (part === 'values') {
			const [was, is] = [from.fields.find((one) => one.key === key), to.fields.find((one) => one.key === now)]
			// The name of a file, a currency: they go where the field goes.
			const found = rest.length > 0 && is && was && takes(was, is) ? { text } : placed(was, is, text, carrying)
			place(named(part, now, ...rest), { key, row: null, inner: null }, found, text)
		} else if (part === 'rows') {
			if (table) fields.push([named(part, now, ...rest), text])
		} else if (part === 'tables') {
			const [row = '', inner = '', ...more] = rest
			if (inner === 'id') {
				if (table) fields.push([named(part, now, row, inner), text])
				continue
			}
			const column = columnNow(renamed, key, inner)
			const was = from.tables.find((one) => one.key === key)?.fields.find((one) => one.key === inner)
			const is = table?.fields.find((one) => one.key === column)
			const found = more.length > 0 && is && was && takes(was, is) ? { text } : placed(was, is, text, carrying)
			place(named(part, now, row, column, ...more), { key, row, inner }, found, text)
		} else fields.push([name, text])
	}
	return { fields, left }
}
