import { audienceField, choices, reasonField } from '#modules/directory/common-fields.ts'
import { failureOf } from '#modules/directory/form-failure.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { FormFailure, Option } from '#ui/types.ts'
import { mannerFields } from '../decision/taking-fields.ts'
import { DEADLINE_CLASSES } from '../rules.ts'

type Says = Pick<Words, 't' | 'languageName' | 'language'>
type Groups = readonly { label: string; options: readonly Option[] }[]
type Offered = { actors: readonly Option[]; structures: readonly Option[] }

/** A recommendation as its form shows it. */
export type Saved = {
	title: Record<string, string>
	addresseeActor: string | null
	addresseeStructure: string | null
	addressee: string | null
	actionWord: string | null
	deadlineClass: string
	dueDay: string | null
	areas: readonly string[]
}

/** The moves that a day, and sometimes a reason, is all to tell of. */
export const PLAIN_DEEDS = ['receive', 'review', 'implement', 'complete', 'lapse'] as const
export type PlainDeed = (typeof PLAIN_DEEDS)[number]

// A title is typed in one field a language, `title[fr]`; the fault of the whole stands at the first of them.
export function titleFailure(form: Parameters<typeof failureOf>[0], first = ''): FormFailure | null {
	const failure = failureOf(form)
	if (!failure) return null
	return {
		...failure,
		issues: (failure.issues ?? []).map((issue) => {
			const [head, language] = issue.path
			return head === 'title' ? { ...issue, path: [`title[${String(language ?? first)}]`] } : issue
		})
	}
}

const titleFields = (
	{ t, languageName }: Says,
	languages: readonly string[],
	saved: Readonly<Record<string, string>> = {}
): FieldProps[] => {
	const every = [...new Set([...languages, ...Object.keys(saved)])]
	return every.map((one, index) => ({
		name: `title[${one}]`,
		label:
			every.length === 1
				? t('recommendation.field.title')
				: t('recommendation.field.title-in', { language: languageName(one) }),
		required: index === 0,
		maxlength: 300,
		lang: one,
		...(index === 0 ? {} : { fold: t('directory.field.other-languages') }),
		value: saved[one]
	}))
}

/** The language a wording is written in: the page's own, unless another is chosen. */
/** The language of what is written: one of the workspace's, the reader's own to begin with. */
export const languageField = ({ t, language, languageName }: Says, languages: readonly string[]): FieldProps => ({
	name: 'language',
	kind: 'select',
	label: t('ui.form.language'),
	hint: t('ui.form.language-hint'),
	required: true,
	options: languages.map((value) => ({ value, label: languageName(value) })),
	value: languages.includes(language) ? language : languages[0]
})

const wordingField = ({ t }: Says, value?: string): FieldProps => ({
	name: 'text',
	kind: 'textarea',
	label: t('recommendation.field.text'),
	hint: t('recommendation.hint.text'),
	required: true,
	rows: 8,
	maxlength: 8_000,
	value
})

/** The areas a recommendation deals with; the page draws the boxes itself, by framework. */
export const areasField = ({ t }: Pick<Words, 't'>, groups: Groups, saved: readonly string[] = []): FieldProps => ({
	name: 'areas',
	kind: 'checkboxes',
	label: t('recommendation.field.areas'),
	options: groups.flatMap(({ options }) => options),
	value: saved
})

function corrections(words: Says, { actors, structures }: Offered, saved?: Saved, empty?: string): FieldProps[] {
	const { t } = words
	const none = empty ?? t('directory.field.none')
	return [
		{
			name: 'addresseeActor',
			kind: 'select',
			label: t('recommendation.field.addressee-actor'),
			hint: t('recommendation.hint.addressee-actor'),
			options: actors,
			empty: none,
			value: saved?.addresseeActor
		},
		{
			name: 'addresseeStructure',
			kind: 'select',
			label: t('recommendation.field.addressee-structure'),
			options: structures,
			empty: none,
			value: saved?.addresseeStructure
		},
		{
			name: 'addressee',
			label: t('recommendation.field.addressee'),
			hint: t('recommendation.hint.addressee'),
			maxlength: 500,
			value: saved?.addressee
		},
		{
			name: 'actionWord',
			label: t('recommendation.field.action-word'),
			hint: t('recommendation.hint.action-word'),
			maxlength: 80,
			value: saved?.actionWord
		},
		{
			name: 'deadlineClass',
			kind: 'select',
			label: t('recommendation.field.deadline'),
			required: saved !== undefined,
			options: choices(words, 'recommendation.deadline', DEADLINE_CLASSES),
			...(empty === undefined ? {} : { empty }),
			value: saved?.deadlineClass
		},
		{ name: 'dueDay', kind: 'date', label: t('recommendation.field.due'), value: saved?.dueDay }
	]
}

