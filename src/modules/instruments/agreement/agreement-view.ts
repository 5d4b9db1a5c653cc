import { linkIfAny, nameOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Tone } from '#ui/types.ts'
import type { Crossed, CrossedRow } from '../cross-table.ts'
import { sayArticle } from '../domestication/article-words.ts'
import type { AgreementItem, CheckedAgreement, ProvisionLine } from './agreement-outputs.ts'
import { bestHas, RECOMMENDED, type ProvisionHas, type Stage } from './agreement-rules.ts'

type Says = Pick<Words, 't' | 'name' | 'country' | 'list' | 'day' | 'partial'>

/** How the stage of an agreement asks for attention. */
export const toneOfStage = (stage: Stage): Tone => {
	switch (stage) {
		case 'in-force':
			return 'success'
		case 'signed':
		case 'negotiation':
		case 'proposed':
			return 'information'
		case 'renegotiation':
			return 'warning'
		case 'expired':
		case 'terminated':
			return 'error'
		case 'not-known':
			return 'plain'
		default:
			return stage satisfies never
	}
}

/** How what an agreement has of a provision asks for attention. */
export const toneOfHas = (has: ProvisionHas | 'not-looked-at'): Tone => {
	switch (has) {
		case 'included':
			return 'success'
		case 'partly':
			return 'warning'
		case 'asked-for':
			return 'information'
		case 'missing':
			return 'error'
		case 'not-looked-at':
			return 'plain'
		default:
			return has satisfies never
	}
}

type Party = AgreementItem['parties'][number]

/** A party by its country, its actor or its name; null for an actor that the reader may not see. */
export const sayParty = (words: Pick<Says, 'name' | 'country'>, { country, actor, name }: Party): string | null =>
	country === null ? (actor ? nameOf(words, actor) : name) : words.country(country)

export const sayParties = (words: Pick<Says, 'name' | 'country' | 'list'>, parties: readonly Party[]): string =>
	words.list(parties.flatMap((party) => sayParty(words, party) ?? []))

const months = ({ t }: Pick<Says, 't'>, count: number | null) =>
	count === null ? null : t('agreement.page.months', { count })

/** How an agreement is renewed, in words. */
export function sayRenewal({ t }: Pick<Says, 't'>, { renewal, renewalMonths }: AgreementItem): string | null {
	if (renewal === null) return null
	const said = t(`agreement.renewal.${renewal}`)
	return renewalMonths === null ? said : `${said} (${t('agreement.page.months', { count: renewalMonths })})`
}

/** The days of an agreement and what follows from them, each under its label; what is not known is null. */
export const daysOf = (words: Says, one: AgreementItem): { key: string; label: string; value: string | null }[] => {
	const label = (column: string) => words.t(`field.agreement.${column}`)
	const day = (value: string | null) => (value === null ? null : words.day(value))
	const partial = (value: string | null) => (value === null ? null : words.partial(value))
	return [
		{ key: 'signed', label: label('signed_first'), value: partial(one.signedOn) },
		{ key: 'year', label: label('year'), value: one.yearOf === null ? null : String(one.yearOf) },
		{ key: 'in-force', label: label('in_force_first'), value: partial(one.inForceOn) },
		{ key: 'expiry', label: label('expiry_day'), value: day(one.expiryDay) },
		{ key: 'renewal', label: label('renewal'), value: sayRenewal(words, one) },
		{ key: 'notice-months', label: label('notice_months'), value: months(words, one.noticeMonths) },
		{ key: 'notice', label: label('notice_day'), value: day(one.noticeDay) }
	]
}

const articles = ({ t }: Pick<Says, 't'>, lines: readonly ProvisionLine[]) => {
	const said = [...new Set(lines.flatMap(({ article }) => article ?? []))].map((article) => sayArticle({ t }, article))
	return said.length === 0 ? undefined : said.join(', ')
}

function cellOf(words: Pick<Says, 't'>, lines: readonly ProvisionLine[]) {
	const has = bestHas(lines.map((line) => line.has)) ?? 'not-looked-at'
	return { label: words.t(`agreement.has.${has}`), tone: toneOfHas(has), note: articles(words, lines) }
}

const linesFor = ({ provisions }: CheckedAgreement, item: ProvisionLine['item']) =>
	provisions.filter((line) => line.item === item)

/** What each agreement has of the recommended provisions: a row an agreement, a column a provision. */
export function checklistTable(
	words: Says,
	agreements: readonly CheckedAgreement[],
	workspace: string
): { columns: Crossed[]; rows: CrossedRow[] } {
	const { t } = words
	return {
		columns: [
			...RECOMMENDED.map((item) => ({ key: item, label: t(`agreement.item.${item}`) })),
			{ key: 'others', label: t('agreement.checklist.others') }
		],
		rows: agreements.map((one) => ({
			key: one.id,
			label: nameOf(words, one),
			href: `/${workspace}/agreement/${one.reference}`,
			note: t(`agreement.stage.${one.stage}`),
			cells: [
				...RECOMMENDED.map((item) => cellOf(words, linesFor(one, item))),
				{ label: words.list(linesFor(one, 'other').flatMap(({ title }) => title ?? [])), lang: one.language }
			]
		}))
	}
}

/** Agreements side by side: a column an agreement, a row for each thing that is compared. */
export function comparisonTable(
	words: Says,
	agreements: readonly CheckedAgreement[],
	workspace: string
): { columns: Crossed[]; rows: CrossedRow[] } {
	const { t } = words
	const none = t('agreement.page.not-stated')
	const row = (key: string, label: string, cell: (one: CheckedAgreement) => CrossedRow['cells'][number]) => ({
		key,
		label,
		cells: agreements.map(cell)
	})
	const plain = (label: string | null | undefined) => ({ label: label ?? none })
	const days = agreements.map((one) => daysOf(words, one))
	const others = [...new Set(agreements.flatMap((one) => linesFor(one, 'other').flatMap(({ title }) => title ?? [])))]
	return {
		columns: agreements.map((one) => ({
			key: one.id,
			label: nameOf(words, one),
			href: `/${workspace}/agreement/${one.reference}`
		})),
		rows: [
			row('form', t('field.agreement.form'), ({ form }) => plain(t(`agreement.form.${form}`))),
			row('subject', t('field.agreement.subject'), ({ subject, language }) => ({ label: subject, lang: language })),
			row('parties', t('agreement.column.parties'), ({ parties }) => plain(sayParties(words, parties))),
			row('stage', t('field.agreement.stage'), ({ stage }) => ({
				label: t(`agreement.stage.${stage}`),
				tone: toneOfStage(stage)
			})),
			...(days[0] ?? []).map(({ key, label }, index) => ({
				key,
				label,
				cells: days.map((some) => plain(some[index]?.value))
			})),
			row('lead', t('field.agreement.lead_actor_id'), ({ lead }) => plain(lead ? nameOf(words, lead) : null)),
			row('commission', t('field.agreement.commission_structure_id'), ({ commission }) => ({
				...plain(commission ? nameOf(words, commission) : null),
				href: linkIfAny(words, workspace, commission)?.href
			})),
			...RECOMMENDED.map((item) =>
				row(`item ${item}`, t(`agreement.item.${item}`), (one) => cellOf(words, linesFor(one, item)))
			),
			...others.map((title) =>
				row(`other ${title}`, title, (one) =>
					cellOf(
						words,
						linesFor(one, 'other').filter((line) => line.title === title)
					)
				)
			)
		]
	}
}
