import { importEntries } from '#modules/registers/exchange/exchange-operations.ts'
import { mayImport } from '#modules/registers/exchange/may-import.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { formKeys } from '../../../../face.server.ts'
import { takeFile } from '../../../../import-page.server.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'
import { registerPage } from '../list.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

type Asked = Pick<RequestEvent, 'locals' | 'params' | 'url'>

async function refuseOthers({ locals, params, url }: Asked) {
	const shown = await registerPage({ locals, params })
	refuseUnlessMay(
		{ locals, url },
		shown.register.state === 'active' && mayImport(locals.seat, shown.compiled),
		importEntries.name
	)
	return shown
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { register, home } = await refuseOthers({ locals, params, url })
	return {
		keys: formKeys(locals),
		title: locals.words.name(register.title),
		home,
		limits: { bytes: standardLimits.fileBytes, rows: standardLimits.rows }
	}
}

export const actions: Actions = {
	default: async (event) => {
		await refuseOthers(event)
		return takeFile(event)
	}
}
