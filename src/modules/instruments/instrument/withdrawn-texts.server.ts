import type { Writing } from '#platform/operation/operation.server.ts'

/** Empties the texts whose documents were withdrawn: no page and no search tells them, and nothing keeps them. */
export async function emptyWithdrawnTexts(here: Writing): Promise<void> {
	const rows = await here.tx
		.selectFrom('instrument_text')
		.innerJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'instrument_text.workspace_id')
				.onRef('document.file_id', '=', 'instrument_text.file_id')
		)
		.select('instrument_text.id')
		.where('instrument_text.workspace_id', '=', here.workspace.id)
		.where('document.state', '=', 'withdrawn')
		.where('instrument_text.text', 'is not', null)
		.execute()
	const emptied = { state: 'unread', fault: null, text: null } as const
	if (rows.length > 0)
		await here.write.changeAll(
			'instrument_text',
			rows.map(({ id }) => ({ id, fields: emptied }))
		)
}
