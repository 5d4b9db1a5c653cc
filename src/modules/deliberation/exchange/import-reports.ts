import { type AreaPlanning, faultIn, inOrder, placeRows, planRows } from '#platform/exchange/plan-rows.ts'
import { countReport } from '../dashboard/report-figures.ts'
import { countedFor } from '../dashboard/report-rules.ts'
import { checkEmpty, checkFilled, checkOrder, checkPast, checkRows, checkWay } from './check.ts'
import { planRecords } from './plan.ts'
import { reportSectionSheet, secretariatReportSheet } from './action-sheets.ts'
import { checkAlso, tokensIn } from './tokens.ts'

/** Plans the reports of secretariats and what was written in them; their figures are worked out anew. */
export function planSecretariatReports(planning: AreaPlanning): void {
	const { ids, here } = planning
	const placing = placeRows(planning, secretariatReportSheet, {
		idOf: (row) => ids.find('secretariat-report', row.number),
		complete: (row) => ({
			...row,
			language: row.language ?? here.workspace.language,
			also_actors: inOrder(row.also_actors),
			also_structures: inOrder(row.also_structures)
		})
	})
	checkRows(planning, placing, (row) => {
		checkOrder(row, 'from', 'to')
		checkPast(row, here.today, 'approved')
		const state = row.texts['state'] ?? 'draft'
		if (state === 'approved') checkFilled(row, state, 'approved')
		else checkEmpty(row, state, 'approved')
		checkWay(row, ['draft', 'approved'], (one) => (one === 'draft' ? ['approved'] : []))
	})
	checkAlso(planning, placing)
	planRecords(planning, placing, {
		head: (row) => row,
		named: (row) => row.number,
		tokens: (texts) => tokensIn(planning, texts),
		fields: ({ value }) => ({
			structure_id: ids.find('structure', value.structure),
			from_day: value.from,
			to_day: value.to,
			state: value.state,
			language: value.language ?? here.workspace.language,
			approved_day: value.approved ?? null
		}),
		columns: { structure_id: 'structure', approved_day: 'approved' },
		async add(writing, rows) {
			for (const { id, fields, one } of rows) {
				const figures = await countReport(writing, {
					structureId: fields.structure_id,
					from: fields.from_day,
					to: fields.to_day,
					countedFor: countedFor(tokensIn(planning, one.whole))
				})
				await writing.write.add('secretariat_report', {
					...fields,
					id,
					figures: JSON.stringify(figures),
					figures_at: writing.now
				})
			}
		},
		change: (writing, id, fields) => writing.write.change('secretariat_report', id, fields)
	})
	const sections = placeRows(planning, reportSectionSheet, {
		complete: (row) => ({ ...row, language: row.language ?? here.workspace.language }),
		otherKey: (texts) => (texts['language'] ? undefined : { ...texts, language: here.workspace.language })
	})
	// A text without a language is in that of the workspace, and so may be the same as one that names it.
	const written = new Map<string, number>()
	for (const { row, value } of sections.rows) {
		const key = [value.report, value.section, value.language].join(' ')
		const other = written.get(key)
		if (other !== undefined) faultIn(planning, reportSectionSheet, row)('language', 'exchange.duplicate-key', { other })
		else written.set(key, row)
	}
	planRows(planning, sections, {
		fields: ({ value }) => ({ narrative: value.text }),
		columns: { narrative: 'text' },
		add: (writing, rows) =>
			writing.write.addAll(
				'secretariat_report_section',
				rows.map(({ id, fields, one }) => ({
					...fields,
					id,
					secretariat_report_id: ids.of('secretariat-report', one.value.report),
					code: one.value.section,
					language: one.value.language ?? here.workspace.language
				}))
			),
		change: (writing, id, fields) => writing.write.change('secretariat_report_section', id, fields)
	})
}
