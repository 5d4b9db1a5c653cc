import { leadOn } from '../lead-on.ts'
import type { PageServerLoad } from './$types'

/** Layouts of reports are listed with the registers. */
export const load: PageServerLoad = (event) =>
	leadOn(event, `/${event.params.workspace}/register/all/reports/templates${event.url.search}`)
