import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import { COMPLETED, PICTURES, type ReportBlock } from './definition.ts'
import { inLanguages, inReport, languagesIn, textIn, textsIn, type Offers } from './template-form.ts'

type Says = Pick<Words, 't' | 'name' | 'languageName'>

export const BLOCKS = ['text', 'figures', 'chart', 'cross', 'list'] as const
export type BlockKind = (typeof BLOCKS)[number]

export const blockKind = (text: string | null): BlockKind | undefined => BLOCKS.find((kind) => kind === text)

// So many figures of its own a block has room for in a form; a declaration may give it more.
const OWN_FIGURES = 3

const wherePairs = (where: Readonly<Record<string, readonly string[]>>) =>
	Object.entries(where).flatMap(([key, values]) => values.map((value) => `${key}=${value}`))

function whereFrom(texts: readonly string[]): Record<string, string[]> {
	const where: Record<string, string[]> = {}
	for (const text of texts) {
		const [key = '', value = ''] = text.split('=')
		where[key] = [...(where[key] ?? []), value]
	}
	return where
}

type Forming = {
	kind: BlockKind
	offers: Offers
	place: { languages: readonly string[]; first: string }
	/** The figures of the report, as its texts may name them. */
	figures: readonly Option[]
}

/** The figures of a report by the keys under which its texts name them. */
export const figuresOffered = (
	{ name }: Pick<Words, 'name'>,
	{ blocks }: { blocks: readonly ReportBlock[] },
	{ headlines }: Pick<Offers, 'headlines'>
): Option[] =>
	blocks.flatMap((block) =>
		block.block === 'figures'
			? block.figures.map((figure) =>
					'headline' in figure
						? { value: figure.headline, label: labelIn(headlines, figure.headline) }
						: { value: figure.key, label: name(figure.names) }
				)
			: []
	)

const labelIn = (options: readonly Option[], key: string) => options.find(({ value }) => value === key)?.label ?? key

/** What is asked of entries, and what a layout asks of them already that a form would not offer: it is not lost by being unseen. */
function conditions({ t }: Says, offers: Offers, standing: readonly string[]): Option[] {
	const offered = new Set(offers.where.map(({ value }) => value))
	const others = standing.filter((pair) => !offered.has(pair))
	return [
		...offers.where,
		...others.map((pair) => {
			const [key = '', value = ''] = pair.split('=')
			return { value: pair, label: t('registers.report.fact', { field: labelIn(offers.columns, key), value }) }
		})
	]
}

