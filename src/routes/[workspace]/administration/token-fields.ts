import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'

const SCOPES = ['read', 'all', 'operations', 'provisioning'] as const
/** Days a token may be good for, as the form offers them. */
const DAYS = [7, 30, 90, 180, 366] as const

/** What a form asks for that makes a token; only administrators give one for provisioning. */
export const tokenFields = (
	{ t }: Pick<Words, 't'>,
	{ operations, provisioning }: { operations: readonly string[]; provisioning: boolean }
): FieldProps[] => [
	{
		name: 'name',
		label: t('administration.column.token'),
		hint: t('administration.hint.token-name'),
		required: true,
		maxlength: 120
	},
	{
		name: 'scope',
		kind: 'radio',
		label: t('administration.column.scope'),
		required: true,
		value: 'read',
		options: SCOPES.filter((scope) => provisioning || scope !== 'provisioning').map((scope) => ({
			value: scope,
			label: t(`administration.scope.${scope}.what`)
		}))
	},
	{
		name: 'operations',
		label: t('administration.field.operations'),
		hint: t('administration.hint.operations'),
		maxlength: 4_000,
		suggestions: operations
	},
	{
		name: 'days',
		kind: 'select',
		label: t('administration.field.days'),
		required: true,
		value: '90',
		options: DAYS.map((days) => ({ value: String(days), label: t('administration.days', { days }) }))
	}
]
