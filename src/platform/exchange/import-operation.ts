import { z } from 'zod'
import { Identifier } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { importSheets } from './import-sheets.server.ts'
import { readTables } from './read-tables.ts'

const Count = z.object({ sheet: z.string(), added: z.int(), changed: z.int(), unchanged: z.int(), unlisted: z.int() })

async function getOwnFile(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('file')
		.select(['id', 'name'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row) throw absent('platform.no-such-file')
	return { file: row }
}

/**
 * Brings a workbook, a CSV file or a ZIP of CSV files, uploaded before, into the workspace: whole, or not at all with each
 * refused cell named. `check` only says what it would do.
 */
export const importWorkspace = command({
	name: 'workspace.import',
	input: z.strictObject({ file: Identifier, check: z.boolean().optional() }),
	output: z.object({ added: z.int(), changed: z.int(), unchanged: z.int(), unlisted: z.int(), sheets: z.array(Count) }),
	logged: true,
	about: (here, { file }) => getOwnFile(here, file),
	allow: ({ seat }) => keepsRecords(seat),
	async run(here, { check = false }, { file }) {
		const path = storedPath(here.filesFolder, here.workspace.id, file.id)
		const sheets = await importSheets(here, await readTables({ name: file.name, path }), check)
		const total = (of: 'added' | 'changed' | 'unchanged' | 'unlisted') =>
			sheets.reduce((sum, sheet) => sum + sheet[of], 0)
		return {
			added: total('added'),
			changed: total('changed'),
			unchanged: total('unchanged'),
			unlisted: total('unlisted'),
			sheets
		}
	}
})
