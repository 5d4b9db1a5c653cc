import {
	addPassage,
	analyseMainstreaming,
	confirmPassages,
	rejectPassages,
	setPassageTheme
} from '#modules/instruments/overlap/mainstreaming/mainstreaming-commands.ts'
import { getMainstreaming } from '#modules/instruments/overlap/mainstreaming/mainstreaming-queries.ts'
import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { areaOptions, headOf, optionsOf } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	const standing = url.searchParams.get('filter[standing]')
	const chapter = url.searchParams.get('filter[chapter]')
	const theme = url.searchParams.get('filter[theme]')
	const [found, areas, frameworks] = await Promise.all([
		locals.ask(getMainstreaming, {
			policy: policy.reference,
			filter: {
				...(standing === 'suggested' || standing === 'confirmed' || standing === 'rejected'
					? { standing: [standing] }
					: {}),
				...(chapter ? { chapter } : {}),
				...(theme ? { theme } : {})
			}
		}),
		areaOptions(locals, 'themes'),
		optionsOf(locals, 'framework')
	])
	const named = new Map(areas.map((area) => [area.value, area]))
	return {
		record: headOf(policy),
		keys: formKeys(locals),
		found,
		areas,
		frameworks,
		themes: found.themes.map((value) => named.get(value) ?? { value, label: value })
	}
}

/** The passages that were ticked, or the one whose own button was pressed. */
function passagesOf(form: FormData) {
	const only = form.get('pick:one')
	const chosen = typeof only === 'string' && only !== '' ? [only] : form.getAll('pick:passage')
	return chosen.filter((value) => typeof value === 'string')
}

const textOf = (form: FormData, name: string) => {
	const value = form.get(name)
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

const FILTERS = ['filter[standing]', 'filter[chapter]', 'filter[theme]']
const again = (_result: unknown, { url }: { url: URL }) => {
	const asked = new URLSearchParams([...url.searchParams].filter(([name]) => FILTERS.includes(name)))
	return `${url.pathname}?${asked.toString()}`
}

export const actions: Actions = {
	analyse: formAction(analyseMainstreaming, ({ params }) => ({ policy: params['reference'] }), again),
	add: formAction(
		addPassage,
		({ params }, form) => ({ policy: params['reference'], provision: textOf(form, 'provision') }),
		again
	),
	confirm: formAction(
		confirmPassages,
		(_event, form) => ({ passages: passagesOf(form), theme: textOf(form, 'pick:theme') }),
		again
	),
	reject: formAction(rejectPassages, (_event, form) => ({ passages: passagesOf(form) }), again),
	theme: formAction(
		setPassageTheme,
		(_event, form) => ({ passages: passagesOf(form), theme: textOf(form, 'pick:theme') ?? null }),
		again
	)
}
