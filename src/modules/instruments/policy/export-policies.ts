import { z } from 'zod'
import { FORMAT_FILES, FORMATS, writeSheets } from '#platform/exchange/export-sheets.server.ts'
import { readRecords } from '#platform/exchange/records.server.ts'
import { themesOf } from '#platform/exchange/themes.server.ts'
import { csvOf } from '#platform/exchange/write-data-package.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { gatherPolicies } from '../exchange/export-policies.ts'
import { policySheet } from '../exchange/policy-sheets.ts'
import { narrowedPolicies, policyFilters } from './policy-list.server.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)

/** The list of laws and policies as a file, narrowed as the list is: it is read back by the import of the workspace. */
export const exportPolicies = query({
	name: 'policy.export',
	input: z.strictObject({
		format: z.enum(FORMATS),
		language: z
			.string()
			.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
			.optional(),
		filter: z.strictObject(policyFilters).partial().optional()
	}),
	output: Written,
	about: nothing,
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { format, language, filter = {} }) {
		const rows = await narrowedPolicies(here, filter)
		const chosen = await rows.select(['record.id', 'policy.lead_actor_id']).execute()
		const ids = chosen.map(({ id }) => id)
		const named = [...chosen.map((row) => row.lead_actor_id), ...(await alsoNamed(here, ids))]
		const records = await readRecords(here, [...ids, ...named])
		const sheets = await gatherPolicies(here, records, await themesOf(here, records))
		const list = sheets.find(({ sheet }) => sheet.name === policySheet.name)
		// What is asked for as CSV is the list, in one file; the stages of their lives stand beside it in a workbook.
		if (format === 'csv' && list)
			return new WrittenFile({
				name: `${list.sheet.name}.csv`,
				mediaType: 'text/csv; charset=utf-8',
				content: Buffer.from([...csvOf(list)].join(''))
			})
		const { mediaType, ending } = FORMAT_FILES[format]
		const content = await writeSheets(here, sheets, { format, language })
		return new WrittenFile({ name: `${here.workspace.key}-laws${ending}`, mediaType, content })
	}
})

/** The actors that contribute to these, and the areas they deal with. */
async function alsoNamed(here: Here, ids: readonly string[]): Promise<string[]> {
	const actors = await here.tx
		.selectFrom('policy_actor')
		.select('actor_id as id')
		.distinct()
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', '=', anyOf(ids))
		.execute()
	const areas = await here.tx
		.selectFrom('record_theme')
		.select('area_id as id')
		.distinct()
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', anyOf(ids))
		.execute()
	return [...actors, ...areas].map(({ id }) => id)
}
