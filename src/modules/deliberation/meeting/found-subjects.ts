import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { typedInto } from './meeting-view.ts'

type Found = { typed: readonly (readonly [string, string])[]; options: readonly Option[] } | null

/** Fields with what was typed before a record was looked for, and what was found among the choices; the first of it is chosen. */
export function withFound(fields: readonly FieldProps[], found: Found): FieldProps[] {
	if (found === null) return [...fields]
	return typedInto(fields, found.typed).map((field) => {
		if (field.name !== 'subject') return field
		const { options = [] } = field
		const added = found.options.filter(({ value }) => !options.some((one) => one.value === value))
		return { ...field, options: [...added, ...options], value: chosen(field, found) }
	})
}

const chosen = ({ value }: FieldProps, { options }: { options: readonly Option[] }) =>
	options[0]?.value ?? value ?? null
