import type { CompiledField } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'

/** A field as what it keeps: what a formula gave is kept as a number, a day or a text is. */
export function plainField({ field, formula }: CompiledField<AnyField>): AnyField {
	if (field.type !== 'formula' || !formula) return field
	const { formula: _formula, type: _type, digits, ...common } = field
	const { tells: _tells, ...rest } = { tells: undefined, ...common }
	switch (formula.gives.kind) {
		case 'number':
			return { ...rest, type: 'decimal', digits }
		case 'money':
			return {
				...rest,
				type: 'money',
				...(formula.gives.currency === null ? {} : { currency: formula.gives.currency })
			}
		case 'day':
			return { ...rest, type: 'date' }
		case 'yes-no':
			return { ...rest, type: 'yes-no' }
		case 'text':
			return { ...rest, type: 'long-text', most: 50_000 }
		default:
			return field
	}
}
