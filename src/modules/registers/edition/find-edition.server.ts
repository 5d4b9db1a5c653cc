import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { getRecord } from '#platform/records/find-record.server.ts'
import { getRegister } from '../registers.server.ts'
import { EditionContent } from './content.ts'
import { ReportDefinition } from './definition.ts'

/** What was kept of a definition, read back. */
export const readDefinition = (text: string): ReportDefinition => ReportDefinition.parse(JSON.parse(text))

/** A report's template with its register; absent where the seat may see none. */
export async function getTemplateRow(here: Here, reference: string) {
	const record = await getRecord(here, 'report-template', reference)
	const row = await here.tx
		.selectFrom('report_template')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return {
		...record,
		row,
		definition: readDefinition(row.definition),
		register: await getRegister(here, row.register_id)
	}
}
export type FoundTemplate = Awaited<ReturnType<typeof getTemplateRow>>

/** An edition with its register; absent where the seat may see none. Its template may be out of the seat's sight. */
export async function getEditionRow(here: Here, reference: string) {
	const record = await getRecord(here, 'report-edition', reference)
	const row = await here.tx
		.selectFrom('report_edition')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	const template = await here.tx
		.selectFrom('report_template')
		.select(['id', 'key', 'definition', 'version'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', row.report_template_id)
		.executeTakeFirstOrThrow()
	return {
		...record,
		row,
		template: { ...template, definition: readDefinition(template.definition) },
		register: await getRegister(here, row.register_id)
	}
}
export type FoundEdition = Awaited<ReturnType<typeof getEditionRow>>

/** One issue of an edition the seat sees: the one that stands where none is named. */
export async function readIssue(here: Here, edition: FoundEdition, number = edition.row.issue) {
	const row = await here.tx
		.selectFrom('report_issue')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('report_edition_id', '=', edition.id)
		.where('number', '=', number)
		.executeTakeFirst()
	if (!row) throw absent('registers.no-such-issue')
	const { content, ...issue } = row
	return { ...issue, content: EditionContent.parse(JSON.parse(content)) }
}
export type FoundIssue = Awaited<ReturnType<typeof readIssue>>
