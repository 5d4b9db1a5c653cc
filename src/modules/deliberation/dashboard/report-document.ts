import { withLegend } from '#platform/charts/legend.ts'
import type { Block, DocumentModel } from '#platform/documents/document.ts'
import { markedParts, plainOf, type MarkedPart } from '#platform/documents/marked-text.ts'
import type { Words } from '#platform/languages/words.ts'
import { isSaid, sayReport, type SaidSection } from './report-text.ts'
import { approvalText, countedText, inventedText } from './report-approval.ts'
import type { ReportPage } from './report-queries.ts'

/** A report as a document: what its page says, with its pictures, section by section. */
export function documentOf(words: Words, report: ReportPage, letterhead: DocumentModel['letterhead']): DocumentModel {
	const { t, day, name } = words
	const invented = inventedText(words, report)
	return {
		title: name(report.title),
		subtitle: t('dashboard.report.period', { from: day(report.from), to: day(report.to) }),
		language: words.language,
		letterhead,
		...(invented === null ? {} : { notice: invented }),
		footer: report.reference,
		blocks: [
			...(report.progress === 'draft'
				? [{ type: 'paragraph', text: t('dashboard.report.is-draft'), tone: 'strong' } as const]
				: [{ type: 'paragraph', text: approvalText(words, report) } as const]),
			{
				type: 'paragraph',
				tone: 'quiet',
				text: countedText(words, report)
			},
			...sayReport(words, report).flatMap(blocksOf)
		]
	}
}

// Names need more room than figures, and the name a row begins with most.
const withShare = <Column extends { numeric?: boolean }>(column: Column, index: number) => ({
	...column,
	share: column.numeric ? 1 : index === 0 ? 2.6 : 1.8
})

function partOf(part: MarkedPart, language: string): Block {
	switch (part.type) {
		case 'heading':
			return { type: 'heading', level: part.level === 1 ? 2 : 3, text: part.text, language }
		case 'paragraph':
			return { type: 'paragraph', text: plainOf(part.runs), runs: part.runs, language }
		case 'list':
			return { type: 'list', items: part.items.map(plainOf), runs: part.items, ordered: part.isOrdered, language }
		default:
			return part satisfies never
	}
}

function blocksOf(section: SaidSection): Block[] {
	if (!isSaid(section)) return []
	const { title, narrative, sentences, charts, tables } = section
	const isBeforeTable = narrative === null && charts.length === 0 && tables.length > 0
	return [
		{ type: 'heading', level: 1, text: title },
		// A heading and the sentences under it are no use at the foot of a page when the table stands on the next.
		...sentences.map((text): Block => ({ type: 'paragraph', text, isKept: isBeforeTable })),
		...(narrative?.note ? [{ type: 'paragraph', text: narrative.note, tone: 'quiet' } as const] : []),
		...(narrative ? markedParts(narrative.text).map((part) => partOf(part, narrative.language)) : []),
		...charts.flatMap(({ title: heading, label, drawing, legend }): Block[] => [
			{ type: 'heading', level: 2, text: heading },
			{ type: 'drawing', drawing: withLegend(drawing, legend), alt: label }
		]),
		...tables.map((table): Block => ({ type: 'table', ...table, columns: table.columns.map(withShare) }))
	]
}
