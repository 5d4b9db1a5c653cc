import { readAgain } from '#modules/instruments/policy/version-commands.ts'
import { getVersion } from '#modules/instruments/policy/version-queries.ts'
import { absent } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refusalSentence, refusePage } from '../../../../../face.server.ts'
import type { Actions, PageServerLoad } from './$types'

const SECONDS = 3
const NUMBER = /^[1-9]\d{0,2}$/

/** A version of a law. While its text is being read the page loads itself again, unless its reader does not want that. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	if (!NUMBER.test(params.number)) refusePage(locals, url, absent('platform.no-such-page'))
	const version = await locals.ask(getVersion, { policy: params.reference, number: Number(params.number) })
	const { work } = version
	const isAtWork =
		version.state === 'waiting' && (work === null || work.state === 'waiting' || work.state === 'running')
	const isStill = url.searchParams.has('still')
	if (isAtWork && work !== null && !isStill) setHeaders({ refresh: String(SECONDS) })
	return {
		version,
		isAtWork,
		isStill,
		seconds: SECONDS,
		error: work?.error && !isAtWork ? refusalSentence(locals.words, { code: work.error }) : null,
		keys: formKeys(locals)
	}
}

export const actions: Actions = {
	again: formAction(readAgain, ({ params }) => ({
		policy: params['reference'],
		number: Number(params['number'])
	}))
}
