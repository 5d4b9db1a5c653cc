import { canonicalText } from '#platform/events/chain.ts'
import type { CompiledRegister } from '../../declaration/compile-declaration.ts'
import type { AnyField } from '../../declaration/declaration.ts'
import { readValue, type Value, type Values } from '../values.ts'
import { isAsked, rowOf, withoutUnasked, workOut } from '../work-out.ts'
import { codeNames, type AreaName } from './say-value.ts'

type Reading = { compiled: CompiledRegister; areas: readonly AreaName[] }

type Typed = Reading & {
	/** The fields that the form asks for, with what was typed into them. */
	asks: readonly string[]
	typed: Readonly<Record<string, unknown>>
	/** What stands in all others. */
	held: Values
	today: string
}

const REFERENCES = new Set<AnyField['type']>(['actor', 'structure', 'seat', 'record', 'entry', 'file'])

/** What was typed as far as conditions read it; what cannot be read is told when it is sent, and is empty until then. */
function valueTyped({ compiled, areas }: Reading, field: AnyField, raw: unknown): Value | null {
	if (REFERENCES.has(field.type)) return typeof raw === 'string' && raw !== '' ? raw : null
	const codes = new Map(codeNames(field, compiled.declaration, areas).map(({ key }) => [key, { isRetired: false }]))
	const read = readValue(field, raw, { codesOf: () => codes, isCountry: () => true, before: undefined })
	return 'value' in read ? read.value : null
}

/** True where what was typed into a field is what the form of a new entry began with there. */
export function holdsBegun(reading: Reading & Pick<Typed, 'typed'>, key: string, begun: Value | undefined): boolean {
	const field = reading.compiled.fields.get(key)?.field
	return (
		field !== undefined &&
		begun !== undefined &&
		canonicalText(valueTyped(reading, field, reading.typed[key])) === canonicalText(begun)
	)
}

/** The fields of a form that are not asked for as it was filled in: what stands in them would not be kept. */
export function unaskedIn(given: Typed): string[] {
	const { compiled, asks, typed, held, today } = given
	const fields = Object.fromEntries([
		...Object.entries(held).filter(([key]) => !asks.includes(key)),
		...asks.flatMap((key) => {
			const field = compiled.fields.get(key)?.field
			const value = field && typed[key] !== undefined ? valueTyped(given, field, typed[key]) : null
			return value === null ? [] : [[key, value] as const]
		})
	])
	const worked = workOut(compiled, { fields, tables: {} }, today).values
	const row = rowOf(withoutUnasked(compiled, worked, today).fields, {}, today)
	return asks.filter((key) => {
		const one = compiled.fields.get(key)
		return one?.asked !== undefined && one.asked !== null && !isAsked(one, row)
	})
}
