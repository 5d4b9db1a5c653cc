import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from './form.ts'
import type { Values } from './three-way.ts'

/** A field's value as people read it: choices by their labels, days by their names, ticked or not; empty where it is empty. */
export function sayValue(words: Pick<Words, 't' | 'day' | 'list'>, field: FieldProps, values: Values): string {
	const { kind, options = [] } = field
	if (kind === 'checkbox') return words.t(values.length > 0 ? 'ui.form.ticked' : 'ui.form.not-ticked')
	const said = values
		.filter((value) => value !== '')
		.map((value) => {
			if (kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return words.day(value)
			return options.find((option) => option.value === value)?.label ?? value
		})
	return said.length > 1 ? words.list(said) : (said[0] ?? '')
}
