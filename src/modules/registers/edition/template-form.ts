import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import { isClosedSet } from '../declaration/field-types.ts'
import { isDay, STATE } from '../figures/figure-rules.ts'
import { isSummable } from '../figures/summable.ts'
import { mightSeePart } from '../listing/might-see.ts'
import { readersOf } from './audience.ts'
import { MADE, REPORT_AUDIENCES, type ReportAudience, type ReportDefinition } from './definition.ts'
import { personCounts } from './few.ts'
import { PERIODS } from './periods.ts'

type Says = Pick<Words, 't' | 'name' | 'languageName'>

/** What the fields of a report's forms are called in what is sent. */
export const inReport = (name: string) => `report:${name}`

/** The fields that every reader of a report may see in some entry, and that hold nothing of a person. */
export function fieldsFor(compiled: CompiledRegister, audience: ReportAudience): CompiledField[] {
	const readers = readersOf(audience)
	return [...compiled.fields.values()].filter(
		({ field, part }) =>
			!compiled.personal.has(field.key) && readers.every((reader) => mightSeePart(compiled, part, reader))
	)
}

const optionOf =
	({ name }: Pick<Words, 'name'>) =>
	({ field }: CompiledField): Option => ({ value: field.key, label: name(field.names) })

/** What a form of a report offers to be chosen, of the fields that its readers see. */
export function offersOf(words: Says, compiled: CompiledRegister, audience: ReportAudience) {
	const seen = fieldsFor(compiled, audience)
	const counts = personCounts(compiled)
	const option = optionOf(words)
	const apart = seen.filter(
		(one) =>
			!counts.has(one.field.key) &&
			(isClosedSet(one.field) ||
				isDay(one) ||
				['many-of', 'actor', 'structure', 'country', 'place', 'yes-no', 'entry'].includes(one.field.type))
	)
	const { declaration } = compiled
	const codes = seen.flatMap(({ field }): Option[] => {
		if (!field.filtered || !('codes' in field) || !('list' in field.codes)) return []
		const list = declaration.lists.find(({ key }) => 'list' in field.codes && key === field.codes.list)
		return (list?.codes ?? []).map((code) => ({
			value: `${field.key}=${code.key}`,
			label: words.t('registers.report.fact', { field: words.name(field.names), value: words.name(code.names) })
		}))
	})
	const state = words.t('registers.list.state')
	return {
		days: seen.filter(({ column }) => column?.kind === 'day').map(option),
		apart: [{ value: STATE, label: state }, ...apart.map(option)],
		sums: seen.filter(isSummable).map(option),
		columns: seen.filter(({ field }) => !['file', 'linked-count', 'linked-sum'].includes(field.type)).map(option),
		sorts: seen.filter(({ column, field }) => column !== null && !counts.has(field.key)).map(option),
		where: [
			...declaration.states.map(({ key, names }) => ({
				value: `${STATE}=${key}`,
				label: words.t('registers.report.fact', { field: state, value: words.name(names) })
			})),
			...codes
		],
		headlines: declaration.headlines.map(({ key, names }) => ({ value: key, label: words.name(names) })),
		charts: declaration.charts.map(({ key, names }) => ({ value: key, label: words.name(names) }))
	}
}
export type Offers = ReturnType<typeof offersOf>

/** Where the workspace may send editions: groups of the register by role, structures and seats. */
export type Addressees = { structures: readonly Option[]; seats: readonly Option[] }

type Place = { languages: readonly string[]; first: string }

/** One field for each language of the workspace, the other ones folded. English is what every reader without another is told. */
export function inLanguages(
	{ t, languageName }: Says,
	{ languages, first }: Place,
	field: Omit<FieldProps, 'value' | 'required'> & {
		texts: Readonly<Record<string, string>> | undefined
		required: boolean
	}
): FieldProps[] {
	const { texts, required, ...rest } = field
	const all = [...new Set([first, 'en', ...languages])]
	return all.map((language) => ({
		...rest,
		name: inReport(`${field.name}.${language}`),
		label:
			all.length === 1
				? field.label
				: t('registers.template.in-language', { field: field.label, language: languageName(language) }),
		value: texts?.[language] ?? '',
		lang: language,
		required: required && language === 'en'
	}))
}

const choices = (words: Says, name: string, values: readonly string[]): Option[] =>
	values.map((value) => ({ value, label: words.t(`registers.template.${name}.${value}`) }))

