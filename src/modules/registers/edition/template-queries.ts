import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { headColumns, RecordHead, RecordReference, referencesOf, toHead } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { getRegister } from '../registers.server.ts'
import { keepsRegister } from './audience.ts'
import { ReportDefinition } from './definition.ts'
import { getTemplateRow, readDefinition } from './find-edition.server.ts'
import { lastEnded, PERIODS } from './periods.ts'
import { faultsOfReport } from './template-commands.ts'

export const TemplateItem = RecordHead.extend({
	register: RecordReference.nullable(),
	key: z.string(),
	period: z.enum(PERIODS),
	made: ReportDefinition.shape.made.unwrap(),
	readers: ReportDefinition.shape.audience.unwrap()
})

const TemplatePage = TemplateItem.extend({
	definition: ReportDefinition,
	definitionVersion: z.int(),
	/** The latest period that is over, where periods are not chosen freely. */
	lastEnded: z.object({ first: z.string(), last: z.string() }).nullable(),
	/** What its register no longer has, or some of its readers no longer see: nothing is made before that is mended. */
	unfit: z.array(z.object({ code: z.string(), found: z.string() })),
	may: z.object({ change: z.boolean(), make: z.boolean() })
})
export type TemplatePage = z.output<typeof TemplatePage>

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('report_template as template', (on) =>
			on.onRef('template.workspace_id', '=', 'record.workspace_id').onRef('template.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'report-template')

/** The reports that are laid out, by name. */
export const listTemplates = query({
	name: 'reportTemplate.list',
	input: listInput({ ...recordFilters, register: Reference }, ['title', 'changed']),
	output: listed(TemplateItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(here.secret, input, { title: 'record.title_sort', changed: 'record.changed_at' }, 'record.id')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'report-template', filter.words))
		if (filter.register) rows = rows.where('template.register_id', '=', (await getRegister(here, filter.register)).id)
		const [found, total] = await Promise.all([
			rows
				.select([
					...headColumns,
					'record.title_sort',
					'template.register_id',
					'template.key as own_key',
					'template.definition'
				])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			totalOf(here, 'report-template', filter, { field: 'origin', values: undefined }, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.map((row) => row.register_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => (input.sort.replace('-', '') === 'title' ? row.title_sort : row.changed_at),
			item: (row) => {
				const { period, made, audience: readers } = readDefinition(row.definition)
				const register = references.get(row.register_id) ?? null
				return { ...toHead(row), register, key: row.own_key, period, made, readers }
			}
		})
	}
})

/** A report as it is laid out. */
export const getTemplate = query({
	name: 'reportTemplate.get',
	input: z.strictObject({ template: Reference }),
	output: TemplatePage,
	about: (here, { template }) => getTemplateRow(here, template),
	allow: everyone,
	run(here, _input, { row, definition, register, ...record }) {
		const keeps = keepsRegister(register.compiled, here.seat)
		const unfit = faultsOfReport(register.compiled, definition).map(({ code, found }) => ({ code, found }))
		const isOpen = record.state === 'active' && register.state === 'active'
		const { id, kind, reference, title, acronym } = register
		return Promise.resolve({
			...record,
			register: { id, kind, reference, title, acronym },
			key: row.key,
			period: definition.period,
			made: definition.made,
			readers: definition.audience,
			definition,
			definitionVersion: row.version,
			lastEnded: definition.period === 'free' ? null : lastEnded(definition.period, here.today),
			unfit: keeps ? unfit : [],
			may: { change: keeps && isOpen, make: keeps && isOpen && unfit.length === 0 }
		})
	}
})
