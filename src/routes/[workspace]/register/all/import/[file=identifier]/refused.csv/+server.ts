import { previewRegisters } from '#modules/registers/exchange/preview-all.ts'
import { refusedCells } from '../../../../../../import-page.server.ts'
import type { RequestHandler } from './$types'

/** What of a file of all registers is refused, as a list to work through beside it. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const { faults, declarations } = await locals.ask(previewRegisters, { file: params.file })
	const declared = declarations.map(({ register, line, place, code, params: told }) => ({
		sheet: `${register}.yaml`,
		row: line ?? 0,
		column: place,
		letter: '',
		code,
		params: told
	}))
	return refusedCells(locals, [...declared, ...faults])
}