/** The settings of a report, apart from what it says. */
export function settingFields(
	words: Says,
	{
		offers,
		addressees,
		place,
		compiled
	}: { offers: Offers; addressees: Addressees; place: Place; compiled: CompiledRegister },
	definition: ReportDefinition | null
): FieldProps[] {
	const { t } = words
	const groups = compiled.declaration.groups.filter(({ roles }) => roles.length > 0)
	const field = (name: string, more: Omit<FieldProps, 'name' | 'label'>): FieldProps => ({
		name: inReport(name),
		label: t(`registers.template.${name}`),
		...more
	})
	return [
		...inLanguages(words, place, {
			name: 'names',
			label: t('registers.template.names'),
			texts: definition?.names,
			required: true,
			maxlength: 300
		}),
		...(definition === null
			? [field('key', { maxlength: 60, hint: t('registers.template.key.hint'), value: '' })]
			: []),
		field('period', {
			kind: 'select',
			required: true,
			options: choices(words, 'period', PERIODS),
			value: definition?.period ?? 'year'
		}),
		field('day', {
			kind: 'select',
			options: offers.days,
			value: definition === null ? (offers.days[0]?.value ?? '') : (definition.day ?? ''),
			empty: t('registers.template.day.none')
		}),
		field('audience', {
			kind: 'select',
			required: true,
			options: choices(words, 'audience', REPORT_AUDIENCES),
			value: definition?.audience ?? 'workspace',
			hint: t('registers.template.audience.hint')
		}),
		field('compare', {
			kind: 'checkboxes',
			options: choices(words, 'compare', ['before', 'year-before']),
			value: definition?.compare ?? []
		}),
		field('made', {
			kind: 'select',
			required: true,
			options: choices(words, 'made', MADE),
			value: definition?.made ?? 'by-hand'
		}),
		field('after', { kind: 'number', min: 0, max: 180, value: definition?.after ?? 14 }),
		field('groups', {
			kind: 'checkboxes',
			options: groups.map(({ key, names }) => ({ value: key, label: words.name(names) })),
			value: definition?.to.groups ?? []
		}),
		field('structures', { kind: 'checkboxes', options: addressees.structures, value: definition?.to.structures ?? [] }),
		field('seats', { kind: 'checkboxes', options: addressees.seats, value: definition?.to.seats ?? [] }),
		field('attached', {
			kind: 'checkbox',
			value: definition?.attached ?? false,
			hint: t('registers.template.attached.hint')
		}),
		field('languages', {
			kind: 'checkboxes',
			options: place.languages.map((language) => ({ value: language, label: words.languageName(language) })),
			value: definition?.languages ?? []
		})
	].filter((one) => one.kind !== 'checkboxes' || (one.options ?? []).length > 0)
}

type Sent = Pick<FormData, 'get' | 'getAll'>

export const textIn = (sent: Sent, name: string): string => {
	const value = sent.get(inReport(name))
	return typeof value === 'string' ? value.trim() : ''
}
export const textsIn = (sent: Sent, name: string): string[] =>
	sent.getAll(inReport(name)).flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []))
/** What was sent in each language that is offered; in those that are not, what is `kept` stays. */
export function languagesIn(
	sent: Sent,
	name: string,
	languages: readonly string[],
	kept: Readonly<Record<string, string>> = {}
): Record<string, string> {
	const offered = new Set(['en', ...languages])
	return Object.fromEntries([
		...Object.entries(kept).filter(([language]) => !offered.has(language)),
		...[...offered].flatMap((language) => {
			const text = textIn(sent, `${name}.${language}`)
			return text === '' ? [] : [[language, text] as const]
		})
	])
}

type SettingsSent = {
	to: { groups: string[]; structures: string[]; seats: string[] }
	[name: string]: unknown
}

/** The settings as they were sent; what is wrong with them is found by the command. */
export function settingsFrom(
	sent: Sent,
	languages: readonly string[],
	standing: Pick<ReportDefinition, 'names'> = { names: {} }
): SettingsSent {
	const after = textIn(sent, 'after')
	return {
		names: languagesIn(sent, 'names', languages, standing.names),
		period: textIn(sent, 'period'),
		...(textIn(sent, 'day') === '' ? {} : { day: textIn(sent, 'day') }),
		audience: textIn(sent, 'audience'),
		compare: textsIn(sent, 'compare'),
		made: textIn(sent, 'made'),
		...(after === '' ? {} : { after: Number(after) }),
		to: { groups: textsIn(sent, 'groups'), structures: textsIn(sent, 'structures'), seats: textsIn(sent, 'seats') },
		attached: textIn(sent, 'attached') !== '',
		languages: textsIn(sent, 'languages')
	}
}

/** What a report says at first: what its register tells of itself, as far as its readers see it. */
export function firstBlocks(compiled: CompiledRegister, audience: ReportAudience): unknown[] {
	const seen = new Set([STATE, ...fieldsFor(compiled, audience).map(({ field }) => field.key)])
	const isTold = ({ where, sum, by }: { where: object; sum?: string | undefined; by?: string }) =>
		[...Object.keys(where), sum, by].every((key) => key === undefined || seen.has(key))
	const { headlines, charts, fields } = compiled.declaration
	const figures = headlines.filter(isTold).map(({ key }) => ({ headline: key }))
	const columns = fields.filter(({ key, filtered }) => filtered && seen.has(key)).slice(0, 5)
	return [
		...(figures.length === 0 ? [] : [{ block: 'figures', key: 'figures', figures }]),
		...charts.filter(isTold).map(({ key }) => ({ block: 'chart', key: `chart-${key}`, chart: key })),
		{
			block: 'list',
			key: 'entries',
			columns: (columns.length > 0 ? columns : fields.slice(0, 1)).map(({ key }) => key)
		}
	]
}
