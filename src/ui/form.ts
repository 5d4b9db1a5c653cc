import { getContext, setContext } from 'svelte'
import type { Words } from '#platform/languages/words.ts'
import type { Values } from './three-way.ts'
import type { FormFailure, FormIssue, Option } from './types.ts'

export type FieldKind =
	| 'text'
	| 'textarea'
	| 'select'
	| 'checkbox'
	| 'checkboxes'
	| 'date'
	| 'datetime-local'
	| 'number'
	| 'radio'
	| 'file'
	| 'email'
	| 'tel'
	| 'url'
	| 'password'

export type FieldProps = {
	name: string
	label: string
	kind?: FieldKind
	hint?: string
	value?: string | number | boolean | readonly string[] | null
	options?: readonly Option[]
	required?: boolean
	error?: string
	autocomplete?: AutoFill
	rows?: number
	min?: string | number
	max?: string | number
	step?: string | number
	maxlength?: number
	multiple?: boolean
	accept?: string
	suggestions?: readonly string[]
	empty?: string
	/** The language of what is typed, where it is another than the page's. */
	lang?: string
	/** Fields that stand together behind one heading, closed until asked for: the other languages of a name. */
	fold?: string
	/** Fields that say one thing together, as an amount and its currency, behind one legend. */
	group?: {
		key: string
		legend: string
		hint?: string | undefined
		required: boolean
		/** Shut or open behind its legend, with what is told beside it; open whenever something of it was refused or typed. */
		shuts?: { isShut: boolean; note: string }
		/** What several groups stand under, one after the other; `id` is where links of the page lead to. */
		under?: { id: string; label: string }
	}
	/** Whether other fields decide if it must be filled: it is not said to be optional then. */
	depends?: boolean
	/** True of a field that is not asked for as the others stand: it is out of sight, and what stands in it goes along. */
	unasked?: boolean
	/** The id of choices that the page draws once for many fields. */
	list?: string
	/** What the summary of faults calls it, where its label alone says too little. */
	summary?: string
}

type AutoFill =
	| 'one-time-code'
	| 'on'
	| 'off'
	| 'name'
	| 'email'
	| 'tel'
	| 'organization'
	| 'username'
	| 'current-password'
	| 'new-password'

/** What a form carries unseen: version, seat, the once-only key. */
export type Hidden = Readonly<Record<string, string | number | null | undefined>>

const FORM = 'pitso:form'

/**
 * What the fields of a form know of it: the beginning of their ids, what was refused, and what each shows when that is not
 * what is saved: what was typed, merged with what others saved meanwhile.
 */
export type FormAround = {
	scope: string
	failure: () => FormFailure | null | undefined
	shown: (name: string) => Values | undefined
}

/** Hands a form's scope, faults and typed values to the fields inside it. */
export const setForm = (form: FormAround): FormAround => setContext(FORM, form)

/** The form around a field, when there is one. */
export const getForm = () => getContext<FormAround | undefined>(FORM)

/** The place in a page where a field stands; also where the error summary links to. */
export const fieldId = (name: string, scope = 'field'): string => `${scope}-${name}`

/** The place in a page where groups that stand under one heading begin. */
export const underId = (id: string, scope: string): string => `${scope}-under-${id}`

/** A form that was sent only to be shown with other fields, as with one more row: nothing was refused. */
export const REDRAWN = 'redrawn'

/** The failure, when it is this form's: of several forms on a page only the one that was sent shows it. */
export function failureOf(failure: FormFailure | null | undefined, action: string): FormFailure | undefined {
	if (!failure) return undefined
	const name = /[?&]\/(\w+)/.exec(action)?.[1] ?? 'default'
	return failure.action === undefined || failure.action === name ? failure : undefined
}

/** Fields as they stand: alone in their order, or together where they share a fold or a group. */
export function folded(fields: readonly FieldProps[]) {
	const groups: { fold: string | undefined; group: FieldProps['group']; items: FieldProps[] }[] = []
	for (const field of fields) {
		const last = groups.at(-1)
		if (last && last.fold === field.fold && last.group?.key === field.group?.key) last.items.push(field)
		else groups.push({ fold: field.fold, group: field.group, items: [field] })
	}
	return groups
}

const issueName = ({ path }: FormIssue) => path.map(String).join('.')

/** A fault's sentence. */
export const sayIssue = ({ code, params, message }: FormIssue, { t }: Pick<Words, 't'>): string =>
	message ?? t(`refusal.${code}`, params)

/** What the whole form was refused for; its single faults are told apart. */
export function sayFailure({ kind, code, params, message }: FormFailure, { t }: Pick<Words, 't'>): string | undefined {
	if (kind === 'invalid') return undefined
	return message ?? (code === undefined ? undefined : t(`refusal.${code}`, params))
}

const belongs = (issue: FormIssue, name: string) => issueName(issue) === name || issueName(issue).startsWith(`${name}.`)

/** The faults of one field; a fault deeper in (`places.0.name`) is told at the field that holds it. */
export const issuesOf = (failure: FormFailure | null | undefined, name: string): readonly FormIssue[] =>
	failure?.issues?.filter((issue) => belongs(issue, name)) ?? []

/** The faults no field of the form answers for. */
export const strayIssues = (failure: FormFailure | undefined, names: readonly string[]): readonly FormIssue[] =>
	failure?.issues?.filter((issue) => !names.some((name) => belongs(issue, name))) ?? []

/** The language that running text is written in: the page's own, unless another is chosen. */
export function languageField(
	{ t, language, languageName }: Pick<Words, 't' | 'language' | 'languageName'>,
	languages: readonly string[]
): FieldProps {
	return {
		name: 'language',
		kind: 'select',
		label: t('ui.form.language'),
		hint: t('ui.form.language-hint'),
		required: true,
		options: languages.map((value) => ({ value, label: languageName(value) })),
		value: languages.includes(language) ? language : languages[0]
	}
}

/** The two fields every weighty change asks for: why, and since which day. */
export const reasonAndDate = ({ t }: Pick<Words, 't'>, { date }: { date?: string } = {}): FieldProps[] => [
	{
		name: 'reason',
		kind: 'textarea',
		label: t('ui.form.reason'),
		hint: t('ui.form.reason-hint'),
		required: true,
		rows: 3
	},
	{ name: 'date', kind: 'date', label: t('ui.form.date'), required: true, value: date }
]