/** The fields of one block of a report, with what stands in it. */
export function blockFields(
	words: Says,
	{ kind, offers, place, figures }: Forming,
	given: ReportBlock | null
): FieldProps[] {
	const { t } = words
	const labelled = (name: string, label: string, more: Omit<FieldProps, 'name' | 'label'>): FieldProps => ({
		name: inReport(name),
		label,
		...more
	})
	const field = (name: string, more: Omit<FieldProps, 'name' | 'label'>) =>
		labelled(name, t(`registers.block.${name}`), more)
	const selected = (options: readonly Option[], value: string | undefined, required = false) =>
		({ kind: 'select', options, value: value ?? '', required, empty: t('registers.block.none') }) as const
	const select = (name: string, options: readonly Option[], value: string | undefined, required = false) =>
		field(name, selected(options, value, required))
	const where = (filter: Readonly<Record<string, readonly string[]>> = {}) => {
		const value = wherePairs(filter)
		const options = conditions(words, offers, value)
		const hint = t('registers.block.where.hint')
		return options.length === 0 ? [] : [field('where', { kind: 'checkboxes', options, value, hint })]
	}
	const spans = (['year', 'month'] as const).map((value) => ({ value, label: t(`registers.block.span.${value}`) }))
	const heading = inLanguages(words, place, {
		name: 'names',
		label: t('registers.block.heading'),
		texts: given?.names,
		required: false,
		maxlength: 300
	})
	switch (kind) {
		case 'text': {
			const own = given?.block === 'text' ? given : null
			const named =
				figures.length === 0
					? [t('registers.block.text.no-figures')]
					: [
							t('registers.block.text.figures', {
								figures: figures.map(({ value, label }) => `{figure.${value}} (${label})`).join(', ')
							})
						]
			return [
				...heading,
				...inLanguages(words, place, {
					name: 'text',
					kind: 'textarea',
					label: t('registers.block.text'),
					hint: [t('registers.block.text.hint'), ...named].join(' '),
					texts: own?.text,
					required: true,
					rows: 6
				}),
				field('complete', {
					kind: 'select',
					required: true,
					options: COMPLETED.map((value) => ({ value, label: t(`registers.block.complete.${value}`) })),
					value: own?.complete ?? 'no'
				})
			]
		}
		case 'figures': {
			const own = given?.block === 'figures' ? given : null
			const kept = own?.figures.flatMap((figure) => ('key' in figure ? [figure] : [])) ?? []
			return [
				...heading,
				...(offers.headlines.length === 0
					? []
					: [
							field('headlines', {
								kind: 'checkboxes',
								options: offers.headlines,
								value: own?.figures.flatMap((figure) => ('headline' in figure ? [figure.headline] : [])) ?? []
							})
						]),
				...Array.from({ length: Math.max(OWN_FIGURES, kept.length) }, (_, at): FieldProps[] => {
					const fold = t('registers.block.own-figure', { number: at + 1 })
					return [
						labelled(`figure.${String(at)}.name`, t('registers.block.figure.name'), {
							value: kept[at]?.names['en'] ?? '',
							maxlength: 300,
							fold
						}),
						labelled(`figure.${String(at)}.sum`, t('registers.block.sum'), {
							...selected(offers.sums, kept[at]?.sum),
							fold
						}),
						labelled(`figure.${String(at)}.where`, t('registers.block.where'), {
							kind: 'checkboxes',
							options: conditions(words, offers, wherePairs(kept[at]?.where ?? {})),
							value: wherePairs(kept[at]?.where ?? {}),
							fold
						})
					]
				}).flat()
			]
		}
		case 'chart': {
			const own = given?.block === 'chart' ? given : null
			return [
				...heading,
				...(offers.charts.length === 0 ? [] : [select('chart', offers.charts, own?.chart)]),
				select('by', offers.apart, own?.by),
				select('across', offers.apart, own?.across),
				select('span', spans, own?.span),
				select('sum', offers.sums, own?.sum),
				field('picture', {
					kind: 'select',
					required: true,
					options: PICTURES.map((value) => ({ value, label: t(`registers.block.picture.${value}`) })),
					value: own?.picture ?? 'bars'
				}),
				...where(own?.where)
			]
		}
		case 'cross': {
			const own = given?.block === 'cross' ? given : null
			return [
				...heading,
				select('rows', offers.apart, own?.rows, true),
				select('row_span', spans, own?.row_span),
				select('across', offers.apart, own?.columns, true),
				select('column_span', spans, own?.column_span),
				select('sum', offers.sums, own?.sum),
				...where(own?.where)
			]
		}
		case 'list': {
			const own = given?.block === 'list' ? given : null
			const sorts = offers.sorts.flatMap(({ value, label }) => [
				{ value, label },
				{ value: `-${value}`, label: t('registers.report.sorted-down', { field: label }) }
			])
			return [
				...heading,
				field('columns', { kind: 'checkboxes', options: offers.columns, value: own?.columns ?? [], required: true }),
				select('sort', sorts, own?.sort),
				field('most', { kind: 'number', min: 1, max: 1_000, value: own?.most ?? 100 }),
				...where(own?.where)
			]
		}
		default:
			return kind satisfies never
	}
}

type Sent = Pick<FormData, 'get' | 'getAll'>

const filled = (name: string, text: string) => (text === '' ? {} : { [name]: text })

