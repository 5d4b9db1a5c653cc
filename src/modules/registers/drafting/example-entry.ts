import type { Words } from '#platform/languages/words.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import type { Entry } from '../entry/said/shown-entry.ts'
import { codeNames, type AreaName } from '../entry/said/say-value.ts'
import type { Value, Values } from '../entry/values.ts'
import { workOut, withoutUnasked } from '../entry/work-out.ts'

type Speaking = Pick<Words, 't' | 'name'>

type Making = {
	words: Speaking
	compiled: CompiledRegister
	areas: readonly AreaName[]
	today: string
	/** The number that the first entry of the register would have. */
	number: string
}

// Never the identifier of anything.
const NOBODY = '00000000-0000-4000-8000-000000000000'

/** A value as an entry might hold it in a field: plainly made up, and saying so wherever it is text. */
function exampleOf({ words, compiled, areas, today }: Making, field: AnyField): Value | undefined {
	const { t, name } = words
	const text = t('registers.draft.example.text', { field: name(field.names) })
	switch (field.type) {
		case 'text':
			return text.slice(0, field.most)
		case 'long-text':
		case 'address':
			return text
		case 'whole-number':
		case 'decimal':
			return String(Math.max(field.least ?? 1, Math.min(field.most ?? 12, 12)))
		case 'money':
			return { amount: '1000', currency: field.currency ?? 'USD' }
		case 'date':
		case 'partial-date':
			return today
		case 'period':
			return { from: today, to: today }
		case 'yes-no':
			return true
		case 'one-of':
		case 'many-of': {
			const [first] = codeNames(field, compiled.declaration, areas).filter(({ retired }) => !retired)
			if (!first) return undefined
			return field.type === 'one-of' ? first.key : [first.key]
		}
		case 'actor':
		case 'structure':
		case 'seat':
		case 'record':
		case 'entry':
		case 'file':
			return NOBODY
		case 'country':
			return 'ZWE'
		case 'place':
			return { country: 'ZWE', area: null, locality: text, latitude: null, longitude: null }
		case 'email':
			return 'office@example.org'
		case 'telephone':
			return '+000 000 000'
		case 'formula':
		case 'linked-count':
		case 'linked-sum':
			return undefined
		default:
			return field satisfies never
	}
}

const valuesOf = (making: Making, fields: readonly AnyField[]): Values =>
	Object.fromEntries(
		fields.flatMap((field) => {
			const value = exampleOf(making, field)
			return value === undefined ? [] : [[field.key, value] as const]
		})
	)

/** An entry as it might stand in a register that is not declared yet, with what its formulas make of it. Nothing of it is kept. */
export function exampleEntry(making: Making): Entry {
	const { words, compiled, today, number } = making
	const { declaration } = compiled
	const given = {
		fields: valuesOf(making, declaration.fields),
		tables: Object.fromEntries(declaration.tables.map(({ key, fields }) => [key, [valuesOf(making, fields)]]))
	}
	const { values } = workOut(compiled, withoutUnasked(compiled, workOut(compiled, given, today).values, today), today)
	const title = words.t('registers.draft.example.title')
	const fields = [...declaration.fields, ...declaration.tables.flatMap((table) => table.fields)]
	const named = words.t('registers.draft.example.named')
	return {
		id: NOBODY,
		kind: 'entry',
		reference: number,
		title: { en: title },
		acronym: null,
		origin: 'invented',
		source: null,
		year: null,
		note: null,
		state: 'active',
		stateReason: null,
		audience: [],
		version: 1,
		changedAt: new Date(`${today}T00:00:00Z`),
		register: declaration.register,
		standing: declaration.states[0]?.key ?? '',
		since: today,
		submitted: null,
		values: { ...values.fields },
		tables: Object.fromEntries(
			Object.entries(values.tables).map(([key, rows]) => [key, rows.map((row) => ({ ...row }))])
		),
		rows: {},
		linked: Object.fromEntries(
			declaration.fields
				.filter(({ type }) => type === 'linked-count' || type === 'linked-sum')
				.map(({ key }) => [key, '12'])
		),
		names: fields.some((field) => !isWorkedOut(field))
			? [{ id: NOBODY, kind: 'entry', reference: number, title: { en: named }, acronym: null }]
			: [],
		seats: [{ id: NOBODY, key: 'example', office: named }],
		files: [{ id: NOBODY, name: named, mediaType: 'application/pdf', size: 100_000 }],
		moves: [],
		sees: [...compiled.fields.keys(), ...compiled.tables.keys()],
		may: { change: false, fill: [], changeIn: [] }
	}
}
