import type { Writing } from '#platform/operation/operation.server.ts'
import { holdSubmissions } from './hold-submissions.server.ts'

/**
 * Erases a submission with its receipts, its messages and its files: of these only what has become an entry's own is left. The
 * files' content goes with the next clearing of files that belong to nothing.
 */
export async function eraseSubmission(here: Writing, id: string): Promise<void> {
	await holdSubmissions(here, [id])
	const [receipts, messages, files] = await Promise.all(
		(['submission_receipt', 'submission_message', 'submission_file'] as const).map((table) =>
			here.tx
				.selectFrom(table)
				.select('id')
				.where('workspace_id', '=', here.workspace.id)
				.where('submission_id', '=', id)
				.execute()
		)
	)
	await here.write.erasing(async () => {
		for (const row of receipts ?? []) await here.write.remove('submission_receipt', row.id)
		for (const row of messages ?? []) await here.write.remove('submission_message', row.id)
		for (const row of files ?? []) {
			await here.write.remove('submission_file', row.id)
			const kept = await here.tx
				.selectFrom('file')
				.select('record_id')
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', row.id)
				.executeTakeFirst()
			if (kept?.record_id === null) await here.write.remove('file', row.id)
		}
		await here.write.remove('submission', id)
	})
}
