import { listCaptures } from '#modules/registers/capture/capture-queries.ts'
import { TAKEN_MOST } from '#modules/registers/capture/rules.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { registersToTake } from '../../../field-capture/registers-to-take.server.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'
import { crumbsOf, registerFor } from '../../entry-page.server.ts'
import { captureRow } from './capture-row.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	refuseUnlessMay({ locals, url }, locals.seat.id !== null, 'capture.list')
	const about = await registerFor(locals, params)
	const [registers, { items }] = await Promise.all([
		about.register.may.add ? registersToTake(locals) : [],
		locals.ask(listCaptures, { filter: { register: params.register, state: ['conflict'] }, limit: LIST_MOST })
	])
	return {
		name: about.many,
		crumbs: crumbsOf(locals, params, about),
		home: about.home,
		mayAdd: about.register.may.add,
		// The one somebody came from stands first: on a small screen the others fill several.
		registers: registers
			.map(({ key, name }) => ({ key, name, isThis: key === params.register }))
			.sort((one, other) => Number(other.isThis) - Number(one.isThis)),
		takenMost: TAKEN_MOST,
		choices: LIST_MOST,
		back: items.map((item) => captureRow(locals.words, item, about.home))
	}
}
