import type { FieldProps, Hidden } from './form.ts'
import { mergeChoices, mergeField, type Taken, type Values } from './three-way.ts'
import type { Choice, FormFailure, Formed, Meanwhile } from './types.ts'

/** A field whose two versions clash, with all three sides, and how it was decided as far as it was. */
export type Clash = { was: Values | null; yours: Values; theirs: Values; chosen?: Choice }

/** A field in which the two differ, and whose value the form now shows. */
export type Differing = { field: FieldProps; taken: Taken; was: Values | null; yours: Values; theirs: Values }

/** How a form stands: what each field shows, what is to be decided, and what the form carries on. */
export type Standing = {
	shown: ReadonlyMap<string, Values> | null
	clashes: ReadonlyMap<string, Clash>
	differing: readonly Differing[]
	meanwhile: readonly Meanwhile[]
	formed: Formed
	/** The version the form goes on from, where that is not the one just read. */
	version: string | undefined
}

const STALE = 'platform.changed-meanwhile'

/** True when the form was refused because somebody changed the record meanwhile. */
export const isStale = (failure: FormFailure | null | undefined): boolean => failure?.code === STALE

/** A field's value as a form sends it. */
export function valuesOf(value: FieldProps['value'] | readonly string[]): Values {
	if (value === undefined || value === null || value === false || value === '') return []
	if (value === true) return ['on']
	return typeof value === 'object' ? value.map(String) : [String(value)]
}

// What a browser never sends back has no older value to compare with.
const isCompared = ({ kind }: FieldProps) => kind !== 'file' && kind !== 'password'

const baseOf = (fields: readonly FieldProps[]): Formed['base'] =>
	Object.fromEntries(fields.filter(isCompared).map(({ name, value }) => [name, valuesOf(value)]))

const isOfMany = ({ kind, multiple }: FieldProps) => kind === 'checkboxes' || multiple === true

/**
 * How a form stands after what happened to it. Fresh, it carries what it was made from. Refused for another reason than a
 * change by others, it shows what was typed and goes on from the version it had, so that no change is passed over unseen.
 * Refused because others were quicker, its fields are merged with what they saved, and it goes on from theirs.
 */
export function standingOf(fields: readonly FieldProps[], failure: FormFailure | undefined): Standing {
	const typed = failure?.values
	const base = baseOf(fields)
	const fresh = { shown: null, clashes: new Map(), differing: [], meanwhile: [], version: undefined }
	if (!failure || !typed) return { ...fresh, formed: { base } }
	if (isStale(failure)) return merged(fields, { failure, typed, base })
	const { formed } = failure
	const version = typed['version']
	return {
		...fresh,
		shown: new Map(Object.entries(typed).map(([name, value]) => [name, valuesOf(value)])),
		clashes: keptClashes(formed, failure.chosen),
		formed: formed ?? { base },
		version: typeof version === 'string' && version !== '' ? version : undefined
	}
}

// The clashes a form already showed, still there when it was refused for anything else.
function keptClashes(formed: Formed | null | undefined, chosen: FormFailure['chosen']): Map<string, Clash> {
	return new Map(
		Object.entries(formed?.clash ?? {}).map(([name, { was, yours }]) => {
			const decided = chosen?.[name]
			return [name, { was, yours, theirs: formed?.base[name] ?? [], ...(decided ? { chosen: decided } : {}) }]
		})
	)
}

type Refused = { failure: FormFailure; typed: NonNullable<FormFailure['values']>; base: Formed['base'] }

function merged(fields: readonly FieldProps[], { failure, typed, base }: Refused): Standing {
	const shown = new Map<string, Values>(Object.entries(typed).map(([name, value]) => [name, valuesOf(value)]))
	const clashes = new Map<string, Clash>()
	const differing: Differing[] = []
	for (const field of fields.filter(isCompared)) {
		const was = failure.formed?.base[field.name] ?? null
		const yours = valuesOf(typed[field.name])
		const theirs = base[field.name] ?? []
		const { taken, value } = (isOfMany(field) ? mergeChoices : mergeField)({ was, yours, theirs })
		shown.set(field.name, value)
		if (taken === 'same') continue
		differing.push({ field, taken, was, yours, theirs })
		if (taken === 'clash') clashes.set(field.name, { was, yours, theirs })
	}
	const meanwhile = failure.meanwhile ?? []
	const clash = Object.fromEntries([...clashes].map(([name, { was, yours }]) => [name, { was, yours }]))
	return {
		shown,
		clashes,
		differing,
		meanwhile,
		formed: { base, ...(clashes.size > 0 ? { clash, meanwhile } : {}) },
		version: undefined
	}
}

/** The unseen fields of a form that changes a version of something: with how it was made, as text. */
export function carriedBy(hidden: Hidden, { formed, version }: Standing): Hidden {
	if (hidden['version'] === undefined || hidden['version'] === null) return hidden
	return { ...hidden, ...(version === undefined ? {} : { version }), formed: JSON.stringify(formed) }
}

/** Who saved a field last, as far as what they did tells: by the field's label. */
export const whoSaved = (meanwhile: readonly Meanwhile[], label: string): Meanwhile | undefined =>
	meanwhile.find(({ fields }) => fields.includes(label)) ?? (meanwhile.length === 1 ? meanwhile[0] : undefined)