/** A key made of a name, or the other where no letter of it may stand in a key. */
export function keyFrom(name: string, other: string): string {
	const made = name
		.toLowerCase()
		.normalize('NFD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^a-z0-9]+/g, '-')
		.slice(0, 50)
		.replaceAll(/^-+|-+$/g, '')
	return made === '' ? other : made
}

/** One block as it was sent; what is wrong with it is found by the command. */
export function blockFrom(
	sent: Sent,
	{
		kind,
		key,
		languages,
		given
	}: { kind: BlockKind; key: string; languages: readonly string[]; given: ReportBlock | null }
): Record<string, unknown> {
	const names = languagesIn(sent, 'names', languages, given?.names)
	const base = { block: kind, key, ...(Object.keys(names).length > 0 ? { names } : {}) }
	const where = { where: whereFrom(textsIn(sent, 'where')) }
	switch (kind) {
		case 'text':
			return {
				...base,
				text: languagesIn(sent, 'text', languages, given?.block === 'text' ? given.text : {}),
				complete: textIn(sent, 'complete')
			}
		case 'figures': {
			const kept =
				given?.block === 'figures' ? given.figures.flatMap((figure) => ('key' in figure ? [figure] : [])) : []
			const own = Array.from({ length: Math.max(OWN_FIGURES, kept.length) }, (_, at) => {
				const name = textIn(sent, `figure.${String(at)}.name`)
				if (name === '') return []
				return [
					{
						key: kept[at]?.key ?? keyFrom(name, `figure-${String(at + 1)}`),
						names: { ...kept[at]?.names, en: name },
						where: whereFrom(textsIn(sent, `figure.${String(at)}.where`)),
						...filled('sum', textIn(sent, `figure.${String(at)}.sum`))
					}
				]
			}).flat()
			return { ...base, figures: [...textsIn(sent, 'headlines').map((headline) => ({ headline })), ...own] }
		}
		case 'chart': {
			const chart = textIn(sent, 'chart')
			if (chart !== '') return { ...base, chart, picture: textIn(sent, 'picture') }
			const parts = ['by', 'across', 'span', 'sum'].map((name) => filled(name, textIn(sent, name)))
			return {
				...base,
				...Object.fromEntries(parts.flatMap((part) => Object.entries(part))),
				picture: textIn(sent, 'picture'),
				...where
			}
		}
		case 'cross':
			return {
				...base,
				rows: textIn(sent, 'rows'),
				columns: textIn(sent, 'across'),
				...filled('row_span', textIn(sent, 'row_span')),
				...filled('column_span', textIn(sent, 'column_span')),
				...filled('sum', textIn(sent, 'sum')),
				...where
			}
		case 'list':
			return {
				...base,
				columns: textsIn(sent, 'columns'),
				...filled('sort', textIn(sent, 'sort')),
				...(textIn(sent, 'most') === '' ? {} : { most: Number(textIn(sent, 'most')) }),
				...where
			}
		default:
			return kind satisfies never
	}
}

/** Where a block stands among the others. */
export function placeField({ t }: Pick<Says, 't'>, others: readonly string[], place: number): FieldProps {
	return {
		name: inReport('stands'),
		label: t('registers.block.stands'),
		kind: 'select',
		required: true,
		options: [
			{ value: '0', label: t('registers.block.stands.first') },
			...others.map((name, at) => ({ value: String(at + 1), label: t('registers.block.stands.after', { name }) }))
		],
		value: String(place)
	}
}

/** The others with a block put where the form says, or else where it stood: behind them all where it is new. */
export function withBlock(others: readonly unknown[], block: unknown, sent: Sent, stood: number | null): unknown[] {
	const said = textIn(sent, 'stands')
	const place = said === '' ? (stood ?? others.length) : Number(said)
	return others.toSpliced(Number.isInteger(place) ? place : others.length, 0, block)
}

/** Where a block of a kind goes that has no key yet: behind the others, under a key that none of them has. */
export function freshKey(kind: BlockKind, blocks: readonly { key: string }[]): string {
	for (let number = 1; ; number++) {
		const key = number === 1 ? kind : `${kind}-${String(number)}`
		if (!blocks.some((block) => block.key === key)) return key
	}
}

/** What a block is called in a list of blocks: its heading, else what it shows. */
export function sayBlock(words: Pick<Words, 't' | 'name'>, block: ReportBlock, offers: Pick<Offers, 'charts'>): string {
	if (block.names) return words.name(block.names)
	if (block.block === 'chart' && block.chart !== undefined)
		return offers.charts.find(({ value }) => value === block.chart)?.label ?? block.chart
	if (block.block === 'text') return words.name(block.text).slice(0, 80)
	return words.t(`registers.block.kind.${block.block}`)
}
