import { changeEntry } from '#modules/registers/entry/entry-commands.ts'
import { sayState } from '#modules/registers/entry/said/say-value.ts'
import { formOf, refuseUnlessCan } from '../../../../record-page.server.ts'
import { entryAction, entryForm } from '../../../entry-form.server.ts'
import { askingOf, crumbsOf, entryFor } from '../../../entry-page.server.ts'
import { askedToChange, factsNotAsked } from '../../../changing.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const found = await entryFor({ locals, params })
	const { entry, compiled, page } = found
	refuseUnlessCan(
		{ locals, url },
		{
			may: entry.may.change,
			whyNot:
				entry.state !== 'active'
					? 'registers.withdrawn'
					: entry.may.changeIn.length > 0
						? 'registers.closed-in-state'
						: null,
			params: {
				entry: entry.reference,
				state: sayState(locals.words, compiled.declaration, entry.standing),
				states: entry.may.changeIn.map((state) => sayState(locals.words, compiled.declaration, state)).join(', ')
			}
		},
		'entry.change'
	)
	const asked = askedToChange(found, { url, seat: askingOf(locals) })
	return {
		...formOf(locals, entry),
		crumbs: crumbsOf(locals, params, found),
		page,
		form: await entryForm(locals, asked),
		/** A long table has forms of its own, part by part. */
		parts: asked.parts,
		part: asked.part,
		notAsked: factsNotAsked(found)
	}
}

export const actions: Actions = {
	default: entryAction({
		command: changeEntry,
		async asked({ locals, params, url }) {
			const { workspace = '', register = '', reference = '' } = params
			return askedToChange(await entryFor({ locals, params: { workspace, register, reference } }), {
				url,
				seat: askingOf(locals)
			})
		},
		fixed: ({ params }) => ({ register: params['register'], entry: params['reference'] }),
		next: ({ reference }, { params }) =>
			`/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/${reference}`
	})
}
