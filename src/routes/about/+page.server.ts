import { sourceDocuments } from './sources.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = () => ({ sources: [...sourceDocuments], year: new Date().getFullYear() })
