import { installation } from '../installation.server.ts'
import { describeForPeople, describeProblems } from './describe.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals: { words } }) => ({
	nouns: describeForPeople(installation().registry.operations, words),
	problems: describeProblems(words)
})
