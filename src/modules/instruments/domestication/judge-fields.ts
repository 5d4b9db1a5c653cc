import { choices } from '#modules/directory/common-fields.ts'
import type { Words } from '#platform/languages/words.ts'
import { languageField, type FieldProps } from '#ui/form.ts'
import { sayArticle, sayObligation } from './article-words.ts'
import { VERDICTS, type Verdict } from './domestication-rules.ts'

type Says = Pick<Words, 't' | 'name' | 'language' | 'languageName'>
type Chosen = { reference: string; number: string; heading: string | null; title: Readonly<Record<string, string>> }

/** Without a law, nothing is met. */
const verdictsOf = (hasLaw: boolean) =>
	VERDICTS.filter((verdict) => hasLaw || verdict === 'not-met' || verdict === 'not-applicable')

/** Who reviewed it and when: of one judgement, or of all that a form makes. */
export const reviewFields = (words: Says, languages: readonly string[], today: string): FieldProps[] => [
	{
		name: 'reviewer',
		label: words.t('field.judgement.reviewer'),
		hint: words.t('domestication.judge.reviewer-hint'),
		maxlength: 200
	},
	{ name: 'day', kind: 'date', label: words.t('field.judgement.day'), required: true, value: today, max: today },
	languageField(words, languages)
]

const sectionOptions = ({ name }: Says, provisions: readonly Chosen[]) =>
	provisions.map((one) => ({
		value: one.reference,
		label: [one.number, one.heading ?? name(one.title)].filter((part) => part !== '').join(' ')
	}))

/** The fields of one judgement. */
export function judgeFields(
	words: Says,
	{
		languages,
		today,
		hasLaw,
		provisions,
		hasMore
	}: { languages: readonly string[]; today: string; hasLaw: boolean; provisions: readonly Chosen[]; hasMore: boolean }
): FieldProps[] {
	const { t } = words
	const provision: FieldProps[] = []
	if (provisions.length > 0)
		provision.push({
			name: 'provision',
			kind: 'select',
			label: t('field.judgement.provision_id'),
			empty: t('domestication.judge.whole-law'),
			options: sectionOptions(words, provisions)
		})
	else if (hasMore)
		provision.push({
			name: 'provision',
			label: t('field.judgement.provision_id'),
			hint: t('domestication.judge.provision-hint'),
			maxlength: 120
		})
	return [
		...provision,
		{
			name: 'verdict',
			kind: 'radio',
			label: t('field.judgement.verdict'),
			required: true,
			options: choices(words, 'domestication.verdict', verdictsOf(hasLaw))
		},
		{
			name: 'reason',
			kind: 'textarea',
			label: t('field.judgement.reason'),
			required: true,
			rows: 4,
			maxlength: 10_000
		},
		...reviewFields(words, languages, today)
	]
}

export const COMMON_REASON = 'common:reason'
export const verdictName = (obligation: string) => `verdict:${obligation}`
export const reasonName = (obligation: string) => `reason:${obligation}`
/** A section that is chosen from those of the law, */
export const provisionName = (obligation: string) => `provision:${obligation}`
/** and one that is told by its number, in a law of too many to choose from. */
export const sectionName = (obligation: string) => `section:${obligation}`

type Judged = {
	reference: string
	article: string
	title: Readonly<Record<string, string>>
	/** How it stands against the law that is judged; null where nobody judged it. */
	verdict: Verdict | null
}

