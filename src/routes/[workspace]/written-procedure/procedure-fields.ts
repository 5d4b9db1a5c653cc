import { SUBJECTS, type Subject } from '#modules/deliberation/decision/procedure-rules.ts'
import { choices } from '#modules/directory/common-fields.ts'
import { AUDIENCES_OF_STRUCTURE } from '#platform/access/seat.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { widerAudienceField } from '../decision/decision-fields.ts'

type Says = Pick<Words, 't' | 'day' | 'language' | 'languageName'>

type Opening = {
	languages: readonly string[]
	/** The time zone at whose midnight the deadline ends. */
	zone: string
	deadline: string
	/** The first day the rules of the structure allow, where the structure is known already. */
	earliest: string | null
}

type Choosing = Opening & {
	structures: readonly Option[]
	addressees: readonly Option[]
	actors: readonly Option[]
	meetings: readonly Option[]
	given: { structure: string | null; subject: string }
}

type Minutes = { name: string; day: string; language: string | null }

const label = ({ t }: Says, column: string) => t(`field.written_procedure.${column}`)

const titleField = ({ t }: Says, value?: string): FieldProps => ({
	name: 'title',
	label: t('field.record.title'),
	required: true,
	maxlength: 300,
	value
})

const textField = (words: Says, value?: string): FieldProps => ({
	name: 'text',
	kind: 'textarea',
	label: label(words, 'text'),
	required: true,
	rows: value === undefined ? 8 : 4,
	maxlength: 50_000,
	value
})

const deadlineField = (words: Says, { deadline, earliest, zone }: Opening): FieldProps => ({
	name: 'deadline',
	kind: 'date',
	label: label(words, 'deadline_day'),
	hint:
		earliest === null
			? words.t('decision.procedure.deadline.ends', { zone })
			: words.t('decision.procedure.deadline.earliest', { zone, day: words.day(earliest) }),
	required: true,
	value: deadline,
	...(earliest === null ? {} : { min: earliest })
})

const audienceField = (words: Says): FieldProps => ({
	name: 'audience',
	kind: 'radio',
	label: words.t('field.record.audience'),
	required: true,
	options: choices(words, 'audience', AUDIENCES_OF_STRUCTURE),
	value: 'members'
})

/** Who may see what comes of a procedure: whoever saw the procedure, unless another choice is made on purpose. */
export const outcomeAudienceField = (words: Says): FieldProps => ({
	...widerAudienceField(words, words.t('decision.procedure.close.audience')),
	hint: words.t('decision.procedure.close.audience.hint')
})

/** The form by which the minutes of a meeting are put to the members: what it is about stands fast. */
export const minutesFields = (words: Says, asked: Opening & { minutes: Minutes }): FieldProps[] => {
	const said = { meeting: asked.minutes.name, day: words.day(asked.minutes.day) }
	return [
		titleField(words, words.t('decision.procedure.minutes.title', said)),
		textField(words, words.t('decision.procedure.minutes.text', said)),
		languageField(words, asked.languages),
		deadlineField(words, asked),
		audienceField(words)
	]
}

/**
 * The group of fields that one subject asks for and the others do not: under a heading that says so, and out of sight while
 * another subject is chosen.
 */
export const groupFor = ({ t }: Pick<Words, 't'>, subject: Subject): NonNullable<FieldProps['group']> => ({
	key: `for-${subject}`,
	legend: t(`decision.procedure.only-${subject}`),
	required: true
})

/** The form by which anything is put to the members of a structure in writing. */
export const openingFields = (words: Says, asked: Choosing): FieldProps[] => {
	const { t } = words
	return [
		{
			name: 'subject',
			kind: 'radio',
			label: label(words, 'subject'),
			required: true,
			options: choices(words, 'decision.procedure.subject', SUBJECTS),
			value: asked.given.subject
		},
		{
			name: 'structure',
			kind: 'select',
			label: label(words, 'structure_id'),
			hint: t('decision.procedure.structure.hint'),
			required: true,
			options: asked.structures,
			value: asked.given.structure
		},
		{
			name: 'meeting',
			kind: 'select',
			label: label(words, 'subject_meeting_id'),
			options: asked.meetings,
			depends: true,
			group: groupFor(words, 'minutes')
		},
		titleField(words),
		textField(words),
		languageField(words, asked.languages),
		deadlineField(words, asked),
		{ name: 'basis', kind: 'textarea', label: label(words, 'basis'), rows: 2, maxlength: 2_000 },
		{ name: 'effect', kind: 'date', label: label(words, 'effect_day'), group: groupFor(words, 'decision') },
		{
			name: 'addresseeActor',
			kind: 'select',
			label: label(words, 'addressee_actor_id'),
			options: asked.actors,
			depends: true,
			group: groupFor(words, 'recommendation')
		},
		{
			name: 'addresseeStructure',
			kind: 'select',
			label: label(words, 'addressee_structure_id'),
			options: asked.addressees,
			depends: true,
			group: groupFor(words, 'recommendation')
		},
		audienceField(words)
	]
}
