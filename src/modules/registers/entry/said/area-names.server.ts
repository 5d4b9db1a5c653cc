import type { Here } from '#platform/operation/operation.server.ts'
import type { SeenDeclaration } from '../../listing/seen-declaration.ts'
import type { AreaName } from './say-value.ts'

type Declaring = Pick<SeenDeclaration, 'fields' | 'tables'>

/** The frameworks whose areas the fields of a register take as their codes. */
const frameworksOf = ({ fields, tables }: Declaring) => [
	...new Set(
		[...fields, ...tables.flatMap((table) => table.fields)].flatMap((field) =>
			(field.type === 'one-of' || field.type === 'many-of') && 'framework' in field.codes ? [field.codes.framework] : []
		)
	)
]

/** The areas of those frameworks by name, those withdrawn among them: entries may still hold them. */
export async function areaNames(here: Here, declaration: Declaring): Promise<AreaName[]> {
	const frameworks = frameworksOf(declaration)
	if (frameworks.length === 0) return []
	const rows = await here.tx
		.selectFrom('theme_area')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
		)
		.innerJoin('record as framework', (on) =>
			on
				.onRef('framework.workspace_id', '=', 'theme_area.workspace_id')
				.onRef('framework.id', '=', 'theme_area.framework_id')
		)
		.select(['framework.key as framework', 'record.key', 'record.title', 'record.state'])
		.where('theme_area.workspace_id', '=', here.workspace.id)
		.where('framework.key', 'in', frameworks)
		.orderBy('framework.key')
		.orderBy('record.title_sort')
		.execute()
	return rows.map(({ framework, key, title, state }) => ({
		framework: framework ?? '',
		key: key ?? '',
		title,
		retired: state !== 'active'
	}))
}
