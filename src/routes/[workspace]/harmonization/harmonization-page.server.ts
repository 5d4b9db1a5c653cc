import type { RequestEvent } from '@sveltejs/kit'
import { harmonizationBoard } from '#modules/instruments/relation/harmonization-queries.ts'
import { getRelation } from '#modules/instruments/relation/relation-queries.ts'
import type { RelationItem } from '#modules/instruments/relation/relation-outputs.ts'
import { optionsOf } from '../record-page.server.ts'
import { relationLabel } from './harmonization-page.ts'

type Locals = RequestEvent['locals']

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Clashes that stand in no item yet, as options, with those that the address names already. */
export async function relationOptions(locals: Locals, url: URL) {
	const chosen = [...new Set(url.searchParams.getAll('relations').filter((id) => UUID.test(id)))].slice(0, 100)
	const { loose } = await locals.ask(harmonizationBoard, {})
	const known = new Set(loose.map(({ id }) => id))
	const others: RelationItem[] = []
	for (const id of chosen) if (!known.has(id)) others.push(await locals.ask(getRelation, { relation: id }))
	return {
		chosen,
		options: [...others, ...loose].map((relation) => ({
			value: relation.id,
			label: relationLabel(locals.words, relation)
		}))
	}
}

/** What the form of an item offers to choose from. */
export async function harmonizationOptions(locals: Locals) {
	const [structures, actors] = await Promise.all([optionsOf(locals, 'structure'), optionsOf(locals, 'actor')])
	return { structures, actors, languages: [...(locals.workspace?.languages ?? [])] }
}

/** The boxes that were ticked, which send no field at all where none is. */
export const ticked = (form: FormData, name: string) =>
	form.getAll(name).flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []))
