import type { StructureForm } from '#modules/directory/structure-fields.ts'
import { changeStructure } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, optionsOf, refuseUnlessMay } from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

const formValues = ({
	title,
	acronym,
	level,
	structureKind,
	parent,
	host,
	secretariat,
	secretariatActor,
	asActor,
	...rest
}: StructureForm): StructureForm => ({
	title,
	acronym,
	level,
	structureKind,
	parent,
	host,
	secretariat,
	secretariatActor,
	asActor,
	meetingsPerYear: rest.meetingsPerYear,
	cadence: rest.cadence,
	quorum: rest.quorum,
	legalBasis: rest.legalBasis,
	yearEstablished: rest.yearEstablished,
	partnerCountry: rest.partnerCountry,
	location: rest.location,
	purpose: rest.purpose
})

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const structure = await locals.ask(getStructure, { structure: params.reference })
	refuseUnlessMay({ locals, url }, structure.may.change, 'structure.change')
	return {
		...formOf(locals, structure),
		structure: formValues(structure),
		actors: await optionsOf(locals, 'actor'),
		structures: (await optionsOf(locals, 'structure')).filter(({ value }) => value !== structure.reference)
	}
}

export const actions: Actions = {
	default: formAction(changeStructure, ({ params }) => ({ structure: params['reference'] }), backTo('structure'))
}
