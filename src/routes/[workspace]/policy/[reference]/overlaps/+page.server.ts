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
		texts: texts.items
			.map((text) => ({
				value: text.reference,
				label: nameOf(locals.words, text),
				group: locals.words.t(`policy.form.${text.form}`)
			}))
			.toSorted((one, other) => locals.words.order(one.group, other.group)),
		found: found === 'preparing' ? null : found,
		isPreparing,
		isStill,
		seconds: SECONDS,
		verdicts: verdicts.items
	}
}

const textOf = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** The pairs that were ticked, or the one whose own button was pressed. */
function pairsOf(form: FormData) {
	const only = textOf(form, 'pick:one')
	const chosen = only === undefined ? form.getAll('pick:pair') : [only]
	return chosen.flatMap((value) => {
		const [first, second] = typeof value === 'string' ? value.split(' ') : []
		return first && second ? [{ first, second }] : []
	})
}

/** The same, each as the relation that is chosen beside it. */
const acceptedOf = (form: FormData) =>
	pairsOf(form).map((pair) => ({ ...pair, type: textOf(form, `pick:type ${pair.first} ${pair.second}`) }))

// Back to the same comparison: what is left of it.
const again = (_result: unknown, { url }: { url: URL }) => {
	const asked = new URLSearchParams([...url.searchParams].filter(([name]) => name === 'against' || name === 'limit'))
	return `${url.pathname}?${asked.toString()}`
}

export const actions: Actions = {
	accept: formAction(
		acceptOverlap,
		(_event, form) => ({ pairs: acceptedOf(form), argument: textOf(form, 'pick:argument') }),
		again
	),
	reject: formAction(
		rejectOverlap,
		(_event, form) => ({ pairs: pairsOf(form), reason: textOf(form, 'pick:argument') }),
		again
	)
}
