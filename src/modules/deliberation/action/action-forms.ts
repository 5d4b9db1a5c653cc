import type { Words } from '#platform/languages/words.ts'
import { dayField, nameFields, reasonField } from '#modules/directory/common-fields.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import type { Doing } from './action-standing.ts'

/** What can be done to an action by a form of its own, as it stands in the address of that form. */
export const ACTION_FORMS = [
	'change',
	'report',
	'accept',
	'refuse',
	'ask-extension',
	'answer-extension',
	'cancel',
	'reopen',
	'hand-over',
	'add-support',
	'remove-support'
] as const
export type ActionForm = (typeof ACTION_FORMS)[number]

type Says = Pick<Words, 't' | 'language' | 'languageName'>
type Action = {
	title: Record<string, string>
	text: string | null
	language: string
	dueDay: string | null
	percent: number
	seat: { key: string } | null
	steps: readonly { id: string; text: string; doneDay: string | null }[]
	may: { submit: boolean }
}
export type FormFacts = {
	action: Action
	today: string
	languages: readonly string[]
	actors: readonly Option[]
	/** Actors, each with the seats that act for it. */
	who: readonly Option[]
	seats: readonly Option[]
	supporting: readonly Option[]
	wishedDay: string | null
}

/** What an action is, in one line: one field a language of the workspace. */
export const titleFields = (words: Says, languages: readonly string[], saved?: Record<string, string>): FieldProps[] =>
	nameFields(words, languages, saved).map((field, index) => ({
		...field,
		name: field.name.replace('name', 'title'),
		...(index === 0 ? { label: words.t('action.field.title'), hint: words.t('action.field.title.hint') } : {})
	}))

export const textField = ({ t }: Says, saved?: string | null): FieldProps => ({
	name: 'text',
	kind: 'textarea',
	label: t('field.action.text'),
	rows: 5,
	maxlength: 10_000,
	value: saved
})

const seatField = ({ t }: Says, seats: readonly Option[], saved: string | undefined): FieldProps => ({
	name: 'seat',
	kind: 'select',
	label: t('action.field.seat'),
	options: seats,
	empty: t('action.field.seat.none'),
	value: saved
})

const evidenceFields = ({ t }: Says): FieldProps[] => [
	{ name: 'file', kind: 'file', label: t('action.field.file') },
	{
		name: 'fileTitle',
		label: t('action.field.file-title'),
		hint: t('action.field.file-title.hint'),
		maxlength: 300
	},
	{
		name: 'addresses',
		kind: 'textarea',
		label: t('action.field.addresses'),
		hint: t('action.field.addresses.hint'),
		rows: 3
	}
]

// Whoever says that it is done is asked for the steps that are not.
function stepsFields({ t }: Says, { steps, may }: Action): FieldProps[] {
	const undone = steps.filter(({ doneDay }) => doneDay === null)
	if (undone.length === 0) return []
	return [
		{
			name: 'stepsDone',
			kind: 'checkboxes',
			label: t('action.field.steps-done'),
			options: undone.map(({ id, text }) => ({ value: id, label: text }))
		},
		...(may.submit
			? [
					{
						name: 'stepsLeft',
						kind: 'textarea' as const,
						label: t('action.field.steps-left'),
						hint: t('action.field.steps-left.hint'),
						rows: 2,
						maxlength: 2_000
					}
				]
			: [])
	]
}

const written = (words: Says, languages: readonly string[]) =>
	languages.length > 1 ? [languageField(words, languages)] : []

/** The fields of a form about an action. */
export function fieldsOf(words: Says, form: ActionForm, facts: FormFacts): FieldProps[] {
	const { t } = words
	const { action, today, languages, actors, who, seats, supporting } = facts
	switch (form) {
		case 'change':
			return [
				...titleFields(words, languages, action.title),
				textField(words, action.text),
				seatField(words, seats, action.seat?.key),
				{ name: 'due', kind: 'date', label: t('field.action.due_day'), value: action.dueDay },
				{ ...reasonField(words, { required: false }), label: t('action.field.why-due') }
			]
		case 'report':
			return [
				{
					name: 'text',
					kind: 'textarea',
					label: t('action.field.report'),
					required: true,
					rows: 6,
					maxlength: 10_000
				},
				...written(words, languages),
				{
					name: 'percent',
					kind: 'number',
					label: t('action.field.percent'),
					min: 0,
					max: 100,
					value: action.percent
				},
				...evidenceFields(words),
				...stepsFields(words, action),
				...(action.may.submit
					? [
							{
								name: 'isFinal',
								kind: 'checkbox' as const,
								label: t('action.field.final'),
								hint: t('action.field.final.hint')
							}
						]
					: [])
			]
		case 'accept':
			return [{ name: 'note', kind: 'textarea', label: t('action.field.note'), rows: 3, maxlength: 2_000 }]
		case 'refuse':
		case 'cancel':
			return [reasonField(words)]
		case 'ask-extension':
			return [dayField(words, '', { name: 'until', label: t('action.field.until') }), reasonField(words)]
		case 'answer-extension':
			return [
				{
					name: 'answer',
					kind: 'radio',
					label: t('action.field.answer'),
					required: true,
					options: ['granted', 'refused'].map((value) => ({ value, label: t(`action.field.answer.${value}`) }))
				},
				{ name: 'until', kind: 'date', label: t('action.field.until'), value: facts.wishedDay },
				reasonField(words)
			]
		case 'reopen':
			return [
				{
					name: 'due',
					kind: 'date',
					label: t('action.field.due-anew'),
					min: today,
					required: action.dueDay !== null && action.dueDay < today
				},
				reasonField(words)
			]
		case 'hand-over':
			return [
				{
					name: 'actor',
					kind: 'select',
					label: t('action.field.to-actor'),
					hint: t('action.field.who.hint'),
					required: true,
					options: who
				},
				reasonField(words)
			]
		case 'add-support':
			return [{ name: 'actor', kind: 'select', label: t('action.supporting'), required: true, options: actors }]
		case 'remove-support':
			return [
				{ name: 'actor', kind: 'select', label: t('action.supporting'), required: true, options: supporting },
				reasonField(words)
			]
		default:
			return form satisfies never
	}
}

/** What each form does, as the page of an action says whether it may be done. */
export const DOES: Record<ActionForm, Doing> = {
	change: 'change',
	report: 'report',
	accept: 'accept',
	refuse: 'answer',
	'ask-extension': 'askExtension',
	'answer-extension': 'answerExtension',
	cancel: 'cancel',
	reopen: 'reopen',
	'hand-over': 'handOver',
	'add-support': 'support',
	'remove-support': 'support'
}

/** Whether a form about an action can be opened now. */
export const isOpen = (form: ActionForm, may: Readonly<Record<Doing, boolean>>): boolean => may[DOES[form]]

/**
 * Who is to see to an action, as a form's list of choices sends it: an actor, or one seat of it after a slash, which keys do not
 * hold.
 */
export function whoIn(chosen: unknown): { actor: string; seat?: string } {
	const [actor = '', seat] = typeof chosen === 'string' ? chosen.split('/') : []
	return seat === undefined ? { actor } : { actor, seat }
}

/** The lines of a text as a list, the empty ones left out. */
export const linesOf = (text: unknown): string[] =>
	typeof text === 'string'
		? text
				.split(/\r?\n/)
				.map((line) => line.trim())
				.filter((line) => line !== '')
		: []
