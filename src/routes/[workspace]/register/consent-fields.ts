import type { FieldProps } from '#ui/form.ts'
import type { Words } from '#platform/languages/words.ts'

type Step = {
	number: number
	what: string
	losses: number
	unseen: number
	consent: { name: string; value: string } | null
}

/** Whether any step loses something, in sight or out of it. */
export const losesSome = (told: { steps: readonly Pick<Step, 'losses' | 'unseen'>[] } | null) =>
	told?.steps.some(({ losses, unseen }) => losses + unseen > 0) === true

/** The boxes by which it is consented to what each step loses: to just that, and to nothing else. */
export const consentFields = ({ t }: Pick<Words, 't'>, steps: readonly Step[] = []): FieldProps[] =>
	steps.flatMap(({ number, what, losses, unseen, consent }) =>
		consent
			? [
					{
						name: consent.name,
						kind: 'checkboxes' as const,
						label: t('registers.conversion.consent', { number, what }),
						// Nothing is declared without it, and nobody has to declare: it is neither optional nor to be forced.
						depends: true,
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
