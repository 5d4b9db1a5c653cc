import type { Here, Writing } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { readSteps } from '../conversion/read-steps.ts'
import { digestOf } from '../registers.server.ts'
import { readDefinition } from './find-edition.server.ts'
import { followReport } from './follow-report.ts'
import { putTemplate, replaceDefinition } from './template-commands.ts'

/** The reports of a register, those that were withdrawn among them, as they are kept. */
export const templatesOf = (here: Here, registerId: string) =>
	here.tx
		.selectFrom('report_template as template')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'template.workspace_id').onRef('record.id', '=', 'template.id')
		)
		.select([
			'template.id',
			'template.key',
			'template.definition',
			'template.version',
			'template.declared_digest',
			'record.state'
		])
		.where('template.workspace_id', '=', here.workspace.id)
		.where('template.register_id', '=', registerId)
		.orderBy('template.id')
		.execute()

/** True where nobody changed a report since its register declared it. */
export const isAsDeclared = ({
	definition,
	declared_digest: declared
}: {
	definition: string
	declared_digest: string | null
}) => declared !== null && declared === digestOf(definition)

/**
 * Lets the reports of a register go on telling of the same by what it is called in the next version. Those that this version declares, and
 * nobody changed, are left to their declaration.
 */
export async function followInReports(
	here: Writing,
	{ registerId, before, after }: { registerId: string; before: CompiledRegister; after: CompiledRegister }
): Promise<void> {
	const { plan } = readSteps(before, after)
	if (plan.steps === 0) return
	const declared = new Set(after.declaration.reports.map(({ key }) => key))
	for (const row of await templatesOf(here, registerId)) {
		const isDeclared = isAsDeclared(row)
		if (isDeclared && declared.has(row.key)) continue
		await replaceDefinition(here, { id: row.id, row }, followReport(readDefinition(row.definition), plan), {
			isDeclared
		})
	}
}

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
	const rows = await templatesOf(here, registerId)
	for (const definition of declaration.reports) {
		const row = rows.find(({ key }) => key === definition.key)
		if (!row) await putTemplate(here, registerId, definition, { isDeclared: true, isShipped })
		else if (isAsDeclared(row)) await replaceDefinition(here, { id: row.id, row }, definition, { isDeclared: true })
	}
}
