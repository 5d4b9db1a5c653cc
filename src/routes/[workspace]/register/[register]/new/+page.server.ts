import { addEntry } from '#modules/registers/entry/entry-commands.ts'
import { newEntryFor } from '#modules/registers/entry/said/new-entry.ts'
import type { SayingNames } from '#modules/registers/entry/said/say-value.ts'
import { formKeys } from '../../../../face.server.ts'
import { findHead, refuseUnlessMay, todayOf } from '../../../record-page.server.ts'
import { entryAction, entryForm } from '../../entry-form.server.ts'
import { askingOf, crumbsOf, registerFor } from '../../entry-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The seat's own actor, which may stand in the form already. */
async function ownActor(locals: App.Locals, values: Readonly<Record<string, unknown>>): Promise<SayingNames> {
	const { actorId } = locals.seat
	if (actorId === null || !Object.values(values).includes(actorId)) return {}
	const actor = await findHead(locals, 'actor', actorId)
	return actor ? { records: new Map([[actorId, actor]]) } : {}
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const about = await registerFor(locals, params)
	const { register, compiled } = about
	refuseUnlessMay({ locals, url }, register.may.add, 'entry.add')
	const { asks, values, own } = newEntryFor(compiled, askingOf(locals), todayOf(locals))
	const form = await entryForm(locals, {
		declaration: compiled.declaration,
		areas: register.areas,
		asks,
		values,
		own,
		tables: {},
		names: await ownActor(locals, values)
	})
	return {
		title: locals.words.t('registers.add.title', { thing: about.one }),
		crumbs: crumbsOf(locals, params, about),
		home: about.home,
		form,
		keys: formKeys(locals)
	}
}

export const actions: Actions = {
	default: entryAction({
		command: addEntry,
		async asked({ locals, params }) {
			const { compiled, register } = await registerFor(locals, {
				workspace: params['workspace'] ?? '',
				register: params['register'] ?? ''
			})
			const { asks, begun } = newEntryFor(compiled, askingOf(locals), todayOf(locals))
			return { declaration: compiled.declaration, areas: register.areas, asks, values: {}, begun }
		},
		fixed: ({ params }) => ({ register: params['register'] }),
		next: ({ reference }, { params }) =>
			`/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/${reference}`
	})
}
