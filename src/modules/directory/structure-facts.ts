import type { z } from 'zod'
import type { StructurePage } from './outputs.ts'

type Whole = z.output<typeof StructurePage>

/** What the facts of a structure are told from. */
export type StructureFactsOf = Pick<
	Whole,
	| 'level'
	| 'structureKind'
	| 'parent'
	| 'chair'
	| 'host'
	| 'secretariat'
	| 'secretariatActor'
	| 'asActor'
	| 'legalBasis'
	| 'yearEstablished'
	| 'cadence'
	| 'meetingsPerYear'
	| 'quorum'
	| 'partnerCountry'
	| 'location'
>
