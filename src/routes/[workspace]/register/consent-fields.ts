import type { FieldProps } from '#ui/form.ts'
import type { Words } from '#platform/languages/words.ts'

type Step = {
	number: number
	what: string
	losses: number
	unseen: number
	consent: { name: string; value: string } | null
}

/** The boxes by which it is consented to what each step loses: to just that, and to nothing else. */
export const consentFields = ({ t }: Pick<Words, 't'>, steps: readonly Step[] = []): FieldProps[] =>
	steps.flatMap(({ number, what, losses, unseen, consent }) =>
		consent
			? [
					{
						name: consent.name,
						kind: 'checkboxes' as const,
						label: t('registers.conversion.consent', { number, what }),
						options: [
							{
								value: consent.value,
								label: t(unseen > 0 ? 'registers.conversion.consent.unseen' : 'registers.conversion.consent.seen', {
									losses,
									unseen
								})
							}
						]
					}
				]
			: []
	)
