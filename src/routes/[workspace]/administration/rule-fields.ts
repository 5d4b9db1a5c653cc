import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'

/** By what a rule goes: the sign-in or the provisioning, and of a sign-in its issuer and claim. */
export const ruleFields = (
	{ t }: Pick<Words, 't'>,
	given: { source?: string; issuer?: string; claim?: string } = {}
): FieldProps[] => [
	{
		name: 'source',
		kind: 'radio',
		label: t('administration.column.by'),
		required: true,
		value: given.source ?? 'provider',
		options: (['provider', 'provisioning'] as const).map((source) => ({
			value: source,
			label: t(`administration.rule-source.${source}.what`)
		}))
	},
	{
		name: 'issuer',
		kind: 'url',
		label: t('administration.field.issuer'),
		hint: t('administration.hint.issuer'),
		maxlength: 400,
		value: given.issuer
	},
	{
		name: 'claim',
		label: t('administration.field.claim'),
		hint: t('administration.hint.claim'),
		maxlength: 100,
		value: given.claim
	}
]
