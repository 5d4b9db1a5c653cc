import type { Block, DocumentModel } from '#platform/documents/document.ts'
import type { Words } from '#platform/languages/words.ts'
import type { KeptTable, SaidBlock, SaidEdition } from './content.ts'

/** What stands on an edition beside what it tells: its number, when it was made and how it is cited. */
export type Imprint = {
	citation: string
	/** Lines of a label and what it says. */
	lines: readonly { label: string; text: string }[]
	/** That it is a draft, was withdrawn, or was corrected. */
	standing: string | null
}

const COLUMNS_UPRIGHT = 6

/** An edition as a document: the same sentences, numbers and pictures as its page. */
export function editionDocument(
	words: Words,
	said: SaidEdition,
	{ letterhead, imprint }: Pick<DocumentModel, 'letterhead'> & { imprint: Imprint }
): DocumentModel {
	const { t } = words
	const notice = [imprint.standing, said.notice].flatMap((one) => one ?? []).join(' ')
	return {
		title: said.title,
		subtitle: said.about,
		language: words.language,
		letterhead,
		...(notice === '' ? {} : { notice }),
		footer: imprint.citation,
		isWide: said.blocks.some((block) => 'table' in block && block.table.columns.length > COLUMNS_UPRIGHT),
		blocks: [
			...imprint.lines.map(({ label, text }): Block => ({
				type: 'paragraph',
				label: t('registers.report.label', { label }),
				text
			})),
			...said.notes.map((text): Block => ({ type: 'paragraph', text, tone: 'quiet' })),
			...said.blocks.flatMap((block) => blocksOf(words, block)),
			{ type: 'heading', level: 1, text: t('registers.edition.cite') },
			{ type: 'paragraph', text: imprint.citation }
		]
	}
}

function blocksOf({ t }: Words, block: SaidBlock): Block[] {
	const heading = (text: string): Block => ({ type: 'heading', level: 1, text })
	const own = block.heading === null ? [] : [heading(block.heading)]
	switch (block.block) {
		case 'text':
			return [
				...own,
				...block.text
					.split('\n')
					.filter((line) => line.trim() !== '')
					.map((text): Block => ({ type: 'paragraph', text }))
			]
		case 'figures': {
			const title = block.heading ?? t('registers.report.figures')
			return [heading(title), tableOf(title, block.table, true)]
		}
		case 'list': {
			const title = block.heading ?? t('registers.report.list')
			return [
				heading(title),
				...(block.left === null ? [] : [{ type: 'paragraph', text: block.left } as const]),
				...(block.table.rows.length === 0
					? [{ type: 'paragraph', text: t('registers.report.none') } as const]
					: [tableOf(title, block.table, false)])
			]
		}
		case 'chart':
			return [
				...own,
				...block.pictures.map(({ drawing, label }): Block => ({ type: 'drawing', drawing, alt: label })),
				...(block.table.rows.length === 0
					? [{ type: 'paragraph', text: t('figures.chart.none') } as const]
					: [tableOf(block.heading ?? '', block.table, true)])
			]
		case 'cross':
			return [
				...own,
				block.table.rows.length === 0
					? { type: 'paragraph', text: t('registers.report.none') }
					: tableOf(block.heading ?? '', block.table, true)
			]
		default:
			return block satisfies never
	}
}

const tableOf = (caption: string, { columns, rows }: KeptTable, isFirstWide: boolean): Block => ({
	type: 'table',
	caption,
	columns: columns.map(({ label, isNumeric }, index) => ({
		title: label,
		numeric: isNumeric,
		...(isFirstWide && index === 0 ? { share: 2 } : {})
	})),
	rows: rows.map((row) => row.map(({ text }) => text))
})
