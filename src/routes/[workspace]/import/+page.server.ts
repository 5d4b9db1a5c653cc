import { registry } from '#areas'
import { importWorkspace } from '#platform/exchange/import-operation.ts'
import { importersOf } from '#platform/exchange/import-sheets.server.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { formKeys } from '../../face.server.ts'
import { takeFile } from '../../import-page.server.ts'
import { refuseUnlessMay } from '../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
	refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), importWorkspace.name)
	return {
		keys: formKeys(locals),
		bringsRegisters: locals.seat.role === 'administrator',
		sheets: importersOf(registry).flatMap((importer) => importer.sheets.map((sheet) => sheet.name)),
		limits: { bytes: standardLimits.fileBytes, rows: standardLimits.rows }
	}
}

export const actions: Actions = {
	default: (event) => {
		const { locals, url } = event
		refuseUnlessMay({ locals, url }, keepsRecords(locals.seat), importWorkspace.name)
		return takeFile(event)
	}
}
