import type { Block, DocumentModel } from '#platform/documents/document.ts'
import type { TimelineEntry } from '#ui/timeline.ts'
import { labelOf } from '../entry/said/say-value.ts'
import { sayState } from '../entry/said/say-value.ts'
import { factGroups, shownTables, type Shown, type ShownTable, type Showing } from '../entry/said/shown-entry.ts'
import { readersOfEntry } from '../entry/said/shown-life.ts'

/** Of more rows of a table than these a paper has the first. */
export const ROWS_MOST = 1_000

type Made = Pick<DocumentModel, 'letterhead'> & {
	/** The office it was made for; null for the public. */
	office: string | null
	life: readonly TimelineEntry[]
	/** Whether it stands in its state since it was entered there: since when it did so elsewhere is not known. */
	isEntered: boolean
}

const textOf = (shown: Shown | undefined) => shown?.lines?.join('\n') ?? shown?.text ?? ''

/** One entry as a document: what its page says of it, as the seat sees it. */
export function entryDocument(showing: Showing, { letterhead, office, life, isEntered }: Made): DocumentModel {
	const { words, entry, compiled, today } = showing
	const { t, day, name } = words
	const { declaration } = compiled
	const { groups, worked } = factGroups(showing)
	const line = (label: string, text: string): Block => ({
		type: 'paragraph',
		label: t('registers.report.label', { label: t(`registers.report.${label}`) }),
		text
	})
	const readers = readersOfEntry(showing)
	const one = Object.fromEntries(Object.entries(declaration.names).map(([language, names]) => [language, names.one]))
	return {
		title: name(entry.title),
		subtitle: `${labelOf(one, words.language)} ${entry.reference}`,
		language: words.language,
		letterhead,
		...(entry.origin === 'invented' ? { notice: t('registers.report.entry-invented') } : {}),
		footer: entry.reference,
		blocks: [
			{
				type: 'paragraph',
				text: t(isEntered ? 'registers.page.since-entered' : 'registers.page.since', {
					state: sayState(words, declaration, entry.standing),
					day: day(entry.since)
				}),
				tone: 'strong'
			},
			...(entry.state === 'active'
				? []
				: [{ type: 'paragraph', text: t(`page.state.${entry.state}`), tone: 'strong' } as const]),
			line('made-on', day(today)),
			line('made-for', office ?? t('registers.report.public')),
			...(readers === null ? [] : [line('seen-by', readers)]),
			{ type: 'paragraph', text: t('registers.report.as-seen'), tone: 'quiet' },
			{ type: 'heading', level: 1, text: t('registers.page.fields') },
			...(groups.length === 0 ? [{ type: 'paragraph', text: t('registers.page.nothing') } as const] : []),
			...groups.flatMap(({ readers: circle, facts, texts }): Block[] => [
				...(circle === null ? [] : [{ type: 'heading', level: 2, text: circle } as const]),
				...(facts.length === 0 ? [] : [factTable(showing, circle ?? t('registers.page.fields'), facts)]),
				...texts.flatMap(({ label, shown }): Block[] => [
					{ type: 'heading', level: circle === null ? 2 : 3, text: label },
					...(shown.lines ?? [shown.text]).map((text): Block => ({ type: 'paragraph', text }))
				])
			]),
			...(worked.length === 0
				? []
				: [
						{ type: 'heading', level: 1, text: t('registers.page.worked-out') } as const,
						factTable(showing, t('registers.page.worked-out'), worked)
					]),
			...shownTables(showing, () => 1, ROWS_MOST).flatMap((table) => tableBlocks(showing, table)),
			...lifeBlocks(showing, life)
		]
	}
}

function factTable(
	{ words: { t } }: Showing,
	caption: string,
	facts: readonly { label: string; shown: Shown }[]
): Block {
	return {
		type: 'table',
		caption,
		columns: [
			{ title: t('registers.report.field'), share: 1 },
			{ title: t('registers.report.value'), share: 2 }
		],
		rows: facts.map(({ label, shown }) => [label, textOf(shown)])
	}
}

function tableBlocks({ words: { t, number } }: Showing, table: ShownTable): Block[] {
	const { title, readers, columns, rows, totals, count } = table
	return [
		{ type: 'heading', level: 1, text: title },
		...(readers === null ? [] : [{ type: 'paragraph', text: readers, tone: 'quiet' } as const]),
		...(count > rows.length
			? [
					{
						type: 'paragraph',
						text: t('registers.report.left-rows', { listed: number(rows.length), total: number(count) })
					} as const
				]
			: []),
		...(rows.length === 0
			? [{ type: 'paragraph', text: t('registers.page.no-rows') } as const]
			: [
					{
						type: 'table',
						caption: title,
						columns: columns.map(({ label, numeric }) => ({ title: label, numeric })),
						rows: rows.map((row) => columns.map(({ key }) => textOf(row[key])))
					} as const
				]),
		...totals.map(({ label, text }): Block => ({
			type: 'paragraph',
			label: t('registers.report.label', { label }),
			text
		}))
	]
}

function lifeBlocks({ words }: Showing, life: readonly TimelineEntry[]): Block[] {
	const { t, partial, instant } = words
	const whenOf = ({ at, when, to }: TimelineEntry) => {
		if (at !== undefined) return instant(at instanceof Date ? at : new Date(at))
		if (!when) return ''
		return to ? t('registers.said.period', { from: partial(when), to: partial(to) }) : partial(when)
	}
	if (life.length === 0) return []
	return [
		{ type: 'heading', level: 1, text: t('registers.page.life') },
		{
			type: 'table',
			caption: t('registers.page.life'),
			columns: [
				{ title: t('registers.report.when'), share: 1.2 },
				{ title: t('registers.report.what'), share: 2 },
				{ title: t('registers.report.by'), share: 2 }
			],
			rows: life.map((one) => [whenOf(one), one.title, one.detail ?? ''])
		}
	]
}
