import type { Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Move } from '../declaration/declaration.ts'
import { isReference } from '../declaration/field-types.ts'
import { giveFor } from '../formula/values.ts'
import { putIn } from './given.server.ts'
import { readGiven, type GivenValue } from './resolve.server.ts'
import { digitsOfCurrency, type EntryValues, type Value } from './values.ts'
import { keptOf, rowOf } from './work-out.ts'

const nameOf = ({ field }: CompiledField, language: string) => field.names[language] ?? field.names['en'] ?? field.key

/** A value as it is told in a refusal. */
function told(value: Value): string {
	if (typeof value === 'string' || typeof value === 'boolean') return String(value).slice(0, 120)
	return 'amount' in value ? `${value.amount} ${value.currency}` : ''
}

/** How many digits after the point a field keeps of a result. */
function digitsOf({ field }: CompiledField, value: unknown): number {
	if (field.type === 'decimal') return field.digits
	if (field.type !== 'money') return 0
	const chosen = typeof value === 'object' && value !== null && 'currency' in value ? value.currency : field.currency
	return digitsOfCurrency(typeof chosen === 'string' ? chosen : '')
}

/**
 * An entry with what a move puts into fields, by the formulas it declares. What a formula gives is read as if it were typed: a
 * move stores nothing that no form would take.
 */
export async function withSets(
	here: Here,
	compiled: CompiledRegister,
	move: Move,
	values: EntryValues
): Promise<EntryValues> {
	const fields = new Map(Object.entries(values.fields))
	const row = rowOf(values.fields, values.tables, here.today)
	const reading: (GivenValue & { raw: Value; declared: CompiledField })[] = []
	for (const { field: key, to } of compiled.moves.get(move.key)?.sets ?? []) {
		const declared = compiled.fields.get(key)
		if (!declared) continue
		const given = giveFor(to.gives, row)
		if ('stop' in given)
			throw conflict('registers.effect-stopped', { field: nameOf(declared, here.workspace.language) })
		const value = keptOf(given.value, digitsOf(declared, given.value))
		// A record that stands in another field of the entry stands there already, whether or not who moves it sees it.
		const isCopied =
			isReference(declared.field) && compiled.fields.get(to.text.trim())?.field.type === declared.field.type
		if (value === null || isCopied) putIn(fields, key, value)
		else reading.push({ declared, field: declared.field, raw: value, path: [key], before: values.fields[key] })
	}
	if (reading.length === 0) return { fields: Object.fromEntries(fields), tables: values.tables }
	// Only the codes of what is set are looked up.
	const targets = { ...compiled.declaration, fields: reading.map(({ declared }) => declared.field), tables: [] }
	const read = await readGiven(here, targets, reading)
	for (const [index, { field, raw, declared }] of reading.entries()) {
		if (read.issues.some(({ path }) => path[0] === field.key))
			throw conflict('registers.effect-not-taken', {
				field: nameOf(declared, here.workspace.language),
				value: told(raw)
			})
		putIn(fields, field.key, read.values[index] ?? null)
	}
	return { fields: Object.fromEntries(fields), tables: values.tables }
}
