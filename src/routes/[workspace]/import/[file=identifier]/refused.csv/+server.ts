import { guardCsvText } from '#platform/exchange/csv-text.ts'
import { previewImport } from '#platform/exchange/import-operation.ts'
import { asAttachment } from '#platform/files/file-name.ts'
import { refusalSentence } from '../../../../face.server.ts'
import type { RequestHandler } from './$types'

const line = (cells: readonly (string | number)[]) =>
	`${cells.map((cell) => `"${guardCsvText(String(cell)).replaceAll('"', '""')}"`).join(',')}\r\n`

/** The cells of a file that are refused, as a list to work through beside it. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { words } = locals
	const { faults } = await locals.ask(previewImport, { file: params.file })
	const head = ['sheet', 'row', 'column', 'letter', 'reason'].map((name) => words.t(`import.list.${name}`))
	const rows = faults.map((fault) => [
		fault.sheet,
		fault.row === 0 ? '' : fault.row,
		fault.column,
		fault.letter,
		refusalSentence(words, fault)
	])
	return new Response([head, ...rows].map(line).join(''), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': asAttachment('refused.csv'),
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store'
		}
	})
}
