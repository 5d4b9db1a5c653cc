import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { RecordReference, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { ProvisionChoice, provisionsOf } from './cell-queries.ts'

const LAWS_MOST = 1_000
/** A form of many rows offers the sections of a law in each of them while the law has no more than these. */
const SECTIONS_MOST = 200

/** The laws and policies that can be judged against, by title: as the options of a form; with the sections of one of them. */
export const listLaws = query({
	name: 'domestication.laws',
	input: z.strictObject({
		/** The law whose sections are asked for; one that is not among the laws has none. */
		sectionsOf: z.string().max(120).optional()
	}),
	output: z.object({
		items: z.array(RecordReference),
		/** None where the law has more than can be chosen from. */
		sections: z.array(ProvisionChoice),
		hasMoreSections: z.boolean()
	}),
	about: nothing,
	allow: everyone,
	async run(here, { sectionsOf }) {
		const rows = await here.tx
			.selectFrom('record')
			.select(referenceColumns)
			.where('workspace_id', '=', here.workspace.id)
			.where('kind', '=', 'policy')
			.where('state', '=', 'active')
			.orderBy('title_sort')
			.orderBy('id')
			.limit(LAWS_MOST)
			.execute()
		const items = rows.map(toReference)
		const law = items.find(({ reference }) => reference === sectionsOf)
		const sections = law ? await provisionsOf(here, law.id, SECTIONS_MOST) : []
		const hasMoreSections = sections.length > SECTIONS_MOST
		return { items, sections: hasMoreSections ? [] : sections, hasMoreSections }
	}
})
