import { leadOn } from '../lead-on.ts'
import type { PageServerLoad } from './$types'

/** The address that drafts have as records of any kind leads on to their own list. */
export const load: PageServerLoad = (event) =>
	leadOn(event, `/${event.params.workspace}/register/draft${event.url.search}`)
