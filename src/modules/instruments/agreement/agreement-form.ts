import { acronymField, audienceField, choices, keyField, nameFields } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { countryNamed } from '../exchange/depositary/country-names.ts'
import {
	AGREEMENT_FORMS,
	AGREEMENT_STAGES,
	PROVISION_ITEMS,
	PROVISION_STANDINGS,
	RECOMMENDED,
	RENEWALS,
	type Stage
} from './agreement-rules.ts'

type Says = Pick<Words, 't' | 'language' | 'languageName'>

export type SavedParty = { country: string | null; actor: string | null; name: string | null }
export type SavedAgreement = {
	names: Readonly<Record<string, string>>
	acronym: string | null
	form: string
	subject: string
	language: string
	year: number | null
	signedOn: string | null
	inForceOn: string | null
	expiryDay: string | null
	renewal: string | null
	renewalMonths: number | null
	noticeMonths: number | null
	summary: string | null
	lead: string | null
	commission: string | null
	parties: readonly SavedParty[]
}

type Choices = { languages: readonly string[]; actors: readonly Option[]; structures: readonly Option[] }

// As many as are asked for at once; an agreement that has more keeps its own and two further ones.
const PARTIES = 4
const OPEN_PARTIES = 2

/** A party is asked for as a country, an actor or a name, each in a field of its own that only the page reads. */
export function partyFields(
	{ t }: Pick<Words, 't'>,
	actors: readonly Option[],
	saved: readonly SavedParty[] = []
): FieldProps[] {
	const count = Math.max(PARTIES, saved.length + OPEN_PARTIES)
	return Array.from({ length: count }, (_, index) => index).flatMap((index): FieldProps[] => {
		const party = saved[index]
		const group = {
			key: `party-${String(index)}`,
			legend: t('agreement.party', { number: index + 1 }),
			hint: index === 0 ? t('agreement.party.hint') : undefined,
			required: index === 0
		}
		const named = (name: string) => `party:${String(index)}:${name}`
		return [
			{
				name: named('country'),
				label: t('field.agreement_party.country'),
				hint: t('agreement.party.country-hint'),
				maxlength: 100,
				value: party?.country,
				group
			},
			{
				name: named('actor'),
				kind: 'select',
				label: t('field.agreement_party.actor_id'),
				options: actors,
				empty: t('agreement.party.none'),
				value: party?.actor,
				group
			},
			{ name: named('name'), label: t('field.agreement_party.name'), maxlength: 300, value: party?.name, group }
		]
	})
}

const text = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim() : ''
}

/** The parties that a form names, in its order; what is left empty is none. A country is named by its code or as it is called. */
export function partiesIn(form: FormData): { country?: string; actor?: string; name?: string }[] {
	const indexes = [...form.keys()].flatMap((name) => /^party:(\d+):name$/.exec(name)?.[1] ?? [])
	return [...new Set(indexes)].flatMap((index) => {
		const [country, actor, name] = ['country', 'actor', 'name'].map((one) => text(form, `party:${index}:${one}`))
		const party = {
			...(country ? { country: countryNamed(country) ?? country.toUpperCase() } : {}),
			...(actor ? { actor } : {}),
			...(name ? { name } : {})
		}
		return Object.keys(party).length === 0 ? [] : [party]
	})
}

type Issue = { path: (string | number)[] }

/** Faults of parties at the fields that they were typed in: those left empty were not counted. */
export function placePartyFaults<I extends Issue>(issues: readonly I[], form: FormData): I[] {
	const indexes = [...form.keys()].flatMap((name) => /^party:(\d+):name$/.exec(name)?.[1] ?? [])
	const filled = [...new Set(indexes)].filter((index) =>
		['country', 'actor', 'name'].some((one) => text(form, `party:${index}:${one}`) !== '')
	)
	return issues.map((issue) => {
		const [head, place, field = 'name'] = issue.path.map(String).join('.').split('.')
		const index = head === 'parties' ? filled[Number(place)] : undefined
		return index === undefined ? issue : { ...issue, path: [`party:${index}:${field}`] }
	})
}

