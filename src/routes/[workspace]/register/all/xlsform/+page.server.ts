import { readXlsForm } from '#modules/registers/xlsform/xlsform-queries.ts'
import { formKeys } from '../../../../face.server.ts'
import { takeFile } from '../../../../import-page.server.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

type Asked = Pick<RequestEvent, 'locals' | 'url'>

const refuseOthers = ({ locals, url }: Asked) => {
	refuseUnlessMay({ locals, url }, locals.seat.role === 'administrator', readXlsForm.name)
}

export const load: PageServerLoad = ({ locals, url }) => {
	refuseOthers({ locals, url })
	return { keys: formKeys(locals) }
}

export const actions: Actions = {
	default: (event) => {
		refuseOthers(event)
		return takeFile(event)
	}
}
