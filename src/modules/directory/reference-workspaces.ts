import { z } from 'zod'
import { cell, indexOf, ReferenceFault, rowsOf, type ReferenceRow, type ReferenceTables } from './reference-tables.ts'

const WorkspaceCells = z.object({
	key: z.string().min(1),
	name: z.string().min(1),
	kind: z.enum(['country', 'region']),
	code: z.string().min(1),
	first_language: z.string().min(2),
	languages: z.string().transform((text) => text.split(';')),
	time_zone: z.string().min(1),
	secretariat_actor: z.string().min(1),
	secretariat_structure: z.string().min(1),
	default_framework: z.string().min(1),
	note: z.string()
})

const SeatCells = z.object({
	workspace: z.string().min(1),
	seat: z.string().min(1),
	role: z.enum(['administrator', 'secretariat', 'member', 'analyst', 'statistician', 'caseworker', 'observer']),
	actor: z.string().min(1),
	office: z.string().min(1),
	origin: z.literal('invented'),
	note: z.string()
})

/** A workspace the reference can build. `code` is an ISO 3166-1 alpha-3 country, or the code of a region. */
export type ReferenceWorkspace = z.output<typeof WorkspaceCells>

/** An invented seat of a real actor. It holds an office, never a person's name. */
export type DemonstrationSeat = z.output<typeof SeatCells>

/** The workspaces that can be built from the reference, in the order of the file. */
export function referenceWorkspaces(maps: ReferenceTables): ReferenceWorkspace[] {
	return rowsOf(maps, 'workspaces').map((row) => parseCells(WorkspaceCells, row))
}

/** One of these workspaces. Throws ReferenceFault when there is none with this key. */
export function getReferenceWorkspace(maps: ReferenceTables, workspaceKey: string): ReferenceWorkspace {
	const row = indexOf(maps, 'workspaces', 'key').get(workspaceKey)
	if (!row) throw new ReferenceFault(`maps/workspaces.csv has no workspace with the key ${workspaceKey}.`)
	return parseCells(WorkspaceCells, row)
}

/** The seats a demonstration of this workspace offers, in the order of the file. */
export function demonstrationSeats(maps: ReferenceTables, workspaceKey: string): DemonstrationSeat[] {
	return rowsOf(maps, 'demonstration-seats')
		.filter((row) => cell(row, 'workspace') === workspaceKey)
		.map((row) => parseCells(SeatCells, row))
}

function parseCells<Schema extends z.ZodType>(schema: Schema, row: ReferenceRow): z.output<Schema> {
	const parsed = schema.safeParse(Object.fromEntries(row.cells))
	if (parsed.success) return parsed.data
	const [issue] = parsed.error.issues
	throw new ReferenceFault(`${row.file}, row ${row.number}, column ${issue?.path.join('.')}: ${issue?.message}`)
}