/** What is said of an agreement; a new one is asked for its key, its stage and who may see it too. */
export function agreementFields(
	words: Says,
	{ languages, actors, structures }: Choices,
	saved?: SavedAgreement
): FieldProps[] {
	const { t } = words
	const label = (column: string) => t(`field.agreement.${column}`)
	const partial = (name: string, column: string, value: string | null | undefined): FieldProps => ({
		name,
		label: label(column),
		hint: t('agreement.hint.day'),
		maxlength: 10,
		value
	})
	const months = (name: string, column: string, least: number, value: number | null | undefined): FieldProps => ({
		name,
		kind: 'number',
		label: label(column),
		min: least,
		max: 1_200,
		value
	})
	return [
		...nameFields(words, languages, saved?.names),
		acronymField(words, saved?.acronym),
		...(saved ? [] : [keyField(words)]),
		{
			name: 'form',
			kind: 'select',
			label: label('form'),
			required: true,
			options: choices(words, 'agreement.form', AGREEMENT_FORMS),
			value: saved?.form ?? 'bilateral-labour-agreement'
		},
		{ name: 'subject', label: label('subject'), required: true, maxlength: 300, value: saved?.subject },
		{ ...languageField(words, languages), ...(saved ? { value: saved.language } : {}) },
		...(saved
			? []
			: [
					{
						name: 'stage',
						kind: 'select' as const,
						label: label('stage'),
						required: true,
						options: choices(words, 'agreement.stage', AGREEMENT_STAGES),
						value: 'not-known'
					}
				]),
		...partyFields(words, actors, saved?.parties),
		{ name: 'year', kind: 'number', label: label('year'), min: 1_800, max: 2_200, value: saved?.year },
		partial('signedOn', 'signed_first', saved?.signedOn),
		partial('inForceOn', 'in_force_first', saved?.inForceOn),
		{
			name: 'expiryDay',
			kind: 'date',
			label: label('expiry_day'),
			hint: t('agreement.hint.expiry'),
			value: saved?.expiryDay
		},
		{
			name: 'renewal',
			kind: 'select',
			label: label('renewal'),
			options: choices(words, 'agreement.renewal', RENEWALS),
			empty: t('agreement.page.not-stated'),
			value: saved?.renewal
		},
		months('renewalMonths', 'renewal_months', 1, saved?.renewalMonths),
		{ ...months('noticeMonths', 'notice_months', 0, saved?.noticeMonths), hint: t('agreement.hint.notice') },
		{
			name: 'lead',
			kind: 'select',
			label: label('lead_actor_id'),
			options: actors,
			empty: t('agreement.party.none'),
			value: saved?.lead
		},
		{
			name: 'commission',
			kind: 'select',
			label: label('commission_structure_id'),
			options: structures,
			empty: t('agreement.party.none'),
			value: saved?.commission
		},
		{
			name: 'summary',
			kind: 'textarea',
			label: label('summary'),
			rows: 5,
			maxlength: 20_000,
			value: saved?.summary
		},
		...(saved ? [] : [{ ...audienceField(words, false), value: 'workspace' }])
	]
}

/** Which stage an agreement has come to. */
export const stageFields = (words: Pick<Words, 't'>, next: readonly Stage[]): FieldProps[] => [
	{
		name: 'stage',
		kind: 'radio',
		label: words.t('field.agreement.stage'),
		required: true,
		options: choices(words, 'agreement.stage', next)
	},
	{
		name: 'on',
		label: words.t('agreement.stage.on'),
		hint: words.t('agreement.hint.day'),
		maxlength: 10
	}
]

export type SavedLine = {
	item: string
	title: string | null
	has: string
	article: string | null
	text: string | null
	language: string | null
}

/** One line of a checklist. */
export const lineFields = (words: Says, languages: readonly string[], saved?: SavedLine): FieldProps[] => {
	const label = (column: string) => words.t(`field.agreement_provision.${column}`)
	return [
		{
			name: 'item',
			kind: 'select',
			label: label('item'),
			required: true,
			options: choices(words, 'agreement.item', PROVISION_ITEMS),
			value: saved?.item ?? 'other'
		},
		{ name: 'title', label: label('title'), maxlength: 500, value: saved?.title },
		{
			name: 'has',
			kind: 'radio',
			label: label('has'),
			required: true,
			options: choices(words, 'agreement.has', PROVISION_STANDINGS),
			value: saved?.has
		},
		{ name: 'article', label: label('article'), maxlength: 60, value: saved?.article },
		{ name: 'note', kind: 'textarea', label: label('note'), rows: 3, maxlength: 2_000, value: saved?.text },
		{ ...languageField(words, languages), ...(saved?.language ? { value: saved.language } : {}) }
	]
}

type CheckedLine = SavedLine & { id: string }

/** The recommended provisions, one after the other: what the agreement has of each. */
export function checkFields(words: Pick<Words, 't'>, lines: readonly CheckedLine[]): FieldProps[] {
	const { t } = words
	const label = (column: string) => t(`field.agreement_provision.${column}`)
	return RECOMMENDED.flatMap((item): FieldProps[] => {
		const line = lines.find((one) => one.item === item && one.title === null)
		const legend = t(`agreement.item.${item}`)
		const group = { key: item, legend, required: false }
		return [
			{
				name: `has:${item}`,
				kind: 'select',
				label: label('has'),
				summary: legend,
				empty: t('agreement.check.leave'),
				options: choices(words, 'agreement.has', PROVISION_STANDINGS),
				value: line?.has,
				group
			},
			{ name: `article:${item}`, label: label('article'), summary: legend, maxlength: 60, value: line?.article, group },
			{
				name: `note:${item}`,
				kind: 'textarea',
				label: label('note'),
				summary: legend,
				rows: 2,
				maxlength: 2_000,
				value: line?.text,
				group
			}
		]
	})
}

/** What a form says of the recommended provisions: those of which it says something. */
export const checkedIn = (form: FormData) =>
	RECOMMENDED.flatMap((item) => {
		const [has, article, note] = ['has', 'article', 'note'].map((name) => text(form, `${name}:${item}`))
		return has ? [{ item, has, ...(article ? { article } : {}), ...(note ? { note } : {}) }] : []
	})
