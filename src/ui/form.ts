import { getContext, setContext } from 'svelte'
import type { Words } from '#platform/languages/words.ts'
import type { FormFailure, FormIssue, Option } from './types.ts'

export type FieldKind =
	| 'text'
	| 'textarea'
	| 'select'
	| 'checkbox'
	| 'checkboxes'
	| 'date'
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
}

type AutoFill =
	'on' | 'off' | 'name' | 'email' | 'tel' | 'organization' | 'username' | 'current-password' | 'new-password'

/** What a form carries unseen: version, seat, the once-only key. */
export type Hidden = Readonly<Record<string, string | number | null | undefined>>

const FORM = 'pitso:form'

/** What the fields of a form know of it: the beginning of their ids, and what was refused. */
export type FormAround = { scope: string; failure: () => FormFailure | null | undefined }

/** Hands a form's scope, faults and typed values to the fields inside it. */
export const setForm = (form: FormAround): FormAround => setContext(FORM, form)

/** The form around a field, when there is one. */
export const getForm = () => getContext<FormAround | undefined>(FORM)

/** The place in a page where a field stands; also where the error summary links to. */
export const fieldId = (name: string, scope = 'field'): string => `${scope}-${name}`

/** The failure, when it is this form's: of several forms on a page only the one that was sent shows it. */
export function failureOf(failure: FormFailure | null | undefined, action: string): FormFailure | undefined {
	if (!failure) return undefined
	const name = /[?&]\/(\w+)/.exec(action)?.[1] ?? 'default'
	return failure.action === undefined || failure.action === name ? failure : undefined
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
