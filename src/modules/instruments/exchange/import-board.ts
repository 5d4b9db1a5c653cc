import { v7 as uuid } from 'uuid'
import { type AreaPlanning, faultIn, isNew, placeRows, planRows } from '#platform/exchange/plan-rows.ts'
import { linkSheet } from '#platform/exchange/record-sheets.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { LinkType } from '#platform/records/link-types.ts'
import { HARMONIZATION_CODE } from '../relation/harmonization-commands.ts'
import {
	harmonizationActorSheet,
	harmonizationRelationSheet,
	harmonizationSheet,
	treatyReportSheet
} from './board-sheets.ts'
import { checkCells } from './check-cells.ts'
import { placeRecords, planRecords } from './plan.ts'
import { TREATY_REPORT } from '../instrument/report-commands.ts'
import { isDialogueAhead } from '../instrument/report-rules.ts'

/** Plans reports under treaties; `duties` are the identifiers of the duties by instrument and name. */
export function planReports(planning: AreaPlanning, duties: ReadonlyMap<string, string>): void {
	const { ids } = planning
	const { today } = planning.here
	const placing = placeRecords(planning, treatyReportSheet, (row) => row)
	checkCells(planning, placing, { past: ['submitted', 'observations'] })
	const dutyOf = (instrument: string, duty: string | undefined) =>
		duty === undefined ? null : (duties.get(`${instrument} ${duty}`) ?? null)
	const STEPS = {
		submitted: 'submitted',
		'dialogue-held': 'dialogue',
		'observations-received': 'observations'
	} as const
	for (const { row, value } of placing.rows) {
		const fault = faultIn(planning, placing.sheet, row)
		if (value.duty !== undefined && dutyOf(value.instrument, value.duty) === null)
			fault('duty', 'exchange.unknown-reference', { value: value.duty, kind: 'reporting-duty' })
		// What is still to be held may be planned for a day to come.
		if (!isDialogueAhead(value.state) && value.origin !== 'invented' && (value.dialogue ?? '') > today)
			fault('dialogue', 'directory.day-in-future', { today })
		if (value.state === 'due' || value.state === 'dropped') continue
		const step = STEPS[value.state]
		if (value[step] === undefined) fault(step, 'exchange.empty')
	}
	planRecords(planning, placing, {
		code: TREATY_REPORT,
		head: ({ number = '', ...row }) => ({ ...row, key: number }),
		fields: ({ value }) => ({
			reporting_duty_id: dutyOf(value.instrument, value.duty),
			form: value.form,
			due_day: value.due,
			lead_actor_id: ids.find('actor', value.lead),
			state: value.state,
			submitted_day: value.submitted ?? null,
			dialogue_day: value.dialogue ?? null,
			observations_day: value.observations ?? null
		}),
		columns: {
			reporting_duty_id: 'duty',
			due_day: 'due',
			lead_actor_id: 'lead',
			submitted_day: 'submitted',
			dialogue_day: 'dialogue',
			observations_day: 'observations'
		},
		add: (writing, rows) =>
			writing.write.addAll(
				'treaty_report',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					instrument_id: ids.of('instrument', value.instrument)
				}))
			),
		change: (writing, id, fields) => writing.write.change('treaty_report', id, fields)
	})
}

/** Plans what is to be brought into line. Its relations are links, which come into the workspace after all records: `last` adds them. */
export function planBoard(planning: AreaPlanning): { last(here: Writing): Promise<void> } {
	planAgreers(planning, planItems(planning))
	return planRelations(planning)
}

