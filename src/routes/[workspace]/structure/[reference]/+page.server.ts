import { redirect } from '@sveltejs/kit'
import { addComment } from '#platform/records/discussion.ts'
import { getCadence } from '#modules/deliberation/cadence/cadence-queries.ts'
import { listParticipation } from '#modules/deliberation/cadence/participation-queries.ts'
import { listDues } from '#modules/deliberation/calendar/due-queries.ts'
import { dueRows } from '#modules/deliberation/calendar/due-rows.ts'
import { addDays } from '#modules/deliberation/days.ts'
import { getRhythm } from '#modules/deliberation/cadence/rhythm-queries.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const YEAR = 365

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const on = url.searchParams.get('on') ?? undefined
	const structure = await locals.ask(getStructure, { structure: params.reference, ...(on ? { on } : {}) })
	if (structure.reference !== params.reference) redirect(303, `/${params.workspace}/structure/${structure.reference}`)
	const today = todayOf(locals)
	const [parts, cadence, { versions }, participation, dues] = await Promise.all([
		recordParts(locals, structure),
		locals.ask(getCadence, { structure: structure.id }),
		locals.ask(getRhythm, { structure: structure.id }),
		locals.ask(listParticipation, { structure: structure.id }),
		locals.ask(listDues, { from: today, until: addDays(today, YEAR), structure: structure.id })
	])
	const { items, may } = participation
	return {
		structure,
		on: on ?? null,
		today,
		dues: dueRows(locals.words, params.workspace, dues.items),
		parts,
		cadence,
		versions,
		participation: { items, may: may.keep },
		hasSeat: locals.seat.key !== null
	}
}

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'structure' }),
		(_done, { url }) => `${url.pathname}#discussion`
	)
}
