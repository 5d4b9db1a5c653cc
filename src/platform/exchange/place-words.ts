import type { Words } from '#platform/languages/words.ts'
import type { Fault } from './fault.ts'

/** Where a fault stands, in words: the file, a sheet, a row, a column of it or a cell. */
export function placeOf(words: Words, { sheet, row, column, letter }: Omit<Fault, 'code' | 'params'>): string {
	if (sheet === '') return words.t('exchange.place.file')
	if (row === 0) return words.t('exchange.place.sheet', { sheet })
	if (column === '') return words.t('exchange.place.row', { sheet, row })
	if (letter === '') return words.t('exchange.place.column', { sheet, column })
	return words.t('exchange.place.cell', { sheet, row, letter, column })
}
