import { shownList } from './shown-list.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params, url }) => shownList({ locals, params, url })
