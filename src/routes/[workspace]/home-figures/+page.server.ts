import { redirect } from '@sveltejs/kit'
import { moveHomeFigure, placeHomeFigure, takeOffHomeFigure } from '#modules/registers/drafting/home-figures.ts'
import { formAction, formKeys } from '../../face.server.ts'
import { homeFigures } from '../home-figures.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	// The public arranges nothing: it sees what stands on everybody's page.
	if (locals.seat.id === null) redirect(303, `/${params.workspace}`)
	const figures = await homeFigures(locals, params.workspace)
	const told = figures.map(({ id, register, href, forAll, mayTakeOff, headline, chart }) => ({
		id,
		register,
		href,
		forAll,
		mayTakeOff,
		title: headline?.label ?? chart?.title ?? ''
	}))
	return {
		keys: formKeys(locals),
		parts: [
			{ whose: 'all' as const, figures: told.filter(({ forAll }) => forAll) },
			{ whose: 'own' as const, figures: told.filter(({ forAll }) => !forAll) }
		]
	}
}

const here = ({ params }: { params: Readonly<Record<string, string | undefined>> }) =>
	`/${params['workspace'] ?? ''}/home-figures`

export const actions: Actions = {
	place: formAction(
		placeHomeFigure,
		(_event, form) => ({ forAll: form.get('forAll') === 'yes' }),
		(_done, { params }) => `/${params['workspace'] ?? ''}`
	),
	off: formAction(takeOffHomeFigure, undefined, (_done, event) => here(event)),
	move: formAction(moveHomeFigure, undefined, (_done, event) => here(event))
}
