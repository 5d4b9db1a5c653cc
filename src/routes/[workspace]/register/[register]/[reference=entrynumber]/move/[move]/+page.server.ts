import { moveEntry } from '#modules/registers/entry/entry-commands.ts'
import { effectsOf, shownMoves } from '#modules/registers/entry/said/shown-life.ts'
import { sayState } from '#modules/registers/entry/said/say-value.ts'
import { absent } from '#platform/operation/refusal.ts'
import { backTo } from '../../../../../../back.ts'
import { refusePage } from '../../../../../../face.server.ts'
import { formOf, refuseUnlessCan } from '../../../../../record-page.server.ts'
import { entryAction, entryForm, type Asked, type EntryForm } from '../../../../entry-form.server.ts'
import { crumbsOf, entryFor, rowsOf } from '../../../../entry-page.server.ts'
import { openActionsOf } from '../../../../open-actions.server.ts'
import type { Actions, PageServerLoad } from './$types'

type Found = Awaited<ReturnType<typeof entryFor>>

/** A move asks for what must be filled before it, as far as the seat may. */
function askedBy({ entry, compiled, register, names }: Found, key: string): Asked {
	const missing = entry.moves.find(({ move }) => move === key)?.fields ?? []
	return {
		declaration: compiled.declaration,
		areas: register.areas,
		asks: missing.filter((field) => entry.may.fill.includes(field)),
		values: entry.values,
		tables: rowsOf(entry),
		names,
		mayHide: true
	}
}

/** What a move needs is asked for by the browser already, where one input holds the whole of it. */
const needed = (form: EntryForm): EntryForm => ({
	...form,
	fields: form.fields.map((field) =>
		field.group || field.kind === 'checkboxes' ? field : { ...field, required: true }
	)
})

/** The board from which the move was chosen, where it was. */
const boardOf = (url: URL) => backTo(url.searchParams.get('back'), '') || null

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const found = await entryFor({ locals, params })
	const { entry, compiled, showing, page } = found
	const move = compiled.declaration.moves.find(({ key }) => key === params.move)
	if (!move) refusePage(locals, url, absent('platform.no-such-page'))
	const offered = shownMoves(showing, page).find(({ key }) => key === move.key)
	const label = locals.words.name(move.names)
	refuseUnlessCan(
		{ locals, url },
		{
			may: offered !== undefined,
			whyNot:
				entry.state !== 'active'
					? 'registers.withdrawn'
					: move.from.includes(entry.standing)
						? null
						: 'registers.move-not-from-here',
			params: {
				entry: entry.reference,
				move: label,
				state: sayState(locals.words, compiled.declaration, entry.standing)
			}
		},
		'entry.move'
	)
	const isEnd = compiled.declaration.states.some(({ key, end }) => key === move.to && end)
	const open = isEnd ? await openActionsOf(locals, entry.reference) : []
	const back = boardOf(url)
	return {
		...formOf(locals, entry),
		back: back ?? page,
		action: back === null ? '?' : `?back=${encodeURIComponent(back)}`,
		crumbs: crumbsOf(locals, params, found),
		page,
		title: label,
		from: sayState(locals.words, compiled.declaration, entry.standing),
		to: sayState(locals.words, compiled.declaration, move.to),
		move: offered ?? null,
		effects: [
			...effectsOf(showing, move),
			...open.map((action) => locals.words.t('registers.move.action-open', { action }))
		],
		reason: move.reason,
		form: needed(await entryForm(locals, askedBy(found, move.key)))
	}
}

export const actions: Actions = {
	default: entryAction({
		command: moveEntry,
		async asked({ locals, params }) {
			const { workspace = '', register = '', reference = '', move = '' } = params
			return askedBy(await entryFor({ locals, params: { workspace, register, reference } }), move)
		},
		fixed: ({ params }) => ({ register: params['register'], entry: params['reference'], move: params['move'] }),
		// Whoever came from the board goes back to it, where the focus is led to the card that was moved.
		next({ reference }, { params, url }) {
			const back = boardOf(url)
			const register = `/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}`
			return back === null ? `${register}/${reference}` : `${back}#card-${reference}`
		}
	})
}
