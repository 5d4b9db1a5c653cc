import type { FieldProps } from '#ui/form.ts'
import type { FormFailure } from '#ui/types.ts'

const textOf = (value: FieldProps['value']): string =>
	value === undefined || value === null || value === false
		? ''
		: Array.isArray(value)
			? value.join(', ')
			: String(value)

const worded = (field: FieldProps, value: FieldProps['value']) => {
	const label = (one: string) => field.options?.find((option) => option.value === one)?.label ?? one
	return Array.isArray(value) ? value.map(label).join(', ') : label(textOf(value))
}

/** The fields in which what was typed differs from what is saved now, each in both versions. */
export function bothVersions(fields: readonly FieldProps[], failure: FormFailure) {
	return fields.flatMap((field) => {
		const typed = failure.values?.[field.name] ?? ''
		const both = { label: field.label, yours: worded(field, typed), theirs: worded(field, field.value) }
		return both.yours === both.theirs ? [] : [both]
	})
}
