import { listContents } from '#platform/exchange/export-operations.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals }) => locals.ask(listContents, { language: locals.words.language })
