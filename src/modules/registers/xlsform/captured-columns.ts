import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { tidy } from '../exchange/read-cells.ts'
import { FORM_VERSION, partName } from './form-model.ts'
import { keyFor } from './gather-questions.ts'
import { nameFields } from './name-fields.ts'

/** What a column of captured answers holds of an entry: a cell of it, one answer of several, or where a device was. */
export type Captured =
	| { is: 'cell'; header: string; field: AnyField }
	| { is: 'answer'; header: string; code: string }
	| { is: 'point'; field: AnyField; part: 'whole' | 'latitude' | 'longitude' | 'other' }
	/** What tools add by themselves, and what registers work out. */
	| { is: 'aside' }
	| { is: 'unknown' }

const TOOLS = new Set(
	'start end today deviceid username phonenumber email simserial subscriberid audit submissiondate submitterid submittername attachmentspresent attachmentsexpected status reviewstate edits formversion instanceid instancename key parent_key deprecatedid rootuuid instance_name'.split(
		' '
	)
)

/** True of a column that tools write for themselves. */
const isOfTool = (name: string) =>
	name.startsWith('_') || name.startsWith('SET-OF-') || TOOLS.has(name.toLowerCase()) || name.startsWith(FORM_VERSION)

type Names = ReadonlyMap<string, Captured>

/** What the questions of one sheet of answers are, by the names that forms of the register give them, and by what they are called. */
export function questionNames(compiled: CompiledRegister, table: string | null): Names {
	const { declaration } = compiled
	const named = nameFields(declaration.fields, declaration.tables)
	const fields: readonly AnyField[] =
		table === null ? declaration.fields : (declaration.tables.find(({ key }) => key === table)?.fields ?? [])
	const names = new Map<string, Captured>()
	const put = (name: string, captured: Captured) => {
		if (!names.has(name)) names.set(name, captured)
	}
	for (const field of fields) {
		for (const name of new Set([named.nameOf(field.key, table), field.key])) {
			const part = (key: string) => {
				put(partName(name, key), { is: 'cell', header: `${field.key}.${key}`, field })
			}
			if (isWorkedOut(field)) put(name, { is: 'aside' })
			else if (field.type === 'period') for (const key of ['from', 'to']) part(key)
			else if (field.type === 'place') {
				for (const key of ['country', 'area', 'locality']) part(key)
				put(partName(name, 'point'), { is: 'point', field, part: 'whole' })
				put(name, { is: 'point', field, part: 'whole' })
			} else put(name, { is: 'cell', header: field.key, field })
			if (field.type === 'money' && field.currency === undefined) part('currency')
		}
	}
	for (const field of fields)
		if (field.type !== 'period' && field.type !== 'place' && !isWorkedOut(field))
			for (const text of Object.values(field.names)) put(tidy(text), { is: 'cell', header: field.key, field })
	return names
}

const POINT = /^_?(?<name>.+?)[_-](?<part>latitude|longitude|altitude|precision|accuracy)$/i

/** What a column of answers holds, by its heading: tools write the groups before a question, with strokes or hyphens between. */
export function capturedColumn(heading: string, names: Names): Captured {
	const text = heading.trim()
	const find = (name: string) => names.get(name) ?? names.get(tidy(name)) ?? names.get(keyFor(name))
	const strokes = text.split('/')
	const last = strokes.at(-1) ?? ''
	const hyphens = text.split('-')
	const found =
		names.get(last) ?? (isOfTool(last) ? undefined : (find(last) ?? names.get(hyphens.at(-1) ?? '') ?? find(text)))
	if (found) return found
	// Before a stroke stands the question alone, or with its groups and hyphens between.
	const before = strokes.at(-2) ?? ''
	const of = strokes.length > 1 ? (find(before) ?? names.get(before.split('-').at(-1) ?? '')) : undefined
	if (of?.is === 'cell' && of.field.type === 'many-of') return { is: 'answer', header: of.header, code: last }
	const { name, part } = POINT.exec(last)?.groups ?? {}
	const point = name === undefined ? undefined : (find(name) ?? find(name.split('-').at(-1) ?? ''))
	if (point?.is === 'point') {
		const which = part?.toLowerCase()
		return { ...point, part: which === 'latitude' || which === 'longitude' ? which : 'other' }
	}
	return isOfTool(last) || isOfTool(hyphens.at(-1) ?? '') || /^(meta|formhub|__system)[/-]/.test(text)
		? { is: 'aside' }
		: { is: 'unknown' }
}
