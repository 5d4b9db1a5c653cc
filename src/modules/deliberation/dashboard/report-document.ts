import { svgOf } from '#platform/charts/drawing-svg.ts'
import type { Block, DocumentModel } from '#platform/documents/document.ts'
import type { Words } from '#platform/languages/words.ts'
import { sayReport, type SaidSection } from './report-text.ts'
import type { ReportPage } from './report-queries.ts'

/** A report as a document: what its page says, with its pictures, section by section. */
export function documentOf(words: Words, report: ReportPage, letterhead: DocumentModel['letterhead']): DocumentModel {
	const { t, day, instant, name } = words
	return {
		title: name(report.title),
		subtitle: t('dashboard.report.period', { from: day(report.from), to: day(report.to) }),
		language: words.language,
		letterhead,
		...(report.origin === 'invented' ? { notice: t('dashboard.report.invented') } : {}),
		footer: report.reference,
		blocks: [
			...(report.progress === 'draft'
				? [{ type: 'paragraph', text: t('dashboard.report.is-draft'), tone: 'strong' } as const]
				: []),
			{
				type: 'paragraph',
				tone: 'quiet',
				text: t('dashboard.report.counted-at', { at: instant(report.figuresAt), day: day(report.figures.day) })
			},
			...sayReport(words, report).flatMap((section) => blocksOf(section, report.language))
		]
	}
}

function blocksOf({ title, narrative, sentences, charts, tables }: SaidSection, language: string): Block[] {
	if (narrative === '' && sentences.length === 0 && charts.length === 0 && tables.length === 0) return []
	return [
		{ type: 'heading', level: 1, text: title },
		...sentences.map((text): Block => ({ type: 'paragraph', text })),
		...narrative
			.split(/\n{2,}/)
			.filter((text) => text.trim() !== '')
			.map((text): Block => ({ type: 'paragraph', text, language })),
		...charts.flatMap(({ title: heading, label, drawing, legend }): Block[] => [
			{ type: 'heading', level: 2, text: heading },
			{
				type: 'picture',
				content: Buffer.from(svgOf(drawing)),
				mediaType: 'image/svg+xml',
				alt: label,
				width: Math.ceil(drawing.width),
				height: Math.ceil(drawing.height)
			},
			{ type: 'list', items: legend.map((entry) => entry.label) }
		]),
		...tables.map((table): Block => ({ type: 'table', ...table }))
	]
}
