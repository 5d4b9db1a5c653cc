import { readXlsForm } from '#modules/registers/xlsform/xlsform-queries.ts'
import { formKeys, refusalSentence } from '../../../../face.server.ts'
import { takeFile } from '../../../../import-page.server.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'
import { UNREAD } from './unread.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

type Asked = Pick<RequestEvent, 'locals' | 'url'>

const refuseOthers = ({ locals, url }: Asked) => {
	refuseUnlessMay({ locals, url }, locals.seat.role === 'administrator', readXlsForm.name)
}

export const load: PageServerLoad = ({ locals, url }) => {
	refuseOthers({ locals, url })
	const why = UNREAD.find((one) => one === url.searchParams.get('unread'))
	return { keys: formKeys(locals), unread: why ? refusalSentence(locals.words, { code: `registers.${why}` }) : null }
}

export const actions: Actions = {
	default: (event) => {
		refuseOthers(event)
		return takeFile(event)
	}
}
