import type { RequestEvent } from '@sveltejs/kit'
import { getRoadMap } from '#modules/instruments/domestication/road-map-queries.ts'
import { formOf, optionsOf } from '../../../record-page.server.ts'

/** What the forms of a road map need: the instrument, the actors and structures to choose from, and its steps. */
export async function mapForm(locals: RequestEvent['locals'], instrument: string) {
	const [{ instrument: record, steps, obstacles, recommendations, may }, actors, structures] = await Promise.all([
		locals.ask(getRoadMap, { instrument }),
		optionsOf(locals, 'actor'),
		optionsOf(locals, 'structure')
	])
	return { ...formOf(locals, record), steps, obstacles, recommendations, may, actors, structures }
}

type Addressed = { params: Partial<Record<string, string>> }

/** Where a form about a road map leads once it is done. */
export const backToMap = (_result: unknown, { params }: Addressed) =>
	`/${params['workspace'] ?? ''}/instrument/${params['reference'] ?? ''}/road-map`