/** The fields of a new recommendation. */
export function newFields(
	words: Says,
	offered: Offered & {
		languages: readonly string[]
		makers: readonly Option[]
		mayWithoutStructure: boolean
		/** The members of the structure whose meeting makes it. */
		members: readonly Option[]
		from: { structure?: string | undefined; meeting?: string | undefined; agendaItem?: string | undefined }
	}
): FieldProps[] {
	const { t } = words
	const isOfMeeting = offered.from.meeting !== undefined || offered.from.agendaItem !== undefined
	return [
		...titleFields(words, offered.languages),
		wordingField(words),
		languageField(words, offered.languages),
		...(isOfMeeting
			? []
			: [
					{
						name: 'structure',
						kind: 'select' as const,
						label: t('recommendation.field.made-by'),
						hint: t('recommendation.hint.made-by'),
						required: !offered.mayWithoutStructure,
						options: offered.makers,
						empty: t('recommendation.made-by-none'),
						value: offered.from.structure
					}
				]),
		...corrections(words, offered),
		...(isOfMeeting ? mannerFields(words, offered.members) : []),
		{
			...audienceField(words, true),
			required: false,
			hint: t('recommendation.hint.audience'),
			value: isOfMeeting ? null : 'workspace'
		}
	]
}

/** The fields that correct what is said of a recommendation. */
export const changeFields = (
	words: Says,
	offered: Offered & { languages: readonly string[] },
	saved: Saved
): FieldProps[] => [
	...titleFields(words, offered.languages, saved.title),
	...corrections(words, offered, saved),
	reasonField(words, { required: false })
]

/** The fields that become the same in several recommendations; what is left empty stays as it is in each. */
export const manyFields = (words: Says, offered: Offered): FieldProps[] => [
	...corrections(words, offered, undefined, words.t('recommendation.together.as-is')),
	reasonField(words, { required: false })
]

export const rewordFields = (
	words: Says,
	{ languages, text, language, today }: { languages: readonly string[]; text: string; language: string; today: string }
): FieldProps[] => [
	wordingField(words, text),
	{ ...languageField(words, languages), value: language },
	{ ...reasonField(words), label: words.t('recommendation.field.why-reworded') },
	whenField(words, today)
]

export const whenField = ({ t }: Pick<Words, 't'>, today: string): FieldProps => ({
	name: 'day',
	kind: 'date',
	label: t('recommendation.field.day'),
	required: true,
	value: today,
	max: today
})

const ACTOR = 'actor:'
// No key of a structure has a colon.
const NEXT = 'next:'

/** The level a recommendation goes to, out of one list of structures and actors. */
export const submitFields = (
	words: Pick<Words, 't'>,
	{ structures, actors, today, isNextUnseen, isReturned }: Offered & Submitting
): FieldProps[] => [
	{
		name: 'to',
		kind: 'select',
		label: words.t('recommendation.field.level'),
		hint: words.t('recommendation.hint.level'),
		required: true,
		options: levels(words, { structures, actors, isNextUnseen }),
		...(onlyLevel({ structures, isNextUnseen }) ?? {})
	},
	whenField(words, today),
	{
		name: 'note',
		kind: 'textarea',
		label: words.t('recommendation.field.note'),
		hint: words.t(isReturned ? 'recommendation.hint.note-returned' : 'recommendation.hint.note'),
		rows: 3,
		maxlength: 2_000
	}
]

type Submitting = {
	today: string
	/** True where the structure next above is not seen: it is offered without its name. */
	isNextUnseen: boolean
	/** True where it came back with questions, which a note answers. */
	isReturned: boolean
}

const levels = (
	{ t }: Pick<Words, 't'>,
	{ structures, actors, isNextUnseen }: Offered & Pick<Submitting, 'isNextUnseen'>
): Option[] => [
	...(isNextUnseen ? [{ value: NEXT, label: t('recommendation.level-next') }] : []),
	...structures,
	...actors.map(({ value, label }) => ({ value: `${ACTOR}${value}`, label }))
]

// Where there is one way up it is chosen already.
function onlyLevel({ structures, isNextUnseen }: Pick<Offered, 'structures'> & Pick<Submitting, 'isNextUnseen'>) {
	const ways = [...(isNextUnseen ? [NEXT] : []), ...structures.map(({ value }) => value)]
	return ways.length === 1 && ways[0] !== undefined ? { value: ways[0] } : null
}

/** What the list of levels says in the words of the command: a structure, or an actor. */
export function submitLevel(form: FormData): { to?: string | undefined; toActor?: string; toNext?: true } {
	const level = form.get('to')
	if (level === NEXT) return { to: undefined, toNext: true }
	if (typeof level !== 'string' || !level.startsWith(ACTOR)) return {}
	return { to: undefined, toActor: level.slice(ACTOR.length) }
}

export const lapseFields = (words: Pick<Words, 't'>): FieldProps[] => [reasonField(words)]

/** The fields of a move that needs no more than a day, and a reason where it ends something. */
export const deedFields = (words: Pick<Words, 't'>, deed: PlainDeed, today: string): FieldProps[] => [
	whenField(words, today),
	...(deed === 'receive' || deed === 'review' ? [] : [reasonField(words, { required: deed !== 'implement' })])
]