/** The article that an obligation belongs to, without its paragraphs: obligations of one stand together under it. */
const wholeArticle = (article: string) => /^[^(.,;]+/.exec(article)?.[0].trim() ?? article

const underArticle = (words: Pick<Words, 't'>, { article }: Pick<Judged, 'article'>) => {
	const whole = wholeArticle(article)
	return { id: whole.replaceAll(/[^\p{Letter}\d]+/gu, '-'), label: sayArticle(words, whole) }
}

/** The articles of a form of many obligations, in their order, with how many of each are judged already: what a reader jumps to. */
export function articlesOf(words: Pick<Words, 't'>, obligations: readonly Judged[]) {
	const groups = Map.groupBy(obligations, (one) => underArticle(words, one).id)
	return [...groups].flatMap(([id, some]) =>
		some[0]
			? [
					{
						id,
						label: underArticle(words, some[0]).label,
						total: some.length,
						judged: some.filter(({ verdict }) => verdict !== null).length
					}
				]
			: []
	)
}

/**
 * The fields by which many obligations are judged at once: a verdict, the section and a reason each, under its article. What is judged
 * against the law already is shut: a new judgement takes the place of the one that stands.
 */
export function judgeManyFields(
	words: Says,
	{
		languages,
		today,
		hasLaw,
		obligations,
		sections,
		hasMoreSections
	}: {
		languages: readonly string[]
		today: string
		hasLaw: boolean
		obligations: readonly Judged[]
		sections: readonly Chosen[]
		hasMoreSections: boolean
	}
): FieldProps[] {
	const { t } = words
	const label = t('field.judgement.provision_id')
	const options = sectionOptions(words, sections)
	const sectionField = (reference: string): Omit<FieldProps, 'group' | 'summary'>[] => {
		if (options.length > 0)
			return [
				{
					name: provisionName(reference),
					kind: 'select',
					label,
					empty: t('domestication.judge.whole-law'),
					options
				}
			]
		if (!hasMoreSections) return []
		return [{ name: sectionName(reference), label, hint: t('domestication.judge.many.section-hint'), maxlength: 60 }]
	}
	return [
		...reviewFields(words, languages, today),
		{
			name: COMMON_REASON,
			kind: 'textarea',
			label: t('domestication.judge.many.common'),
			rows: 2,
			maxlength: 10_000
		},
		...obligations.flatMap(({ reference, ...obligation }): FieldProps[] => {
			const legend = sayObligation(words, obligation)
			const note =
				obligation.verdict === null
					? t('domestication.standing.not-judged')
					: t('domestication.judge.many.judged', { verdict: t(`domestication.verdict.${obligation.verdict}`) })
			const group = {
				key: reference,
				legend,
				required: false,
				shuts: { isShut: obligation.verdict !== null, note },
				under: underArticle(words, obligation)
			}
			return [
				{
					name: verdictName(reference),
					kind: 'select',
					label: t('field.judgement.verdict'),
					summary: legend,
					empty: t('domestication.judge.many.leave'),
					options: choices(words, 'domestication.verdict', verdictsOf(hasLaw)),
					group
				},
				...sectionField(reference).map((field) => ({ ...field, summary: legend, group })),
				{
					name: reasonName(reference),
					kind: 'textarea',
					label: t('field.judgement.reason'),
					summary: legend,
					rows: 2,
					maxlength: 10_000,
					group
				}
			]
		})
	]
}

const text = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' ? value.trim() : ''
}

/** The judgements that a form of many makes: those with a verdict, each with its own reason or the common one. */
export function judgedIn(form: FormData) {
	const common = text(form, COMMON_REASON)
	return [...new Set(form.keys())].flatMap((field) => {
		const obligation = field.startsWith('verdict:') ? field.slice('verdict:'.length) : ''
		const verdict = text(form, field)
		if (obligation === '' || verdict === '') return []
		const provision = text(form, provisionName(obligation))
		const section = text(form, sectionName(obligation))
		return [
			{
				obligation,
				verdict,
				reason: text(form, reasonName(obligation)) || common,
				...(provision === '' ? {} : { provision }),
				...(section === '' ? {} : { section })
			}
		]
	})
}

const NAMES: ReadonlyMap<string | number | undefined, (obligation: string) => string> = new Map([
	['reason', reasonName],
	['provision', provisionName],
	['section', sectionName]
])

type Issue = { path: (string | number)[]; code: string }

/** Faults of single judgements at the fields that they were typed in. */
export const placeFaults = <I extends Issue>(issues: readonly I[], form: FormData): I[] => {
	const judged = judgedIn(form)
	return issues.map((issue) => {
		const [items, index, field] = issue.path
		const one = items === 'items' && typeof index === 'number' ? judged[index] : undefined
		if (!one) return issue
		const named = NAMES.get(field) ?? verdictName
		return { ...issue, path: [named(one.obligation)] }
	})
}
