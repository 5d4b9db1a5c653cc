import './schema.ts'
import type { Area } from '#platform/operation/registry.server.ts'
import { agreementParts } from './agreement/parts.ts'
import { domesticationParts } from './domestication/parts.ts'
import { instrumentsImporter } from './exchange/import.ts'
import { instrumentParts } from './instrument/parts.ts'
import { overlapParts } from './overlap/parts.ts'
import { policyParts } from './policy/parts.ts'
import { relationParts } from './relation/parts.ts'
import { joinParts } from './parts.ts'

/** What was promised to other States, what became law, and where laws and policies clash. */
export const instruments: Area = {
	name: 'instruments',
	importer: instrumentsImporter,
	...joinParts([instrumentParts, domesticationParts, policyParts, relationParts, overlapParts, agreementParts])
}
