import { leadOn } from '../lead-on.ts'
import type { PageServerLoad } from './$types'

/** Entries are listed by their registers. */
export const load: PageServerLoad = (event) => leadOn(event, `/${event.params.workspace}/register`)
