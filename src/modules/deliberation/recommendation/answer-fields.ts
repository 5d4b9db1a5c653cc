import { choices } from '#modules/directory/common-fields.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import type { failureOf } from '#modules/directory/form-failure.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { FieldProps } from '#ui/form.ts'
import type { FormFailure, Option } from '#ui/types.ts'
import { ANSWERS } from '../rules.ts'
import { languageField, whenField } from './form-fields.ts'

type Says = Pick<Words, 't' | 'day' | 'name' | 'language' | 'languageName'>
type Place = { record: RecordReference; day: string | null }

/** Where the level that answers can have decided: what the list of the form offers. */
export type Places = {
	level: 'structure' | 'actor' | 'mixed'
	meetings: readonly Place[]
	decisions: readonly Place[]
	procedures: readonly Place[]
}

const DECISION = 'decision:'
const PROCEDURE = 'procedure:'

function placeOptions(words: Says, { meetings, decisions, procedures }: Places): Option[] {
	const offered = (places: readonly Place[], kind: string, prefix: string) =>
		places.map(({ record, day }) => ({
			value: `${prefix}${record.reference}`,
			label: words.t(`recommendation.place.${kind}`, {
				name: nameOf(words, record),
				reference: record.reference,
				day: day === null ? '' : words.day(day)
			})
		}))
	return [
		...offered(meetings, 'meeting', ''),
		...offered(decisions, 'decision', DECISION),
		...offered(procedures, 'procedure', PROCEDURE)
	]
}

// A structure says where it decided, an actor by which text; whoever answers at several levels at once does neither.
function whereFields(words: Says, places: Places): FieldProps[] {
	const { t } = words
	switch (places.level) {
		case 'structure':
			return [
				{
					name: 'meeting',
					kind: 'select',
					label: t('recommendation.field.place'),
					hint: t('recommendation.hint.place'),
					required: true,
					options: placeOptions(words, places)
				}
			]
		case 'actor':
			return [
				{
					name: 'basis',
					label: t('recommendation.field.basis'),
					hint: t('recommendation.hint.basis'),
					required: true,
					maxlength: 500
				}
			]
		case 'mixed':
			return []
		default:
			return places.level satisfies never
	}
}

/** The fields of an answer; in which language its reasons are is asked where the workspace has several. */
export const answerFields = (
	words: Says,
	places: Places,
	{ today, languages }: { today: string; languages: readonly string[] }
): FieldProps[] => [
	{
		name: 'answer',
		kind: 'radio',
		label: words.t('recommendation.field.answer'),
		required: true,
		options: choices(words, 'recommendation.answer', ANSWERS)
	},
	{
		name: 'reasons',
		kind: 'textarea',
		label: words.t('recommendation.field.reasons'),
		hint: words.t('recommendation.hint.reasons'),
		required: true,
		rows: 4,
		maxlength: 4_000
	},
	...(languages.length > 1
		? [{ ...languageField(words, languages), label: words.t('recommendation.field.reasons-language') }]
		: []),
	...whereFields(words, places),
	whenField(words, today)
]

type Where = { meeting?: string | undefined; decision?: string; writtenProcedure?: string }

/** What the list of places says in the words of the command: a meeting, a decision or a written procedure. */
export function answeredWhere(form: FormData): Where {
	const place = form.get('meeting')
	if (typeof place !== 'string' || place === '') return { meeting: undefined }
	if (place.startsWith(DECISION)) return { meeting: undefined, decision: place.slice(DECISION.length) }
	if (place.startsWith(PROCEDURE)) return { meeting: undefined, writtenProcedure: place.slice(PROCEDURE.length) }
	return { meeting: place }
}

const OF_PLACE: readonly unknown[] = ['decision', 'writtenProcedure']

/** A refusal of an answer: what is wrong with where it was decided is told at the one list that says so. */
export function answerFailure(failure: ReturnType<typeof failureOf>): FormFailure | null {
	if (!failure) return null
	return {
		...failure,
		issues: (failure.issues ?? []).map((issue) =>
			OF_PLACE.includes(issue.path[0]) ? { ...issue, path: ['meeting'] } : issue
		)
	}
}
