import { choices } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option, Tone } from '#ui/types.ts'
import { REPORT_FORMS, type ReportState } from './report-rules.ts'

type Says = Pick<Words, 't'>

/** How far a report is asks for attention: late, waiting, done. */
export function toneOfReport(progress: ReportState, isLate: boolean): Tone {
	switch (progress) {
		case 'due':
			return isLate ? 'error' : 'warning'
		case 'submitted':
		case 'dialogue-held':
			return 'information'
		case 'observations-received':
			return 'success'
		case 'dropped':
			return 'plain'
		default:
			return progress satisfies never
	}
}

export type SavedReport = {
	title: string
	form: string
	dueDay: string
	lead: { reference: string } | null
	/** The day for which the dialogue is planned; left out once it was held or can be no more. */
	dialogue?: string | null
}

/** The fields of a report; with `saved`, of one that is corrected. */
export function reportFields(
	words: Says,
	{ actors, duties, duty }: { actors: readonly Option[]; duties: readonly Option[]; duty?: string | null },
	saved?: SavedReport
): FieldProps[] {
	const { t } = words
	const label = (column: string) => t(`field.treaty_report.${column}`)
	return [
		{ name: 'title', label: t('field.record.title'), required: true, maxlength: 300, value: saved?.title },
		{
			name: 'form',
			kind: 'select',
			label: label('form'),
			required: true,
			options: choices(words, 'treaty-report.form', REPORT_FORMS),
			value: saved?.form ?? 'periodic'
		},
		{ name: 'due', kind: 'date', label: label('due_day'), required: true, value: saved?.dueDay },
		...(saved?.dialogue === undefined
			? []
			: [
					{
						name: 'dialogue',
						kind: 'date' as const,
						label: t('treaty-report.dialogue-planned'),
						hint: t('treaty-report.hint.dialogue'),
						value: saved.dialogue ?? ''
					}
				]),
		...(duties.length > 0
			? [
					{
						name: 'duty',
						kind: 'select' as const,
						label: label('reporting_duty_id'),
						options: duties,
						value: duty ?? '',
						empty: t('directory.field.none')
					}
				]
			: []),
		{
			name: 'lead',
			kind: 'select',
			label: label('lead_actor_id'),
			hint: t('treaty-report.hint.lead'),
			options: actors,
			empty: t('directory.field.none'),
			value: saved?.lead?.reference ?? ''
		}
	]
}

/** The fields by which a step of a report is noted: its day, and its file where there is one. */
export const stepFields = ({ t }: Says, { label, today }: { label: string; today: string }): FieldProps[] => [
	{ name: 'day', kind: 'date', label, required: true, value: today, max: today },
	{ name: 'file', kind: 'file', label: t('treaty-report.file'), hint: t('treaty-report.hint.file') }
]

/** By when the body asks what became of its observations. */
export const answerField = ({ t }: Says): FieldProps => ({
	name: 'answerDue',
	kind: 'date',
	label: t('treaty-report.answer-due'),
	hint: t('treaty-report.hint.answer-due')
})

/** For how many recommendations the form of concluding observations has fields until more are asked for, and for how many at most. */
const RECOMMENDED = 8
export const RECOMMENDED_MOST = 100

/** For how many recommendations an address asks for fields. */
export function recommendedCount(asked: string | null): number {
	const count = Number(asked)
	return Number.isInteger(count) && count >= 1 && count <= RECOMMENDED_MOST ? count : RECOMMENDED
}

/** The fields of one recommendation among several; read by `recommendedIn`. */
export function recommendedFields(
	{ t }: Says,
	index: number,
	{ actors, areas }: { actors: readonly Option[]; areas: readonly Option[] }
): FieldProps[] {
	const fold = t('treaty-report.recommendation', { number: index + 1 })
	const name = (field: string) => `recommendations:${String(index)}:${field}`
	return [
		{ name: name('title'), label: t('field.record.title'), maxlength: 300, fold, depends: true },
		{
			name: name('text'),
			kind: 'textarea',
			label: t('treaty-report.recommendation.text'),
			rows: 3,
			maxlength: 8_000,
			fold,
			depends: true
		},
		{
			name: name('actor'),
			kind: 'select',
			label: t('treaty-report.recommendation.actor'),
			options: actors,
			empty: t('directory.field.none'),
			fold,
			depends: true
		},
		{
			name: name('area'),
			kind: 'select',
			label: t('instrument.filter.area'),
			options: areas,
			empty: t('directory.field.none'),
			fold,
			depends: true
		},
		{ name: name('due'), kind: 'date', label: t('treaty-report.recommendation.due'), fold, depends: true }
	]
}

/** The recommendations that a form holds: those of which anything was filled in. */
export function recommendedIn(form: { get(name: string): unknown }) {
	const text = (index: number, field: string) => {
		const value = form.get(`recommendations:${String(index)}:${field}`)
		return typeof value === 'string' ? value.trim() : ''
	}
	return Array.from({ length: RECOMMENDED_MOST }, (_, index) => {
		const [title, wording] = [text(index, 'title'), text(index, 'text')]
		const [actor, area, due] = [text(index, 'actor'), text(index, 'area'), text(index, 'due')]
		if (title === '' && wording === '') return []
		return [
			{
				title,
				text: wording,
				...(actor === '' ? {} : { addresseeActor: actor }),
				...(due === '' ? {} : { due }),
				areas: area === '' ? [] : [area]
			}
		]
	}).flat()
}
