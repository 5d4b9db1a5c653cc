import type { ValueType } from '../formula/values.ts'
import type { AnyField } from './declaration.ts'

/** The kinds of column a filtered field may take; each kind is there a fixed number of times. */
export type ColumnKind = 'text' | 'number' | 'day' | 'reference'

/** How many columns of each kind a row has: the most fields of one kind that one group of readers filters by. */
export const COLUMNS: Record<ColumnKind, number> = { text: 12, number: 8, day: 6, reference: 6 }

/** The kind of column a field is filtered by; null for what no list filters by. */
export function columnKindOf(field: AnyField): ColumnKind | null {
	switch (field.type) {
		case 'text':
		case 'one-of':
		case 'country':
		case 'place':
		case 'email':
			return 'text'
		case 'whole-number':
		case 'decimal':
		case 'money':
		case 'yes-no':
			return 'number'
		case 'date':
		case 'partial-date':
		case 'period':
			return 'day'
		case 'actor':
		case 'structure':
		case 'seat':
		case 'record':
		case 'entry':
			return 'reference'
		// The kind of a formula is that of its result: see compile-declaration.ts. What is linked is counted as each reader
		// sees it, when it is shown, and kept nowhere.
		case 'formula':
		case 'linked-count':
		case 'linked-sum':
		case 'long-text':
		case 'many-of':
		case 'file':
		case 'address':
		case 'telephone':
			return null
		default:
			return field satisfies never
	}
}

/** What formulas read of a field; undefined for what they cannot read. */
export function valueTypeOf(field: AnyField): ValueType | undefined {
	switch (field.type) {
		case 'text':
		case 'long-text':
		case 'one-of':
		case 'country':
		case 'email':
		case 'telephone':
			return { kind: 'text' }
		// An identifier is compared, and told by nothing but its own field, which tells it by name to whoever sees the record.
		case 'actor':
		case 'structure':
		case 'seat':
		case 'record':
		case 'entry':
			return { kind: 'text', isReference: true }
		case 'whole-number':
		case 'decimal':
		case 'linked-count':
			return { kind: 'number' }
		case 'money':
			return { kind: 'money', currency: field.currency ?? null }
		case 'date':
		case 'partial-date':
			return { kind: 'day' }
		case 'yes-no':
			return { kind: 'yes-no' }
		case 'many-of':
			return { kind: 'list' }
		case 'formula':
		case 'linked-sum':
		case 'period':
		case 'place':
		case 'file':
		case 'address':
			return undefined
		default:
			return field satisfies never
	}
}

/** True for what is counted or added up over other entries when it is shown, and kept nowhere. */
export const isLinked = ({ type }: AnyField) => type === 'linked-count' || type === 'linked-sum'

/** True for what nobody fills in. */
export const isWorkedOut = (field: AnyField) => field.type === 'formula' || isLinked(field)

/** True for fields that name a record or a seat by its identifier. */
export const isReference = (field: AnyField) => columnKindOf(field) === 'reference'

/** True for fields whose values are a closed set of codes. */
export const isClosedSet = ({ type }: AnyField) => type === 'one-of' || type === 'yes-no' || type === 'country'