/** Plans the items; gives the numbers of those that are invented, whose days may lie ahead. */
function planItems(planning: AreaPlanning): ReadonlySet<string> {
	const { ids, here } = planning
	const placing = placeRecords(planning, harmonizationSheet, (row) => ({
		...row,
		language: row.language ?? here.workspace.language
	}))
	checkCells(planning, placing, { past: ['resolved'] })
	for (const { row, value } of placing.rows) {
		const fault = faultIn(planning, placing.sheet, row)
		if (value.state === 'resolved' && value.resolved === undefined) fault('resolved', 'exchange.empty')
		if (value.state !== 'resolved' && value.resolved !== undefined)
			fault('state', 'instruments.import-resolved-in-state')
	}
	planRecords(planning, placing, {
		code: HARMONIZATION_CODE,
		head: ({ number = '', ...row }) => ({ ...row, key: number }),
		fields: ({ value }) => ({
			structure_id: ids.find('structure', value.structure),
			text: value.text,
			language: value.language ?? here.workspace.language,
			state: value.state,
			due_day: value.due ?? null,
			resolution: value.resolution ?? null,
			resolved_day: value.resolved ?? null
		}),
		columns: { structure_id: 'structure', due_day: 'due', resolved_day: 'resolved' },
		add: (writing, rows) =>
			writing.write.addAll(
				'harmonization',
				rows.map(({ id, fields }) => ({ ...fields, id }))
			),
		change: (writing, id, fields) => writing.write.change('harmonization', id, fields)
	})
	return new Set(placing.all.flatMap(({ texts }) => (texts['origin'] === 'invented' ? (texts['number'] ?? []) : [])))
}

function planAgreers(planning: AreaPlanning, invented: ReadonlySet<string>) {
	const { ids, here } = planning
	const placing = placeRows(planning, harmonizationActorSheet)
	for (const { row, value } of placing.rows) {
		const fault = faultIn(planning, placing.sheet, row)
		if (!invented.has(value.harmonization) && (value.answered ?? '') > here.today)
			fault('answered', 'directory.day-in-future', { today: here.today })
		if (value.answer !== undefined && value.answered === undefined) fault('answered', 'exchange.empty')
		if (value.answer === undefined && value.answered !== undefined) fault('answer', 'exchange.empty')
	}
	planRows(planning, placing, {
		fields: ({ value }) => ({
			answer: value.answer ?? null,
			answered_day: value.answered ?? null,
			note: value.text ?? null
		}),
		columns: { answered_day: 'answered', note: 'text' },
		add: (writing, rows) =>
			writing.write.addAll(
				'harmonization_actor',
				rows.map(({ id, fields, one: { value } }) => ({
					...fields,
					id,
					harmonization_id: ids.of('harmonization', value.harmonization),
					actor_id: ids.of('actor', value.actor)
				}))
			),
		change: (writing, id, fields) => writing.write.change('harmonization_actor', id, fields)
	})
}

type Ends = { record_kind: string; record: string; type: LinkType; other_kind: string; other: string }
const nameOf = (ends: Readonly<Partial<Record<keyof Ends, string>>>) =>
	[ends.record_kind, ends.record, ends.type, ends.other_kind, ends.other].join(' ')

function planRelations(planning: AreaPlanning) {
	const { ids, parsed } = planning
	const placing = placeRows(planning, harmonizationRelationSheet)
	const known = new Set([
		...parsed.rows(linkSheet).map(({ value }) => nameOf(value)),
		...planning.stored(linkSheet).rows.map(({ texts }) => nameOf(texts))
	])
	for (const { row, value } of placing.rows)
		if (!known.has(nameOf(value))) faultIn(planning, placing.sheet, row)('other', 'instruments.import-no-relation')
	const added = placing.rows.filter(isNew)
	return {
		async last(here: Writing) {
			const rows = []
			for (const { value } of added) {
				const link = await linkOf(here, {
					from: ids.of(value.record_kind, value.record),
					to: ids.of(value.other_kind, value.other),
					type: value.type
				})
				if (link !== undefined)
					rows.push({ id: uuid(), harmonization_id: ids.of('harmonization', value.harmonization), link_id: link })
			}
			if (rows.length > 0) await here.write.addAll('harmonization_relation', rows)
		}
	}
}

async function linkOf(here: Writing, { from, to, type }: { from: string; to: string; type: LinkType }) {
	const row = await here.tx
		.selectFrom('link')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('type', '=', type)
		.where('state', '<>', 'withdrawn')
		.where((where) =>
			where.or([
				where.and([where('from_id', '=', from), where('to_id', '=', to)]),
				where.and([where('from_id', '=', to), where('to_id', '=', from)])
			])
		)
		.executeTakeFirst()
	return row?.id
}
