import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { registry } from '#areas'
import { readReference } from '#modules/directory/reference-folder.ts'
import {
	demonstrationSeats,
	referenceWorkspaces,
	type DemonstrationSeat,
	type ReferenceWorkspace
} from '#modules/directory/reference-workspaces.ts'
import {
	bringShippedRegisters,
	lacksShippedRegisters,
	loadShippedRegisters
} from '#modules/registers/load-shipped.server.ts'
import { planWorkspace, storeWorkspace } from '#platform/access/create-workspace.server.ts'
import { findWorkspace } from '#platform/access/find-seat.server.ts'
import { makeSeat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import { removeWorkspace } from '#platform/backup/remove-workspace.server.ts'
import { asTables, importSheets } from '#platform/exchange/import-sheets.server.ts'
import type { Tables } from '#platform/exchange/table.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { run, type Opening } from '#platform/operation/perform.server.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import type { Opened } from '#platform/settings/open.server.ts'
import { bringFiles, inventedFiles, referenceFiles, type EntriesFile } from './register-entries.ts'
import { inventedTables, joinTables, keysIn, referenceTables } from './workspace-tables.ts'

/** Raised when the demonstration's invented rows change, so that untouched workspaces can be made again. */
export const DEMONSTRATION_VERSION = 11

export const REFERENCE_FOLDER = fileURLToPath(new URL('../../reference', import.meta.url))

const NIL = '00000000-0000-0000-0000-000000000000'

/** The seat under which an installation itself brings in what it ships: it is nobody's, and history says *at the start*. */
const starter = {
	...makeSeat({ id: NIL, key: 'start', role: 'administrator', actorId: null, office: '', structureIds: [] }),
	id: null,
	audience: ['public', 'workspace', 'role:administrator', 'role:secretariat']
}

const Loaded = z.object({ records: z.int() })

/** Brings shipped rows into a workspace. Not in the registry: only the console and the start of an installation do so. */
export const loadReference = (
	tables: Tables,
	seats: readonly DemonstrationSeat[],
	entries: readonly EntriesFile[] = []
) =>
	command({
		name: 'workspace.import',
		input: z.strictObject({}),
		output: Loaded,
		about: nothing,
		allow: () => true,
		async run(here) {
			const counts = await importSheets(here, tables)
			await addSeats(here, seats)
			await loadShippedRegisters(here, REFERENCE_FOLDER)
			const inRegisters = await bringFiles(here, entries)
			return { records: counts.reduce((sum, count) => sum + count.added, inRegisters) }
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

/** What an installation opens a workspace with that it fills itself. */
export function openingOf(opened: Opened, workspace: Workspace, now: Date): Opening {
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
	facts: {
		tables: Tables
		seats: readonly DemonstrationSeat[]
		entries: readonly EntriesFile[]
		plan: ReferenceWorkspace
		version: number
	},
	now: Date
) {
	const { plan, tables, seats, entries, version } = facts
	const planned = {
		key: plan.key,
		name: { [plan.first_language]: plan.name },
		kind: plan.kind,
		country: plan.kind === 'country' ? plan.code : null,
		languages: plan.languages,
		timeZone: plan.time_zone,
		demonstrationVersion: version
	}
	const workspace = planWorkspace(planned)
	const { records } = await run(openingOf(opened, workspace, now), loadReference(tables, seats, entries), {})
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

// Whether a workspace is a demonstration of an earlier version in which nobody has done anything.
async function isOutdated({ database }: Opened, workspace: Workspace, version: number): Promise<boolean> {
	const row = await database.access((tx) =>
		tx
			.selectFrom('workspace')
			.select(['is_demonstration', 'demonstration_version'])
			.where('id', '=', workspace.id)
			.executeTakeFirst()
	)
	if (!row?.is_demonstration || row.demonstration_version === null || row.demonstration_version >= version) return false
	const touched = await database.read({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
		tx
			.selectFrom('event')
			.select('sequence')
			.where('workspace_id', '=', workspace.id)
			.where('seat_id', 'is not', null)
			.limit(1)
			.executeTakeFirst()
	)
	return touched === undefined
}

/**
 * Loads the demonstration workspaces that are not there yet from the shipped reference. Each comes in whole, in one
 * transaction; a start that was cut off in the middle makes the missing ones at the next. Where the invented rows of this
 * version are others, a workspace that nobody has touched is made anew; one in which somebody did something is kept.
 */
export async function loadDemonstration(
	opened: Opened,
	say: (code: string, params?: Readonly<Record<string, string | number>>) => void,
	version = DEMONSTRATION_VERSION
): Promise<void> {
	let reference: Awaited<ReturnType<typeof readReference>> | undefined
	for (const key of ['zwe', 'lso', 'sadc']) {
		const there = await findWorkspace(opened.database, key)
		if (there && !(await isOutdated(opened, there, version))) continue
		if (there) await removeWorkspace(opened.database, there.id)
		reference ??= await readReference(REFERENCE_FOLDER)
		const plan = referenceWorkspaces(reference.maps).find((one) => one.key === key)
		if (!plan) throw new Error(`the reference has no workspace ${key}`)
		say('loading', { workspace: plan.name })
		const told = referenceTables(reference, key)
		const tables = asTables(joinTables(told, await inventedTables(REFERENCE_FOLDER, key)))
		const entries = [
			...referenceFiles(reference, key, keysIn(told['actor'])),
			...(await inventedFiles(REFERENCE_FOLDER, key))
		]
		const records = await loadWorkspace(
			opened,
			{ tables, seats: demonstrationSeats(reference.maps, key), entries, plan, version },
			new Date()
		)
		say('loaded', { workspace: plan.name, rows: records })
	}
}

/**
 * Brings the registers that are shipped into the workspaces that lack one of them, or have left one as an earlier version was
 * shipped: after an upgrade, at its first start.
 */
export async function bringRegisters(
	opened: Opened,
	workspaces: readonly Workspace[],
	folder = REFERENCE_FOLDER
): Promise<void> {
	for (const workspace of workspaces) {
		const isLacking = await opened.database.read({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
			lacksShippedRegisters(tx, workspace.id, folder)
		)
		if (isLacking) await run(openingOf(opened, workspace, new Date()), bringShippedRegisters(folder), {})
	}
}
