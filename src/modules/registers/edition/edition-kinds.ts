import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { Kind } from '#platform/operation/registry.server.ts'
import { EDITION } from './make-edition.server.ts'
import { getEdition, listEditions } from './edition-queries.ts'
import { TEMPLATE } from './template-commands.ts'
import { getTemplate, listTemplates } from './template-queries.ts'

const noText = (ids: readonly string[]) => Promise.resolve(ids.map((id) => ({ id, heading: '', body: '' })))

/** A period has one edition that stands: where one was withdrawn and made anew, the first is not taken up again. */
async function editionStanding(here: Writing, id: string, { state }: { state: 'active' | 'withdrawn' }) {
	const row = await here.tx
		.selectFrom('report_edition')
		.select(['report_template_id', 'first_day', 'last_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	if (state === 'active') {
		const other = await here.tx
			.selectFrom('report_edition')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('report_template_id', '=', row.report_template_id)
			.where('first_day', '=', row.first_day)
			.where('last_day', '=', row.last_day)
			.where('is_withdrawn', '=', false)
			.executeTakeFirst()
		if (other) throw conflict('registers.edition-there')
	}
	await here.write.change('report_edition', id, { is_withdrawn: state === 'withdrawn' })
}

/** Who sees a report, and an edition of it, is said by its template: nobody sets it by hand. */
export const editionKinds: readonly Kind[] = [
	{
		name: 'report-template',
		code: TEMPLATE,
		list: listTemplates,
		get: getTemplate,
		getInput: (template) => ({ template }),
		searchText: (_here, ids) => noText(ids),
		isPart: true
	},
	{
		name: 'report-edition',
		code: EDITION,
		list: listEditions,
		get: getEdition,
		getInput: (edition) => ({ edition }),
		searchText: (_here, ids) => noText(ids),
		standing: editionStanding,
		isPart: true
	}
]
