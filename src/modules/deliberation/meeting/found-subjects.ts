import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { typedInto } from './meeting-view.ts'

type Found = { typed: readonly (readonly [string, string])[]; options: readonly Option[]; chosen: string | null } | null

/** Fields with what was typed before a record was looked for, and what was found among the choices; the one that is meant is chosen. */
export function withFound(fields: readonly FieldProps[], found: Found): FieldProps[] {
	if (found === null) return [...fields]
	return typedInto(fields, found.typed).map((field) => {
		if (field.name !== 'subject') return field
		const { options = [] } = field
		const added = found.options.filter(({ value }) => !options.some((one) => one.value === value))
		return { ...field, options: [...added, ...options], value: found.chosen ?? field.value ?? null }
	})
}
