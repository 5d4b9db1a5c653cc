import { homeOf } from './home.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, params: { workspace } }) => homeOf(locals, workspace)
