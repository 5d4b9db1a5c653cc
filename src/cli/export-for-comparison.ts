import { z } from 'zod'
import { registry } from '#areas'
import { makeSeat } from '#platform/access/seat.ts'
import type { Workspace } from '#platform/access/workspace.ts'
import type { Database } from '#platform/database/database.server.ts'
import { exportWorkspace } from '#platform/exchange/export-operations.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { nothing, query } from '#platform/operation/operation.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import type { Opened } from '#platform/settings/open.server.ts'

// Everything a workspace holds, whoever may see it. Nobody acts: this only compares what two databases hold.
const everything = {
	...makeSeat({
		id: '00000000-0000-0000-0000-000000000000',
		key: 'comparison',
		role: 'administrator',
		actorId: null,
		office: '',
		structureIds: []
	}),
	id: null,
	audience: ['system']
}

// Not in the registry, and not logged: a comparison leaves no trace in what it compares.
const compared = query({
	name: 'workspace.export',
	input: z.strictObject({}),
	output: z.custom<WrittenFile>((value) => value instanceof WrittenFile),
	about: nothing,
	allow: ({ seat }) => seat.audience.includes('system'),
	run: (here) => here.ask(exportWorkspace, { format: 'json' })
})

/** The export of a workspace out of a database, to the byte; undefined for one that is too large for a file of that kind. */
export async function exportForComparison(
	{ secret, filesFolder }: Pick<Opened, 'secret' | 'filesFolder'>,
	database: Database,
	workspace: Workspace
): Promise<Buffer | undefined> {
	const opening: Opening = {
		database,
		registry,
		workspace,
		seat: everything,
		now: new Date(),
		via: 'console',
		secret,
		filesFolder,
		address: null
	}
	try {
		return Buffer.from((await ask(opening, compared, {})).content)
	} catch (error) {
		if (isRefusal(error) && error.code === 'exchange.export-too-large') return undefined
		throw error
	}
}
