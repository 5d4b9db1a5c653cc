import type { Writing } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { digestOf } from '../registers.server.ts'
import { putTemplate, replaceDefinition } from './template-commands.ts'

/**
 * Brings the reports that a register declares in line with its declaration: those that are new are added, those that nobody changed since
 * become what is declared now, and those that somebody changed stay as that somebody left them.
 */
export async function bringDeclaredReports(
	here: Writing,
	{
		id: registerId,
		compiled: { declaration },
		isShipped
	}: { id: string; compiled: CompiledRegister; isShipped: boolean }
): Promise<void> {
	if (declaration.reports.length === 0) return
	const rows = await here.tx
		.selectFrom('report_template')
		.select(['id', 'key', 'definition', 'version', 'declared_digest'])
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.execute()
	for (const definition of declaration.reports) {
		const row = rows.find(({ key }) => key === definition.key)
		if (!row) await putTemplate(here, registerId, definition, { isDeclared: true, isShipped })
		else if (row.declared_digest !== null && row.declared_digest === digestOf(row.definition))
			await replaceDefinition(here, { id: row.id, row }, definition, { isDeclared: true })
	}
}
