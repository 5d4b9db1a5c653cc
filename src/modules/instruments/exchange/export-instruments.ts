import {
	audienceOf,
	headOf,
	originOf,
	type NamedRecord,
	type WorkspaceRecords
} from '#platform/exchange/records.server.ts'
import { REPEAT, sheetRows, type SheetRows } from '#platform/exchange/sheet-rows.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import type { ThemesOf } from '#platform/exchange/themes.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { dateOf } from '../instrument/status-rows.server.ts'
import { answerOf } from './cells.ts'
import { isInside } from './export-head.ts'
import { instrumentSheet, obligationSheet, reportingDutySheet, statusSheet } from './instrument-sheets.ts'

/** What every sheet of records says of them. */
export const headed = (records: WorkspaceRecords, record: NamedRecord) => {
	const { state, state_reason, ...head } = headOf(record)
	const shown = (kind: string) =>
		record.audience.flatMap((token) => {
			const [of, id = ''] = token.split(':')
			return of === kind ? (records.keyOf(id) ?? []) : []
		})
	const choice = audienceOf(record)
	const isOpen = choice === 'public' || choice === 'workspace'
	const [actors, structures] = isOpen ? [[], []] : [shown('actor'), shown('structure')]
	return {
		...head,
		key: record.reference,
		name: record.title,
		// What is for those who sit in a structure or act for an actor is for the secretariat, and for these.
		audience: isOpen ? choice : ('secretariat' as const),
		also_actors: actors.sort(),
		also_structures: structures.sort(),
		standing: state,
		standing_reason: state_reason
	}
}

/** Instruments with their statuses, obligations and duties to report, as far as the seat sees them. */
export async function gatherInstruments(here: Here, records: WorkspaceRecords, themes: ThemesOf): Promise<SheetRows[]> {
	const [instruments, obligations] = [
		await gatherHeads(here, records, themes),
		await gatherObligations(here, records, themes)
	]
	return [instruments, await gatherStatuses(here, records), obligations, await gatherDuties(here, records)]
}

async function gatherHeads(here: Here, records: WorkspaceRecords, themes: ThemesOf) {
	const rows = await here.tx
		.selectFrom('instrument')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		instrumentSheet,
		rows.flatMap(({ id, ...row }) => {
			const record = records.held(id)
			if (!record) return []
			return [
				{
					id,
					row: {
						...row,
						...headed(records, record),
						binding: answerOf(row.is_binding),
						adopted: dateOf(row.adopted_first, row.adopted_last),
						in_force: dateOf(row.in_force_first, row.in_force_last),
						// Where the day is known it follows from that.
						is_in_force: row.in_force_first === null ? answerOf(row.is_in_force) : null,
						signable_until: row.signable_until_day,
						depositary_actor: records.keyOf(row.depositary_actor_id),
						adopting_actor: records.keyOf(row.adopting_actor_id),
						entry_first_of_month: answerOf(row.entry_first_of_month),
						themes: themes(id)
					}
				}
			]
		}),
		here.workspace.language
	)
}

async function gatherStatuses(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('instrument_status')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	const inside = isInside(here)
	const told = rows.flatMap((row) => {
		const instrument = records.keyOf(row.instrument_id)
		if (instrument === undefined || (!inside && row.state === 'withdrawn')) return []
		return [{ row, instrument, day: dateOf(row.day_first, row.day_last) }]
	})
	const written = (names: ReadonlyMap<string, string>) =>
		sheetRows(
			statusSheet,
			told.map(({ row, instrument, day }) => ({
				id: row.id,
				row: {
					...row,
					...originOf(row),
					instrument,
					day,
					repeat: null,
					effect: row.effect_day,
					withdraws: row.withdraws_id === null ? null : (names.get(row.withdraws_id) ?? null)
				}
			})),
			here.workspace.language
		)
	return written(new Map(written(new Map()).rows.map(({ id, texts }) => [id, nameOfStatement(texts)])))
}

/** How a withdrawal names what it takes back: by its day, and by its place among those of that day behind the first. */
export const nameOfStatement = (texts: Texts) =>
	[texts['day'] ?? '', ...(texts[REPEAT] === undefined ? [] : [texts[REPEAT]])].join(' ')

async function gatherObligations(here: Here, records: WorkspaceRecords, themes: ThemesOf) {
	const rows = await here.tx
		.selectFrom('obligation')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	return sheetRows(
		obligationSheet,
		rows.flatMap(({ id, instrument_id, ...row }) => {
			const record = records.held(id)
			const instrument = records.keyOf(instrument_id)
			if (!record || instrument === undefined) return []
			return [{ id, row: { ...row, ...headed(records, record), instrument, themes: themes(id) } }]
		}),
		here.workspace.language
	)
}

async function gatherDuties(here: Here, records: WorkspaceRecords) {
	const rows = await here.tx
		.selectFrom('reporting_duty')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.execute()
	const inside = isInside(here)
	return sheetRows(
		reportingDutySheet,
		rows.flatMap(({ id, instrument_id, ...row }) => {
			const instrument = records.keyOf(instrument_id)
			if (instrument === undefined || (!inside && row.state === 'withdrawn')) return []
			return [{ id, row: { ...row, ...originOf(row), instrument, repeat: null } }]
		}),
		here.workspace.language
	)
}
