import type { Here } from '#platform/operation/operation.server.ts'
import type { Declaration } from './declaration/declaration.ts'
import type { DeclarationFault, DeclarationPath } from './declaration/fault.ts'

type Named = { framework: string; path: DeclarationPath; isRequired: boolean }

/** `isRequired`: without the framework no entry can be added. */
export type FrameworkFault = DeclarationFault & { isRequired: boolean }

function frameworksIn({ fields, tables }: Declaration): Named[] {
	const named = (some: Declaration['fields'] | Declaration['tables'][number]['fields'], path: DeclarationPath) =>
		some.flatMap((field, index): Named[] =>
			'codes' in field && 'framework' in field.codes
				? [
						{
							framework: field.codes.framework,
							path: [...path, index, 'codes'],
							isRequired: field.required === true && field.asked === undefined
						}
					]
				: []
		)
	return [
		...named(fields, ['fields']),
		...tables.flatMap((table, index) =>
			named(table.fields, ['tables', index, 'fields']).map((one) => ({ ...one, isRequired: false }))
		)
	]
}

/** Fields whose codes are the areas of a framework the workspace does not have: nobody could choose any. */
export async function faultsOfFrameworks(here: Here, declaration: Declaration): Promise<FrameworkFault[]> {
	const named = frameworksIn(declaration)
	if (named.length === 0) return []
	const rows = await here.tx
		.selectFrom('record')
		.select('key')
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', 'framework')
		.where('state', '!=', 'merged')
		.where('key', 'in', [...new Set(named.map(({ framework }) => framework))])
		.execute()
	const known = new Set(rows.map(({ key }) => key))
	return named.flatMap(({ framework, path, isRequired }) =>
		known.has(framework) ? [] : [{ code: 'unknown-framework', path, found: framework, isRequired }]
	)
}
