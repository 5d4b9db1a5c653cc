import { standardLimits } from '#platform/exchange/limits.ts'
import { formKeys } from '../../../../face.server.ts'
import { takeFile } from '../../../../import-page.server.ts'
import { refuseOthers } from '../drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

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
