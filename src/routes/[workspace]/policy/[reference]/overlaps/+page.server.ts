import { nameOf } from '#modules/directory/page-links.ts'
import { acceptOverlap, rejectOverlap } from '#modules/instruments/overlap/suggestion/suggestion-commands.ts'
import {
	listComparableTexts,
	listOverlapVerdicts,
	suggestPolicyOverlaps
} from '#modules/instruments/overlap/suggestion/suggestion-queries.ts'
import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refusePage } from '../../../../face.server.ts'
import { headOf } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const SHOWN = 25
const SHOWN_MOST = 200
const IN_FORCE = 'in-force'
const SECONDS = 5
const PREPARING = 'instruments.overlaps-being-prepared'

/** The comparison. While the texts are being made ready the page loads itself again, unless its reader does not want that. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	const against = url.searchParams.get('against')
	const limit = Math.min(SHOWN_MOST, Math.max(1, Number(url.searchParams.get('limit')) || SHOWN))
	const [texts, verdicts, found] = await Promise.all([
		locals.ask(listComparableTexts, { policy: policy.reference }),
		locals.ask(listOverlapVerdicts, { policy: policy.reference }),
		against === null
			? null
			: locals
					.attempt(suggestPolicyOverlaps, {
						policy: policy.reference,
						limit,
						...(against === IN_FORCE ? {} : { against: [against] })
					})
					.catch((refusal: unknown) => {
						if (!isRefusal(refusal)) throw refusal
						if (refusal.code === PREPARING) return 'preparing' as const
						return refusePage(locals, url, refusal)
					})
	])
	const isPreparing = found === 'preparing'
	const isStill = url.searchParams.has('still')
	if (isPreparing && !isStill) setHeaders({ refresh: String(SECONDS) })
	return {
		record: headOf(policy),
		keys: formKeys(locals),
		against,
		limit,
		more: Math.min(SHOWN_MOST, limit * 2),
		texts: texts.items.map((text) => ({ value: text.reference, label: nameOf(locals.words, text) })),
		found: found === 'preparing' ? null : found,
		isPreparing,
		isStill,
		seconds: SECONDS,
		verdicts: verdicts.items
	}
}

/** The pairs that were ticked, or the one whose own button was pressed. */
function pairsOf(form: FormData) {
	const only = form.get('pick:one')
	const chosen = typeof only === 'string' && only !== '' ? [only] : form.getAll('pick:pair')
	return chosen.flatMap((value) => {
		const [first, second] = typeof value === 'string' ? value.split(' ') : []
		return first && second ? [{ first, second }] : []
	})
}

/** A pair whose own button was pressed is accepted as the relation that is chosen beside it. */
function ownTypeOf(form: FormData) {
	const only = form.get('pick:one')
	const type = typeof only === 'string' && only !== '' ? form.get(`pick:type ${only}`) : null
	return typeof type === 'string' ? { type } : {}
}

// Back to the same comparison: what is left of it.
const again = (_result: unknown, { url }: { url: URL }) => {
	const asked = new URLSearchParams([...url.searchParams].filter(([name]) => name === 'against' || name === 'limit'))
	return `${url.pathname}?${asked.toString()}`
}

export const actions: Actions = {
	accept: formAction(acceptOverlap, (_event, form) => ({ pairs: pairsOf(form), ...ownTypeOf(form) }), again),
	reject: formAction(
		rejectOverlap,
		(_event, form) => {
			const reason = form.get('argument')
			return { pairs: pairsOf(form), ...(typeof reason === 'string' && reason.trim() !== '' ? { reason } : {}) }
		},
		again
	)
}
