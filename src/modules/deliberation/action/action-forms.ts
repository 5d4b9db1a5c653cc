import type { Words } from '#platform/languages/words.ts'
import { dayField, nameFields, reasonField } from '#modules/directory/common-fields.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'

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
	may: { submit: boolean }
}
export type FormFacts = {
	action: Action
	today: string
	languages: readonly string[]
	actors: readonly Option[]
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
	{ name: 'addresses', kind: 'textarea', label: t('action.field.addresses'), rows: 3 }
]

const written = (words: Says, languages: readonly string[]) =>
	languages.length > 1 ? [languageField(words, languages)] : []

/** The fields of a form about an action. */
export function fieldsOf(words: Says, form: ActionForm, facts: FormFacts): FieldProps[] {
	const { t } = words
	const { action, today, languages, actors, seats, supporting } = facts
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
			return [{ name: 'due', kind: 'date', label: t('action.field.due-anew'), min: today }, reasonField(words)]
		case 'hand-over':
			return [
				{ name: 'actor', kind: 'select', label: t('action.field.to-actor'), required: true, options: actors },
				{ name: 'seat', label: t('action.field.seat'), hint: t('action.field.seat.hint'), maxlength: 120 },
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

type Standing = {
	report: boolean
	answer: boolean
	askExtension: boolean
	answerExtension: boolean
	cancel: boolean
	reopen: boolean
	handOver: boolean
	change: boolean
	support: boolean
}

/** Whether a form about an action can be opened now. */
export function isOpen(form: ActionForm, may: Standing): boolean {
	switch (form) {
		case 'change':
			return may.change
		case 'report':
			return may.report
		case 'accept':
		case 'refuse':
			return may.answer
		case 'ask-extension':
			return may.askExtension
		case 'answer-extension':
			return may.answerExtension
		case 'cancel':
			return may.cancel
		case 'reopen':
			return may.reopen
		case 'hand-over':
			return may.handOver
		case 'add-support':
		case 'remove-support':
			return may.support
		default:
			return form satisfies never
	}
}

/** The lines of a text as a list, the empty ones left out. */
export const linesOf = (text: unknown): string[] =>
	typeof text === 'string'
		? text
				.split(/\r?\n/)
				.map((line) => line.trim())
				.filter((line) => line !== '')
		: []
