import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { registry } from '#areas'
import { directoryTables } from '#modules/directory/reference.ts'
import { readReference } from '#modules/directory/reference-folder.ts'
import {
	demonstrationSeats,
	referenceWorkspaces,
	type DemonstrationSeat,
	type ReferenceWorkspace
} from '#modules/directory/reference-workspaces.ts'
import { planWorkspace, storeWorkspace } from '#platform/access/create-workspace.server.ts'
import { findWorkspace } from '#platform/access/find-seat.server.ts'
import { makeSeat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import { importSheets } from '#platform/exchange/import-sheets.server.ts'
import type { Tables } from '#platform/exchange/table.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { run, type Opening } from '#platform/operation/perform.server.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import type { Opened } from '#platform/settings/open.server.ts'

/** Raised when the demonstration's invented rows change, so that untouched workspaces can be made again. */
export const DEMONSTRATION_VERSION = 1

export const REFERENCE_FOLDER = fileURLToPath(new URL('../../reference', import.meta.url))

const NIL = '00000000-0000-0000-0000-000000000000'

/** The seat under which an installation itself brings in what it ships: it is nobody's, and history says *at the start*. */
const starter = {
	...makeSeat({ id: NIL, key: 'start', role: 'administrator', actorId: null, office: '', structureIds: [] }),
	id: null,
	audience: ['public', 'workspace', 'role:administrator', 'role:secretariat']
}

type Sheets = Readonly<Record<string, { columns: readonly string[]; rows: readonly (readonly string[])[] }>>

/** Rows of text as the tables the importer reads; row 1 is the header, as in a file. */
export function asTables(sheets: Sheets): Tables {
	const entries = Object.entries(sheets).map(([name, { columns, rows }]) => {
		const table = {
			name,
			columns,
			rows: rows.map((cells, index) => ({
				row: index + 2,
				cells: cells.map((text) => (text === '' ? { kind: 'empty' as const, text } : { kind: 'text' as const, text }))
			}))
		}
		return [name, table] as const
	})
	return { sheets: new Map(entries), faults: { listed: [], total: 0 } }
}

const Loaded = z.object({ records: z.int() })

// Not in the registry: only the start of an installation fills a workspace from the reference.
const loadReference = (tables: Tables, seats: readonly DemonstrationSeat[]) =>
	command({
		name: 'workspace.import',
		input: z.strictObject({}),
		output: Loaded,
		about: nothing,
		allow: () => true,
		async run(here) {
			const counts = await importSheets(here, tables, false)
			await addSeats(here, seats)
			return { records: counts.reduce((sum, count) => sum + count.added, 0) }
		}
	})

async function addSeats(here: Writing, seats: readonly DemonstrationSeat[]) {
	const rows = []
	for (const seat of seats) {
		const actor = await findRecord(here, 'actor', seat.actor)
		rows.push({
			key: seat.seat,
			role: seat.role,
			actor_id: actor?.id ?? null,
			office: seat.office,
			origin: 'invented' as const,
			from_day: null,
			to_day: null,
			created_at: here.now
		})
	}
	await here.write.addAll('seat', rows)
}

function openingOf(opened: Opened, workspace: Workspace, now: Date): Opening {
	return {
		database: opened.database,
		registry,
		workspace,
		seat: starter,
		now,
		via: 'start',
		secret: opened.secret,
		filesFolder: opened.filesFolder,
		address: null
	}
}

async function loadWorkspace(
	opened: Opened,
	facts: { tables: Tables; seats: readonly DemonstrationSeat[]; plan: ReferenceWorkspace },
	now: Date
) {
	const { plan, tables, seats } = facts
	const planned = {
		key: plan.key,
		name: { [plan.first_language]: plan.name },
		kind: plan.kind,
		country: plan.kind === 'country' ? plan.code : null,
		languages: plan.languages,
		timeZone: plan.time_zone,
		demonstrationVersion: DEMONSTRATION_VERSION
	}
	const workspace = planWorkspace(planned)
	const { records } = await run(openingOf(opened, workspace, now), loadReference(tables, seats), {})
	const idOf = async (kind: string, key: string) => {
		const row = await opened.database.read({ workspaceId: workspace.id, audience: ['public'] }, (tx) =>
			tx
				.selectFrom('record')
				.select('id')
				.where('workspace_id', '=', workspace.id)
				.where('kind', '=', kind)
				.where('key', '=', key)
				.executeTakeFirst()
		)
		return row?.id ?? null
	}
	const secretariatActorId = await idOf('actor', plan.secretariat_actor)
	const defaultFrameworkId = await idOf('framework', plan.default_framework)
	// Stored last: until it is whole, nobody can open it.
	await storeWorkspace(opened.database, { ...workspace, secretariatActorId, defaultFrameworkId }, planned, now)
	return records
}

/**
 * Loads the demonstration workspaces that are not there yet from the shipped reference. Each comes in whole, in one
 * transaction; a start that was cut off in the middle makes the missing ones at the next.
 */
export async function loadDemonstration(
	opened: Opened,
	say: (code: string, params?: Readonly<Record<string, string | number>>) => void
): Promise<void> {
	let reference: Awaited<ReturnType<typeof readReference>> | undefined
	for (const key of ['zwe', 'lso', 'sadc']) {
		if (await findWorkspace(opened.database, key)) continue
		reference ??= await readReference(REFERENCE_FOLDER)
		const plan = referenceWorkspaces(reference.maps).find((one) => one.key === key)
		if (!plan) throw new Error(`the reference has no workspace ${key}`)
		say('loading', { workspace: plan.name })
		const tables = asTables(directoryTables(reference.facts, reference.maps, key))
		const records = await loadWorkspace(
			opened,
			{ tables, seats: demonstrationSeats(reference.maps, key), plan },
			new Date()
		)
		say('loaded', { workspace: plan.name, rows: records })
	}
}
