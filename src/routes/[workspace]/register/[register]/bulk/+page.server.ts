import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { Move } from '#modules/registers/declaration/declaration.ts'
import { changeEntries, moveEntries } from '#modules/registers/entry/bulk-commands.ts'
import { mayMoveSome } from '#modules/registers/entry/entry-access.ts'
import { listEntries } from '#modules/registers/entry/entry-queries.ts'
import { isWorkedOut } from '#modules/registers/declaration/field-types.ts'
import { mightSeeField } from '#modules/registers/listing/might-see.ts'
import { previewEntries } from '#modules/registers/listing/bulk-preview.ts'
import { readPicked } from '#modules/registers/listing/picked.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refuseForm, typed } from '../../../../face.server.ts'
import { refuseUnlessMay } from '../../../record-page.server.ts'
import { entryForm } from '../../entry-form.server.ts'
import { registerPage } from '../list.server.ts'
import { sayPlanned, valuesSent } from './told.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const { register, compiled, home, may } = await registerPage({ locals, params })
	refuseUnlessMay({ locals, url }, may.change, 'entry.bulkChange')
	const picked = readPicked(url.searchParams.getAll('entry'))
	// Back to the list, which says why.
	if (picked.length === 0) redirect(303, `${home}?choose=none`)
	const seat = { role: locals.seat.role, actorId: locals.seat.actorId, audience: locals.seat.audience }
	const { declaration, fields } = compiled
	const changeable = [...fields].flatMap(([key, { field }]) =>
		isWorkedOut(field) || field.type === 'file' || !mightSeeField(compiled, key, seat)
			? []
			: [{ value: key, label: words.name(field.names) }]
	)
	const { items } = await locals.ask(listEntries, {
		register: register.reference,
		filter: { number: picked.map(({ entry }) => entry) },
		columns: [],
		limit: LIST_MOST
	})
	// A move that none of them can make from where it stands is not offered.
	const fitting = ({ from }: Move) => items.filter(({ standing }) => from.includes(standing)).length
	const moves = declaration.moves.filter((move) => mayMoveSome(compiled, move, seat) && fitting(move) > 0)
	const asks = url.searchParams.getAll('field').filter((key) => changeable.some(({ value }) => value === key))
	const move = moves.find(({ key }) => key === url.searchParams.get('move'))
	return {
		title: words.name(register.title),
		home,
		picked: picked.map(({ entry, version }) => `${entry}@${String(version)}`),
		numbers: picked.map(({ entry }) => entry),
		offered: {
			fields: changeable,
			moves: moves.map((move) => ({
				value: move.key,
				label: words.t('registers.bulk.fits', {
					move: words.name(move.names),
					fits: fitting(move),
					chosen: picked.length
				})
			}))
		},
		move: move ? { key: move.key, label: words.name(move.names), reason: move.reason } : null,
		asks,
		form:
			asks.length === 0
				? null
				: await entryForm(locals, { declaration, areas: register.areas, asks, values: {}, tables: {}, names: {} }),
		keys: formKeys(locals)
	}
}

type Event = Pick<RequestEvent, 'locals' | 'params' | 'url'>

/** What a form about the chosen entries says: the values of the fields that were chosen, or the move. */
async function given({ locals, params, url }: Event, form: FormData) {
	const { workspace = '', register = '' } = params
	const { compiled } = await registerPage({ locals, params: { workspace, register } })
	const entries = readPicked(form.getAll('entries'))
	const move = url.searchParams.get('move')
	const reason = form.get('reason')
	const why = typeof reason === 'string' && reason.trim() !== '' ? { reason } : {}
	if (move !== null) return { register, entries, move, ...why }
	const asks = url.searchParams.getAll('field')
	return { register, entries, values: await valuesSent(locals, { declaration: compiled.declaration, asks, form }) }
}

/** Tells what would be changed, and which entries would be left as they are and why; nothing is done yet. */
async function preview(event: Event & Pick<RequestEvent, 'request' | 'cookies'>) {
	const { locals, params } = event
	const form = await event.request.formData()
	try {
		const found = await locals.run(previewEntries, await given(event, form))
		const { workspace = '', register = '' } = params
		return { preview: await sayPlanned(locals, { workspace, register, found, form }) }
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return refuseForm(event, refusal, { values: typed(form), formed: null, chosen: {} })
	}
}

const back = (_done: unknown, { params }: { params: Readonly<Record<string, string | undefined>> }) =>
	`/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}`

/** What the form says, read before the form itself is: what is chosen by name is looked up. */
const sent = async (event: RequestEvent) => given(event, await event.request.clone().formData())

export const actions: Actions = {
	preview,
	async change(event) {
		const input = await sent(event)
		return formAction(changeEntries, () => input, back)(event)
	},
	async move(event) {
		const input = await sent(event)
		return formAction(moveEntries, () => input, back)(event)
	}
}
