import { importRegisters } from '#modules/registers/exchange/all-registers.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { formKeys } from '../../../../face.server.ts'
import { takeFile } from '../../../../import-page.server.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const refuseOthers = ({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>) =>
	refuseUnlessMay({ locals, url }, locals.seat.role === 'administrator', importRegisters.name)

export const load: PageServerLoad = ({ locals, url }) => {
	refuseOthers({ locals, url })
	return { keys: formKeys(locals), limits: { bytes: standardLimits.fileBytes, rows: standardLimits.rows } }
}

export const actions: Actions = {
	default: (event) => {
		refuseOthers(event)
		return takeFile(event)
	}
}
