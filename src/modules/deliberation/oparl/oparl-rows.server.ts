import type { Here } from '#platform/operation/operation.server.ts'
import type { Asked } from './oparl-asked.server.ts'
import { memberships, organizations } from './oparl-bodies.server.ts'
import type { OParlType } from './oparl-facts.ts'
import { agendaItems, locations, meetings } from './oparl-meetings.server.ts'
import { files, papers } from './oparl-papers.server.ts'

/** The objects of a type that are asked for, in the order of their identifiers. */
export async function factsOf(here: Here, type: OParlType, asked: Asked) {
	switch (type) {
		case 'organization':
			return (await organizations(here, asked)).map((fact) => ({ type, fact }))
		case 'person':
			return (await memberships(here, asked)).map((fact) => ({ type, fact }))
		case 'membership':
			return (await memberships(here, { ...asked, isPart: true })).map((fact) => ({ type, fact }))
		case 'meeting':
			return (await meetings(here, asked)).map((fact) => ({ type, fact }))
		case 'agendaItem':
			return (await agendaItems(here, asked)).map((fact) => ({ type, fact }))
		case 'consultation':
			// A paper is considered once, in the item it was tabled for: its consultation has the paper's identifier.
			return (await papers(here, { ...asked, isPart: true })).map((fact) => ({ type, fact }))
		case 'paper':
			return (await papers(here, asked)).map((fact) => ({ type, fact }))
		case 'file':
			return (await files(here, asked)).map((fact) => ({ type, fact }))
		case 'location':
			return (await locations(here, asked)).map((fact) => ({ type, fact }))
		default:
			return type satisfies never
	}
}
